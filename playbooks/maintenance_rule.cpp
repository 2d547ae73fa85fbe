#include "playbooks/maintenance_rule.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace playbooks::maintenance_rule {
namespace {
using std::chrono::days;
using std::chrono::local_seconds;

constexpr std::size_t longest = 200;

/// By default libical aborts the program at some bad input.
void calm_libical() {
  [[maybe_unused]] static const bool once = [] {
    icalerror_set_errors_are_fatal(0);
    return true;
  }();
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

using Parts = std::map<std::string, std::string, std::less<>>;

Parts parts_of(std::string_view rule) {
  Parts parts;
  while (!rule.empty()) {
    const auto part = rule.substr(0, rule.find(';'));
    rule.remove_prefix(std::min(part.size() + 1, rule.size()));
    const auto equals = part.find('=');
    if (equals != std::string_view::npos)
      parts.insert_or_assign(std::string{part.substr(0, equals)}, std::string{part.substr(equals + 1)});
  }
  return parts;
}

/// UNTIL as it is compared: a day to its end, a local time, or an instant.
bool is_over(const icaltimetype& until, local_seconds local, const rota::WallClock& clock) {
  if (icaltime_is_null_time(until) != 0) return false;
  const std::chrono::year_month_day date{std::chrono::year{until.year},
                                         std::chrono::month{static_cast<unsigned>(until.month)},
                                         std::chrono::day{static_cast<unsigned>(until.day)}};
  if (!date.ok()) return false;
  const std::chrono::local_days day{date};
  if (until.is_date != 0) return std::chrono::floor<days>(local) > day;
  const auto clock_time =
      std::chrono::hours{until.hour} + std::chrono::minutes{until.minute} + std::chrono::seconds{until.second};
  if (icaltime_is_utc(until) == 0) return local > day + clock_time;
  return clock.instant(local) > Time{std::chrono::sys_seconds{(day + clock_time).time_since_epoch()}};
}

std::string ordinal(int nth) {
  static constexpr std::array<std::string_view, 5> names = {"first", "second", "third", "fourth", "fifth"};
  if (nth >= 1 && nth <= 5) return std::string{names[static_cast<std::size_t>(nth) - 1]};
  return nth == -1 ? "last" : fmt::format("{}th", nth);
}

/// "1SU" as "first Sunday"; nothing for lists and what has no name.
std::optional<std::string> weekday(std::string_view coded) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> names = {{{"MO", "Monday"},
                                                                                          {"TU", "Tuesday"},
                                                                                          {"WE", "Wednesday"},
                                                                                          {"TH", "Thursday"},
                                                                                          {"FR", "Friday"},
                                                                                          {"SA", "Saturday"},
                                                                                          {"SU", "Sunday"}}};
  if (coded.size() < 2) return std::nullopt;
  for (const auto& [code, name] : names) {
    if (coded.substr(coded.size() - 2) != code) continue;
    const auto before = coded.substr(0, coded.size() - 2);
    if (before.empty()) return std::string{name};
    const auto nth = number(before);
    if (!nth || *nth < -1 || *nth == 0 || *nth > 5) return std::nullopt;
    return fmt::format("{} {}", ordinal(*nth), name);
  }
  return std::nullopt;
}

}  // namespace

Result<std::string> read(std::string_view typed) {
  std::string rule;
  for (const char c : typed)
    if (c != ' ') rule += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (rule.starts_with("RRULE:")) rule.erase(0, 6);
  while (rule.ends_with(';')) rule.pop_back();
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '=' || c == ';' || c == ',' || c == '-' || c == '+';
  };
  calm_libical();
  const bool sound = !rule.empty() && rule.size() <= longest && std::ranges::all_of(rule, allowed) &&
                     rule.find("RSCALE") == std::string::npos && parts_of(rule).contains("FREQ") &&
                     icalrecurrencetype_from_string(rule.c_str()).freq != ICAL_NO_RECURRENCE;
  if (!sound)
    return refuse(Errc::invalid,
                  "That is no rule. Write it like FREQ=MONTHLY;BYDAY=1SU, or use --every \"first sun\".");
  return rule;
}

std::string with_clock(std::string rule, local_seconds local) {
  const auto parts = parts_of(rule);
  const std::chrono::hh_mm_ss clock{local - std::chrono::floor<days>(local)};
  if (!parts.contains("BYHOUR")) rule += fmt::format(";BYHOUR={}", clock.hours().count());
  if (!parts.contains("BYMINUTE")) rule += fmt::format(";BYMINUTE={}", clock.minutes().count());
  return rule;
}

std::pair<std::string, std::optional<int>> without_count(const std::string& rule) {
  const auto at = rule.find(";COUNT=") != std::string::npos ? rule.find(";COUNT=") : rule.find("COUNT=");
  if (at == std::string::npos) return {rule, std::nullopt};
  const auto equals = rule.find('=', at);
  const auto end = std::min(rule.find(';', equals), rule.size());
  const auto count = number(std::string_view{rule}.substr(equals + 1, end - equals - 1));
  auto rest = rule.substr(0, at) + rule.substr(end);
  if (rest.starts_with(';')) rest.erase(0, 1);
  return {std::move(rest), count};
}

Result<std::vector<local_seconds>> starts(const std::string& rule, local_seconds first, const calendar::Window& window,
                                          const rota::WallClock& clock) {
  calm_libical();
  const auto parsed = icalrecurrencetype_from_string(rule.c_str());
  auto days_left = calendar::most_days;
  auto found = calendar::expand(parsed, first, window, days_left);
  if (!found) return found;
  std::erase_if(*found, [&](local_seconds local) { return is_over(parsed.until, local, clock); });
  return found;
}

std::string in_words(const std::string& rule) {
  const auto parts = parts_of(rule);
  const auto part = [&](std::string_view name) {
    const auto found = parts.find(name);
    return found == parts.end() ? std::string{} : found->second;
  };
  const auto otherwise = "by the rule " + rule;
  for (const auto& [name, value] : parts)
    if (name != "FREQ" && name != "INTERVAL" && name != "BYDAY" && name != "BYHOUR" && name != "BYMINUTE")
      return otherwise;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> units = {
      {{"DAILY", "day"}, {"WEEKLY", "week"}, {"MONTHLY", "month"}, {"YEARLY", "year"}}};
  const auto interval = part("INTERVAL"), day = part("BYDAY");
  if (!day.empty()) {
    const auto named = weekday(day);
    const bool plain = part("FREQ") == "WEEKLY" || (part("FREQ") == "MONTHLY" && day.size() > 2);
    return named && plain && (interval.empty() || interval == "1") ? "every " + *named : otherwise;
  }
  for (const auto& [code, unit] : units)
    if (part("FREQ") == code)
      return interval.empty() || interval == "1" ? fmt::format("every {}", unit)
                                                 : fmt::format("every {} {}s", interval, unit);
  return otherwise;
}

}  // namespace playbooks::maintenance_rule
