// What must hold of any schedule at any instant, against a second, plain reading of the same rules: it walks from the
// first handoff and from day to day where rota.cpp calculates, and asks the tz database itself.
#include <date/tz.h>

#include <algorithm>
#include <map>

#include "playbooks/calendar.hpp"
#include "tests/playbooks/rota_random_support.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;
using LocalTime = std::chrono::local_time<std::chrono::minutes>;

Time plain_instant(const std::string& zone, LocalTime local) {
  const date::local_seconds at{std::chrono::seconds{local.time_since_epoch()}};
  return Time{date::locate_zone(zone)->to_sys(at, date::choose::earliest).time_since_epoch()};
}

bool plain_own_day(const Schedule& schedule, const Rotation& rotation, std::chrono::local_days day) {
  const bool holiday = std::ranges::count(schedule.holidays, std::chrono::year_month_day{day}) > 0;
  return rotation.on == Rotation::On::all_days || holiday == (rotation.on == Rotation::On::holidays);
}

/// Whether the instant lies in one of the stretches of local time that the rotation is meant for.
bool plain_allowed(const Schedule& schedule, const Rotation& rotation, Time at) {
  auto windows = rotation.restrictions;
  if (windows.empty()) windows.push_back({});
  const auto today = std::chrono::floor<days>(std::chrono::local_time<Duration>{at.time_since_epoch()});
  for (auto day = today - days{3}; day <= today + days{3}; day += days{1}) {
    if (!plain_own_day(schedule, rotation, day)) continue;
    for (const auto& window : windows) {
      const std::chrono::weekday weekday{day};
      if ((window.days & (1U << (weekday.iso_encoding() - 1))) == 0) continue;
      const auto end = window.from > window.to ? day + days{1} + window.to : day + window.to;
      if (plain_instant(schedule.zone, day + window.from) <= at && at < plain_instant(schedule.zone, end)) return true;
    }
  }
  return false;
}

std::string plain_holder(const Schedule& schedule, const Rotation& rotation, Time at) {
  const auto first = plain_instant(schedule.zone, rotation.start);
  if (at < first || !plain_allowed(schedule, rotation, at)) return {};
  const auto handoff = [&](int turn) {
    if (rotation.unit == Rotation::Unit::hours) return first + turn * rotation.length * 1h;
    const auto length = days{rotation.length * (rotation.unit == Rotation::Unit::weeks ? 7 : 1)};
    return plain_instant(schedule.zone, rotation.start + turn * length);
  };
  int turn = 0;
  while (handoff(turn + 1) <= at) ++turn;
  return rotation.members[static_cast<std::size_t>(turn) % rotation.members.size()];
}

std::string plain_holder(const Schedule& schedule, Time at) {
  std::string result;
  for (const auto& rotation : schedule.rotations)
    if (const auto person = plain_holder(schedule, rotation, at); !person.empty()) result = person;
  return result;
}

std::string in_shifts(const std::vector<Shift>& shifts, Time at) {
  std::string result;
  int found = 0;
  for (const auto& shift : shifts)
    if (shift.from <= at && at < shift.to) {
      result = shift.person;
      ++found;
    }
  EXPECT_LE(found, 1) << "two people at once";
  return result;
}

/// Instants at which something may go wrong: limits, a moment before and after, changes of clocks, and any others.
std::vector<Time> interesting(const Schedule& schedule, const std::vector<Shift>& shifts, Time from, Time to) {
  std::vector<Time> result;
  for (const auto& shift : shifts)
    for (const auto limit : {shift.from, shift.to})
      for (const auto step : {-1ms, 0ms, 1ms}) result.push_back(limit + step);
  const auto change =
      date::locate_zone(schedule.zone)
          ->get_info(date::sys_seconds{std::chrono::floor<std::chrono::seconds>(from.time_since_epoch())});
  const Time end{change.end.time_since_epoch()};
  for (const auto step : {-3600s, -1800s, -1s, 0s, 1s, 900s, 1800s, 2700s, 3599s, 3600s, 3601s})
    result.push_back(end + step);
  for (int i = 0; i < 10; ++i) result.push_back(random::instant(from, 30));
  std::erase_if(result, [&](Time at) { return at < from || at >= to; });
  return result;
}

TEST(RotaProperty, OneRotationIsWhatAPlainReadingSays) {
  random::holds(
      [] {
        const auto schedule = random::schedule();
        const auto from = random::begin(), to = from + days{30};
        for (const auto& rotation : schedule.rotations) {
          auto alone = schedule;
          alone.rotations = {rotation};
          for (const auto at : interesting(schedule, rota::shifts(alone, {}, from, to), from, to))
            if (rota::rotation_holder(schedule, rotation, at) != plain_holder(schedule, rotation, at))
              RC_FAIL(rfc3339(at) + " “" + rota::rotation_holder(schedule, rotation, at) + "” but “" +
                      plain_holder(schedule, rotation, at) + "” in " + random::shown(alone, {}));
        }
      },
      400);
}

TEST(RotaProperty, LaterRotationsStandBeforeEarlierOnesAndGapsComeFromTheRulesAlone) {
  random::holds(
      [] {
        const auto schedule = random::schedule();
        const auto from = random::begin(), to = from + days{30};
        for (const auto at : interesting(schedule, rota::shifts(schedule, {}, from, to), from, to))
          if (rota::scheduled_holder(schedule, {}, at) != plain_holder(schedule, at))
            RC_FAIL(rfc3339(at) + " in " + random::shown(schedule, {}));
      },
      300);
}

TEST(RotaProperty, ShiftsAreWhatHolderSaysAndAreInOrder) {
  random::holds(
      [] {
        const auto schedule = random::schedule();
        const auto from = random::instant(random::begin(), 3), to = from + days{30};
        const auto oncall = random::overrides(schedule, from, 30);
        const auto shifts = rota::shifts(schedule, oncall, from, to);
        for (std::size_t i = 0; i < shifts.size(); ++i) {
          RC_ASSERT(!shifts[i].person.empty());
          RC_ASSERT(shifts[i].from < shifts[i].to);
          RC_ASSERT(shifts[i].from >= from);
          RC_ASSERT(shifts[i].to <= to);
          if (i == 0) continue;
          RC_ASSERT(shifts[i - 1].to <= shifts[i].from);
          RC_ASSERT(shifts[i - 1].to < shifts[i].from || shifts[i - 1].person != shifts[i].person);
        }
        for (const auto at : interesting(schedule, shifts, from, to))
          if (rota::holder(schedule, oncall, at) != in_shifts(shifts, at))
            RC_FAIL(rfc3339(at) + " in " + random::shown(schedule, oncall));
        const auto scheduled = rota::scheduled_shifts(schedule, oncall, from, to);
        for (const auto at : interesting(schedule, scheduled, from, to))
          RC_ASSERT(rota::scheduled_holder(schedule, oncall, at) == in_shifts(scheduled, at));
      },
      400);
}

TEST(RotaProperty, TheNextChangeIsTheNextLimitOfAShift) {
  random::holds(
      [] {
        const auto schedule = random::schedule();
        const auto from = random::begin();
        const auto oncall = random::overrides(schedule, from, 30);
        const auto at = random::instant(from, 20);
        const auto horizon = days{10};
        const auto shifts = rota::shifts(schedule, oncall, at, at + horizon + 1ms);
        std::optional<Time> expected;
        for (const auto& shift : shifts)
          for (const auto limit : {shift.from, shift.to})
            if (!expected && limit > at && limit <= at + horizon) expected = limit;
        if (rota::next_change(schedule, oncall, at, horizon) != expected)
          RC_FAIL(rfc3339(at) + " in " + random::shown(schedule, oncall));
      },
      600);
}

TEST(RotaProperty, TenThousandSchedulesAreTheSameAfterExportAndImport) {
  const auto policy = random::people();
  random::holds(
      [&] {
        const auto schedule = random::schedule();
        const auto from = random::instant(random::begin(), 20), to = from + days{10};
        const auto oncall = random::overrides(schedule, from, 10);
        const auto shifts = rota::shifts(schedule, oncall, from, to);
        const auto text = calendar::write(schedule, shifts, policy, from);
        const auto reading = calendar::read(text, policy, from, to);
        if (!reading) RC_FAIL(reading.error().message);
        if (reading->shifts != shifts || !reading->unmatched.empty())
          RC_FAIL(random::shown(schedule, oncall) + "\n" + text);
        auto elsewhere = schedule;
        elsewhere.source = Schedule::Source::calendar;
        OnCall imported;
        imported.imported[schedule.key].shifts = reading->shifts;
        for (int i = 0; i < 3; ++i) {
          const auto at = random::instant(from, 10);
          if (at < to) RC_ASSERT(rota::holder(elsewhere, imported, at) == rota::holder(schedule, oncall, at));
        }
      },
      10'000);
}

}  // namespace
}  // namespace playbooks
