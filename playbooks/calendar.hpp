#pragma once
// Schedules as iCalendar text (RFC 5545), read and written with libical. Pure: text in, shifts out.
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/oncall.hpp"
#include "playbooks/model/policy.hpp"

namespace playbooks::calendar {

/// A feed longer than this is not read: 4 MiB, and 20,000 events, are far beyond any rota.
inline constexpr std::size_t most_bytes = 4 * 1024 * 1024, most_events = 20'000;

struct Reading {
  std::vector<Shift> shifts;           // in order, cut to the window, not overlapping: a later start wins
  std::vector<std::string> unmatched;  // summaries that name nobody who is configured; at most 10
};

/// The turns that a feed gives within [from, to): recurrences expanded, time zones applied. A person is found by
/// the e-mail of an ATTENDEE, then by key, name or Slack id within the summary, then by the ORGANIZER's e-mail.
/// Refused, with what to do: HTML instead of a calendar, a broken calendar, too many events.
Result<Reading> read(std::string_view text, const Policy& policy, Time from, Time to);

/// One event for each turn, in UTC, with a UID that stays the same for the same turn; CRLF and folded lines.
std::string write(const Schedule& schedule, const std::vector<Shift>& shifts, const Policy& policy, Time now);

}  // namespace playbooks::calendar
