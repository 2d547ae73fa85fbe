#pragma once
// A page as an alerting service hears of it: the same words and the same key for PagerDuty, Opsgenie and a webhook.
// Pure.
#include <cstddef>
#include <string>
#include <string_view>

#include "integrations/integration.hpp"

namespace integrations {

struct PageAlert {
  std::string key;       // the service's name for it: a page, its repetition and its end have the same one
  std::string summary;   // one line
  std::string text;      // several lines
  std::string link;      // of the card; empty until there is one
  std::string person;    // whom it is for, as people know them: "Ann Lee", "channel #ops"
  std::size_t rank = 0;  // of the severity among the configured ones, 0 is the worst; of a trial beyond them all
  bool trial = false;
  std::string problem;  // why it cannot be told; then nothing else is set
};

/// `delivery` must be of a SendPage.
PageAlert page_alert(const Delivery& delivery, const playbooks::Policy& policy);

/// The key of a page that was sent earlier; empty when its incident is not known.
std::string alert_key(const Delivery& delivery, const playbooks::Target& to);

/// At most `most` characters, the last one "…" when something was cut.
std::string cut_text(std::string_view text, std::size_t most);
/// Percent-encoded for a part of a path or a query (RFC 3986: all but its unreserved characters).
std::string url_encoded(std::string_view text);

}  // namespace integrations
