#pragma once
// What can be set about PagerDuty: the values and their rows in the table of settings.
#include <chrono>
#include <optional>
#include <string>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::pagerduty {

struct Settings {
  // Both without a final "/"; SITREP_PAGERDUTY_EVENTS_URL and SITREP_PAGERDUTY_API_URL override them.
  std::string events_url = "https://events.pagerduty.com/v2";
  std::string api_url = "https://api.pagerduty.com";
  std::string routing_key;  // of an integration of the kind Events API v2
  std::string api_token;    // of the REST API; empty: what happens in PagerDuty is not seen here
  std::chrono::milliseconds timeout = std::chrono::seconds{15};  // for one whole request, real time; not configured
};

/// The rows under `pagerduty`.
config::Table fields();
/// None when PagerDuty is not configured.
std::optional<Settings> settings(const config::Values& values);

/// Whether it has the shape of a routing key: 32 letters and digits.
bool is_routing_key(const std::string& key);

}  // namespace integrations::pagerduty
