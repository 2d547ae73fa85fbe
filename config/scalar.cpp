#include "config/scalar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t millis;
};
// Larger ones first; "ms" is told from "m" by reading all letters.
constexpr std::array<Unit, 6> units{{{"w", 7LL * 24 * 3600 * 1000},
                                     {"d", 24LL * 3600 * 1000},
                                     {"h", 3600LL * 1000},
                                     {"m", 60LL * 1000},
                                     {"s", 1000},
                                     {"ms", 1}}};
constexpr std::int64_t longest = 3653LL * 24 * 3600 * 1000;

/// The end of the run of characters from `from` that are digits (or letters).
std::size_t run(std::string_view text, std::size_t from, char first, char last) {
  while (from < text.size() && text[from] >= first && text[from] <= last) ++from;
  return from;
}

}  // namespace

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> parse_flag(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  if (text == "0") return std::chrono::milliseconds{0};
  std::int64_t total = 0;
  const auto* next_unit = units.begin();
  std::size_t at = 0;
  do {
    const auto digits = run(text, at, '0', '9');
    const auto letters = run(text, digits, 'a', 'z');
    const auto number = parse_number(text.substr(at, digits - at));
    const auto* unit = std::find_if(next_unit, units.end(),
                                    [&](const Unit& u) { return u.name == text.substr(digits, letters - digits); });
    if (!number || unit == units.end() || *number > longest / unit->millis) return std::nullopt;
    total += *number * unit->millis;
    if (total > longest) return std::nullopt;
    next_unit = unit + 1;
    at = letters;
  } while (at < text.size());
  return std::chrono::milliseconds{total};
}

std::string spelled(std::chrono::milliseconds duration) {
  if (duration.count() == 0) return "0";
  std::string result;
  auto left = duration.count();
  for (const auto& unit : units) {
    // Weeks only when they say it all: "1w", but "8d".
    const bool whole = unit.name != "w" || left % unit.millis == 0;
    if (!whole || left < unit.millis) continue;
    result += fmt::format("{}{}", left / unit.millis, unit.name);
    left %= unit.millis;
  }
  return result;
}

}  // namespace config
