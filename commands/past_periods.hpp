#pragma once
// Stretches of the past as people type them, read in the configured zone: for reports and figures.
#include <optional>
#include <string_view>

#include "commands/periods.hpp"

namespace commands {

/// "this month" (also when nothing is said), "last month", "this year", "last year", "2026-10", "30d" and "last 30
/// days" (up to now), "2026-10-01 to 2026-10-15", "mon fri", "yesterday", "since mon". A date without a clock time is a
/// whole day, the last one included. Nothing when it is none of these; refuses an end before its beginning.
playbooks::Result<std::optional<Period>> past_period(std::string_view text, playbooks::Time now, std::string_view zone);

}  // namespace commands
