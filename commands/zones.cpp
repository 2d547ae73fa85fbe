#include "commands/zones.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <stdexcept>

#include "commands/text.hpp"

namespace commands::zones {
namespace {
using namespace std::chrono_literals;
using playbooks::Errc;
using playbooks::refuse;
using playbooks::Result;
using playbooks::Time;

date::local_seconds dated(std::chrono::local_seconds t) {
  return date::local_seconds{t.time_since_epoch()};
}

std::string clock(date::local_seconds t) {
  return date::format("%H:%M", t);
}

/// nullptr when there is no such zone, or no database at all.
const date::time_zone* find(std::string_view name) {
  try {
    return date::locate_zone(std::string{name});
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

Result<const date::time_zone*> require(std::string_view name) {
  const auto* zone = find(name);
  if (zone == nullptr)
    return refuse(Errc::invalid, fmt::format("“{}” is not a time zone. Use UTC, an offset like +02:00, or a name like "
                                             "Europe/Berlin.",
                                             name));
  return zone;
}

bool is_utc(std::string_view name) {
  const auto word = lower(name);
  return word == "utc" || word == "z" || word == "gmt" || word == "etc/utc" || word == "zulu";
}

/// "+02:00", "+0200", "+2", "utc+2".
std::optional<std::chrono::minutes> offset_of(std::string_view word) {
  const auto text = lower(word);
  std::string_view rest{text};
  if (rest.starts_with("utc") || rest.starts_with("gmt")) rest.remove_prefix(3);
  if (rest.size() < 2 || (rest[0] != '+' && rest[0] != '-')) return std::nullopt;
  const bool west = rest[0] == '-';
  rest.remove_prefix(1);
  std::string digits;
  for (const char c : rest) {
    if (c == ':') continue;
    if (c < '0' || c > '9') return std::nullopt;
    digits += c;
  }
  if (digits.empty() || digits.size() > 4 || digits.size() == 3) return std::nullopt;
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const auto hours = digits.size() > 2 ? number / 100 : number;
  const auto minutes = digits.size() > 2 ? number % 100 : 0;
  if (hours > 14 || minutes > 59) return std::nullopt;
  const auto total = std::chrono::minutes{hours * 60 + minutes};
  return west ? -total : total;
}

/// What "CET" means at home: in force now, or half a year away.
std::optional<std::chrono::minutes> abbreviated(std::string_view word, std::string_view home, Time now) {
  const auto* zone = find(home);
  if (zone == nullptr) return std::nullopt;
  for (const auto shift : {0h, -24h * 182, 24h * 182}) {
    const auto info = zone->get_info(std::chrono::floor<std::chrono::seconds>(now + shift));
    if (lower(info.abbrev) == lower(word)) return std::chrono::duration_cast<std::chrono::minutes>(info.offset);
  }
  return std::nullopt;
}

}  // namespace

Result<Zone> parse(std::string_view word, std::string_view home, Time now) {
  if (is_utc(word)) return Zone{};
  if (const auto offset = offset_of(word)) return Zone{{}, *offset};
  if (const auto offset = abbreviated(word, home, now)) return Zone{{}, *offset};
  const auto zone = require(word);
  if (!zone) return std::unexpected(zone.error());
  return Zone{std::string{word}, {}};
}

Result<std::chrono::local_seconds> to_local(Time at, const Zone& zone) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  if (zone.name.empty() || is_utc(zone.name)) return std::chrono::local_seconds{whole.time_since_epoch() + zone.offset};
  const auto found = require(zone.name);
  if (!found) return std::unexpected(found.error());
  return std::chrono::local_seconds{(*found)->to_local(whole).time_since_epoch()};
}

Result<Time> to_time(std::chrono::local_seconds local, const Zone& zone, const TimeReading& reading) {
  if (zone.name.empty() || is_utc(zone.name)) return Time{local.time_since_epoch() - zone.offset};
  const auto found = require(zone.name);
  if (!found) return std::unexpected(found.error());
  const auto wanted = dated(local);
  const auto info = (*found)->get_info(wanted);
  if (info.result == date::local_info::nonexistent) {
    const date::local_seconds before{info.first.end.time_since_epoch() + info.first.offset};
    const date::local_seconds after{info.second.begin.time_since_epoch() + info.second.offset};
    return refuse(Errc::not_found,
                  fmt::format("{} does not exist on {} in {}: clocks went from {} to {}. Type an earlier or a later "
                              "time, or add UTC.",
                              clock(wanted), date::format("%F", wanted), zone.name, clock(before), clock(after)));
  }
  const Time first{wanted.time_since_epoch() - info.first.offset};
  if (info.result == date::local_info::unique) return first;
  const Time second{wanted.time_since_epoch() - info.second.offset};
  if (reading.lean == Lean::past) return second <= reading.now ? second : first;
  return first >= reading.now ? first : second;
}

Result<Time> day_begins(std::chrono::local_days day, const Zone& zone) {
  if (zone.name.empty() || is_utc(zone.name)) return Time{day.time_since_epoch() - zone.offset};
  const auto found = require(zone.name);
  if (!found) return std::unexpected(found.error());
  // choose::earliest gives, for a midnight that is skipped, the moment of the change.
  return Time{(*found)->to_sys(date::local_seconds{day.time_since_epoch()}, date::choose::earliest).time_since_epoch()};
}

std::string abbreviation(Time at, const Zone& zone) {
  if (zone.name.empty() && zone.offset != 0min)
    return fmt::format("{}{:02}:{:02}", zone.offset < 0min ? '-' : '+', std::chrono::abs(zone.offset).count() / 60,
                       std::chrono::abs(zone.offset).count() % 60);
  const auto* found = zone.name.empty() || is_utc(zone.name) ? nullptr : find(zone.name);
  return found == nullptr ? "UTC" : found->get_info(std::chrono::floor<std::chrono::seconds>(at)).abbrev;
}

}  // namespace commands::zones
