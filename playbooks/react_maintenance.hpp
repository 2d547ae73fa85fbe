#pragma once
// What an event of a maintenance leads to: messages, status pages, timers.
#include "playbooks/rules.hpp"

namespace playbooks {

/// For events of the stream "maintenance".
Reaction react_to_maintenance(const State& after, const Recorded& event, const Policy& policy);

/// What its timers lead to.
TimerOutcome on_maintenance_timer(const State& state, const Timer& timer, Time now, const Policy& policy);

}  // namespace playbooks
