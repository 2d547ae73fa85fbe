// The arithmetic of the bars.
#include "integrations/local_page/uptime.hpp"

#include <gtest/gtest.h>

#include "local_page_support.hpp"

namespace integrations::local_page {
namespace {

using namespace std::chrono_literals;

const Time today = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};

ComponentRecord record(std::vector<StatusChange> changes) {
  return {"api", std::move(changes)};
}

TEST(LocalPageUptime, NothingIsKnownBeforeAComponentCame) {
  EXPECT_FALSE(percent_up(last_days(nullptr, today)));
  const auto days = last_days(nullptr, today);
  ASSERT_EQ(days.size(), 90U);
  EXPECT_EQ(days.front().day, std::chrono::sys_days{std::chrono::year{2026} / 8 / 24});
  EXPECT_EQ(days.back().day, std::chrono::sys_days{std::chrono::year{2026} / 11 / 21});
  const auto one = record({{today - 36h, ComponentStatus::operational}});
  const auto few = last_days(&one, today + 6h);
  EXPECT_EQ(few[86].known, 0h);
  EXPECT_EQ(few[87].known, 12h);
  EXPECT_EQ(few[88].known, 24h);
  EXPECT_EQ(few[89].known, 6h);
  EXPECT_EQ(percent_up(few), 100.0);
}

TEST(LocalPageUptime, AnOutageOverMidnightIsSharedBetweenTheDays) {
  const auto one = record({{today - 240h, ComponentStatus::operational},
                           {today - 30min, ComponentStatus::major_outage},
                           {today + 1h, ComponentStatus::partial_outage},
                           {today + 2h, ComponentStatus::degraded_performance},
                           {today + 3h, ComponentStatus::operational}});
  const auto days = last_days(&one, today + 12h);
  EXPECT_EQ(days[88].major, 30min);
  EXPECT_EQ(days[89].major, 1h);
  EXPECT_EQ(days[89].partial, 1h);
  EXPECT_EQ(days[89].degraded, 1h);
  EXPECT_EQ(days[89].worst(), ComponentStatus::major_outage);
  EXPECT_NEAR(*percent_up(days), 100.0 * (1 - 2.5 / 252), 1e-9);
}

TEST(LocalPageUptime, MaintenanceCountsNeitherForNorAgainst) {
  const auto one = record({{today - 4h, ComponentStatus::operational},
                           {today - 3h, ComponentStatus::under_maintenance},
                           {today - 1h, ComponentStatus::major_outage}});
  const auto days = last_days(&one, today);
  EXPECT_EQ(*percent_up(days), 50.0);  // one hour up, one down, two that do not count
  const auto only = record({{today - 3h, ComponentStatus::under_maintenance}});
  EXPECT_FALSE(percent_up(last_days(&only, today)));
}

TEST(LocalPageUptime, WhatBeganBeforeTheFirstDayCountsFromThere) {
  const auto one = record({{today - std::chrono::days{200}, ComponentStatus::major_outage}});
  const auto days = last_days(&one, today + 24h - 1ms, 2);
  EXPECT_EQ(days[0].major, 24h);
  EXPECT_EQ(percent_up(days), 0.0);
}

TEST(LocalPageUptime, IsSaidRoundedDownAndNeverBetterThanItWas) {
  EXPECT_EQ(spoken_percent(std::nullopt), "no data yet");
  EXPECT_EQ(spoken_percent(100.0), "100 %");
  EXPECT_EQ(spoken_percent(99.99999999), "99.99 %");
  EXPECT_EQ(spoken_percent(99.999), "99.99 %");
  EXPECT_EQ(spoken_percent(99.9), "99.90 %");
  EXPECT_EQ(spoken_percent(0.0), "0.00 %");
}

}  // namespace
}  // namespace integrations::local_page
