#pragma once
// What to say to a line that names no verb: what may have been meant, as buttons that carry the whole line.
#include "commands/args.hpp"

namespace commands {

/// `at` is the token that should have been a verb of `command`.
Reply suggest(const Request& request, const Names& names, std::string_view command, const Line& line, std::size_t at);

/// The first word is no command of ours.
Reply unknown_command(const Request& request, const Names& names, std::string_view word);

}  // namespace commands
