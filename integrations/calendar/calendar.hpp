#pragma once
// Schedules that are kept as iCalendar feeds: read over HTTP, understood by playbooks/calendar. The address of a feed
// is like a password: whoever knows it can read the calendar. Only its host is ever named.
#include <memory>
#include <string>
#include <string_view>

#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"

namespace integrations::calendar {

/// Takes FetchSchedule of schedules that are calendars. There is nothing to configure but the addresses, which are in
/// the policy.
std::unique_ptr<Integration> make_calendar(const playbooks::Policy& policy, Http& http, Clock& clock,
                                           Activity& activity);

/// "calendar.example.com" of "https://calendar.example.com/private/…": all that may be told.
std::string host_of(std::string_view address);

}  // namespace integrations::calendar
