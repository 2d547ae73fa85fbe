#include "integrations/calendar/imported.hpp"

#include <algorithm>
#include <array>

namespace integrations::calendar {

using playbooks::Duration;
using playbooks::FetchSchedule;
using playbooks::ImportSchedule;
using playbooks::Shift;
using playbooks::Time;
using namespace std::chrono_literals;

Window window_at(Time now) {
  const Time today = std::chrono::floor<std::chrono::days>(now);
  return {today - std::chrono::days{1}, today + std::chrono::days{61}};
}

Delivered Imported::read(const Delivery& delivery, std::vector<Shift> shifts, std::string gaps) {
  const auto& schedule = std::get<FetchSchedule>(delivery.effect.body).schedule;
  Delivered answer{playbooks::Receipt{{}, {}, gaps.empty() ? "read" : gaps}};
  tries_.erase(schedule);
  const auto last = told_.find(schedule);
  const bool known = last != told_.end() && last->second.shifts == shifts && last->second.gaps == gaps &&
                     last->second.effect != delivery.effect.key;
  if (known) return answer;
  if (gaps.empty())
    told_.erase(schedule);
  else
    told_[schedule] = {shifts, gaps, delivery.effect.key};
  answer.news.push_back(ImportSchedule{schedule, std::move(shifts), {}});
  if (!gaps.empty()) answer.news.push_back(ImportSchedule{schedule, {}, std::move(gaps)});
  return answer;
}

Delivered Imported::unreadable(const Delivery& delivery, std::string trouble) {
  const auto& schedule = std::get<FetchSchedule>(delivery.effect.body).schedule;
  told_.erase(schedule);
  tries_.erase(schedule);
  Delivered answer{playbooks::Receipt{{}, {}, trouble}};
  answer.news.push_back(ImportSchedule{schedule, {}, std::move(trouble)});
  return answer;
}

Outcome Imported::failed(const Delivery& delivery, std::string trouble, Time now, std::optional<Time> not_before) {
  constexpr std::array<Duration, 2> waits{30s, 2min};
  auto& tries = tries_[std::get<FetchSchedule>(delivery.effect.body).schedule];
  if (tries.effect != delivery.effect.key) tries = {delivery.effect.key, 0};
  if (tries.failures == static_cast<int>(waits.size())) return unreadable(delivery, std::move(trouble));
  const auto soon = now + waits[static_cast<std::size_t>(tries.failures++)];
  const auto at = std::max(soon, not_before.value_or(soon));
  if (delivery.effect.expires && at >= *delivery.effect.expires) return unreadable(delivery, std::move(trouble));
  return Retry{at, std::move(trouble)};
}

}  // namespace integrations::calendar
