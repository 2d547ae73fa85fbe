#pragma once
// What follows from events of escalation and on-call: the inside of react(). Keys are made of the stream, the event's
// number and what is told, like all others.
#include "playbooks/rules.hpp"

namespace playbooks {

/// Nothing for events of another kind.
Reaction react_to_escalation(const Incident& incident, const Recorded& event, const Policy& policy);
/// Somebody spoke: when it is next asked whether they are still on it.
Reaction react_to_update(const Incident& incident);
/// Withdraws pages that wait, ends those that were sent, cancels the timers.
Reaction react_to_end(const Incident& incident, const Recorded& event, EndPage::How how);
Reaction react_to_oncall(const State& after, const Recorded& event, const Policy& policy);

/// The lane of all that goes to one target by one way; what is held up there holds up nobody else.
std::string page_lane(Channel channel, const Target& to);

}  // namespace playbooks
