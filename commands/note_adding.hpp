#pragma once
// What `incident note` and `incident timeline add` have in common.
#include "commands/args.hpp"

namespace commands {

/// Adds what is left as a note, at the time that stands at its end ("at 14:05") or in --at.
Reply add_note(playbooks::IncidentId incident, Arguments& arguments, Desk& desk);

}  // namespace commands
