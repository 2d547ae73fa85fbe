#include "commands/calendar.hpp"

#include <array>
#include <charconv>

namespace commands::calendar {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::year_month_day;

/// A word or its beginning of three letters or more: "nov", "novem", "november". Counts from 1.
template <std::size_t N>
std::optional<unsigned> named(std::string_view word, const std::array<std::string_view, N>& names) {
  if (word.size() >= 3)
    for (unsigned i = 0; i < N; ++i)
      if (names[i].starts_with(word)) return i + 1;
  return std::nullopt;
}

}  // namespace

bool all_digits(std::string_view text) {
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return !text.empty();
}

std::optional<int> take_number(std::string_view& text, std::size_t most) {
  std::size_t length = 0;
  while (length < text.size() && text[length] >= '0' && text[length] <= '9') ++length;
  if (length == 0 || length > most) return std::nullopt;
  int number = 0;
  std::from_chars(text.data(), text.data() + length, number);
  text.remove_prefix(length);
  return number;
}

std::optional<unsigned> month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> names = {"january",   "february", "march",    "april",
                                                             "may",       "june",     "july",     "august",
                                                             "september", "october",  "november", "december"};
  return named(word, names);
}
std::optional<unsigned> weekday_of(std::string_view word) {
  static constexpr std::array<std::string_view, 7> names = {"monday", "tuesday",  "wednesday", "thursday",
                                                            "friday", "saturday", "sunday"};
  return named(word, names);
}

std::optional<int> ordinal(std::string_view word) {
  const auto number = take_number(word, 2);
  if (!number || !(word.empty() || word == "st" || word == "nd" || word == "rd" || word == "th" || word == "."))
    return std::nullopt;
  return number;
}

local_days Day::pick(local_days today, Lean lean) const {
  const bool past = lean == Lean::past;
  if (kind == Kind::date) return local_days{date};
  if (kind == Kind::shifted) return today + shift;
  if (kind == Kind::weekday) {
    const auto since = static_cast<int>((std::chrono::weekday{today}.iso_encoding() + 7 - weekday) % 7);
    if (modifier == 'l' || (modifier == ' ' && past)) return today - days{modifier == 'l' && since == 0 ? 7 : since};
    return today + days{modifier == 'n' && since == 0 ? 7 : (7 - since) % 7};
  }
  for (auto year = year_month_day{today}.year();; year += std::chrono::years{past ? -1 : 1}) {  // 29 feb: at most 8
    const year_month_day candidate{year, date.month(), date.day()};
    if (!candidate.ok()) continue;
    if (past ? local_days{candidate} <= today : local_days{candidate} >= today) return local_days{candidate};
  }
}

}  // namespace commands::calendar
