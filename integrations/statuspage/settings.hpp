#pragma once
// What can be set about Statuspage: the values and their rows in the table of settings.
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::statuspage {

struct Settings {
  std::string api_url = "https://api.statuspage.io/v1";  // without a final "/"; SITREP_STATUSPAGE_API_URL overrides it
  std::string api_key;
  std::string page_id;
  bool notify_subscribers = true;  // for posts a person wrote; component changes alone never notify
  std::map<std::string, std::string>
      component_ids;  // Component::key -> Statuspage id, where the name alone is not enough
  std::chrono::milliseconds timeout = std::chrono::seconds{15};  // for one whole request, real time; not configured
};

/// The rows under `statuspage`, and `components[].statuspage_id`.
config::Table fields();
/// None when no page is configured.
std::optional<Settings> settings(const config::Values& values);

}  // namespace integrations::statuspage
