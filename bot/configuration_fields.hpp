#pragma once
// This program's own rows of the table of settings.
#include <string>
#include <vector>

#include "config/field.hpp"

namespace bot {

config::Table own_fields();
/// Our commands in the order of the manifest; each has a row "commands.<name>".
const std::vector<std::string>& own_commands();

}  // namespace bot
