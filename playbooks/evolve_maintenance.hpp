#pragma once
// What an event makes of a maintenance, and of the claims that it holds on its components.
#include "playbooks/rules.hpp"

namespace playbooks {

/// For events of the stream "maintenance"; others change nothing. Sets Upkeep::version too.
void evolve_maintenance(State& state, const Recorded& event);

}  // namespace playbooks
