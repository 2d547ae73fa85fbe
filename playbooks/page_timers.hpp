#pragma once
// The names of what belongs to one way of one page: deterministic, so that setting a timer twice is setting it once.
#include <optional>
#include <string>

#include "playbooks/model/escalation.hpp"

namespace playbooks::page_timers {

/// Of the undelivered effect, to withdraw it.
std::string group(IncidentId incident, int page, Channel channel);
/// Of the timer after which the next way is taken.
std::string age_name(IncidentId incident, int page, Channel channel);
/// Of the timer at which the other side is asked.
std::string check_name(IncidentId incident, int page, Channel channel);

/// How long after a page went out the other side is first asked what became of it; never for those that know at once.
std::optional<Duration> first_check(Channel channel);

}  // namespace playbooks::page_timers
