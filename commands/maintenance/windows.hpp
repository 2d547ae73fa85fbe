#pragma once
// When a maintenance is: its window and how it recurs, as people type them. Everything lies ahead and is read in the
// configured zone.
//
// - Windows: "first sun 02:00 2h", "sun 02:00 for 90m", "2026-12-06 02:00 to 04:00", "tomorrow 22:00-23:30",
//   "now for 30m". "first sun" and "last fri" are of the month, the next one that is still to come. The end is the
//   first such time after the beginning.
// - Recurrence: daily, weekly, monthly, yearly, quarterly, "2 weeks", sun, "first sun", "last fri of the month".
#include <string>
#include <string_view>

#include "commands/times.hpp"

namespace commands::maintenance {

struct Window {
  playbooks::Time starts{}, ends{};
};

/// Refuses what is no window with what is missing. Whether it may be so is the rules' affair: an end that was typed
/// with its date may lie before the beginning.
playbooks::Result<Window> read_window(std::string_view text, playbooks::Time now, std::string_view zone);

/// As an RRULE (RFC 5545).
playbooks::Result<std::string> read_recurrence(std::string_view text);

/// Whether it says when and nothing else.
bool is_time(std::string_view text, playbooks::Time now, std::string_view zone);

}  // namespace commands::maintenance
