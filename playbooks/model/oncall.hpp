#pragma once
// Who is on call when: schedules as they are configured, and what changes them while running (overrides, calendars
// read elsewhere).
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/contact_test.hpp"

namespace playbooks {

/// When a rotation applies: on these days, within these hours, in the schedule's zone. `from` after `to` goes over
/// midnight and belongs to the day on which it begins.
struct Restriction {
  std::uint8_t days = 0x7f;                  // bit 0 is Monday
  std::chrono::minutes from{}, to{24 * 60};  // since midnight
  bool operator==(const Restriction&) const = default;
};

/// People who take turns. Shifts are counted in local time, so that a handoff at 09:00 stays at 09:00 over a
/// daylight-saving change.
struct Rotation {
  enum class Unit { hours, days, weeks };
  enum class On { all_days, holidays, other_days };
  std::string name;
  std::vector<std::string> members;  // Responder::key
  Unit unit = Unit::weeks;
  int length = 1;                                         // of one shift, in units
  std::chrono::local_time<std::chrono::minutes> start{};  // first handoff, in the schedule's zone; before it nobody
  std::vector<Restriction> restrictions;                  // none: always
  On on = On::all_days;                                   // whether the schedule's holidays matter
  bool operator==(const Rotation&) const = default;
};

struct Schedule {
  enum class Source { rotations, calendar, pagerduty };
  std::string key;   // "primary"
  std::string name;  // "Primary on-call"
  std::string zone;  // IANA name
  Source source = Source::rotations;
  std::vector<Rotation> rotations;  // a later one stands before an earlier one wherever it has somebody
  std::vector<std::chrono::year_month_day> holidays;
  std::string feed;           // address of an iCalendar feed, or PagerDuty's id of the schedule
  std::string user_group;     // Slack user group id (S…) that follows the rotation; may be empty
  std::string topic_channel;  // Slack channel whose topic says who is on call; may be empty
  bool operator==(const Schedule&) const = default;
};

/// One person's turn; `to` is not included.
struct Shift {
  Time from{}, to{};
  std::string person;  // Responder::key
  bool operator==(const Shift&) const = default;
};

/// Somebody stands in. The newest one wins where two overlap.
struct Override {
  int id = 0;
  std::string schedule;
  std::string person;
  std::string instead_of;  // only while that person would be on; empty: whoever it is
  Time from{}, to{};
  Actor by;
  std::string reason;
  bool operator==(const Override&) const = default;
};

/// A schedule read from a calendar or from PagerDuty, as it was last understood.
struct ImportedSchedule {
  std::vector<Shift> shifts;  // in order
  Time at{};
  std::string trouble;  // why the last reading failed; the shifts are then those of the one before
  bool operator==(const ImportedSchedule&) const = default;
};

/// What is known of on-call beside the configuration; the stream "oncall" tells how it came about.
struct OnCall {
  int version = 0;  // number of the last event on the stream
  int next_override = 1, next_test = 1;
  std::vector<Override> overrides;                   // those that have not ended long ago
  std::map<std::string, ImportedSchedule> imported;  // by schedule
  std::map<std::string, std::string> announced;      // schedule -> who was last said to be on; "" for nobody
  std::vector<ContactTest> tests;                    // the newest ones
  std::vector<std::string> findings;                 // what the auditor last reported
  bool operator==(const OnCall&) const = default;
};

}  // namespace playbooks
