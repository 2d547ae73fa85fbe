#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "commands/text.hpp"
#include "commands/times.hpp"

namespace commands {
namespace {
using playbooks::Duration;
using playbooks::Errc;
using playbooks::refuse;
using playbooks::Result;

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour, week = 7 * day;

std::int64_t unit_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 23> units = {
      {{"s", second},   {"sec", second},  {"secs", second},   {"second", second},  {"seconds", second}, {"m", minute},
       {"min", minute}, {"mins", minute}, {"minute", minute}, {"minutes", minute}, {"h", hour},         {"hr", hour},
       {"hrs", hour},   {"hour", hour},   {"hours", hour},    {"d", day},          {"day", day},        {"days", day},
       {"w", week},     {"wk", week},     {"wks", week},      {"week", week},      {"weeks", week}}};
  for (const auto& [name, size] : units)
    if (name == word) return size;
  return 0;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const auto typed = trimmed(text);
  const auto unreadable = [&] {
    return refuse(Errc::invalid, fmt::format("“{}” is not a duration. Write it like 90s, 15m, 2h, 1h30m or 2d.",
                                             shortened(typed, 40)));
  };
  const auto folded = lower(typed);
  std::string_view rest{folded};
  std::int64_t total = 0;
  std::int64_t smallest = week + 1;  // units must shrink: "1h30m", never "30m1h"
  while (!rest.empty()) {
    std::size_t length = 0;
    while (length < rest.size() && (is_digit(rest[length]) || (rest[length] == '.' && length > 0))) ++length;
    if (length == 0 || length > 7) return unreadable();
    const auto number = rest.substr(0, length);
    const auto dot = number.find('.');
    if (dot != std::string_view::npos && (dot + 1 == number.size() || number.find('.', dot + 1) != number.npos))
      return unreadable();
    rest = trimmed(rest.substr(length));
    length = 0;
    while (length < rest.size() && rest[length] >= 'a' && rest[length] <= 'z') ++length;
    auto unit = unit_of(rest.substr(0, length));
    if (length == 0 && rest.empty() && smallest == hour) unit = minute;  // "1h30"
    if (length == 0 && rest.empty() && smallest > week)
      return refuse(Errc::invalid, fmt::format("{0} of what? Write {0}m for minutes, {0}h for hours.", typed));
    if (unit == 0 || unit >= smallest) return unreadable();
    smallest = unit;
    rest = trimmed(rest.substr(length));
    double count = 0;
    std::from_chars(number.data(), number.data() + number.size(), count);
    total += std::llround(count * static_cast<double>(unit));
    if (total > 366 * day) return refuse(Errc::invalid, fmt::format("{} is too long: at most a year fits.", typed));
  }
  if (total <= 0) return unreadable();
  return Duration{total};
}

}  // namespace commands
