#include "commands/maintenance/windows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "commands/calendar.hpp"
#include "commands/text.hpp"
#include "commands/zones.hpp"

namespace commands::maintenance {
namespace {
using namespace std::chrono_literals;
using playbooks::Errc;
using playbooks::refuse;
using playbooks::Result;
using playbooks::Time;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::year_month_day;

using Words = std::span<const std::string>;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (true) {
    text = trimmed(text);
    if (text.empty()) return words;
    const auto end = std::min(text.find_first_of(" \n"), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

/// "02:00-04:00" as three words.
std::vector<std::string> parted(std::vector<std::string> words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    for (const std::string_view dash : {"-", "–", "—"}) {
      const auto at = words[i].find(dash);
      if (at == std::string::npos || at == 0) continue;
      auto left = words[i].substr(0, at), right = words[i].substr(at + dash.size());
      if (!left.contains(':') || !right.contains(':')) continue;
      words[i] = std::move(left);
      words.insert(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, {"to", std::move(right)});
      break;
    }
  return words;
}

std::string joined(Words words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, lower(word)) != list.end();
}

/// 1 to 4, or -1 for the last.
std::optional<int> nth(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, int>, 9> names = {{{"first", 1},
                                                                             {"1st", 1},
                                                                             {"second", 2},
                                                                             {"2nd", 2},
                                                                             {"third", 3},
                                                                             {"3rd", 3},
                                                                             {"fourth", 4},
                                                                             {"4th", 4},
                                                                             {"last", -1}}};
  const auto typed = lower(word);
  for (const auto& [name, number] : names)
    if (name == typed) return number;
  return std::nullopt;
}

/// "first sun", "the last friday of each month", and how many words that takes.
struct NthWeekday {
  int nth = 0;
  unsigned weekday = 0;  // 1 to 7
  std::size_t words = 0;
};
std::optional<NthWeekday> nth_weekday(Words words) {
  std::size_t at = 0;
  while (at < words.size() && is_one_of(words[at], {"on", "the", "every", "each"})) ++at;
  if (at + 1 >= words.size()) return std::nullopt;
  const auto number = nth(words[at]);
  const auto day = calendar::weekday_of(lower(words[at + 1]));
  if (!number || !day) return std::nullopt;
  at += 2;
  if (at < words.size() && lower(words[at]) == "of") {
    auto end = at + 1;
    while (end < words.size() && is_one_of(words[end], {"the", "every", "each"})) ++end;
    if (end < words.size() && lower(words[end]) == "month") at = end + 1;
  }
  return NthWeekday{*number, *day, at};
}

local_days day_in(std::chrono::year_month month, const NthWeekday& which) {
  const auto weekday = std::chrono::weekday{which.weekday % 7};
  if (which.nth < 0) return local_days{month / weekday[std::chrono::last]};
  return local_days{month / weekday[static_cast<unsigned>(which.nth)]};
}

std::unexpected<playbooks::Error> no_time(Words words) {
  return refuse(Errc::invalid,
                fmt::format("“{}” is not a time. Write it like “sun 02:00”, “first sun 02:00”, “tomorrow "
                            "22:00” or “2026-12-06 02:00”.",
                            shortened(joined(words), 40)));
}

Result<Time> moment(Words words, const TimeReading& reading) {
  const auto when = parse_when(joined(words), reading);
  if (!when) {
    const bool understood = when.error().code == Errc::not_found || !when.error().message.contains("is not a time");
    if (understood) return std::unexpected(when.error());
    return no_time(words);
  }
  if (when->whole_day)
    return refuse(Errc::invalid, fmt::format("Say at what time: “{} 02:00”.", shortened(joined(words), 40)));
  return when->at;
}

/// The next such day of a month whose time is still to come.
Result<Time> nth_weekday_at(const NthWeekday& which, Words words, const TimeReading& reading) {
  const auto home = zones::parse(reading.zone, reading.zone, reading.now);
  if (!home) return std::unexpected(home.error());
  const auto local = zones::to_local(reading.now, *home);
  if (!local) return std::unexpected(local.error());
  const year_month_day today{std::chrono::floor<days>(*local)};
  const auto rest = joined(words.subspan(which.words));
  if (rest.empty()) return refuse(Errc::invalid, fmt::format("Say at what time: “{} 02:00”.", joined(words)));
  auto month = today.year() / today.month();
  for (;; month += std::chrono::months{1}) {
    const auto day = day_in(month, which);
    if (day < local_days{today}) continue;
    const year_month_day date{day};
    const auto text = fmt::format("{:04}-{:02}-{:02} {}", static_cast<int>(date.year()),
                                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest);
    const auto when = parse_when(text, reading);
    if (!when && when.error().code != Errc::not_found) return no_time(words);
    if (!when) return std::unexpected(when.error());
    if (when->at > reading.now) return when->at;
  }
}

Result<Time> beginning(Words words, const TimeReading& reading) {
  if (const auto which = nth_weekday(words)) return nth_weekday_at(*which, words, reading);
  return moment(words, reading);
}

/// "today" and "tomorrow" count from now, everything else from the beginning.
Result<Time> end(Words words, Time starts, const TimeReading& reading) {
  const bool from_now = !words.empty() && is_one_of(words[0], {"today", "tomorrow"});
  return moment(words, {from_now ? reading.now : starts, reading.zone, Lean::future});
}

Result<Window> lasting(Words begin, Words length, const TimeReading& reading) {
  const auto starts = beginning(begin, reading);
  if (!starts) return std::unexpected(starts.error());
  const auto duration = parse_duration(joined(length));
  if (!duration) return std::unexpected(duration.error());
  return Window{*starts, *starts + *duration};
}

/// "22:00 to 04:00" is a night; "04:00 to 02:00" is a slip more often than most of a day.
bool overnight(Time starts, Time ends, const TimeReading& reading) {
  const auto home = zones::parse(reading.zone, reading.zone, reading.now);
  if (!home) return false;
  const auto from = zones::to_local(starts, *home), to = zones::to_local(ends, *home);
  return from && to && std::chrono::floor<days>(*from) != std::chrono::floor<days>(*to);
}

Result<Window> ending(Words begin, Words until, const TimeReading& reading) {
  const auto starts = beginning(begin, reading);
  if (!starts) return std::unexpected(starts.error());
  const auto ends = end(until, *starts, reading);
  if (!ends) return std::unexpected(ends.error());
  if (until.size() == 1 && *ends - *starts > 12h && overnight(*starts, *ends, reading))
    return refuse(
        Errc::invalid,
        fmt::format("From {} to {} is {}. If that is meant, say the day of the end too; else correct it.",
                    playbooks::utc_minute(*starts), playbooks::utc_minute(*ends), playbooks::spoken(*ends - *starts)));
  return Window{*starts, *ends};
}

}  // namespace

Result<Window> read_window(std::string_view text, Time now, std::string_view zone) {
  const TimeReading reading{now, zone, Lean::future};
  const auto all = parted(split(text));
  Words words{all};
  if (!words.empty() && lower(words[0]) == "from") words = words.subspan(1);
  constexpr std::size_t most_words = 16;
  if (words.empty() || words.size() > most_words)
    return refuse(Errc::invalid, "Say when it begins and how long it takes: “sun 02:00” 2h.");
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (is_one_of(words[i], {"for", "during"})) return lasting(words.first(i), words.subspan(i + 1), reading);
    if (is_one_of(words[i], {"to", "until", "till", "-", "–", "—"}))
      return ending(words.first(i), words.subspan(i + 1), reading);
  }
  constexpr std::size_t longest_duration = 4;
  for (auto count = std::min(longest_duration, words.size()); count > 0; --count)
    if (parse_duration(joined(words.last(count)))) {
      if (count == words.size())
        return refuse(Errc::invalid, fmt::format("Say when it begins: “sun 02:00” {0}, or “now” {0}.", joined(words)));
      return lasting(words.first(words.size() - count), words.last(count), reading);
    }
  for (std::size_t count = 1; count < words.size(); ++count) {  // "sun 02:00 04:00"
    const auto window = ending(words.first(words.size() - count), words.last(count), reading);
    if (window) return window;
  }
  const auto starts = beginning(words, reading);
  if (!starts) return std::unexpected(starts.error());
  return refuse(Errc::invalid, "Say how long it takes, like 2h, or until when: “to 04:00”.");
}

bool is_time(std::string_view text, Time now, std::string_view zone) {
  const auto words = split(text);
  return !words.empty() && (beginning(words, {now, zone, Lean::future}) || read_window(text, now, zone));
}

Result<std::string> read_recurrence(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> rules = {
      {{"daily", "FREQ=DAILY"},
       {"day", "FREQ=DAILY"},
       {"days", "FREQ=DAILY"},
       {"weekly", "FREQ=WEEKLY"},
       {"week", "FREQ=WEEKLY"},
       {"weeks", "FREQ=WEEKLY"},
       {"fortnight", "FREQ=WEEKLY;INTERVAL=2"},
       {"biweekly", "FREQ=WEEKLY;INTERVAL=2"},
       {"other week", "FREQ=WEEKLY;INTERVAL=2"},
       {"monthly", "FREQ=MONTHLY"},
       {"month", "FREQ=MONTHLY"},
       {"months", "FREQ=MONTHLY"},
       {"quarterly", "FREQ=MONTHLY;INTERVAL=3"},
       {"quarter", "FREQ=MONTHLY;INTERVAL=3"},
       {"yearly", "FREQ=YEARLY"},
       {"annually", "FREQ=YEARLY"},
       {"year", "FREQ=YEARLY"},
       {"years", "FREQ=YEARLY"},
       {"weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
       {"weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}}};
  static constexpr std::array<std::string_view, 7> codes = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  const auto all = split(lower(text));
  Words words{all};
  if (!words.empty() && words[0] == "every") words = words.subspan(1);
  const auto whole = joined(words);
  for (const auto& [name, rule] : rules)
    if (name == whole) return std::string{rule};
  if (const auto which = nth_weekday(words); which && which->words == words.size())
    return fmt::format("FREQ=MONTHLY;BYDAY={}{}", which->nth, codes[which->weekday - 1]);
  if (words.size() == 1)
    if (const auto day = calendar::weekday_of(words[0])) return fmt::format("FREQ=WEEKLY;BYDAY={}", codes[*day - 1]);
  std::string_view rest{whole};
  const auto number = calendar::take_number(rest, 2);
  rest = trimmed(rest);
  if (number && *number > 0)
    for (const auto& [name, rule] : rules)
      if (name == rest && name.ends_with('s') && name != "weekdays")
        return *number == 1 ? std::string{rule} : fmt::format("{};INTERVAL={}", rule, *number);
  return refuse(Errc::invalid,
                fmt::format("“{}” is no recurrence. Write it like weekly, “2 weeks”, sun, “first sun” or "
                            "monthly; or give a rule with --rrule.",
                            shortened(text, 40)));
}

}  // namespace commands::maintenance
