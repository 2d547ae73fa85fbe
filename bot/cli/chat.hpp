#pragma once
// Chat commands on the command line: to the running process when there is one, otherwise straight to its database.
#include "bot/cli/subcommand.hpp"

namespace bot::cli {

/// Runs "incident list" and the like; prints the reply. 1 when it was refused.
int run_chat_command(std::string_view command, const Invocation& invocation);

}  // namespace bot::cli
