#pragma once
// What one delivery makes of the page. Pure: the document before, the delivery, the document afterwards.
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "integrations/integration.hpp"
#include "integrations/local_page/document.hpp"

namespace integrations::local_page {

/// The page after `delivery`, and under what it is found there; or why it never will be. An effect that the page has
/// taken in already changes nothing but components, and gives the same receipt.
struct Changed {
  Document document;
  playbooks::Receipt receipt;
};
std::expected<Changed, std::string> changed(Document before, const Delivery& delivery, const playbooks::Policy& policy,
                                            std::string_view url);

/// The receipt of a delivery that the page has taken in; none when it has not.
std::optional<playbooks::Receipt> taken_in(const Document& document, const Delivery& delivery, std::string_view url);

using PublicComponents = std::map<std::string, playbooks::ComponentStatus>;

/// Every component of the policy as the worst of its claims says, since `since` where that is a change.
void bring_level(Document& document, const PublicComponents& worst, const playbooks::Policy& policy,
                 playbooks::Time since);

/// Forgets what no page shows any more: stories that ended a year ago or are not among the newest 500, and changes of
/// components before the days that are drawn.
void prune(Document& document, playbooks::Time now);

/// Text as it may stand on a page: valid UTF-8, no control characters, no marks that reverse the direction. Line ends
/// stay.
std::string clean(std::string_view text);
/// The same on one line.
std::string clean_line(std::string_view text);

/// "incidents/0a1b2c3d4e5f.html", below the page's address.
std::string path_of(const Story& story);
std::string link_of(const Story& story, std::string_view url);

}  // namespace integrations::local_page
