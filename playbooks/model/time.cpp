#include "playbooks/model/time.hpp"

#include <fmt/format.h>

namespace playbooks {
namespace {

struct Parts {
  std::chrono::year_month_day day;
  std::chrono::hh_mm_ss<std::chrono::seconds> clock;
};

Parts parts(Time t) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(t);
  const auto day = std::chrono::floor<std::chrono::days>(whole);
  return {std::chrono::year_month_day{day}, std::chrono::hh_mm_ss{whole - day}};
}

std::string date(const Parts& p) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(p.day.year()), static_cast<unsigned>(p.day.month()),
                     static_cast<unsigned>(p.day.day()));
}

}  // namespace

std::string utc_minute(Time t) {
  const auto p = parts(t);
  return fmt::format("{} {:02}:{:02} UTC", date(p), p.clock.hours().count(), p.clock.minutes().count());
}

std::string rfc3339(Time t) {
  const auto p = parts(t);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", date(p), p.clock.hours().count(), p.clock.minutes().count(),
                     p.clock.seconds().count());
}

std::string utc_clock(Time t) {
  const auto p = parts(t);
  return fmt::format("{:02}:{:02} UTC", p.clock.hours().count(), p.clock.minutes().count());
}

std::string spoken(Duration d) {
  const auto seconds = d.count() < 0 ? 0 : d.count() / 1000;
  const auto two = [](long long big, const char* big_unit, long long small, const char* small_unit) {
    return small == 0 ? fmt::format("{} {}", big, big_unit)
                      : fmt::format("{} {} {} {}", big, big_unit, small, small_unit);
  };
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min", seconds / 60);
  if (seconds < 86400) return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
  return two(seconds / 86400, "d", seconds % 86400 / 3600, "h");
}

}  // namespace playbooks
