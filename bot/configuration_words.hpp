#pragma once
// What people write about persons and rotas in the settings: phone numbers, addresses, hours, days. Each parse_… gives
// the value, or why the text will not do, as the end of a sentence; each …_trouble gives nothing when the text is fine.
#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/oncall.hpp"

namespace bot::words {

template <class T>
using Parsed = std::expected<T, std::string>;

/// A parser as a check of a row.
template <auto parse>
std::string trouble_of(const std::string& text) {
  const auto parsed = parse(text);
  return parsed ? std::string{} : parsed.error();
}

/// "22:00-07:00", which goes over midnight.
Parsed<playbooks::QuietHours> parse_quiet_hours(std::string_view text);
/// "mon-fri 09:00-17:00", "sat 00:00-24:00", "18:00-09:00". Days alone are refused: in YAML [sat,sun 9:00-17:00] are
/// two items, and the first would silently mean all of Saturday.
Parsed<playbooks::Restriction> parse_restriction(std::string_view text);
/// "2026-12-25".
Parsed<std::chrono::year_month_day> parse_day(std::string_view text);
/// "2026-01-05 09:00", local.
Parsed<std::chrono::local_time<std::chrono::minutes>> parse_start(std::string_view text);

struct Turn {
  playbooks::Rotation::Unit unit = playbooks::Rotation::Unit::weeks;
  int length = 1;
};
/// "12h", "1d", "2w": one number and one unit, because days and weeks follow the clock and hours do not.
Parsed<Turn> parse_turn(std::string_view text);

/// A duration, or "response" for the response time of the incident's severity, which is zero here. Never "0".
Parsed<playbooks::Duration> parse_next_after(std::string_view text);

/// What ways to reach somebody look like, for `expected`.
inline constexpr auto a_way =
    "slack, mention, sms, voice, email, pagerduty, opsgenie or webhook, or one with a time: sms after 2m";
std::string way_trouble(const std::string& way);
/// Ways to reach somebody, each fine by itself, in the order that the file gives them.
std::string steps_trouble(const std::vector<playbooks::ContactStep>& steps);

/// E.164 as ITU-T defines it: "+", a country code that does not begin with 0, 15 digits at most. The shortest real
/// numbers have 7.
std::string phone_trouble(const std::string& phone);
/// What every mail server takes (RFC 5321, section 4.5.3.1: 64 characters before the "@", 254 in all), in ASCII.
std::string email_trouble(const std::string& address);
/// Ids of Slack's people (U…, W…) and user groups (S…).
std::string slack_user_trouble(const std::string& id);
std::string slack_group_trouble(const std::string& id);
/// Of a calendar feed. Whoever knows the address can read the calendar, so that nothing here repeats it.
std::string feed_trouble(std::string_view address);
std::string pagerduty_schedule_trouble(const std::string& id);

}  // namespace bot::words
