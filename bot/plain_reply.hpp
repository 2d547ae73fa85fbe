#pragma once
// A reply as lines for a terminal: tables aligned, buttons as the commands they stand for.
#include <string>
#include <vector>

#include "commands/command.hpp"

namespace bot {

std::vector<std::string> plain_lines(const commands::Reply& reply);

}  // namespace bot
