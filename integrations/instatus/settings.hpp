#pragma once
// What can be set about Instatus.
#include <optional>

#include "integrations/pages/settings.hpp"

namespace integrations::instatus {

using Settings = pages::Settings;

const pages::Provider& provider();
/// The rows under `instatus`, and `components[].instatus_id`.
config::Table fields();
/// None when no page is configured.
std::optional<Settings> settings(const config::Values& values);

}  // namespace integrations::instatus
