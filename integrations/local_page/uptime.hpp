#pragma once
// How a component fared day by day, as the bars of the page show it. Days are UTC days. Time under maintenance and time
// before the component came to the page count neither for nor against it; degraded counts as up.
#include <optional>
#include <string>
#include <vector>

#include "integrations/local_page/document.hpp"

namespace integrations::local_page {

inline constexpr int drawn_days = 90;

struct DayShare {
  std::chrono::sys_days day{};
  playbooks::Duration known{}, maintenance{}, degraded{}, partial{}, major{};
  /// The worst that it was; operational also on a day of which nothing is known.
  playbooks::ComponentStatus worst() const;
};

/// The `count` days up to and with the one of `now`, oldest first. Without a record nothing is known of any.
std::vector<DayShare> last_days(const ComponentRecord* record, playbooks::Time now, int count = drawn_days);

/// 1 − (major + partial) / (known − maintenance), in percent; none when nothing is known.
std::optional<double> percent_up(const std::vector<DayShare>& days);
/// "99.98 %", rounded down: never better than it was. "no data yet" without a number.
std::string spoken_percent(std::optional<double> percent);

}  // namespace integrations::local_page
