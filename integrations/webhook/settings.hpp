#pragma once
// What can be set about pages by webhook: the values and their rows in the table of settings.
#include <chrono>
#include <optional>
#include <string>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::webhook {

struct Settings {
  std::string url;                                               // SITREP_WEBHOOK_URL overrides it
  std::string secret;                                            // what the signature is made with
  std::chrono::milliseconds timeout = std::chrono::seconds{15};  // for one whole request, real time; not configured
};

/// The rows under `paging_webhook`.
config::Table fields();
/// None when no webhook is configured.
std::optional<Settings> settings(const config::Values& values);

}  // namespace integrations::webhook
