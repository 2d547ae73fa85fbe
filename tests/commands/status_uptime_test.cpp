#include <gtest/gtest.h>

#include "commands/past_periods.hpp"
#include "commands/times.hpp"
#include "tests/commands/desk_support.hpp"

namespace commands {
namespace {

using namespace playbooks;
using namespace std::chrono_literals;
using testing::FakeDesk;
using testing::say;
using testing::words;

/// "2026-11-01 00:00 UTC to 2026-11-21 14:05 UTC", or why not.
std::string read(std::string_view text, std::string_view zone = "UTC") {
  const auto period = past_period(text, testing::now, zone);
  if (!period) return "refused: " + period.error().message;
  if (!*period) return "no period";
  return in_zone((*period)->from, zone) + " to " + in_zone((*period)->to, zone);
}

TEST(PastPeriod, CalendarMonthsAndYears) {
  EXPECT_EQ(read(""), "2026-11-01 00:00 UTC to 2026-12-01 00:00 UTC");
  EXPECT_EQ(read("this month"), read(""));
  EXPECT_EQ(read("last month"), "2026-10-01 00:00 UTC to 2026-11-01 00:00 UTC");
  EXPECT_EQ(read("in 2026-02"), "2026-02-01 00:00 UTC to 2026-03-01 00:00 UTC");
  EXPECT_EQ(read("Last Year"), "2025-01-01 00:00 UTC to 2026-01-01 00:00 UTC");
  EXPECT_EQ(read("last month", "Europe/Berlin"), "2026-10-01 00:00 CEST to 2026-11-01 00:00 CET") << "clocks go back";
}

TEST(PastPeriod, LengthsAndDates) {
  EXPECT_EQ(read("7d"), "2026-11-14 14:05 UTC to 2026-11-21 14:05 UTC");
  EXPECT_EQ(read("the last 2 hours"), "no period") << "one word too many";
  EXPECT_EQ(read("last 2 hours"), "2026-11-21 12:05 UTC to 2026-11-21 14:05 UTC");
  EXPECT_EQ(read("2026-10-03 to 2026-10-04"), "2026-10-03 00:00 UTC to 2026-10-05 00:00 UTC")
      << "the last day included";
  EXPECT_EQ(read("2026-10-03 2026-10-04"), read("2026-10-03 to 2026-10-04"));
  EXPECT_EQ(read("2026-10-03 12:00 until 2026-10-03 13:30"), "2026-10-03 12:00 UTC to 2026-10-03 13:30 UTC");
  EXPECT_EQ(read("yesterday"), "2026-11-20 00:00 UTC to 2026-11-21 00:00 UTC");
  EXPECT_EQ(read("since 2026-11-20"), "2026-11-20 00:00 UTC to 2026-11-21 14:05 UTC");
}

TEST(PastPeriod, RefusesWhatIsNone) {
  EXPECT_EQ(read("2026-10-04 to 2026-10-03"), "refused: “2026-10-04 to 2026-10-03” ends before it begins.");
  for (const auto text : {"2026-13", "2026-00", "banana", "from", "since", "last", "2026-10-", "to", "1970-1a"})
    EXPECT_EQ(read(text), "no period") << text;
}

Recorded claim(Time at, int number, ComponentStatus status) {
  return {"components", number, at, {"U1", "ann"}, "in", ComponentStatusSet{"api", status, "by hand"}};
}

FakeDesk told() {
  FakeDesk desk;
  const auto october = Time{std::chrono::sys_days{std::chrono::year{2026} / 10 / 10}};
  desk.streams["components"] = {claim(october, 1, ComponentStatus::major_outage),
                                claim(october + 90min, 2, ComponentStatus::operational),
                                claim(testing::now - 1h, 3, ComponentStatus::degraded_performance)};
  return desk;
}

TEST(StatusUptime, ShowsTheCalendarMonthSoFar) {
  auto desk = told();
  EXPECT_EQ(words(say(desk, "status uptime")),
            "Uptime, 2026-11-01 00:00 UTC to 2026-11-21 14:05 UTC (20 d 14 h):\n"
            "Component | Uptime | Down | Degraded | Maintenance\n"
            "API | 100.000 % | – | 1 h | –\n"
            "Database | 100.000 % | – | – | –\n"
            "Payments | 100.000 % | – | – | –\n"
            "As the status page showed it. Degraded counts as up, maintenance neither way.");
}

TEST(StatusUptime, ShowsTheCreditWhereThereAreTiers) {
  auto desk = told();
  desk.policy_.publicity.credits = {{99, 25}, {99.9, 10}};
  EXPECT_EQ(
      words(say(desk, "status uptime db, api last month")),
      "Uptime, 2026-10-01 00:00 UTC to 2026-11-01 00:00 UTC (31 d):\n"
      "Component | Uptime | Down | Degraded | Maintenance | Credit\n"
      "API | 99.798 % | 1 h 30 min | – | – | 10 % of the fee\n"
      "Database | 100.000 % | – | – | – | none\n"
      "As the status page showed it. Degraded counts as up, maintenance neither way. Records begin 2026-10-10 00:00 "
      "UTC: what was before counts as up.");
}

TEST(StatusUptime, IsNeverRoundedUpToAll) {
  FakeDesk desk;
  desk.streams["components"] = {claim(testing::now - 24h, 1, ComponentStatus::major_outage),
                                claim(testing::now - 24h + 1s, 2, ComponentStatus::operational)};
  EXPECT_TRUE(words(say(desk, "status uptime api this year")).contains("API | 99.999 % | 1 s"));
}

TEST(StatusUptime, RefusesWhatItDoesNotUnderstand) {
  auto desk = told();
  const auto refusal = [&](std::string line) {
    const auto reply = say(desk, std::move(line));
    EXPECT_TRUE(reply.refused);
    return words(reply);
  };
  EXPECT_TRUE(refusal("status uptime apy").contains("There is no component “apy”. Did you mean `api`?"))
      << refusal("status uptime apy");
  EXPECT_TRUE(refusal("status uptime api sometime").contains("“sometime”")) << refusal("status uptime api sometime");
  EXPECT_TRUE(refusal("status uptime 2027-01").contains("lies ahead")) << refusal("status uptime 2027-01");
  EXPECT_TRUE(refusal("status uptime 2026-10-04 to 2026-10-03").contains("ends before it begins"));
  desk.policy_.components.clear();
  EXPECT_TRUE(words(say(desk, "status uptime")).contains("No components are configured"));
}

}  // namespace
}  // namespace commands
