#pragma once
// The words of dates: months, weekdays, and which day they mean from today.
#include <chrono>
#include <optional>
#include <string_view>

#include "commands/times.hpp"

namespace commands::calendar {

bool all_digits(std::string_view text);
/// The number at the start of `text`, which is taken off; none when there are more than `most` digits.
std::optional<int> take_number(std::string_view& text, std::size_t most);
/// "21", "21st", "21.".
std::optional<int> ordinal(std::string_view word);
/// By name or its beginning of three letters or more, lower case. Counts from 1, weeks from Monday.
std::optional<unsigned> month_of(std::string_view word);
std::optional<unsigned> weekday_of(std::string_view word);

/// A day as it was typed.
struct Day {
  enum class Kind { date, yearless, shifted, weekday };
  Kind kind = Kind::date;
  std::chrono::year_month_day date{};  // of a yearless one the month and the day count
  std::chrono::days shift{};           // from today
  unsigned weekday = 0;                // 1 to 7
  char modifier = ' ';                 // 'l'ast, 'n'ext

  std::chrono::local_days pick(std::chrono::local_days today, Lean lean) const;
};

}  // namespace commands::calendar
