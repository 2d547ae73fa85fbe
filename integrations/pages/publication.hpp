#pragma once
// What a status page must say of one incident or maintenance, in words that every provider understands. Pure: from a
// delivery to a value; each provider's dialect makes its requests from it.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/integration.hpp"

namespace integrations::pages {

enum class Kind { incident, maintenance };
enum class Phase { investigating, identified, monitoring, resolved, scheduled, in_progress, completed, cancelled };

/// "Investigating", "In progress".
std::string_view in_words(Phase phase);

/// A component of the publication, as the page must show it: its worst public claim.
struct Part {
  std::string id;    // the page's own
  std::string name;  // ours
  playbooks::ComponentStatus status = playbooks::ComponentStatus::operational;
};

struct Publication {
  Kind kind = Kind::incident;
  std::string owner;    // "INC-12", "MNT-3"
  std::string page_id;  // the page's own id of it; empty: it is not there yet
  std::string title;
  std::string text;  // may be empty when it is there already: then only components or the status move
  Phase phase = Phase::investigating;
  bool notify = false;
  playbooks::Time said{};            // when the text was said
  playbooks::Time begins{}, ends{};  // an incident has no end here
  std::vector<Part> parts;
  std::vector<std::string> gaps;  // components that the page lacks, in words

  bool first() const { return page_id.empty(); }
};

/// Whose publication an effect is; nothing when it is of no incident and no maintenance.
struct Subject {
  Kind kind = Kind::incident;
  std::string owner;
};
std::optional<Subject> subject_of(const playbooks::Effect& effect);

/// Keys of the components that the publication will speak of.
std::vector<std::string> components_of(const Delivery& delivery);

/// Why nothing may be published of this delivery; empty when it may.
std::string why_not(const Delivery& delivery, std::string_view provider);

/// From a component's key to its id on the page. Nothing, with the reason in `problem`, when the page has none.
using ComponentIds = std::function<std::optional<std::string>(const std::string& key, std::string& problem)>;

/// `delivery` must be one that why_not() lets pass. `notify` is what the configuration says where the effect does not.
Publication publication_of(const Delivery& delivery, const playbooks::Policy& policy, const ComponentIds& ids,
                           std::string page_id, bool notify);

/// The worst public claim; operational when nobody claims it.
playbooks::ComponentStatus worst_claim(const Delivery& delivery, const std::string& component);

/// What the effect alone wanted to say, in one line without doubled spaces: to be recognised on the page.
std::string words_of(const Delivery& delivery);
/// One line without doubled spaces.
std::string one_line(std::string_view text);

inline constexpr std::size_t title_limit = 255;  // characters; Cachet's, the shortest

}  // namespace integrations::pages
