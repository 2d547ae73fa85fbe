#pragma once
// Who is on call: pure functions of a schedule, what is known of on-call (overrides, imported calendars) and an
// instant. All times UTC; rotations, restrictions and holidays are read in the schedule's zone. A zone that the system
// does not know is refused when the configuration is loaded.
//
// Local times: days and weeks keep their handoff on the clock, hours are counted as they pass, from the first handoff
// on. A local time that a change of clocks skips is the first instant after it; one that comes twice is its first
// coming. So a restriction to 02:30-06:00 begins once each night. A restriction that goes over midnight belongs to the
// day on which it begins also where holidays matter.
//
// Each question takes microseconds, however long ago a rotation began.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/oncall.hpp"

namespace playbooks::rota {

/// Who is on call at that instant (Responder::key), overrides included; empty for nobody. Overrides are applied from
/// the oldest to the newest; one that is instead of somebody applies while that person is on by the older ones.
std::string holder(const Schedule& schedule, const OnCall& oncall, Time at);
/// The same without overrides: whose turn it would be.
std::string scheduled_holder(const Schedule& schedule, const OnCall& oncall, Time at);
/// The holder of one rotation alone; empty before its start, outside its restrictions, on days that are not its own.
std::string rotation_holder(const Schedule& schedule, const Rotation& rotation, Time at);

/// Everybody's turns within [from, to), cut to it, in order, adjoining turns of one person joined; gaps are left out.
/// Whole minutes suffice for rotations; overrides and imported shifts keep their own limits.
std::vector<Shift> shifts(const Schedule& schedule, const OnCall& oncall, Time from, Time to);
/// The same for what `scheduled_holder` says.
std::vector<Shift> scheduled_shifts(const Schedule& schedule, const OnCall& oncall, Time from, Time to);

/// When somebody else, or nobody, is on call after `at`; none within `horizon`.
std::optional<Time> next_change(const Schedule& schedule, const OnCall& oncall, Time at,
                                Duration horizon = std::chrono::days{35});

/// Whether the quiet hours of a person hold at that instant; `zone` is used where the person has none.
bool is_quiet(const Responder& person, const std::string& zone, Time at);
/// Whether it is a holiday in the schedule's zone.
bool is_holiday(const Schedule& schedule, Time at);

}  // namespace playbooks::rota
