#pragma once
// RRULE (RFC 5545, section 3.3.10) within a window. libical reads the rules; it does not expand them here, because it
// follows a rule that never applies (30 February) for centuries, some seconds for each such rule.
#include <chrono>
#include <vector>

#include "playbooks/model/result.hpp"

struct icalrecurrencetype;

namespace playbooks::calendar {

/// How many days may be looked at for all rules of one calendar: far more than any rota needs, a moment for us.
inline constexpr std::size_t most_days = 5'000'000;

struct Window {
  std::chrono::local_seconds from{}, to{};  // `to` is not included
};

/// The starts within the window, in order; UNTIL is left to the caller, who knows zones. `days_left` goes down by the
/// days that were looked at. Refused: more often than daily, by week number, by second, in another calendar system.
Result<std::vector<std::chrono::local_seconds>> expand(const icalrecurrencetype& rule, std::chrono::local_seconds start,
                                                       const Window& window, std::size_t& days_left);

}  // namespace playbooks::calendar
