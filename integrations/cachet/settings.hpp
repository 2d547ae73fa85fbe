#pragma once
// What can be set about Cachet.
#include <optional>

#include "integrations/pages/settings.hpp"

namespace integrations::cachet {

using Settings = pages::Settings;

const pages::Provider& provider();
/// The rows under `cachet`, and `components[].cachet_id`.
config::Table fields();
/// None when no Cachet is configured.
std::optional<Settings> settings(const config::Values& values);

}  // namespace integrations::cachet
