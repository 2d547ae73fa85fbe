#include "tests/playbooks/rota_random_support.hpp"

#include <fmt/format.h>

#include <array>

namespace playbooks::random {
namespace {
using namespace std::chrono_literals;

constexpr std::array keys = {"ann", "bob", "cat", "dan", "eve", "ann2", "lee", "ivo"};

/// Rotations begin before and after it, holidays lie around it.
constexpr std::chrono::sys_days middle{std::chrono::year{2026} / 7 / 1};

/// `to` included. All of the range from the first case on: by itself rapidcheck begins with small numbers.
int number(int from, int to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, to + 1));
}

/// Half of them in the hours in which clocks change.
std::chrono::minutes clock() {
  return std::chrono::minutes{number(0, 1) == 0 ? number(0, 16) * 15 : number(0, 24 * 60 / 7) * 7};
}

Restriction restriction() {
  Restriction result;
  result.days = static_cast<std::uint8_t>(number(0, 2) == 0 ? number(0, 127) : number(0, 1) == 0 ? 0x1f : 0x7f);
  result.from = clock();
  result.to = number(0, 7) == 0 ? std::chrono::minutes{24h} : clock();
  return result;
}

Rotation rotation(int which) {
  Rotation result;
  result.name = fmt::format("rotation {}", which);
  for (int i = number(1, 4); i > 0; --i)
    result.members.emplace_back(keys[static_cast<std::size_t>(number(0, static_cast<int>(keys.size()) - 1))]);
  constexpr std::array units = {Rotation::Unit::hours, Rotation::Unit::days, Rotation::Unit::weeks};
  result.unit = units[static_cast<std::size_t>(number(0, 2))];
  result.length = result.unit == Rotation::Unit::hours ? number(4, 60) : number(1, 4);
  const std::chrono::local_days day{middle.time_since_epoch()};
  result.start = day + std::chrono::days{number(-400, 150)} + clock();
  for (int i = number(0, 3); i > 1; --i) result.restrictions.push_back(restriction());
  constexpr std::array on = {Rotation::On::all_days, Rotation::On::all_days, Rotation::On::holidays,
                             Rotation::On::other_days};
  result.on = on[static_cast<std::size_t>(number(0, 3))];
  return result;
}

}  // namespace

Policy people() {
  Policy policy;
  policy.people = {
      {"ann", "Ann Lee", "U1", "ann@example.org", {}, {}, {{Channel::slack, {}}}, {}},
      {"bob", "Bob", "U2", {}, {}, {}, {{Channel::slack, {}}}, {}},
      {"cat", "Cät Zoë, the 2nd; of her name", "U3", {}, {}, {}, {{Channel::slack, {}}}, {}},
      {"dan", "Dan \"D\" O'Neil\\", "U4", "dan@example.org", {}, {}, {{Channel::slack, {}}}, {}},
      {"eve", "", "U5", {}, {}, {}, {{Channel::slack, {}}}, {}},
      {"ann2", "Ann Lee", "U6", {}, {}, {}, {{Channel::slack, {}}}, {}},
      {"lee", "Lee Ann Bob", "U7", {}, {}, {}, {{Channel::slack, {}}}, {}},
      {"ivo", "Иво Андрић Иво Андрић Иво Андрић Иво Андрић", "U8", {}, {}, {}, {{Channel::slack, {}}}, {}}};
  return policy;
}

Time begin() {
  using std::chrono::year;
  constexpr std::array<std::chrono::sys_days, 4> days = {year{2026} / 3 / 1, year{2026} / 3 / 20, year{2026} / 9 / 20,
                                                         year{2026} / 10 / 20};
  return days[static_cast<std::size_t>(number(0, 3))];
}

Schedule schedule() {
  constexpr std::array zones = {"Europe/Berlin",   "America/New_York", "Australia/Lord_Howe", "UTC",
                                "Asia/Kolkata",    "Pacific/Chatham",  "America/St_Johns",    "Africa/Casablanca",
                                "America/Santiago"};
  Schedule result;
  result.key = "primary";
  result.name = "Primary; on-call, 24/7";
  result.zone = zones[static_cast<std::size_t>(number(0, static_cast<int>(zones.size()) - 1))];
  for (int i = number(1, 3); i > 0; --i) result.rotations.push_back(rotation(i));
  for (int i = number(0, 30); i > 0; --i) result.holidays.emplace_back(middle + std::chrono::days{number(-120, 140)});
  return result;
}

OnCall overrides(const Schedule& schedule, Time from, int days) {
  OnCall oncall;
  for (int i = number(0, 3); i > 0; --i) {
    Override each;
    each.id = oncall.next_override++;
    each.schedule = number(0, 5) == 0 ? "another" : schedule.key;
    each.person = keys[static_cast<std::size_t>(number(0, 7))];
    if (number(0, 1) == 0) each.instead_of = keys[static_cast<std::size_t>(number(0, 7))];
    each.from = instant(from, days);
    each.to = each.from + std::chrono::seconds{number(1, 3 * 24 * 60 * 60)};
    oncall.overrides.push_back(each);
  }
  return oncall;
}

Time instant(Time from, int days) {
  return from + std::chrono::seconds{number(0, days * 24 * 60 * 60)};
}

std::string shown(const Schedule& schedule, const OnCall& oncall) {
  auto text = schedule.zone;
  for (const auto& each : schedule.rotations) {
    text += fmt::format("\n  {} people, unit {}, length {}, start {} min, on {}", each.members.size(),
                        static_cast<int>(each.unit), each.length, each.start.time_since_epoch().count(),
                        static_cast<int>(each.on));
    for (const auto& only : each.restrictions)
      text += fmt::format("; days {:07b} {}-{} min", only.days, only.from.count(), only.to.count());
  }
  for (const auto& day : schedule.holidays)
    text += fmt::format("\n  holiday {}", utc_minute(Time{std::chrono::sys_days{day}}));
  for (const auto& each : oncall.overrides)
    text += fmt::format("\n  override {} {} for “{}” {} to {}", each.id, each.person, each.instead_of,
                        rfc3339(each.from), rfc3339(each.to));
  return text;
}

}  // namespace playbooks::random
