#include "playbooks/calendar_times.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include "playbooks/calendar_text.hpp"

namespace playbooks::calendar {
namespace {
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;

/// libical works zones out from their rules, up to a year far ahead: only what zones really say may reach it.
bool is_plain(const icalrecurrencetype& rule) {
  const auto given = [](const short* values) { return values[0] != ICAL_RECURRENCE_ARRAY_MAX; };
  if (rule.freq != ICAL_YEARLY_RECURRENCE || rule.rscale != nullptr || rule.interval != 1) return false;
  if (given(rule.by_second) || given(rule.by_minute) || given(rule.by_hour) || given(rule.by_set_pos) ||
      given(rule.by_year_day) || given(rule.by_week_no))
    return false;
  for (const short day : rule.by_month_day) {
    if (day == ICAL_RECURRENCE_ARRAY_MAX) break;
    if (day < -28 || day > 28) return false;  // not in every month: may never come
  }
  for (const short month : rule.by_month) {
    if (month == ICAL_RECURRENCE_ARRAY_MAX) break;
    if (month > 12) return false;
  }
  return true;
}

/// Whether the description of a zone is one that libical can work with in a moment.
bool is_plain(icalcomponent* zone) {
  constexpr int most_parts = 100, most_dates = 500;
  int parts = 0, dates = 0;
  for (auto* part = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT); part != nullptr;
       part = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT)) {
    if (++parts > most_parts) return false;
    for (auto* property = icalcomponent_get_first_property(part, ICAL_ANY_PROPERTY); property != nullptr;
         property = icalcomponent_get_next_property(part, ICAL_ANY_PROPERTY)) {
      const auto kind = icalproperty_isa(property);
      if (kind == ICAL_XLICERROR_PROPERTY) return false;
      if (kind == ICAL_RDATE_PROPERTY && ++dates > most_dates) return false;
      if (kind == ICAL_RRULE_PROPERTY && (++dates > most_dates || !is_plain(icalproperty_get_rrule(property))))
        return false;
    }
  }
  return parts > 0;
}

icalcomponent* find_description(icalcomponent* calendar, const std::string& name) {
  for (auto* zone = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT); zone != nullptr;
       zone = icalcomponent_get_next_component(calendar, ICAL_VTIMEZONE_COMPONENT)) {
    auto* id = icalcomponent_get_first_property(zone, ICAL_TZID_PROPERTY);
    if (id != nullptr && icalproperty_get_tzid(id) == name) return zone;
  }
  return nullptr;
}

icaltimetype as_libical(local_seconds at) {
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{at - day};
  auto result = icaltime_null_time();
  result.year = static_cast<int>(date.year());
  result.month = static_cast<int>(static_cast<unsigned>(date.month()));
  result.day = static_cast<int>(static_cast<unsigned>(date.day()));
  result.hour = static_cast<int>(clock.hours().count());
  result.minute = static_cast<int>(clock.minutes().count());
  result.second = static_cast<int>(clock.seconds().count());
  return result;
}

/// libical looks zones up year by year from 1902 on.
bool is_near(std::chrono::year year) {
  return year >= std::chrono::year{1902} && year <= std::chrono::year{2200};
}

}  // namespace

std::optional<Stamp> stamp(icalproperty_impl* property, const icaltimetype& value) {
  if (icaltime_is_null_time(value) != 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{value.year},
                                         std::chrono::month{static_cast<unsigned>(value.month)},
                                         std::chrono::day{static_cast<unsigned>(value.day)}};
  const bool whole_day = icaltime_is_date(value) != 0;
  if (!date.ok() || !is_near(date.year())) return std::nullopt;
  Stamp result{local_days{date}, icaltime_is_utc(value) != 0, whole_day, {}};
  if (!whole_day) {
    if (value.hour < 0 || value.hour > 24 || value.minute < 0 || value.minute > 59 || value.second < 0 ||
        value.second > 60)
      return std::nullopt;
    result.at +=
        std::chrono::hours{value.hour} + std::chrono::minutes{value.minute} + std::chrono::seconds{value.second};
  }
  if (auto* zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER); zone != nullptr)
    if (const auto* name = icalparameter_get_tzid(zone); name != nullptr) result.zone = name;
  return result;
}

Time Clock::instant(local_seconds at) const {
  if (wall_) return wall_->instant(at);
  const auto year = std::chrono::year_month_day{std::chrono::floor<days>(at)}.year();
  if (described_ == nullptr || !is_near(year)) return Time{at.time_since_epoch()};
  int is_daylight = 0;
  auto local = as_libical(at);
  return Time{at.time_since_epoch() -
              std::chrono::seconds{icaltimezone_get_utc_offset(described_, &local, &is_daylight)}};
}

local_seconds Clock::shown(Time at) const {
  if (wall_) return wall_->shown(at);
  const local_seconds utc{std::chrono::floor<std::chrono::seconds>(at).time_since_epoch()};
  if (described_ == nullptr || !is_near(std::chrono::year_month_day{std::chrono::floor<days>(utc)}.year())) return utc;
  int is_daylight = 0;
  auto there = as_libical(utc);
  return utc + std::chrono::seconds{icaltimezone_get_utc_offset_of_utc_time(described_, &there, &is_daylight)};
}

Zones::Zones(icalcomponent_impl* calendar, const std::string& home) : calendar_{calendar}, home_{home} {}

Result<Clock> Zones::clock(const Stamp& stamp) {
  Clock result;
  if (stamp.utc) return result;
  if (!stamp.date && !stamp.zone.empty()) return named(stamp.zone);
  result.wall_ = home_;
  return result;
}

Result<Time> Zones::instant(const Stamp& stamp) {
  const auto found = clock(stamp);
  if (!found) return std::unexpected(found.error());
  return found->instant(stamp.at);
}

Result<Clock> Zones::named(const std::string& zone) {
  if (const auto known = known_.find(zone); known != known_.end()) return known->second;
  Clock result;
  result.wall_ = rota::WallClock::find(zone);
  if (!result.wall_) {
    const auto found = described(zone);
    if (!found) return found;
    result = *found;
  }
  known_.emplace(zone, result);
  return result;
}

Result<Clock> Zones::described(const std::string& zone) {
  auto* description = find_description(calendar_, zone);
  if (description == nullptr)
    return refuse(Errc::invalid, fmt::format("An event is in the time zone “{}”, which is not known and which the "
                                             "calendar does not describe. Use a name like Europe/Berlin.",
                                             clipped(zone)));
  Clock result;
  result.described_ = is_plain(description) ? icalcomponent_get_timezone(calendar_, zone.c_str()) : nullptr;
  if (result.described_ == nullptr)
    return refuse(Errc::invalid, fmt::format("What the calendar says of the time zone “{}” is not understood. Use a "
                                             "name like Europe/Berlin.",
                                             clipped(zone)));
  return result;
}

}  // namespace playbooks::calendar
