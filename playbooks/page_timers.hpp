#pragma once
// The names of what belongs to one way of one page: deterministic, so that setting a timer twice is setting it once.
#include <string>

#include "playbooks/model/escalation.hpp"

namespace playbooks::page_timers {

/// Of the undelivered effect, to withdraw it.
std::string group(IncidentId incident, int page, Channel channel);
/// Of the timer after which the next way is taken.
std::string age_name(IncidentId incident, int page, Channel channel);
/// Of the timer at which the other side is asked.
std::string check_name(IncidentId incident, int page, Channel channel);

}  // namespace playbooks::page_timers
