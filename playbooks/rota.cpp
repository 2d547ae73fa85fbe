#include "playbooks/rota.hpp"

#include <algorithm>

#include "playbooks/rota_layers.hpp"

namespace playbooks::rota {
namespace {

/// Walks from one change to the next. `look(at)` gives the stretch that begins there.
template <class Look>
std::vector<Shift> walk(Time from, Time to, Look look) {
  std::vector<Shift> result;
  while (from < to) {
    auto now = look(from);
    const auto until = std::min(now.until, to);
    if (!now.person.empty()) {
      if (!result.empty() && result.back().to == from && result.back().person == now.person)
        result.back().to = until;
      else
        result.push_back({from, until, std::move(now.person)});
    }
    from = until;
  }
  return result;
}

}  // namespace

std::string holder(const Schedule& schedule, const OnCall& oncall, Time at) {
  return stretch(schedule, oncall, WallClock{schedule.zone}, at).person;
}

std::string scheduled_holder(const Schedule& schedule, const OnCall& oncall, Time at) {
  return scheduled_stretch(schedule, oncall, WallClock{schedule.zone}, at).person;
}

std::string rotation_holder(const Schedule& schedule, const Rotation& rotation, Time at) {
  return rotation_stretch(schedule, rotation, WallClock{schedule.zone}, at).person;
}

std::vector<Shift> shifts(const Schedule& schedule, const OnCall& oncall, Time from, Time to) {
  const WallClock clock{schedule.zone};
  return walk(from, to, [&](Time at) { return stretch(schedule, oncall, clock, at); });
}

std::vector<Shift> scheduled_shifts(const Schedule& schedule, const OnCall& oncall, Time from, Time to) {
  const WallClock clock{schedule.zone};
  return walk(from, to, [&](Time at) { return scheduled_stretch(schedule, oncall, clock, at); });
}

std::optional<Time> next_change(const Schedule& schedule, const OnCall& oncall, Time at, Duration horizon) {
  const WallClock clock{schedule.zone};
  const auto now = stretch(schedule, oncall, clock, at);
  for (auto next = now.until; next != never && next - at <= horizon;) {
    const auto then = stretch(schedule, oncall, clock, next);
    if (then.person != now.person) return next;
    next = then.until;
  }
  return std::nullopt;
}

bool is_quiet(const Responder& person, const std::string& zone, Time at) {
  if (!person.quiet) return false;
  const auto now = time_of_day(WallClock{person.zone.empty() ? zone : person.zone}.reached(at));
  const auto [from, to] = *person.quiet;
  return from <= to ? from <= now && now < to : now >= from || now < to;
}

bool is_holiday(const Schedule& schedule, Time at) {
  const auto day = std::chrono::floor<std::chrono::days>(WallClock{schedule.zone}.reached(at));
  return std::ranges::find(schedule.holidays, std::chrono::year_month_day{day}) != schedule.holidays.end();
}

}  // namespace playbooks::rota
