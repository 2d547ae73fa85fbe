#pragma once
// The rules of incident response as three pure functions. No input or output, no clock, no database: `now` comes with
// the command.
#include <vector>

#include "playbooks/model/commands.hpp"
#include "playbooks/model/effects.hpp"
#include "playbooks/model/events.hpp"
#include "playbooks/model/policy.hpp"
#include "playbooks/model/timers.hpp"
#include "playbooks/state.hpp"

namespace playbooks {

struct Context {
  Actor by;
  Time now{};
  std::string input;  // id of the input, copied into events and effects
};

/// What follows from `command`, numbered for its stream, or why it may not be (with what to type instead).
/// "Already done" is Errc::conflict and names who did it and when.
Result<std::vector<Recorded>> decide(const State& state, const Command& command, const Context& context,
                                     const Policy& policy);

/// The only change of state. Cannot fail; an event for an unknown incident is ignored. Knows no policy: what history
/// means must not depend on today's configuration.
void evolve(State& state, const Recorded& event);

struct Reaction {
  std::vector<Effect> effects;
  TimerChange timers;
  std::vector<std::string> withdrawn;  // groups whose undelivered effects are no longer wanted
};

/// What must be told and when to look again, given the state after the event.
Reaction react(const State& after, const Recorded& event, const Policy& policy);

/// What a due timer leads to: commands, or effects and timers of its own; nothing when the state has moved on.
struct TimerOutcome {
  std::vector<Command> commands;
  Reaction reaction;
};
TimerOutcome on_timer(const State& state, const Timer& timer, Time now, const Policy& policy);

/// The timers that must always run under this policy: shifts, feeds, the auditor, the drill. Whoever starts sees to it
/// that those which are not set already come due at once; each sets itself again.
std::vector<Timer> standing_timers(const Policy& policy, Time now);

/// The worst public claim on a component: what the status page must show. Operational when nobody claims it.
ComponentStatus public_status(const Claims& claims, std::string_view component);
/// The worst claim of all, internal ones included: what responders see.
ComponentStatus internal_status(const Claims& claims, std::string_view component);

/// Makes the incident's claims what its component list says: none when it is closed. A part of evolve().
void hold_claims(Claims& claims, const Incident& incident, const Recorded& event);

/// The lane of a card's edits. Slack limits edits apart from posts, so a card tells of a delay even while nothing can
/// be posted. The first drawing is a post and goes with the channel's other posts.
std::string card_lane(const Incident& incident);

/// The sentence for one event in the timeline: who did what.
Text sentence(const Recorded& event, const Policy& policy);
/// Whether people want to read it in a timeline. Where the card was put and each later move of the status page are kept
/// in the history for audit, but tell nobody anything.
bool belongs_in_timeline(const Event& event);

}  // namespace playbooks
