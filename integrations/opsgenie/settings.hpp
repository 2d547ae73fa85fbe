#pragma once
// What can be set about Opsgenie: the values and their rows in the table of settings.
#include <chrono>
#include <optional>
#include <string>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::opsgenie {

struct Settings {
  std::string api_url = "https://api.opsgenie.com";  // without a final "/"; SITREP_OPSGENIE_API_URL overrides it
  std::string api_key;                               // of an API integration; its team is who hears of the alerts
  std::chrono::milliseconds timeout = std::chrono::seconds{15};  // for one whole request, real time; not configured
};

/// The rows under `opsgenie`.
config::Table fields();
/// None when Opsgenie is not configured.
std::optional<Settings> settings(const config::Values& values);

}  // namespace integrations::opsgenie
