#include "bot/configuration_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "commands/calendar.hpp"
#include "config/scalar.hpp"
#include "playbooks/model/words.hpp"

namespace bot::words {
namespace {

using std::chrono::minutes;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int number(std::string_view digits) {
  return static_cast<int>(config::parse_number(digits).value_or(-1));
}

/// "09:00" or "9:00"; 24:00 is the end of a day.
std::optional<minutes> parse_clock(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon > 2 || text.size() != colon + 3) return std::nullopt;
  const auto hour = text.substr(0, colon), minute = text.substr(colon + 1);
  if (!all_digits(hour) || !all_digits(minute) || number(minute) > 59) return std::nullopt;
  const minutes clock{number(hour) * 60 + number(minute)};
  return clock <= minutes{24 * 60} ? std::optional{clock} : std::nullopt;
}

struct Span {
  minutes from{}, to{};
};

Parsed<Span> parse_span(std::string_view text) {
  const auto dash = text.find('-');
  const auto from = parse_clock(text.substr(0, dash));
  const auto to = dash == std::string_view::npos ? std::nullopt : parse_clock(text.substr(dash + 1));
  if (!from || !to || *from == minutes{24 * 60})
    return std::unexpected("hours are two clock times from 00:00 to 24:00, such as 09:00-17:00");
  if (*from == *to) return std::unexpected("it begins and ends at the same time; a whole day is 00:00-24:00");
  return Span{*from, *to};
}

/// "mon", "mon-fri", "fri-mon": bit 0 is Monday.
std::optional<std::uint8_t> parse_days(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = commands::calendar::weekday_of(playbooks::folded(text.substr(0, dash)));
  const auto last =
      dash == std::string_view::npos ? first : commands::calendar::weekday_of(playbooks::folded(text.substr(dash + 1)));
  if (!first || !last) return std::nullopt;
  unsigned days = 0;
  for (auto day = *first - 1;; day = (day + 1) % 7) {
    days |= 1U << day;
    if (day == *last - 1) return static_cast<std::uint8_t>(days);
  }
}

/// Real ids have 9 characters and more; shorter ones with a digit are those of trial workspaces. A name in capitals
/// has neither.
bool is_slack_id(std::string_view id, std::string_view first) {
  return id.size() >= 3 && first.contains(id.front()) &&
         std::ranges::all_of(id, [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); }) &&
         (id.size() >= 9 || std::ranges::any_of(id, is_digit));
}

bool is_loopback(std::string_view host) {
  host = host.substr(0, host.rfind(':'));
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

/// Labels of letters, digits and "-", two at least.
bool is_domain(std::string_view domain) {
  const bool plain =
      std::ranges::all_of(domain, [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; });
  return plain && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') &&
         !domain.contains("..") && !domain.starts_with('-') && !domain.ends_with('-');
}

}  // namespace

Parsed<playbooks::QuietHours> parse_quiet_hours(std::string_view text) {
  const auto span = parse_span(text);
  if (!span) return std::unexpected(span.error());
  return playbooks::QuietHours{span->from, span->to};
}

Parsed<playbooks::Restriction> parse_restriction(std::string_view text) {
  if (text.contains(','))
    return std::unexpected("give each range an item of its own: [mon 09:00-17:00, wed 09:00-17:00]");
  playbooks::Restriction result;
  const auto space = text.find(' ');
  if (space == std::string_view::npos && parse_days(text))
    return std::unexpected(fmt::format("it needs hours too, such as {} 00:00-24:00", text));
  if (space != std::string_view::npos) {
    const auto days = parse_days(text.substr(0, space));
    if (!days) return std::unexpected("days are mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri");
    result.days = *days;
  }
  const auto span = parse_span(space == std::string_view::npos ? text : text.substr(space + 1));
  if (!span) return std::unexpected(span.error());
  result.from = span->from;
  result.to = span->to;
  return result;
}

Parsed<std::chrono::year_month_day> parse_day(std::string_view text) {
  const bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-' && all_digits(text.substr(0, 4)) &&
                     all_digits(text.substr(5, 2)) && all_digits(text.substr(8, 2));
  if (!shape) return std::unexpected("a day is written year-month-day, such as 2026-12-25");
  const std::chrono::year_month_day day{std::chrono::year{number(text.substr(0, 4))},
                                        std::chrono::month{static_cast<unsigned>(number(text.substr(5, 2)))},
                                        std::chrono::day{static_cast<unsigned>(number(text.substr(8, 2)))}};
  if (!day.ok()) return std::unexpected("there is no such day");
  const int year = static_cast<int>(day.year());
  if (year < 2000 || year > 2100) return std::unexpected("the year must be from 2000 to 2100");
  return day;
}

Parsed<std::chrono::local_time<minutes>> parse_start(std::string_view text) {
  const auto clock =
      text.size() > 11 && (text[10] == ' ' || text[10] == 'T') ? parse_clock(text.substr(11)) : std::nullopt;
  if (!clock || *clock == minutes{24 * 60}) return std::unexpected("it is a day and a clock time: 2026-01-05 09:00");
  const auto day = parse_day(text.substr(0, 10));
  if (!day) return std::unexpected(day.error());
  return std::chrono::local_time<minutes>{std::chrono::local_days{*day}} + *clock;
}

Parsed<Turn> parse_turn(std::string_view text) {
  using Unit = playbooks::Rotation::Unit;
  constexpr auto form = "it is one number and one unit: 12h, 1d or 2w";
  if (text.size() < 2 || text.size() > 5 || !all_digits(text.substr(0, text.size() - 1))) return std::unexpected(form);
  Turn turn{.unit = Unit::weeks, .length = number(text.substr(0, text.size() - 1))};
  int most = 52;
  switch (text.back()) {
    case 'h':
      turn.unit = Unit::hours;
      most = 8784;
      break;
    case 'd':
      turn.unit = Unit::days;
      most = 366;
      break;
    case 'w':
      break;
    default:
      return std::unexpected(form);
  }
  if (turn.length < 1) return std::unexpected("a turn of no length never ends");
  if (turn.length > most) return std::unexpected("nobody is on call for more than a year at a stretch");
  return turn;
}

Parsed<playbooks::Duration> parse_next_after(std::string_view text) {
  if (text == "response") return playbooks::Duration::zero();
  const auto duration = config::parse_duration(text);
  if (!duration) return std::unexpected("it is a duration such as 15m, or response");
  if (duration->count() == 0)
    return std::unexpected(
        "the next tier would be told at once for every severity; write how long this one has, or response, and name "
        "the severities that cannot wait in at_once of the next tier");
  if (*duration > std::chrono::days{30}) return std::unexpected("30d are the most");
  return *duration;
}

std::string way_trouble(const std::string& way) {
  if (playbooks::parse_contact_step(way)) return {};
  const auto channel = way.substr(0, way.find(' '));
  if (!playbooks::parse_channel(channel)) return "it is none of these";
  return "write the way alone, or with “after” and a time from 1s to 24h in one unit: " + channel + " after 2m";
}

std::string steps_trouble(const std::vector<playbooks::ContactStep>& steps) {
  std::set<playbooks::Channel> seen;
  playbooks::Duration last{};
  for (const auto& step : steps) {
    const auto word = playbooks::to_string(step.channel);
    if (!seen.insert(step.channel).second) return fmt::format("{} stands there twice; once is enough", word);
    if (seen.size() == 1 && step.after.count() > 0)
      return fmt::format("the first way is always taken at once; write {} without “after”", word);
    if (step.after.count() > 0 && step.after < last)
      return fmt::format("{} comes before the one that stands before it; write them in the order of their times", word);
    last = std::max(last, step.after);
  }
  return {};
}

std::string phone_trouble(const std::string& phone) {
  std::string digits;
  std::ranges::copy_if(phone, std::back_inserter(digits), is_digit);
  const bool other =
      std::ranges::any_of(phone, [](char c) { return !is_digit(c) && !std::string_view{"+ -./()"}.contains(c); });
  if (other) return "it is “+”, the country code and the number, nothing else";
  if (!phone.starts_with('+')) return "it needs “+” and the country code at its beginning";
  if (digits.size() < 7 || digits.size() > 15)
    return fmt::format("it has {} digits; international numbers have 7 to 15", digits.size());
  if (digits.front() == '0') return "no country code begins with 0";
  if (digits.size() + 1 != phone.size()) return fmt::format("write it without spaces and signs: \"+{}\"", digits);
  return {};
}

std::string email_trouble(const std::string& address) {
  const auto at = address.rfind('@');
  if (at == std::string::npos) return "it has no “@”";
  const std::string_view local = std::string_view{address}.substr(0, at);
  const std::string_view domain = std::string_view{address}.substr(at + 1);
  const bool plain = std::ranges::all_of(local, [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view{".!#$%&'*+/=?^_`{|}~-"}.contains(c);
  });
  if (!plain || local.empty() || local.starts_with('.') || local.ends_with('.') || local.contains(".."))
    return "what stands before the “@” is no mailbox";
  if (!is_domain(domain)) return "what stands after the “@” is no domain";
  if (local.size() > 64 || address.size() > 254) return "it is longer than mail servers take";
  return {};
}

std::string slack_user_trouble(const std::string& id) {
  if (is_slack_id(id, "UW")) return {};
  if (id.starts_with('@'))
    return "it is the id that is needed, not the name: in Slack, the person's profile, “⋮”, Copy member ID";
  return "in Slack, open the person's profile and choose “⋮”, Copy member ID";
}

std::string slack_group_trouble(const std::string& id) {
  if (is_slack_id(id, "S")) return {};
  return "in Slack, open People, User groups, the group, “⋮”, Copy group ID";
}

std::string feed_trouble(std::string_view address) {
  if (address.starts_with("webcal://")) return "write https:// where the address has webcal://";
  const bool plain = address.starts_with("http://");
  if (!plain && !address.starts_with("https://")) return "it must begin with https://";
  const auto rest = address.substr(plain ? 7 : 8);
  const auto host = rest.substr(0, rest.find_first_of("/?#"));
  if (host.empty()) return "it names no host";
  if (host.contains('@')) return "a user name and password do not belong into the address";
  if (std::ranges::any_of(address,
                          [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '<'; }))
    return "it has a space or a quotation mark in it";
  if (address.size() > 2000) return "it is longer than 2000 characters";
  if (plain && !is_loopback(host)) return "whoever listens on the way could read it: use https://";
  return {};
}

std::string pagerduty_schedule_trouble(const std::string& id) {
  const bool plain = std::ranges::all_of(id, [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); });
  if (plain && id.size() >= 4 && id.size() <= 20) return {};
  return "it is the last part of the schedule's address in PagerDuty: …/schedules/PI7DH85";
}

}  // namespace bot::words
