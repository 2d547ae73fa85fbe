#include "playbooks/maintenance_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "playbooks/maintenance_rule.hpp"
#include "playbooks/rota_zone.hpp"

namespace playbooks {
namespace windows {
namespace {
using std::chrono::local_seconds;

/// No rule that people use is silent for longer: 29 February comes after eight years at the latest.
constexpr std::chrono::days horizon{9 * 366};

std::string shown(local_seconds at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{at - day};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count());
}

}  // namespace

Result<std::string> settled_rule(std::string_view rule, Time starts, const std::string& zone) {
  const rota::WallClock clock{zone};
  const auto local = clock.shown(starts);
  auto parsed = maintenance_rule::read(rule);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  auto settled = maintenance_rule::with_clock(*parsed, local);
  const auto day = std::chrono::local_seconds{std::chrono::floor<std::chrono::days>(local)};
  const auto found = maintenance_rule::starts(settled, day, {day, day + horizon}, clock);
  if (!found) return std::unexpected(found.error());
  if (found->empty())
    return refuse(Errc::invalid, fmt::format("The rule {} never comes true after {}.", settled, shown(local)));
  if (std::ranges::find(*found, local) == found->end()) {
    const auto next = std::ranges::lower_bound(*found, local);
    return refuse(Errc::invalid, fmt::format("{} is not one of its days. The first that is: {}.", shown(local),
                                             shown(next == found->end() ? found->front() : *next)));
  }
  return settled;
}

std::optional<Next> next(const Maintenance& maintenance, Time now, const std::string& zone) {
  if (maintenance.recurrence.empty()) return std::nullopt;
  const rota::WallClock clock{zone};
  const local_seconds from{std::chrono::floor<std::chrono::days>(clock.shown(maintenance.starts))};
  const auto latest = std::max(maintenance.starts, now);
  auto [rule, count] = maintenance_rule::without_count(maintenance.recurrence);
  const auto found = maintenance_rule::starts(rule, from, {from, clock.shown(latest) + horizon}, clock);
  if (!found) return std::nullopt;
  int passed = 0;
  for (const auto local : *found) {
    const auto at = clock.instant(local);
    if (at <= maintenance.starts) continue;
    ++passed;
    if (at <= now) continue;
    if (count && *count <= passed) return std::nullopt;
    return Next{at, count ? fmt::format("{};COUNT={}", rule, *count - passed) : rule};
  }
  return std::nullopt;
}

std::vector<const Maintenance*> overlapping(const Upkeep& upkeep, const std::vector<std::string>& components,
                                            Time starts, Time ends, MaintenanceId except) {
  std::vector<const Maintenance*> result;
  for (const auto& other : upkeep.windows) {
    if (!other.open() || other.id == except || other.ends <= starts || ends <= other.starts) continue;
    if (std::ranges::any_of(components, [&](const std::string& component) {
          return std::ranges::find(other.components, component) != other.components.end();
        }))
      result.push_back(&other);
  }
  return result;
}

std::vector<Duration> announcements(const Maintenance& maintenance, const Policy& policy, Time now) {
  std::vector<Duration> result;
  for (const auto before : policy.publicity.announce)
    if (before > Duration::zero() && maintenance.starts - before > now) result.push_back(before);
  std::ranges::sort(result, std::ranges::greater{});
  result.erase(std::ranges::unique(result).begin(), result.end());
  return result;
}

bool superseded(const Maintenance& maintenance, Duration before, const Policy& policy, Time now) {
  return maintenance.starts <= now || std::ranges::any_of(policy.publicity.announce, [&](Duration other) {
           return other > Duration::zero() && other < before && maintenance.starts - other <= now;
         });
}

std::optional<Time> next_look(const Maintenance& maintenance, Time now) {
  if (maintenance.state != MaintenanceState::in_progress) return std::nullopt;
  auto at = maintenance.update_due;
  if (now < maintenance.ends && (!at || maintenance.ends < *at)) at = maintenance.ends;
  return at;
}

std::optional<Duration> before_start(std::string_view phase) {
  using namespace std::chrono_literals;
  static constexpr std::array<std::pair<std::string_view, Duration>, 13> units = {{{"min", 1min},
                                                                                   {"minute", 1min},
                                                                                   {"minutes", 1min},
                                                                                   {"m", 1min},
                                                                                   {"h", 1h},
                                                                                   {"hour", 1h},
                                                                                   {"hours", 1h},
                                                                                   {"d", 24h},
                                                                                   {"day", 24h},
                                                                                   {"days", 24h},
                                                                                   {"week", 168h},
                                                                                   {"weeks", 168h},
                                                                                   {"w", 168h}}};
  int number = 0;
  const auto* const end = phase.data() + phase.size();
  const auto [behind, error] = std::from_chars(phase.data(), end, number);
  if (error != std::errc{} || number < 1 || number > 10'000) return std::nullopt;
  std::string_view rest{behind, end};
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const auto unit = rest.substr(0, rest.find(' '));
  rest.remove_prefix(unit.size());
  if (rest != " before") return std::nullopt;
  for (const auto& [name, length] : units)
    if (name == unit) return number * length;
  return std::nullopt;
}

}  // namespace windows

MaintenanceId held_by(const State& state, const std::vector<ComponentClaim>& components) {
  if (components.empty()) return {};
  const Maintenance* found = nullptr;
  for (const auto& window : state.upkeep.windows) {
    if (window.state != MaintenanceState::in_progress || (found != nullptr && window.ends <= found->ends)) continue;
    if (std::ranges::all_of(components, [&](const ComponentClaim& claim) {
          return std::ranges::find(window.components, claim.component) != window.components.end();
        }))
      found = &window;
  }
  return found == nullptr ? MaintenanceId{} : found->id;
}

}  // namespace playbooks
