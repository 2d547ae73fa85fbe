#pragma once
// What is sent to PagerDuty. Pure. Limits: PagerDuty's description of the Events API v2 (openapiv3.json, reference
// events-v2) and its page "Trigger events": summary 1,024 characters, dedup_key 255, an event 512 KB.
#include <string>
#include <string_view>

#include "integrations/pagerduty/settings.hpp"
#include "integrations/paging/alert.hpp"

namespace integrations::pagerduty {

inline constexpr std::size_t summary_limit = 1024, details_limit = 10'000;

/// `delivery` must be of a SendPage, `alert` made from it and without a problem.
std::string trigger_event(const Settings& settings, const PageAlert& alert, const Delivery& delivery,
                          const playbooks::Policy& policy);
/// `action`: "acknowledge" or "resolve".
std::string end_event(const Settings& settings, std::string_view key, std::string_view action);

/// critical, error, warning, info: as the severity stands among the configured ones.
std::string_view severity_word(std::size_t rank);

/// "/incidents?…": the newest incidents with alerts of this key.
std::string incidents_path(std::string_view key, playbooks::Time since);
/// "/schedules/ID?…": who is on call within [from, to).
std::string schedule_path(std::string_view id, playbooks::Time from, playbooks::Time to);

}  // namespace integrations::pagerduty
