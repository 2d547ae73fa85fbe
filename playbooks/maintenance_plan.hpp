#pragma once
// When a maintenance is announced, when the next one of its kind is, and what it stands in the way of.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/rules.hpp"

namespace playbooks {

/// The maintenance in progress that covers every one of these components: nobody is paged for them before it is over.
/// Zero when there is none, or when there are no components. Where several do, the one that is planned to end last.
MaintenanceId held_by(const State& state, const std::vector<ComponentClaim>& components);

namespace windows {

/// A rule that a window follows, made independent of the window: the clock time is written into it, so that a start
/// which falls into the hour that the clocks skip does not move all later ones. Refuses what is not understood, and a
/// start that the rule does not have (naming the first one that it has).
Result<std::string> settled_rule(std::string_view rule, Time starts, const std::string& zone);

struct Next {
  Time starts{};
  std::string rule;  // for the window after it: a COUNT has become smaller
};
/// The first start by its rule that lies after its own and after `now`, at the same local clock time in `zone`. Nothing
/// when it happens once, or the rule has come to its end.
std::optional<Next> next(const Maintenance& maintenance, Time now, const std::string& zone);

/// Other open windows that share a component with this stretch of time.
std::vector<const Maintenance*> overlapping(const Upkeep& upkeep, const std::vector<std::string>& components,
                                            Time starts, Time ends, MaintenanceId except = {});

/// The announcements that are still to come at `now`, the earliest first.
std::vector<Duration> announcements(const Maintenance& maintenance, const Policy& policy, Time now);
/// A later one is due already: after downtime only the newest is made.
bool superseded(const Maintenance& maintenance, Duration before, const Policy& policy, Time now);

/// Whether its time has passed while it was not started.
inline bool missed(const Maintenance& maintenance, Time now) {
  return maintenance.state == MaintenanceState::scheduled && maintenance.ends <= now;
}

/// When one in progress is looked at next: an update is owed, or its planned end passes.
std::optional<Time> next_look(const Maintenance& maintenance, Time now);

/// How long before the start a phase of the checklist is: "72 h before", "1 week before". Nothing for other phases.
std::optional<Duration> before_start(std::string_view phase);

}  // namespace windows
}  // namespace playbooks
