#pragma once
// What can be set about Better Stack.
#include <optional>

#include "integrations/pages/settings.hpp"

namespace integrations::better_stack {

using Settings = pages::Settings;

const pages::Provider& provider();
/// The rows under `better_stack`, and `components[].better_stack_id`.
config::Table fields();
/// None when no page is configured.
std::optional<Settings> settings(const config::Values& values);

}  // namespace integrations::better_stack
