#include <fmt/format.h>

#include <optional>
#include <vector>

#include "commands/calendar.hpp"
#include "commands/text.hpp"
#include "commands/times.hpp"
#include "commands/zones.hpp"

namespace commands {
namespace {
using namespace std::chrono_literals;
using calendar::take_number;
using playbooks::Errc;
using playbooks::refuse;
using playbooks::Result;
using playbooks::Time;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;
using std::chrono::year_month_day;

class Reader {
 public:
  Reader(std::string_view text, const TimeReading& reading) : typed_(trimmed(text)), reading_(reading) {
    std::size_t at = 0;
    while (at < typed_.size() && words_.size() < 8) {
      const auto end = std::min(typed_.find_first_of(" \n,", at), typed_.size());
      if (end > at) words_.push_back(typed_.substr(at, end - at));
      at = end + 1;
    }
  }

  Result<When> read() {
    if (const auto relative = ago_or_in()) return When{*relative, false};
    if (words_.empty() || words_.size() > 6) return unreadable();
    for (at_ = 0; at_ < words_.size();) {
      const auto word = lower(words_[at_]);
      if (word == "at" || word == "on") {
        ++at_;
        continue;
      }
      const bool taken = (!day_known_ && date(word)) || (!clock_ && clock(word)) || (clock_ && zone(words_[at_]));
      if (trouble_) return std::unexpected(*trouble_);
      if (!taken) return unreadable();
    }
    if (!clock_ && (reading_.strict || !day_known_)) return unreadable();
    return resolve();
  }

 private:
  std::unexpected<playbooks::Error> unreadable() const {
    return refuse(Errc::invalid,
                  fmt::format("“{}” is not a time. Write it like 14:05, 2:05pm, 15m ago, “yesterday 23:50” or "
                              "“2026-11-21 14:05”; add UTC if it is not in {}.",
                              shortened(typed_, 40), reading_.zone));
  }

  std::optional<Time> ago_or_in() const {
    const auto text = lower(typed_);
    std::string_view rest{text};
    if (rest == "now") return reading_.now;
    int sign = 0;
    if (rest.ends_with(" ago")) {
      rest.remove_suffix(4);
      sign = -1;
    } else if (rest.starts_with("in ")) {
      rest.remove_prefix(3);
      sign = 1;
    } else if (rest.starts_with('-') || rest.starts_with('+')) {
      sign = rest[0] == '-' ? -1 : 1;
      rest.remove_prefix(1);
    }
    const auto duration = sign == 0 ? refuse(Errc::invalid, {}) : parse_duration(rest);
    if (!duration) return std::nullopt;
    return reading_.now + sign * *duration;
  }

  bool take_day(int y, unsigned m, unsigned d) {
    day_.date = year_month_day{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
    if (!day_.date.ok() || y < 1970 || y > 2199)
      trouble_ = playbooks::Error{Errc::not_found, fmt::format("There is no day {:04}-{:02}-{:02}.", y, m, d)};
    day_known_ = true;
    ++at_;
    return true;
  }

  bool date(std::string_view word) {
    if (word == "today" || word == "yesterday" || word == "tomorrow") {
      day_.shift = word == "today" ? days{0} : word == "yesterday" ? days{-1} : days{1};
      day_.kind = calendar::Day::Kind::shifted;
      day_known_ = true;
      ++at_;
      return true;
    }
    return weekday(word) || numeric(word) || by_month(word);
  }

  bool weekday(std::string_view word) {
    const bool modified = (word == "last" || word == "next") && at_ + 1 < words_.size();
    const auto found = calendar::weekday_of(modified ? lower(words_[at_ + 1]) : std::string{word});
    if (!found) return false;
    day_.kind = calendar::Day::Kind::weekday;
    day_.weekday = *found;
    day_.modifier = modified ? word[0] : ' ';
    day_known_ = true;
    at_ += modified ? 2 : 1;
    return true;
  }

  /// 2026-11-21, 2026-11-21T14:05, 21.11.2026; 11/21/2026 is refused.
  bool numeric(std::string_view word) {
    auto rest = word;
    const auto first = take_number(rest, 4);
    if (!first || rest.empty()) return false;
    const char mark = rest[0];
    if (mark != '-' && mark != '.' && mark != '/') return false;
    rest.remove_prefix(1);
    const auto second = take_number(rest, 2);
    if (!second || rest.empty() || rest[0] != mark) return false;
    rest.remove_prefix(1);
    const auto third = take_number(rest, 4);
    if (!third) return false;
    if (mark == '/' || (mark == '-' && *first < 1000) || (mark == '.' && *third < 1000)) {
      trouble_ = playbooks::Error{
          Errc::invalid, fmt::format("“{}” can be read in two ways. Write the date as year-month-day: 2026-11-21.",
                                     shortened(typed_, 40))};
      return true;
    }
    if (mark == '-' && rest.size() > 1 && rest[0] == 't') {
      rest_of_word_ = std::string{rest.substr(1)};
      words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, rest_of_word_);
    } else if (!rest.empty()) {
      return false;
    }
    return mark == '-' ? take_day(*first, static_cast<unsigned>(*second), static_cast<unsigned>(*third))
                       : take_day(*third, static_cast<unsigned>(*second), static_cast<unsigned>(*first));
  }

  /// "21 nov", "nov 21", "21st november 2026".
  bool by_month(std::string_view word) {
    if (at_ + 1 >= words_.size()) return false;
    const auto next = lower(words_[at_ + 1]);
    auto month = calendar::month_of(word);
    auto number = month ? calendar::ordinal(next) : calendar::ordinal(word);
    if (!month) month = calendar::month_of(next);
    if (!month || !number) return false;
    ++at_;
    if (at_ + 1 < words_.size() && words_[at_ + 1].size() == 4 && calendar::all_digits(words_[at_ + 1])) {
      auto year = words_[++at_];
      return take_day(*take_number(year, 4), *month, static_cast<unsigned>(*number));
    }
    day_.kind = calendar::Day::Kind::yearless;
    return take_day(2024, *month, static_cast<unsigned>(*number));  // a leap year: 29 feb may come
  }

  bool clock(std::string_view word) {
    if (word == "noon" || word == "midnight") return take_clock(word == "noon" ? 12 : 0, 0, 0, {});
    auto rest = word;
    if (!reading_.strict && word.size() == 4 && calendar::all_digits(word)) {
      const auto number = *take_number(rest, 4);
      return take_clock(number / 100, number % 100, 0, {});
    }
    const auto hours = take_number(rest, 2);
    if (!hours) return false;
    if (rest.empty()) {  // "2 pm"
      const auto next = at_ + 1 < words_.size() ? lower(words_[at_ + 1]) : std::string{};
      if (next != "am" && next != "pm") return false;
      return take_clock(*hours, 0, 0, {});
    }
    int minutes = 0, secs = 0;
    if (rest[0] == ':' || (rest[0] == '.' && !reading_.strict)) {
      rest.remove_prefix(1);
      const auto before = rest.size();
      const auto number = take_number(rest, 2);
      if (!number || before - rest.size() != 2) return false;
      minutes = *number;
      if (rest.starts_with(':')) {
        rest.remove_prefix(1);
        const auto third = take_number(rest, 2);
        if (!third) return false;
        secs = *third;
      }
      if (rest.starts_with('.')) {  // fractions of a second
        rest.remove_prefix(1);
        if (!take_number(rest, 9)) return false;
      }
    } else if (!rest.starts_with("am") && !rest.starts_with("pm")) {
      return false;
    }
    return take_clock(*hours, minutes, secs, rest);
  }

  bool take_clock(int hours, int minutes, int secs, std::string_view suffix) {
    const bool afternoon = suffix.starts_with("pm");
    if (afternoon || suffix.starts_with("am")) {
      suffix.remove_prefix(2);
      if (hours < 1 || hours > 12) return false;
      hours = hours % 12 + (afternoon ? 12 : 0);
    } else if (const auto next = suffix.empty() && at_ + 1 < words_.size() ? lower(words_[at_ + 1]) : std::string{};
               (next == "am" || next == "pm") && hours >= 1 && hours <= 12) {
      hours = hours % 12 + (next == "pm" ? 12 : 0);
      ++at_;
    }
    if (hours > 23 || minutes > 59 || secs > 59) return false;
    clock_ = seconds{hours * 3600 + minutes * 60 + secs};
    ++at_;
    if (suffix.empty()) return true;
    --at_;
    return zone(suffix);
  }

  bool zone(std::string_view word) {
    if (zone_) return false;
    auto parsed = zones::parse(word, reading_.zone, reading_.now);
    if (!parsed) {
      trouble_ = std::move(parsed.error());
      return false;
    }
    zone_ = std::move(*parsed);
    ++at_;
    return true;
  }

  Result<When> resolve() const {
    zones::Zone zone;
    if (zone_) {
      zone = *zone_;
    } else {
      auto home = zones::parse(reading_.zone, reading_.zone, reading_.now);
      if (!home) return std::unexpected(std::move(home.error()));
      zone = std::move(*home);
    }
    const auto now = zones::to_local(reading_.now, zone);
    if (!now) return std::unexpected(now.error());
    const auto today = std::chrono::floor<days>(*now);
    const auto day = day_known_ ? day_.pick(today, reading_.lean) : today;
    if (!clock_) {
      const auto begins = zones::day_begins(day, zone);
      if (!begins) return std::unexpected(begins.error());
      return When{*begins, true};
    }
    auto local = std::chrono::local_seconds{day} + *clock_;
    if (!day_known_ && reading_.lean == Lean::past && local - *now > 12h) local -= days{1};
    if (!day_known_ && reading_.lean == Lean::future && local < *now) local += days{1};
    const auto at = zones::to_time(local, zone, reading_);
    if (!at) return std::unexpected(at.error());
    return When{*at, false};
  }

  std::string_view typed_;
  const TimeReading& reading_;
  std::vector<std::string_view> words_;
  std::string rest_of_word_;
  std::size_t at_ = 0;
  std::optional<playbooks::Error> trouble_;
  bool day_known_ = false;
  calendar::Day day_;
  std::optional<seconds> clock_;
  std::optional<zones::Zone> zone_;
};

}  // namespace

Result<When> parse_when(std::string_view text, const TimeReading& reading) {
  return Reader{text, reading}.read();
}

std::string in_zone(Time at, std::string_view zone_name) {
  auto zone = zones::parse(zone_name, zone_name, at).value_or(zones::Zone{});
  const auto local = zones::to_local(at, zone);
  if (!local) return playbooks::utc_minute(at);
  const auto day = std::chrono::floor<days>(*local);
  const year_month_day date{day};
  const std::chrono::hh_mm_ss clock{*local - day};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} {}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), zones::abbreviation(at, zone));
}

}  // namespace commands
