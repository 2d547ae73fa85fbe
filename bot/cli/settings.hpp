#pragma once
// Loading the configuration for a sub-command, with everything that is wrong with it on standard error.
#include <optional>
#include <string>

#include "bot/configuration.hpp"
#include "playbooks/model/ids.hpp"

namespace bot::cli {

/// None: it was said what is wrong. Warnings are printed and do not prevent.
std::optional<Configuration> load(const std::string& path, config::Secrets secrets);

/// The person at this terminal: "cli:ann".
playbooks::Actor shell_user();

}  // namespace bot::cli
