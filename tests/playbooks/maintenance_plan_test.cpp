// When the next window is, across the changes of clocks, and what overlaps.
#include "playbooks/maintenance_plan.hpp"

#include <gtest/gtest.h>

#include "maintenance_world_support.hpp"
#include "playbooks/maintenance_rule.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

const std::string berlin = "Europe/Berlin";

/// The starts of the windows that follow one another, UTC.
std::vector<std::string> chain(std::string_view first, std::string_view rule, const std::string& zone, int count) {
  Maintenance window;
  window.starts = utc(first);
  window.ends = window.starts + 2h;
  const auto settled = windows::settled_rule(rule, window.starts, zone);
  if (!settled) return {settled.error().message};
  window.recurrence = *settled;
  std::vector<std::string> result;
  while (count-- > 0) {
    const auto next = windows::next(window, window.starts, zone);
    if (!next) {
      result.emplace_back("end");
      break;
    }
    result.push_back(utc_minute(next->starts).substr(0, 16));
    window.starts = next->starts;
    window.recurrence = next->rule;
  }
  return result;
}

using Lines = std::vector<std::string>;

TEST(MaintenancePlan, KeepsTheLocalClockOverTheSpringChange) {
  // 2026-03-29 in Berlin: 02:00 becomes 03:00.
  EXPECT_EQ(chain("2026-03-22 03:00", "FREQ=WEEKLY", berlin, 3),
            (Lines{"2026-03-29 02:00", "2026-04-05 02:00", "2026-04-12 02:00"}))
      << "04:00 on the wall, always";
}

TEST(MaintenancePlan, KeepsTheLocalClockOverTheAutumnChange) {
  // 2026-10-25 in Berlin: 03:00 becomes 02:00.
  EXPECT_EQ(chain("2026-10-18 02:00", "FREQ=WEEKLY", berlin, 2), (Lines{"2026-10-25 03:00", "2026-11-01 03:00"}));
}

TEST(MaintenancePlan, AStartInTheSkippedHourIsPutOffAndDoesNotMoveTheOnesAfterIt) {
  // 02:30 on the wall; on 29 March there is none, so it begins at 03:00 = 01:00 UTC, and afterwards at 02:30 again.
  EXPECT_EQ(chain("2026-03-22 01:30", "FREQ=WEEKLY", berlin, 3),
            (Lines{"2026-03-29 01:00", "2026-04-05 00:30", "2026-04-12 00:30"}));
}

TEST(MaintenancePlan, AStartInTheHourThatComesTwiceIsInTheFirstOfThem) {
  EXPECT_EQ(chain("2026-10-18 00:30", "FREQ=WEEKLY", berlin, 2), (Lines{"2026-10-25 00:30", "2026-11-01 01:30"}));
}

TEST(MaintenancePlan, TheFirstSundayOfEachMonth) {
  EXPECT_EQ(chain("2026-12-06 02:00", "freq=monthly;byday=1su", "UTC", 4),
            (Lines{"2027-01-03 02:00", "2027-02-07 02:00", "2027-03-07 02:00", "2027-04-04 02:00"}));
}

TEST(MaintenancePlan, EndsWithItsCountOrItsDay) {
  EXPECT_EQ(chain("2026-03-02 02:00", "FREQ=WEEKLY;COUNT=3", "UTC", 5),
            (Lines{"2026-03-09 02:00", "2026-03-16 02:00", "end"}));
  EXPECT_EQ(chain("2026-03-02 02:00", "FREQ=WEEKLY;UNTIL=20260309", "UTC", 5), (Lines{"2026-03-09 02:00", "end"}));
  EXPECT_EQ(chain("2026-03-02 02:00", "FREQ=WEEKLY;UNTIL=20260309T015900Z", "UTC", 5), (Lines{"end"}));
  EXPECT_EQ(chain("2026-03-02 02:00", "FREQ=WEEKLY;COUNT=1", "UTC", 5), (Lines{"end"}));
}

TEST(MaintenancePlan, SeveralTimesADay) {
  EXPECT_EQ(chain("2026-03-02 02:00", "FREQ=DAILY;BYHOUR=2,14", "UTC", 3),
            (Lines{"2026-03-02 14:00", "2026-03-03 02:00", "2026-03-03 14:00"}));
}

TEST(MaintenancePlan, WindowsThatPassedMeanwhileAreSkippedAndCounted) {
  Maintenance window;
  window.starts = utc("2026-03-02 02:00");
  window.ends = window.starts + 2h;
  window.recurrence = *windows::settled_rule("FREQ=WEEKLY;COUNT=5", window.starts, "UTC");
  const auto next = windows::next(window, utc("2026-03-17 12:00"), "UTC");
  ASSERT_TRUE(next);
  EXPECT_EQ(utc_minute(next->starts), "2026-03-23 02:00 UTC");
  EXPECT_TRUE(next->rule.contains("COUNT=2")) << next->rule;
}

TEST(MaintenancePlan, RefusesRulesThatAreNoneOrDoNotFitTheStart) {
  const auto refused = [](std::string_view rule, std::string_view starts = "2026-12-05 02:00") {
    const auto settled = windows::settled_rule(rule, utc(starts), "UTC");
    return settled ? "accepted: " + *settled : settled.error().message;
  };
  EXPECT_TRUE(refused("").contains("no rule"));
  EXPECT_TRUE(refused("first sun").contains("no rule"));
  EXPECT_TRUE(refused("FREQ=SOMETIMES").contains("no rule"));
  EXPECT_TRUE(refused("FREQ=MONTHLY;BYDAY=1SU\nX").contains("no rule"));
  EXPECT_TRUE(refused("FREQ=DAILY;RSCALE=CHINESE").contains("no rule"));
  EXPECT_TRUE(refused(std::string(5000, 'A')).contains("no rule"));
  EXPECT_TRUE(refused("FREQ=HOURLY").contains("more often than daily"));
  EXPECT_TRUE(refused("FREQ=MONTHLY;BYDAY=1SU")
                  .contains("2026-12-05 02:00 is not one of its days. The first that is: "
                            "2026-12-06 02:00"));
  EXPECT_TRUE(refused("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").contains("never comes true"));
  EXPECT_EQ(refused("RRULE:FREQ=WEEKLY;", "2026-12-05 02:30"), "accepted: FREQ=WEEKLY;BYHOUR=2;BYMINUTE=30");
}

TEST(MaintenancePlan, RulesInWords) {
  EXPECT_EQ(maintenance_rule::in_words("FREQ=MONTHLY;BYDAY=1SU;BYHOUR=2;BYMINUTE=0"), "every first Sunday");
  EXPECT_EQ(maintenance_rule::in_words("FREQ=MONTHLY;BYDAY=-1FR"), "every last Friday");
  EXPECT_EQ(maintenance_rule::in_words("FREQ=WEEKLY;BYDAY=SU"), "every Sunday");
  EXPECT_EQ(maintenance_rule::in_words("FREQ=WEEKLY;INTERVAL=2"), "every 2 weeks");
  EXPECT_EQ(maintenance_rule::in_words("FREQ=DAILY"), "every day");
  EXPECT_EQ(maintenance_rule::in_words("FREQ=WEEKLY;BYDAY=MO,TU"), "by the rule FREQ=WEEKLY;BYDAY=MO,TU");
}

TEST(MaintenancePlan, PhasesThatLieBeforeTheStart) {
  EXPECT_EQ(windows::before_start("72 h before"), Duration{72h});
  EXPECT_EQ(windows::before_start("1 week before"), Duration{168h});
  EXPECT_EQ(windows::before_start("30min before"), Duration{30min});
  EXPECT_EQ(windows::before_start("during"), std::nullopt);
  EXPECT_EQ(windows::before_start("1 h after"), std::nullopt);
  EXPECT_EQ(windows::before_start("99999999999 h before"), std::nullopt);
  EXPECT_EQ(windows::before_start(""), std::nullopt);
}

TEST(MaintenancePlan, OverlapsAreOfOpenWindowsThatShareAComponentAndATime) {
  Upkeep upkeep;
  Maintenance window;
  window.id = {1};
  window.components = {"db"};
  window.starts = utc("2026-03-02 02:00");
  window.ends = utc("2026-03-02 04:00");
  upkeep.windows = {window};
  const auto hits = [&](std::vector<std::string> components, std::string_view from, std::string_view to,
                        std::int64_t except = 0) {
    return windows::overlapping(upkeep, components, utc(from), utc(to), {except}).size();
  };
  EXPECT_EQ(hits({"db"}, "2026-03-02 03:59", "2026-03-02 05:00"), 1U);
  EXPECT_EQ(hits({"db"}, "2026-03-02 04:00", "2026-03-02 05:00"), 0U) << "one begins when the other ends";
  EXPECT_EQ(hits({"db"}, "2026-03-02 01:00", "2026-03-02 02:00"), 0U);
  EXPECT_EQ(hits({"api"}, "2026-03-02 02:00", "2026-03-02 04:00"), 0U);
  EXPECT_EQ(hits({"db"}, "2026-03-02 02:00", "2026-03-02 04:00", 1), 0U) << "itself";
  upkeep.windows[0].state = MaintenanceState::cancelled;
  EXPECT_EQ(hits({"db"}, "2026-03-02 02:00", "2026-03-02 04:00"), 0U);
}

TEST(MaintenancePlan, HoldsOnlyWhatItCoversWhole) {
  State state;
  Maintenance window;
  window.id = {3};
  window.state = MaintenanceState::in_progress;
  window.components = {"db", "api"};
  window.ends = utc("2026-03-02 04:00");
  state.upkeep.windows = {window};
  const auto degraded = ComponentStatus::degraded_performance;
  EXPECT_EQ(held_by(state, {{"db", degraded}}).number, 3);
  EXPECT_EQ(held_by(state, {{"db", degraded}, {"api", degraded}}).number, 3);
  EXPECT_EQ(held_by(state, {{"db", degraded}, {"web", degraded}}).number, 0);
  EXPECT_EQ(held_by(state, {}).number, 0) << "nobody knows what it is about";
  window.id = {4};
  window.ends += 1h;
  state.upkeep.windows.push_back(window);
  EXPECT_EQ(held_by(state, {{"db", degraded}}).number, 4) << "the one that ends last";
  for (auto& each : state.upkeep.windows) each.state = MaintenanceState::scheduled;
  EXPECT_EQ(held_by(state, {{"db", degraded}}).number, 0) << "it has not begun";
}

}  // namespace
}  // namespace playbooks
