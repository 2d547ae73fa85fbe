// Our expansion of repetitions against libical's own, over random rules that come often enough for libical to end.
#include "playbooks/calendar_recurrence.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <array>

#include "tests/playbooks/rota_random_support.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::year;

int number(int from, int to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, to + 1));
}

std::string list(int least, int most, int longest, bool from_end) {
  std::string result;
  for (int i = number(1, longest); i > 0; --i)
    result +=
        fmt::format("{}{}", result.empty() ? "" : ",", number(least, most) * (from_end && number(0, 2) == 0 ? -1 : 1));
  return result;
}

std::string weekdays(bool numbered) {
  constexpr std::array names = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  std::string result;
  for (int i = 0; i < 7; ++i)
    if (number(0, 2) == 0)
      result += fmt::format("{}{}{}", result.empty() ? "" : ",", numbered ? list(1, 4, 1, true) : "",
                            names[static_cast<std::size_t>(i)]);
  return result.empty() ? "TU" : result;
}

std::string random_rule() {
  std::string rule;
  switch (number(0, 7)) {
    case 0:
      rule = "FREQ=DAILY";
      if (number(0, 2) == 0) rule += ";BYDAY=" + weekdays(false);
      if (number(0, 2) == 0) rule += ";BYMONTH=" + list(1, 12, 4, false);
      break;
    case 1:
    case 2:
      rule = "FREQ=WEEKLY";
      if (number(0, 1) == 0) rule += ";BYDAY=" + weekdays(false);
      if (number(0, 2) == 0) rule += ";WKST=SU";
      break;
    case 3:
      rule = "FREQ=MONTHLY;BYDAY=" + weekdays(number(0, 1) == 0);
      break;
    case 4:
      rule = "FREQ=MONTHLY;BYMONTHDAY=" + list(1, 28, 3, true);
      break;
    case 5:
      rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=" + list(1, 18, 2, true);
      break;
    case 6:
      rule = "FREQ=YEARLY;BYMONTH=" + list(1, 12, 3, false) + ";BYDAY=" + weekdays(true);
      break;
    default:
      rule = number(0, 1) == 0 ? "FREQ=MONTHLY" : "FREQ=YEARLY";
  }
  if (number(0, 1) == 0) rule += fmt::format(";INTERVAL={}", number(1, 5));
  if (number(0, 2) == 0) rule += fmt::format(";COUNT={}", number(1, 60));
  return rule;
}

std::vector<local_seconds> by_libical(const icalrecurrencetype& rule, local_seconds start,
                                      const calendar::Window& window) {
  const auto day = std::chrono::floor<days>(start);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{start - day};
  auto begin = icaltime_from_string(fmt::format("{:04}{:02}{:02}T{:02}{:02}00", static_cast<int>(date.year()),
                                                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                                clock.hours().count(), clock.minutes().count())
                                        .c_str());
  std::vector<local_seconds> result;
  auto* iterator = icalrecur_iterator_new(rule, begin);
  if (iterator == nullptr) return result;
  for (auto next = icalrecur_iterator_next(iterator); icaltime_is_null_time(next) == 0;
       next = icalrecur_iterator_next(iterator)) {
    const std::chrono::year_month_day on{year{next.year}, std::chrono::month{static_cast<unsigned>(next.month)},
                                         std::chrono::day{static_cast<unsigned>(next.day)}};
    const auto at = local_days{on} + std::chrono::hours{next.hour} + std::chrono::minutes{next.minute};
    if (at >= window.to) break;
    if (at >= window.from) result.push_back(at);
  }
  icalrecur_iterator_free(iterator);
  return result;
}

std::string shown(const std::vector<local_seconds>& times) {
  std::string text;
  for (const auto at : times) text += rfc3339(Time{at.time_since_epoch()}) + " ";
  return text;
}

TEST(Recurrence, IsWhatLibicalSays) {
  random::holds(
      [] {
        const auto text = random_rule();
        // At most the 28th, so that "as at the start" exists in every month.
        const local_seconds start = local_days{year{2026} / number(1, 12) / number(1, 28)} - days{366 * number(0, 3)} +
                                    std::chrono::minutes{number(0, 1439)};
        const auto rule = icalrecurrencetype_from_string(text.c_str());
        RC_PRE(rule.freq != ICAL_NO_RECURRENCE);
        const calendar::Window window{local_days{year{2026} / number(1, 12) / 1},
                                      local_days{year{2027} / number(1, 12) / 1}};
        auto left = calendar::most_days;
        // A start that is not one of the turns is undefined (RFC 5545, section 3.8.5.3); libical then counts every
        // second week from another week than the one of the start.
        const auto first = calendar::expand(rule, start, {start, start + 1s}, left);
        RC_PRE(rule.interval == 1 || (first && !first->empty()));
        const auto ours = calendar::expand(rule, start, window, left);
        RC_ASSERT(ours.has_value());
        const auto theirs = by_libical(rule, start, window);
        if (*ours != theirs)
          RC_FAIL(text + " from " + shown({start}) + "\nours   " + shown(*ours) + "\ntheirs " + shown(theirs));
      },
      2'000);
}

TEST(Recurrence, ThatNeverComesEnds) {
  for (const auto* text :
       {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYSETPOS=40;BYDAY=MO",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;INTERVAL=32767;BYMONTH=2;BYMONTHDAY=30"}) {
    auto left = calendar::most_days;
    const auto found = calendar::expand(icalrecurrencetype_from_string(text), local_days{year{1902} / 1 / 1},
                                        {local_days{year{2026} / 1 / 1}, local_days{year{2026} / 3 / 1}}, left);
    ASSERT_TRUE(found) << text;
    EXPECT_TRUE(found->empty()) << text;
    EXPECT_GT(left, calendar::most_days - 60'000) << text;
  }
  std::size_t left = 10;
  const auto found = calendar::expand(icalrecurrencetype_from_string("FREQ=DAILY"), local_days{year{2026} / 1 / 1},
                                      {local_days{year{2026} / 1 / 1}, local_days{year{2026} / 3 / 1}}, left);
  ASSERT_FALSE(found);
  EXPECT_TRUE(found.error().message.contains("repeat over too long a time"));
}

}  // namespace
}  // namespace playbooks
