#include "commands/past_periods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <vector>

#include "commands/text.hpp"
#include "commands/zones.hpp"

namespace commands {
namespace {

using playbooks::Time;
using std::chrono::local_days;
using std::chrono::months;
using std::chrono::year_month;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : one_line(text) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(lower(word));
      word.clear();
    }
  }
  return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
  std::string text;
  for (auto at = from; at < to; ++at) text += (at == from ? "" : " ") + words[at];
  return text;
}

Time start_of(local_days day, const zones::Zone& zone) {
  const auto at = zones::day_begins(day, zone);
  return at ? *at : Time{day.time_since_epoch()};
}

Period whole_months(year_month first, int count, const zones::Zone& zone) {
  return {start_of(local_days{first / 1}, zone), start_of(local_days{(first + months{count}) / 1}, zone)};
}

std::optional<year_month> month_named(std::string_view word) {  // "2026-10"
  int year = 0;
  unsigned month = 0;
  if (word.size() != 7 || word[4] != '-') return std::nullopt;
  const auto* end = word.data() + word.size();
  if (std::from_chars(word.data(), word.data() + 4, year).ptr != word.data() + 4) return std::nullopt;
  if (std::from_chars(word.data() + 5, end, month).ptr != end) return std::nullopt;
  const year_month result{std::chrono::year{year}, std::chrono::month{month}};
  return result.ok() && year >= 1970 ? std::optional{result} : std::nullopt;
}

std::optional<Period> calendar_period(const std::vector<std::string>& words, Time now, const zones::Zone& zone) {
  const auto local = zones::to_local(now, zone);
  const auto today = local ? std::chrono::floor<std::chrono::days>(*local) : local_days{};
  const std::chrono::year_month_day date{today};
  const year_month month{date.year(), date.month()};
  const auto text = joined(words, 0, words.size());
  if (text.empty() || text == "this month" || text == "month") return whole_months(month, 1, zone);
  if (text == "last month") return whole_months(month - months{1}, 1, zone);
  if (text == "this year" || text == "year") return whole_months(date.year() / std::chrono::January, 12, zone);
  if (text == "last year") return whole_months((date.year() - std::chrono::years{1}) / std::chrono::January, 12, zone);
  if (const auto named = month_named(text)) return whole_months(*named, 1, zone);
  return std::nullopt;
}

Time end_of_day(Time begin, std::string_view zone) {
  const auto next = parse_when("tomorrow", {begin, zone, Lean::future});
  return next ? next->at : begin + std::chrono::hours{24};
}

/// "oct 1 to oct 15", "mon fri", "yesterday": both ends leaning to the past.
playbooks::Result<std::optional<Period>> dates(const std::vector<std::string>& words, Time now, std::string_view zone) {
  constexpr std::array<std::string_view, 5> separators = {"to", "until", "till", "-", "–"};
  const TimeReading reading{now, zone, Lean::past};
  const auto text = joined(words, 0, words.size());
  const auto period = [&](const When& from, const When& to) -> playbooks::Result<std::optional<Period>> {
    const Period result{from.at, to.whole_day ? end_of_day(to.at, zone) : to.at};
    if (result.to <= result.from)
      return playbooks::refuse(playbooks::Errc::invalid,
                               fmt::format("“{}” ends before it begins.", shortened(text, 60)));
    return result;
  };
  if (const auto day = parse_when(text, reading); day && day->whole_day) return period(*day, *day);
  for (std::size_t cut = 1; cut < words.size(); ++cut) {
    const bool separated = std::ranges::find(separators, words[cut]) != separators.end();
    const auto from = parse_when(joined(words, 0, cut), reading);
    const auto to = parse_when(joined(words, cut + (separated ? 1U : 0U), words.size()), reading);
    if (from && to) return period(*from, *to);
  }
  return std::nullopt;
}

}  // namespace

playbooks::Result<std::optional<Period>> past_period(std::string_view text, Time now, std::string_view zone) {
  constexpr std::array<std::string_view, 4> spans = {"last", "past", "previous", "the"};
  auto words = words_of(text);
  const auto named = zones::parse(zone, zone, now);
  const auto home = named.value_or(zones::Zone{"UTC", {}});
  if (auto period = calendar_period(words, now, home)) return period;
  if (words.front() == "from" || words.front() == "in" || words.front() == "for") words.erase(words.begin());
  if (words.empty()) return std::nullopt;
  if (auto period = calendar_period(words, now, home)) return period;
  if (words.front() == "since") {
    const auto from = parse_when(joined(words, 1, words.size()), {now, zone, Lean::past});
    if (!from) return std::nullopt;
    return Period{from->at, now};
  }
  const bool counted = std::ranges::find(spans, words.front()) != spans.end();
  if (const auto length = parse_duration(joined(words, counted ? 1 : 0, words.size())))
    return Period{now - *length, now};
  return dates(words, now, zone);
}

}  // namespace commands
