#pragma once
// When an event of a calendar happens: its start, how long it lasts, how it repeats.
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "playbooks/calendar_recurrence.hpp"
#include "playbooks/calendar_times.hpp"

namespace playbooks::calendar {

/// Text of a property, which may be missing.
std::string summary_of(icalcomponent_impl* event);
std::string uid_of(icalcomponent_impl* event);
/// “The event … <what>.”
std::unexpected<Error> wrong(icalcomponent_impl* event, std::string_view what);

/// One time that an event happens.
struct Span {
  Time from{}, to{};
};

/// Reads the dates of the events of one calendar.
class Dates {
 public:
  /// The window within which spans matter; `home` is the zone of times that name none. The calendar outlives this.
  Dates(icalcomponent_impl* calendar, const std::string& home, Time from, Time to);

  /// First, for every event: notes which turns of a series were moved or cancelled, so that the series does not have
  /// them any more.
  Result<void> note_moved(icalcomponent_impl* event);
  /// All that may touch the window, not cut to it; more may be among them.
  Result<std::vector<Span>> spans(icalcomponent_impl* event);

 private:
  /// From the start of an event to its end. Whole days follow the clock, so that a week from Monday 09:00 ends on
  /// Monday 09:00 also when clocks change in it. (For DTEND, RFC 5545 would have the same number of seconds each time:
  /// a shift would then end an hour before the next one begins.)
  struct Length {
    std::chrono::seconds by_clock{}, exact{};
  };
  using Starts = std::set<std::pair<Time, std::chrono::local_seconds>>;

  Result<Length> length(icalcomponent_impl* event, const Stamp& start, const Clock& clock);
  Result<void> add_rules(icalcomponent_impl* event, const Stamp& start, const Clock& clock, const Window& window,
                         Starts& starts);
  Result<void> add_dates(icalcomponent_impl* event, const Clock& clock, Starts& starts);
  Result<void> leave_out(icalcomponent_impl* event, Starts& starts);

  Zones zones_;
  Time from_, to_;
  std::size_t days_left_ = most_days;
  std::set<std::pair<std::string, Time>> moved_;  // UID, and when the turn would have been
};

}  // namespace playbooks::calendar
