#include "playbooks/calendar_event.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <optional>

#include "playbooks/calendar_text.hpp"

namespace playbooks::calendar {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_seconds;
using std::chrono::seconds;

std::string text_of(const char* text) {
  return text == nullptr ? std::string{} : std::string{text};
}

/// Each property of one kind, in order, until `visit` has an error.
template <class Visit>
Result<void> each(icalcomponent* event, icalproperty_kind kind, Visit visit) {
  for (auto* property = icalcomponent_get_first_property(event, kind); property != nullptr;
       property = icalcomponent_get_next_property(event, kind))
    if (Result<void> done = visit(property); !done) return done;
  return {};
}

/// libical leaves out what it cannot read, and notes it. A rota without one of its dates would be a wrong rota.
bool lost_a_date(icalcomponent* event) {
  static constexpr std::array<std::string_view, 7> dates = {"DTSTART", "DTEND",  "DURATION",     "RRULE",
                                                            "RDATE",   "EXDATE", "RECURRENCE-ID"};
  bool lost = false;
  (void)each(event, ICAL_XLICERROR_PROPERTY, [&](icalproperty* note) -> Result<void> {
    const auto text = text_of(icalproperty_get_xlicerror(note));
    for (const auto name : dates) lost = lost || text.contains(fmt::format(" {} property", name));
    return {};
  });
  return lost;
}

/// UNTIL, which includes its own moment or its own day. Outlook writes years up to 9999 for "no end".
class Until {
 public:
  /// Nothing when there is no such day.
  static std::optional<Until> of(const icaltimetype& given) {
    Until result{given};
    if (icaltime_is_null_time(given) != 0) return result;
    const std::chrono::year_month_day date{std::chrono::year{given.year},
                                           std::chrono::month{static_cast<unsigned>(given.month)},
                                           std::chrono::day{static_cast<unsigned>(given.day)}};
    if (!date.ok()) return std::nullopt;
    result.last_ = std::chrono::local_days{date};
    if (icaltime_is_date(given) != 0)
      *result.last_ += days{1} - 1s;
    else
      *result.last_ += std::chrono::hours{given.hour} + std::chrono::minutes{given.minute} + seconds{given.second};
    return result;
  }
  bool includes(local_seconds at, Time instant) const {
    if (!last_) return true;
    return utc_ ? instant <= Time{last_->time_since_epoch()} : at <= *last_;
  }

 private:
  explicit Until(const icaltimetype& given) : utc_{icaltime_is_utc(given) != 0} {}
  std::optional<local_seconds> last_;
  bool utc_;
};

}  // namespace

std::string summary_of(icalcomponent_impl* event) {
  auto* property = icalcomponent_get_first_property(event, ICAL_SUMMARY_PROPERTY);
  return property == nullptr ? std::string{} : text_of(icalproperty_get_summary(property));
}

std::string uid_of(icalcomponent_impl* event) {
  auto* property = icalcomponent_get_first_property(event, ICAL_UID_PROPERTY);
  return property == nullptr ? std::string{} : text_of(icalproperty_get_uid(property));
}

std::unexpected<Error> wrong(icalcomponent_impl* event, std::string_view what) {
  return refuse(Errc::invalid,
                fmt::format("The event “{}” {}. Correct it in the calendar.", clipped(summary_of(event)), what));
}

Dates::Dates(icalcomponent_impl* calendar, const std::string& home, Time from, Time to)
    : zones_{calendar, home}, from_{from}, to_{to} {}

Result<void> Dates::note_moved(icalcomponent_impl* event) {
  if (lost_a_date(event)) return wrong(event, "has a date or a repetition that cannot be read");
  auto* property = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
  if (property == nullptr) return {};
  auto* range = icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER);
  if (range != nullptr && icalparameter_get_range(range) == ICAL_RANGE_THISANDFUTURE)
    return wrong(event, "changes all later turns of its series at once (RANGE=THISANDFUTURE), which is not read");
  const auto at = stamp(property, icalproperty_get_recurrenceid(property));
  if (!at) return wrong(event, "has a RECURRENCE-ID that is no time");
  const auto instant = zones_.instant(*at);
  if (!instant) return std::unexpected(instant.error());
  moved_.emplace(uid_of(event), *instant);
  return {};
}

Result<std::vector<Span>> Dates::spans(icalcomponent_impl* event) {
  auto* property = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
  const auto start = property == nullptr ? std::nullopt : stamp(property, icalproperty_get_dtstart(property));
  if (!start) return wrong(event, "has no start, or one that is no time");
  const auto clock = zones_.clock(*start);
  if (!clock) return std::unexpected(clock.error());
  const auto lasts = length(event, *start, *clock);
  if (!lasts) return std::unexpected(lasts.error());
  const auto has = [&](icalproperty_kind kind) { return icalcomponent_get_first_property(event, kind) != nullptr; };
  Starts starts;
  if (!has(ICAL_RRULE_PROPERTY)) starts.emplace(clock->instant(start->at), start->at);
  // Two days more on both sides: no clock is further from UTC than one.
  const Window window{clock->shown(from_) - lasts->by_clock - lasts->exact - days{2}, clock->shown(to_) + days{2}};
  if (auto done = add_rules(event, *start, *clock, window, starts); !done) return std::unexpected(done.error());
  if (auto done = add_dates(event, *clock, starts); !done) return std::unexpected(done.error());
  if (auto done = leave_out(event, starts); !done) return std::unexpected(done.error());
  std::vector<Span> result;
  for (const auto& [instant, at] : starts)
    result.push_back({instant, clock->instant(at + lasts->by_clock) + lasts->exact});
  return result;
}

Result<Dates::Length> Dates::length(icalcomponent_impl* event, const Stamp& start, const Clock& clock) {
  constexpr seconds longest = days{20'000};
  if (auto* property = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY); property != nullptr) {
    const auto end = stamp(property, icalproperty_get_dtend(property));
    if (!end) return wrong(event, "has an end that is no time");
    if (end->utc == start.utc && end->date == start.date && end->zone == start.zone)
      return Length{std::clamp<seconds>(end->at - start.at, 0s, longest), 0s};
    const auto instant = zones_.instant(*end);
    if (!instant) return std::unexpected(instant.error());
    const auto exact = std::chrono::floor<seconds>(*instant - clock.instant(start.at));
    return Length{0s, std::clamp<seconds>(exact, 0s, longest)};
  }
  if (auto* property = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY); property != nullptr) {
    const auto given = icalproperty_get_duration(property);
    if (icaldurationtype_is_bad_duration(given) != 0) return wrong(event, "has a DURATION that is none");
    if (given.is_neg != 0) return Length{};
    using Wide = std::chrono::duration<std::int64_t>;
    const Wide by_clock{std::int64_t{given.days} * 86'400 + std::int64_t{given.weeks} * 604'800};
    const Wide exact{std::int64_t{given.hours} * 3'600 + std::int64_t{given.minutes} * 60 + given.seconds};
    return Length{std::min<seconds>(by_clock, longest), std::min<seconds>(exact, longest)};
  }
  return Length{start.date ? days{1} : days{0}, 0s};
}

Result<void> Dates::add_rules(icalcomponent_impl* event, const Stamp& start, const Clock& clock, const Window& window,
                              Starts& starts) {
  return each(event, ICAL_RRULE_PROPERTY, [&](icalproperty* property) -> Result<void> {
    const auto rule = icalproperty_get_rrule(property);
    const auto until = Until::of(rule.until);
    if (!until) return wrong(event, "repeats until a day that does not exist");
    const auto found = expand(rule, start.at, window, days_left_);
    if (!found) return std::unexpected(found.error());
    for (const auto at : *found) {
      const auto instant = clock.instant(at);
      if (until->includes(at, instant)) starts.emplace(instant, at);
    }
    return {};
  });
}

Result<void> Dates::add_dates(icalcomponent_impl* event, const Clock& clock, Starts& starts) {
  return each(event, ICAL_RDATE_PROPERTY, [&](icalproperty* property) -> Result<void> {
    const auto given = icalproperty_get_rdate(property);
    if (icaltime_is_null_time(given.time) != 0)
      return wrong(event, "repeats at periods of their own length (RDATE;VALUE=PERIOD), which is not read");
    const auto at = stamp(property, given.time);
    if (!at) return wrong(event, "has an RDATE that is no time");
    const auto instant = zones_.instant(*at);
    if (!instant) return std::unexpected(instant.error());
    starts.emplace(*instant, clock.shown(*instant));
    return {};
  });
}

Result<void> Dates::leave_out(icalcomponent_impl* event, Starts& starts) {
  const auto drop = [&](Time instant) {
    const auto found = starts.lower_bound({instant, local_seconds::min()});
    if (found != starts.end() && found->first == instant) starts.erase(found);
  };
  std::set<local_seconds> whole_days;  // EXDATE;VALUE=DATE leaves out whatever begins on that day
  auto done = each(event, ICAL_EXDATE_PROPERTY, [&](icalproperty* property) -> Result<void> {
    const auto at = stamp(property, icalproperty_get_exdate(property));
    if (!at) return wrong(event, "has an EXDATE that is no time");
    if (at->date) whole_days.insert(at->at);
    const auto instant = zones_.instant(*at);
    if (!instant) return std::unexpected(instant.error());
    if (!at->date) drop(*instant);
    return {};
  });
  if (!done) return done;
  std::erase_if(starts, [&](const auto& each) {
    return whole_days.contains(local_seconds{std::chrono::floor<days>(each.second)});
  });
  if (icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) != nullptr) return {};
  const auto uid = uid_of(event);
  std::erase_if(starts, [&](const auto& each) { return moved_.contains({uid, each.first}); });
  return {};
}

}  // namespace playbooks::calendar
