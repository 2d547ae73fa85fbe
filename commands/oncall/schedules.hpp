#pragma once
// What the verbs of on-call share: which schedule is meant, and whose turn it is.
#include <vector>

#include "commands/args.hpp"
#include "commands/periods.hpp"

namespace commands::oncall {

/// How far ahead turns are looked for.
inline constexpr playbooks::Duration horizon = std::chrono::days{35};

/// The schedule named in front or by --schedule; nullptr when none is. Refuses a flag that names none.
Asked<const playbooks::Schedule*> named_schedule(Arguments& arguments, const playbooks::Policy& policy);
/// The same for a verb that takes nothing else: all of them when none is named; refuses whatever else stands there.
/// Never empty: where nothing is configured it is refused with what to configure.
Asked<std::vector<const playbooks::Schedule*>> asked_schedules(Arguments& arguments, const playbooks::Policy& policy);

/// "Which schedule?", with buttons that carry the whole line and --schedule.
Reply which_schedule(const Request& request, const std::vector<const playbooks::Schedule*>& among,
                     const playbooks::Policy& policy);

/// Turns and the gaps between them (`person` empty) within the period.
std::vector<playbooks::Shift> with_gaps(const playbooks::Schedule& schedule, const playbooks::OnCall& oncall,
                                        const Period& period);

/// "Bob Day (override 3, instead of Ann Lee)", "nobody".
playbooks::Text who_at(const playbooks::Schedule& schedule, const playbooks::State& state,
                       const playbooks::Policy& policy, playbooks::Time at);

/// How many days --days or a bare number says, `otherwise` when nothing does; 1 to 366.
Asked<std::chrono::days> days_asked(Arguments& arguments, std::chrono::days otherwise);

/// A number in front ("3", "#3"), taken. None when there is none.
std::optional<int> take_number(Arguments& arguments);

}  // namespace commands::oncall
