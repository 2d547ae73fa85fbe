#include "playbooks/calendar_recurrence.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <optional>
#include <span>

namespace playbooks::calendar {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::year_month_day;

/// The filled part of one of libical's lists.
template <std::size_t size>
std::span<const short> list(const short (&values)[size]) {
  return {std::begin(values), std::ranges::find(values, static_cast<short>(ICAL_RECURRENCE_ARRAY_MAX))};
}

bool has(std::span<const short> values, int one) {
  return std::ranges::any_of(values, [one](short value) { return value == one; });
}

/// Counted from 1, or from the end: -1 is the last.
struct Place {
  int number = 0, of = 0;
  bool in(std::span<const short> values) const { return has(values, number) || has(values, number - of - 1); }
  bool is_nth_seventh(int nth) const {
    return nth == 0 || (nth > 0 ? (number - 1) / 7 + 1 == nth : (of - number) / 7 + 1 == -nth);
  }
};

Place in_month(local_days day) {
  const year_month_day date{day};
  const year_month_day last{date.year() / date.month() / std::chrono::last};
  return {static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(static_cast<unsigned>(last.day()))};
}

Place in_year(local_days day) {
  const auto year = year_month_day{day}.year();
  return {static_cast<int>((day - local_days{year / 1 / 1}).count()) + 1, year.is_leap() ? 366 : 365};
}

int weekday(local_days day) {  // as libical counts: Sunday is 1
  return static_cast<int>(std::chrono::weekday{day}.c_encoding()) + 1;
}

class Expansion {
 public:
  Expansion(const icalrecurrencetype& rule, local_seconds start)
      : rule_{rule}, first_{std::chrono::floor<days>(start)} {
    find_times(start);
  }

  /// The first day of a period (day, week, month, year) by its number, and of the one after it.
  local_days begin(long long number) const {
    // A chrono year ends at 32767; nobody looks so far.
    const auto step = std::min(number * rule_.interval, rule_.freq == ICAL_YEARLY_RECURRENCE ? 10'000LL : 100'000LL);
    const year_month_day date{first_};
    switch (rule_.freq) {
      case ICAL_WEEKLY_RECURRENCE:
        return first_ - days{(weekday(first_) - static_cast<int>(rule_.week_start) + 7) % 7} + days{7 * step};
      case ICAL_MONTHLY_RECURRENCE:
        return local_days{(date.year() / date.month() + std::chrono::months{step}) / 1};
      case ICAL_YEARLY_RECURRENCE:
        return local_days{(date.year() + std::chrono::years{step}) / 1 / 1};
      case ICAL_DAILY_RECURRENCE:
      case ICAL_HOURLY_RECURRENCE:
      case ICAL_MINUTELY_RECURRENCE:
      case ICAL_SECONDLY_RECURRENCE:
      case ICAL_NO_RECURRENCE:
        break;
    }
    return first_ + days{step};
  }
  local_days end(local_days begin) const {
    const year_month_day date{begin};
    if (rule_.freq == ICAL_WEEKLY_RECURRENCE) return begin + days{7};
    if (rule_.freq == ICAL_MONTHLY_RECURRENCE)
      return local_days{(date.year() / date.month() + std::chrono::months{1}) / 1};
    if (rule_.freq == ICAL_YEARLY_RECURRENCE) return local_days{(date.year() + std::chrono::years{1}) / 1 / 1};
    return begin + days{1};
  }
  /// A period that is surely not after the one of `day`, and not long before it.
  long long not_after(local_days day) const {
    const int longest = rule_.freq == ICAL_YEARLY_RECURRENCE    ? 366
                        : rule_.freq == ICAL_MONTHLY_RECURRENCE ? 31
                        : rule_.freq == ICAL_WEEKLY_RECURRENCE  ? 7
                                                                : 1;
    return std::max<long long>(0, (day - first_).count() / (longest * static_cast<long long>(rule_.interval)) - 1);
  }
  std::vector<local_seconds> within(local_days begin, local_days end) const {
    std::vector<local_seconds> all;
    for (auto day = begin; day < end; day += days{1})
      if (matches(day))
        for (const auto time : times_) all.push_back(day + time);
    const auto positions = list(rule_.by_set_pos);
    if (positions.empty()) return all;
    std::vector<local_seconds> chosen;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (Place{static_cast<int>(i) + 1, static_cast<int>(all.size())}.in(positions)) chosen.push_back(all[i]);
    return chosen;
  }
  std::size_t times() const { return times_.size(); }

 private:
  void find_times(local_seconds start) {
    const auto clock = std::chrono::hh_mm_ss{start - first_};
    const auto given = [](std::span<const short> values, long long otherwise) {
      std::vector<long long> result{values.begin(), values.end()};
      if (result.empty()) result.push_back(otherwise);
      return result;
    };
    for (const auto hour : given(list(rule_.by_hour), clock.hours().count()))
      for (const auto minute : given(list(rule_.by_minute), clock.minutes().count()))
        times_.push_back(std::chrono::hours{hour} + std::chrono::minutes{minute} + clock.seconds());
    std::ranges::sort(times_);
    times_.erase(std::ranges::unique(times_).begin(), times_.end());
  }

  bool matches(local_days day) const {
    const year_month_day date{day};
    const auto months = list(rule_.by_month), month_days = list(rule_.by_month_day),
               year_days = list(rule_.by_year_day), weekdays = list(rule_.by_day);
    const bool yearly = rule_.freq == ICAL_YEARLY_RECURRENCE, monthly = rule_.freq == ICAL_MONTHLY_RECURRENCE;
    if (!months.empty() && !has(months, static_cast<int>(static_cast<unsigned>(date.month())))) return false;
    if (!month_days.empty() && !in_month(day).in(month_days)) return false;
    if (!year_days.empty() && !in_year(day).in(year_days)) return false;
    if (!weekdays.empty() && !is_weekday(weekdays, day, monthly || (yearly && !months.empty()), yearly)) return false;
    if (!weekdays.empty() || !month_days.empty() || !year_days.empty()) return true;
    // What the rule leaves open is as at the start.
    const year_month_day first{first_};
    if (rule_.freq == ICAL_WEEKLY_RECURRENCE) return weekday(day) == weekday(first_);
    if ((monthly || yearly) && date.day() != first.day()) return false;
    return !yearly || !months.empty() || date.month() == first.month();
  }

  static bool is_weekday(std::span<const short> weekdays, local_days day, bool of_month, bool of_year) {
    return std::ranges::any_of(weekdays, [&](short coded) {
      if (static_cast<int>(icalrecurrencetype_day_day_of_week(coded)) != weekday(day)) return false;
      const auto nth = icalrecurrencetype_day_position(coded);
      if (of_month) return in_month(day).is_nth_seventh(nth);
      return !of_year || in_year(day).is_nth_seventh(nth);
    });
  }

  const icalrecurrencetype& rule_;
  local_days first_;
  std::vector<seconds> times_;
};

std::optional<Error> unsupported(const icalrecurrencetype& rule) {
  const auto error = [](std::string message) { return refuse(Errc::invalid, std::move(message)).error(); };
  if (rule.freq == ICAL_NO_RECURRENCE || rule.interval < 1)
    return error("An event repeats in a way that is not understood.");
  if (rule.freq < ICAL_DAILY_RECURRENCE)
    return error("An event repeats more often than daily. Use FREQ=DAILY, with BYHOUR for more turns a day.");
  if (rule.rscale != nullptr || std::ranges::any_of(list(rule.by_month), [](short month) { return month > 12; }))
    return error("An event repeats by another calendar than the Gregorian one (RSCALE), which is not read.");
  if (!list(rule.by_week_no).empty() || !list(rule.by_second).empty())
    return error(
        "An event repeats by week number or by second (BYWEEKNO, BYSECOND), which is not read. Use "
        "FREQ=WEEKLY with INTERVAL.");
  return std::nullopt;
}

}  // namespace

Result<std::vector<local_seconds>> expand(const icalrecurrencetype& rule, local_seconds start, const Window& window,
                                          std::size_t& days_left) {
  if (auto error = unsupported(rule)) return std::unexpected(std::move(*error));
  const Expansion expansion{rule, start};
  std::vector<local_seconds> result;
  long long seen = 0;
  const auto limit = rule.count > 0 ? rule.count : 0;
  for (auto number = limit > 0 ? 0 : expansion.not_after(std::chrono::floor<days>(window.from));; ++number) {
    const auto begin = expansion.begin(number);
    if (begin >= window.to) return result;
    const auto end = expansion.end(begin);
    const auto cost = static_cast<std::size_t>((end - begin).count()) + expansion.times();
    if (cost > days_left)
      return refuse(Errc::invalid,
                    "Too many events repeat over too long a time. Let the series begin later, or give "
                    "the address of a calendar that holds the rota alone.");
    days_left -= cost;
    for (const auto at : expansion.within(begin, end)) {
      if (at < start) continue;
      if (at >= window.to || (limit > 0 && ++seen > limit)) return result;
      if (at >= window.from) result.push_back(at);
    }
  }
}

}  // namespace playbooks::calendar
