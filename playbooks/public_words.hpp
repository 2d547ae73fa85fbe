#pragma once
// What customers read, from templates: the title, the first post, the updates, the end, a text for social networks.
// Templates are mustache (plain text: nothing is escaped); their places are named in `place_names`. What is not known
// stays out, so a template says {{#impact}}…{{/impact}} around what depends on it. Only names of components and what
// people wrote for customers get in: never the title that responders gave to an incident.
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/incident.hpp"
#include "playbooks/model/maintenance.hpp"
#include "playbooks/model/policy.hpp"

namespace playbooks {

struct PublicWords {
  std::string title;
  std::string text;
  std::string from;  // key of the template: for PublicTextDrafted::from
  bool operator==(const PublicWords&) const = default;
};

/// Name of a place -> what stands there.
using PublicPlaces = std::map<std::string, std::string, std::less<>>;

/// title (given for the public), service (“Video and Chat”), components (“Video (partial outage), Chat (…)”), status,
/// impact, progress (“We are still investigating.”), started and ends (“2026-11-21 14:05 UTC”), duration and
/// next_update (“15 minutes”), cause, link, organisation.
std::span<const std::string_view> place_names();

/// Refuses a broken template, and a place that nobody knows (naming the nearest one).
Result<std::string> fill(std::string_view template_text, const PublicPlaces& places);
/// What is wrong with a template, one sentence each: for whoever reads the configuration.
std::vector<std::string> template_problems(const PublicTemplate& words);

/// "degradation", "outage", "partial_outage", "maintenance", "resolution", and "investigation" for incidents of which
/// no affected component is known; in English (en) and German (de).
std::vector<PublicTemplate> default_templates();

/// The template of `key` in the policy's language; else that in English; else the default one.
PublicTemplate public_template(const Policy& policy, std::string_view key);
/// Which template fits the worst component of the incident.
std::string_view template_key(const Incident& incident);

PublicWords first_words(const Incident& incident, const Policy& policy, Time now);
PublicWords update_words(const Incident& incident, const Policy& policy, Time now);
/// `cause` in words for customers, may be empty. The link is that of the post-mortem.
PublicWords resolved_words(const Incident& incident, const Policy& policy, Time now, std::string_view cause);
/// As it is now: announced, in progress, complete or cancelled.
PublicWords maintenance_words(const Maintenance& maintenance, const Policy& policy, Time now);

/// The longest text that every social network takes.
inline constexpr std::size_t social_limit = 280;  // characters
/// Open or resolved; with the link of the status page where there is one.
std::string social_text(const Incident& incident, const Policy& policy, Time now, std::string_view cause = {});

}  // namespace playbooks
