#include "playbooks/rota_layers.hpp"

#include <algorithm>
#include <optional>

namespace playbooks::rota {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;

constexpr auto whole_day = std::chrono::minutes{24h};

bool is_free_day(const Schedule& schedule, local_days day) {
  return std::ranges::find(schedule.holidays, std::chrono::year_month_day{day}) != schedule.holidays.end();
}

/// Whether the rotation is meant for that day, which is the one on which a restriction begins.
bool is_own_day(const Schedule& schedule, const Rotation& rotation, local_days day) {
  return rotation.on == Rotation::On::all_days || is_free_day(schedule, day) == (rotation.on == Rotation::On::holidays);
}

/// Whether a restriction allows it then, and until which local time that stays so (at the latest).
struct Allowed {
  bool now = false;
  LocalTime until;
};

Allowed allowed(const Schedule& schedule, const Rotation& rotation, LocalTime at) {
  const auto today = std::chrono::floor<days>(at);
  if (rotation.restrictions.empty()) return {is_own_day(schedule, rotation, today), today + days{1}};
  Allowed result{false, today + days{1}};
  for (const auto& restriction : rotation.restrictions) {
    const bool over_midnight = restriction.from > restriction.to;
    for (const auto day : {today - days{1}, today}) {
      const auto bit = std::chrono::weekday{std::chrono::sys_days{day.time_since_epoch()}}.iso_encoding() - 1;
      if ((restriction.days >> bit & 1) == 0 || !is_own_day(schedule, rotation, day)) continue;
      const LocalTime from = day + restriction.from;
      const LocalTime to = day + restriction.to + (over_midnight ? whole_day : 0min);
      if (from <= at && at < to) result.now = true;
      if (from > at) result.until = std::min(result.until, from);
      if (to > at) result.until = std::min(result.until, to);
    }
  }
  return result;
}

struct Turn {
  std::size_t number = 0;
  Time until{};
};

/// Nothing before the first handoff; `until` is then the first handoff.
std::optional<Turn> turn(const Rotation& rotation, const WallClock& clock, LocalTime reached, Time at) {
  const auto length = std::max(rotation.length, 1);
  if (rotation.unit == Rotation::Unit::hours) {
    const auto start = clock.instant(rotation.start);
    if (at < start) return std::nullopt;
    const Duration whole = std::chrono::hours{length};
    const auto number = (at - start) / whole;
    return Turn{static_cast<std::size_t>(number), start + (number + 1) * whole};
  }
  if (reached < rotation.start) return std::nullopt;
  const std::chrono::minutes whole = days{rotation.unit == Rotation::Unit::weeks ? 7 * length : length};
  const auto number = (reached - rotation.start) / whole;
  return Turn{static_cast<std::size_t>(number), clock.instant(rotation.start + (number + 1) * whole)};
}

Stretch imported_stretch(const std::vector<Shift>& shifts, Time at) {
  const auto next = std::ranges::upper_bound(shifts, at, {}, &Shift::from);
  const auto until = next == shifts.end() ? never : next->from;
  if (next == shifts.begin() || std::prev(next)->to <= at) return {{}, until};
  return {std::prev(next)->person, std::min(until, std::prev(next)->to)};
}

}  // namespace

Stretch rotation_stretch(const Schedule& schedule, const Rotation& rotation, const WallClock& clock, Time at) {
  if (rotation.members.empty()) return {{}, never};
  const auto reached = clock.reached(at);
  const auto now = turn(rotation, clock, reached, at);
  if (!now) return {{}, clock.instant(rotation.start)};
  const auto& person = rotation.members[now->number % rotation.members.size()];
  if (rotation.restrictions.empty() && rotation.on == Rotation::On::all_days) return {person, now->until};
  const auto may = allowed(schedule, rotation, reached);
  const auto until = clock.instant(may.until);
  return may.now ? Stretch{person, std::min(now->until, until)} : Stretch{{}, until};
}

Stretch scheduled_stretch(const Schedule& schedule, const OnCall& oncall, const WallClock& clock, Time at) {
  if (schedule.source != Schedule::Source::rotations) {
    const auto imported = oncall.imported.find(schedule.key);
    return imported == oncall.imported.end() ? Stretch{{}, never} : imported_stretch(imported->second.shifts, at);
  }
  Stretch result{{}, never};
  for (auto rotation = schedule.rotations.rbegin(); rotation != schedule.rotations.rend(); ++rotation) {
    auto layer = rotation_stretch(schedule, *rotation, clock, at);
    result.until = std::min(result.until, layer.until);
    if (layer.person.empty()) continue;
    result.person = std::move(layer.person);
    break;  // those below do not show through before this one ends
  }
  return result;
}

Stretch stretch(const Schedule& schedule, const OnCall& oncall, const WallClock& clock, Time at) {
  auto result = scheduled_stretch(schedule, oncall, clock, at);
  std::vector<const Override*> now;
  for (const auto& each : oncall.overrides) {
    if (each.schedule != schedule.key || each.to <= at || each.to <= each.from) continue;
    result.until = std::min(result.until, each.from > at ? each.from : each.to);
    if (each.from <= at) now.push_back(&each);
  }
  std::ranges::sort(now, {}, &Override::id);
  for (const auto* each : now)
    if (each->instead_of.empty() || each->instead_of == result.person) result.person = each->person;
  return result;
}

}  // namespace playbooks::rota
