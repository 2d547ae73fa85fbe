#pragma once
// Durations, times and stretches of time at the front of what is left. They lie ahead: all lean to the future
// (times.hpp), and are read in the configured zone.
#include <optional>
#include <string>

#include "commands/args.hpp"

namespace commands {

struct Period {
  playbooks::Time from{}, to{};  // `to` is not included
};

/// Takes "2h" or "30 minutes", with or without "for" before it; otherwise takes nothing.
std::optional<playbooks::Duration> take_duration(Arguments& arguments);

/// Takes the longest time in front; otherwise takes nothing. Refuses one that does not exist (the hour that the clocks
/// skip).
Asked<std::optional<When>> take_moment(Arguments& arguments, playbooks::Time now, std::string_view zone);

/// Takes "18:00 22:00", "fri 18:00 to mon 9:00", "18:00-22:00", "tomorrow", "now for 4h", "until 18:00", "24 dec 26
/// dec"; the flags or form fields --from and --to win. A date without a clock time is a whole day, the last one
/// included. Nothing is taken where no time stands in front; a beginning without an end is refused.
///
/// The end is the first such time after the beginning. "18:00 22:00" typed at 19:00 is this evening's, under way.
Asked<std::optional<Period>> take_period(Arguments& arguments, playbooks::Time now, std::string_view zone);

/// A time for people: in the reader's zone on Slack; "2026-11-21 14:05 CET" where a terminal shows it.
playbooks::Text shown(playbooks::Time at, const Request& request, const playbooks::Policy& policy);
/// "18:00 to 22:00 (4 h)".
playbooks::Text shown(const Period& period, const Request& request, const playbooks::Policy& policy);

}  // namespace commands
