#include "integrations/local_page/uptime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace integrations::local_page {

using playbooks::ComponentStatus;
using playbooks::Duration;
using playbooks::Time;

namespace {

void count(DayShare& day, ComponentStatus status, Duration span) {
  day.known += span;
  switch (status) {
    case ComponentStatus::operational:
      break;
    case ComponentStatus::under_maintenance:
      day.maintenance += span;
      break;
    case ComponentStatus::degraded_performance:
      day.degraded += span;
      break;
    case ComponentStatus::partial_outage:
      day.partial += span;
      break;
    case ComponentStatus::major_outage:
      day.major += span;
      break;
  }
}

}  // namespace

ComponentStatus DayShare::worst() const {
  if (major.count() > 0) return ComponentStatus::major_outage;
  if (partial.count() > 0) return ComponentStatus::partial_outage;
  if (degraded.count() > 0) return ComponentStatus::degraded_performance;
  if (maintenance.count() > 0) return ComponentStatus::under_maintenance;
  return ComponentStatus::operational;
}

std::vector<DayShare> last_days(const ComponentRecord* record, Time now, int count_of_days) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  const auto first = today - std::chrono::days{count_of_days - 1};
  std::vector<DayShare> days(static_cast<std::size_t>(count_of_days));
  for (std::size_t i = 0; i < days.size(); ++i) days[i].day = first + std::chrono::days{i};
  if (record == nullptr) return days;
  for (std::size_t i = 0; i < record->changes.size(); ++i) {
    const auto& change = record->changes[i];
    const auto end = std::min(now, i + 1 < record->changes.size() ? record->changes[i + 1].at : now);
    for (auto& day : days) {
      const auto from = std::max(change.at, Time{day.day});
      const auto until = std::min(end, Time{day.day + std::chrono::days{1}});
      if (until > from) count(day, change.status, until - from);
    }
  }
  return days;
}

std::optional<double> percent_up(const std::vector<DayShare>& days) {
  Duration counted{}, down{};
  for (const auto& day : days) {
    counted += day.known - day.maintenance;
    down += day.partial + day.major;
  }
  if (counted.count() <= 0) return std::nullopt;
  return 100.0 * (1.0 - static_cast<double>(down.count()) / static_cast<double>(counted.count()));
}

std::string spoken_percent(std::optional<double> percent) {
  if (!percent) return "no data yet";
  // The smallest bit is added so that 99.9, which no double holds exactly, does not become 99.89.
  const auto hundredths = std::floor(*percent * 100.0 + 1e-6);
  if (hundredths >= 10'000 && *percent < 100.0) return "99.99 %";
  return hundredths >= 10'000 ? "100 %" : fmt::format("{:.2f} %", hundredths / 100.0);
}

}  // namespace integrations::local_page
