#pragma once
// Durations, clock times and dates as people type them, read in the configured zone.
//
// - Durations: 90s, 15m, 2h, 1h30m, 1h30, 1.5h, 2d, 1w; the words too (10 minutes).
// - Clock times: 14:05, 14:05:30, 2:05pm, 2pm, 14.05, 1405, noon, midnight; with a zone behind it (14:05 UTC, 14:05Z,
//   14:05+02:00, 14:05 CET, 14:05 Europe/Berlin).
// - Dates: 2026-11-21, 21.11.2026, 21 nov, nov 21 2026, today, yesterday, tomorrow, fri, last fri, next fri; a clock
// time
//   may follow. 11/21/2026 is refused: the two halves of the world read it differently.
// - now, 15m ago, -15m, in 15m, +15m.
//
// What is left out is chosen by the lean. Past (when did it happen?): a clock time is today's, or yesterday's if
// today's is more than 12 h ahead; a weekday is the last one, today included; a day without its year the last one.
// Future (when shall it happen?): the next one. "last fri" is before today, "next fri" after today, whatever the lean.
// A clock time that a zone skips (clocks go forward) is refused with its neighbours. One that occurs twice (clocks go
// back) is, leaning to the past, the second unless that is still to come; leaning to the future the first unless that
// is over.
#include <string_view>

#include "playbooks/model/result.hpp"
#include "playbooks/model/time.hpp"

namespace commands {

enum class Lean { past, future };

struct TimeReading {
  playbooks::Time now{};
  std::string_view zone = "UTC";  // IANA name
  Lean lean = Lean::past;
  bool strict = false;  // inside free text: no bare numbers (1405), nothing that may be meant otherwise
};

struct When {
  playbooks::Time at{};
  bool whole_day = false;  // a date without a clock time: `at` is where the day begins
};

/// At most a year, more than nothing.
playbooks::Result<playbooks::Duration> parse_duration(std::string_view text);

/// Errc::invalid: not a time at all; Errc::not_found: a time that does not exist.
playbooks::Result<When> parse_when(std::string_view text, const TimeReading& reading);

/// "2026-11-21 14:05 CET": for documents, which have no reader's zone. UTC where the zone is unknown.
std::string in_zone(playbooks::Time at, std::string_view zone);

}  // namespace commands
