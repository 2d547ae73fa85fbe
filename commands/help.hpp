#pragma once
// What makes sense now, what a verb is for, and everything there is.
#include "commands/args.hpp"

namespace commands {

/// `topic`: empty for what makes sense now, "all", a verb or a command.
Reply help(const Request& request, std::string_view topic, std::string_view command, const Arguments& arguments,
           Desk& desk);

/// Usage, example, flags and other names of one verb.
playbooks::Text explained(const Verb& verb, const Arguments& arguments);

}  // namespace commands
