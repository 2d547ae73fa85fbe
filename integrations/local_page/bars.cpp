// The bars: one for each of the last 90 days, drawn so that a bad day differs in height as well as in colour.
#include <fmt/format.h>

#include "integrations/local_page/html.hpp"

namespace integrations::local_page {
namespace {

using playbooks::ComponentStatus;
using playbooks::Duration;

bool unknown(const DayShare& day) {
  return day.known.count() == 0;
}

bool troubled(const DayShare& day) {
  return day.worst() != ComponentStatus::operational;
}

/// "partial outage 1 h 12 min, maintenance 30 min".
std::string what_happened(const DayShare& day) {
  std::string result;
  const auto add = [&](std::string_view words, Duration span) {
    if (span.count() == 0) return;
    const auto time = span < std::chrono::minutes{1} ? std::string{"less than 1 min"} : playbooks::spoken(span);
    result += fmt::format("{}{} {}", result.empty() ? "" : ", ", words, time);
  };
  add("major outage", day.major);
  add("partial outage", day.partial);
  add("degraded performance", day.degraded);
  add("maintenance", day.maintenance);
  return result;
}

/// The upper edge of a day's bar: the worse the day, the taller it stands.
int top_of(ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
      return 12;
    case ComponentStatus::under_maintenance:
      return 9;
    case ComponentStatus::degraded_performance:
      return 6;
    case ComponentStatus::partial_outage:
      return 3;
    case ComponentStatus::major_outage:
      break;
  }
  return 0;
}

constexpr int height = 36, step = 4, width = 3;

std::string drawn(const std::vector<DayShare>& days) {
  std::string good, none, bad;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const auto& day = days[i];
    const auto left = static_cast<int>(i) * step;
    if (unknown(day))
      none += fmt::format("M{} {}h{}v4h-{}z", left, height - 4, width, width);
    else if (!troubled(day))
      good += fmt::format("M{} {}h{}V{}h-{}z", left, top_of(day.worst()), width, height, width);
    else
      bad += fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>)",
                         playbooks::to_string(day.worst()), left, top_of(day.worst()), width,
                         height - top_of(day.worst()), spoken_day(day.day), what_happened(day));
  }
  std::string result;
  if (!none.empty()) result += fmt::format(R"(<path class="unknown" d="{}"/>)", none);
  if (!good.empty()) result += fmt::format(R"(<path class="operational" d="{}"/>)", good);
  return result + bad;
}

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace

std::string uptime_bars(const playbooks::Component& component, const std::vector<DayShare>& days) {
  const auto percent = percent_up(days);
  const auto share = spoken_percent(percent) + (percent ? " uptime" : "");
  std::string list;
  std::size_t bad = 0;
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    if (!troubled(*day)) continue;
    ++bad;
    list += fmt::format(R"(<li><time datetime="{}">{}</time>: {}</li>)",
                        playbooks::rfc3339(playbooks::Time{day->day}).substr(0, 10), spoken_day(day->day),
                        what_happened(*day));
  }
  const auto name = escaped(component.name);
  const auto says = fmt::format("{} over the last {} days: {}, {}", name, days.size(), share,
                                bad == 0 ? "no trouble" : counted(bad, "day with trouble", "days with trouble"));
  std::string html = fmt::format(
      R"(<svg class="bars" role="img" aria-label="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>)", says,
      static_cast<int>(days.size()) * step - 1, height, drawn(days));
  html +=
      fmt::format(R"(<p class="legend"><span>{} days ago</span><b>{}</b><span>Today</span></p>)", days.size(), share);
  if (bad > 0)
    html +=
        fmt::format("<details><summary>{}<span class=\"unseen\"> of {}</span></summary><ul>{}</ul></details>",
                    counted(bad, "day with trouble or maintenance", "days with trouble or maintenance"), name, list);
  return html + "\n";
}

}  // namespace integrations::local_page
