#pragma once
// Loading the configuration for a sub-command, with everything that is wrong with it on standard error.
#include <optional>
#include <string>

#include "bot/configuration.hpp"
#include "playbooks/model/ids.hpp"
#include "storage/reader.hpp"

namespace bot::cli {

enum class Warnings { print, leave };

/// None: it was said what is wrong. Warnings do not prevent; where they are nobody's business they are left unsaid.
std::optional<Configuration> load(const std::string& path, config::Secrets secrets, Warnings warnings);

/// None: it was said that there is nothing to read yet.
std::optional<storage::Reader> open_database(const Configuration& configuration);

/// The person at this terminal: "cli:ann".
playbooks::Actor shell_user();

}  // namespace bot::cli
