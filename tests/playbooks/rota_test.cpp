#include "playbooks/rota.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace playbooks {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::sys_days;
using std::chrono::year;

using LocalTime = std::chrono::local_time<std::chrono::minutes>;

Time utc(int y, unsigned month, unsigned day, Duration clock = 0ms) {
  return Time{sys_days{year{y} / std::chrono::month{month} / std::chrono::day{day}}} + clock;
}
LocalTime local(int y, unsigned month, unsigned day, std::chrono::minutes clock = 0min) {
  return local_days{year{y} / std::chrono::month{month} / std::chrono::day{day}} + clock;
}

Rotation weekly(std::vector<std::string> members, LocalTime start) {
  Rotation rotation;
  rotation.name = "weekly";
  rotation.members = std::move(members);
  rotation.start = start;
  return rotation;
}

Schedule schedule(std::string zone, std::vector<Rotation> rotations) {
  Schedule result;
  result.key = "primary";
  result.zone = std::move(zone);
  result.rotations = std::move(rotations);
  return result;
}

Override stands_in(int id, std::string person, Time from, Time to, std::string instead_of = {}) {
  Override result;
  result.id = id;
  result.schedule = "primary";
  result.person = std::move(person);
  result.instead_of = std::move(instead_of);
  result.from = from;
  result.to = to;
  return result;
}

std::string on(const Schedule& s, Time at, const OnCall& oncall = {}) {
  return rota::holder(s, oncall, at);
}

TEST(Rota, NobodyWhereNothingIsThere) {
  EXPECT_EQ(on(schedule("UTC", {}), utc(2026, 1, 1)), "");
  EXPECT_EQ(on(schedule("UTC", {weekly({}, local(2026, 1, 1))}), utc(2026, 2, 1)), "") << "a rotation without members";
  EXPECT_TRUE(rota::shifts(schedule("UTC", {}), {}, utc(2026, 1, 1), utc(2026, 2, 1)).empty());
  EXPECT_EQ(rota::next_change(schedule("UTC", {}), {}, utc(2026, 1, 1)), std::nullopt);
  auto elsewhere = schedule("UTC", {weekly({"ann"}, local(2026, 1, 1))});
  elsewhere.source = Schedule::Source::calendar;
  EXPECT_EQ(on(elsewhere, utc(2026, 2, 1)), "") << "never read yet; its rotations do not count";
  const auto whole = schedule("UTC", {weekly({"ann"}, local(2026, 1, 1))});
  EXPECT_TRUE(rota::shifts(whole, {}, utc(2026, 2, 1), utc(2026, 2, 1)).empty()) << "an empty span";
  EXPECT_TRUE(rota::shifts(whole, {}, utc(2026, 2, 2), utc(2026, 2, 1)).empty()) << "a span that ends before it begins";
}

TEST(Rota, AnUnknownZoneIsReadAsUtcRatherThanFailing) {
  const auto s = schedule("Mars/Olympus", {weekly({"ann", "bob"}, local(2026, 1, 5, 9h))});
  EXPECT_EQ(on(s, utc(2026, 1, 5, 9h) - 1ms), "");
  EXPECT_EQ(on(s, utc(2026, 1, 5, 9h)), "ann");
}

TEST(Rota, ARotationThatStartsInTheFutureHasNobodyUntilThen) {
  const auto s = schedule("Europe/Berlin", {weekly({"ann", "bob"}, local(2026, 12, 7, 9h))});
  EXPECT_EQ(on(s, utc(2026, 12, 7, 8h) - 1ms), "");
  EXPECT_EQ(on(s, utc(2026, 12, 7, 8h)), "ann");
  EXPECT_EQ(on(s, utc(2026, 12, 14, 8h)), "bob");
  EXPECT_EQ(rota::next_change(s, {}, utc(2026, 11, 21)), utc(2026, 12, 7, 8h));
  EXPECT_EQ(rota::next_change(s, {}, utc(2026, 10, 1)), std::nullopt) << "further away than 35 days";
  EXPECT_EQ(rota::next_change(s, {}, utc(2026, 10, 1), days{100}), utc(2026, 12, 7, 8h));
}

/// A daily handoff at 09:00 and the instants at which it happens around both changes of clocks in one year.
struct Change {
  const char* zone;
  LocalTime start;             // a day before
  std::vector<Time> handoffs;  // the first three
};

TEST(Rota, TheHandoffStaysOnTheClockOverBothChangesInThreeZones) {
  const std::vector<Change> changes = {
      {"Europe/Berlin", local(2026, 3, 28, 9h), {utc(2026, 3, 28, 8h), utc(2026, 3, 29, 7h), utc(2026, 3, 30, 7h)}},
      {"Europe/Berlin", local(2026, 10, 24, 9h), {utc(2026, 10, 24, 7h), utc(2026, 10, 25, 8h), utc(2026, 10, 26, 8h)}},
      {"America/New_York", local(2026, 3, 7, 9h), {utc(2026, 3, 7, 14h), utc(2026, 3, 8, 13h), utc(2026, 3, 9, 13h)}},
      {"America/New_York",
       local(2026, 10, 31, 9h),
       {utc(2026, 10, 31, 13h), utc(2026, 11, 1, 14h), utc(2026, 11, 2, 14h)}},
      {"Australia/Lord_Howe",
       local(2026, 4, 4, 9h),
       {utc(2026, 4, 3, 22h), utc(2026, 4, 4, 22h + 30min), utc(2026, 4, 5, 22h + 30min)}},
      {"Australia/Lord_Howe",
       local(2026, 10, 3, 9h),
       {utc(2026, 10, 2, 22h + 30min), utc(2026, 10, 3, 22h), utc(2026, 10, 4, 22h)}},
  };
  for (const auto& change : changes) {
    auto daily = weekly({"ann", "bob", "cat"}, change.start);
    daily.unit = Rotation::Unit::days;
    const auto s = schedule(change.zone, {daily});
    EXPECT_EQ(on(s, change.handoffs[0] - 1ms), "") << change.zone;
    const std::vector<Shift> expected = {{change.handoffs[0], change.handoffs[1], "ann"},
                                         {change.handoffs[1], change.handoffs[2], "bob"},
                                         {change.handoffs[2], change.handoffs[2] + 1h, "cat"}};
    EXPECT_EQ(rota::shifts(s, {}, change.handoffs[0] - 5h, change.handoffs[2] + 1h), expected)
        << change.zone << " " << rfc3339(change.handoffs[0]);
    EXPECT_EQ(rota::next_change(s, {}, change.handoffs[0]), change.handoffs[1]);
  }
}

TEST(Rota, AHandoffThatTheClockSkipsComesRightAfterTheGap) {
  auto daily = weekly({"ann", "bob"}, local(2026, 3, 28, 2h + 30min));
  daily.unit = Rotation::Unit::days;
  const auto s = schedule("Europe/Berlin", {daily});
  EXPECT_EQ(on(s, utc(2026, 3, 29, 1h) - 1ms), "ann");
  EXPECT_EQ(on(s, utc(2026, 3, 29, 1h)), "bob") << "02:30 does not exist; 03:00 CEST is the first instant after it";
  EXPECT_EQ(on(s, utc(2026, 3, 30, 30min)), "ann");
}

TEST(Rota, AHandoffThatComesTwiceCountsTheFirstTime) {
  auto daily = weekly({"ann", "bob"}, local(2026, 10, 24, 2h + 30min));
  daily.unit = Rotation::Unit::days;
  const auto s = schedule("Europe/Berlin", {daily});
  EXPECT_EQ(on(s, utc(2026, 10, 25, 30min) - 1ms), "ann");
  EXPECT_EQ(on(s, utc(2026, 10, 25, 30min)), "bob") << "02:30 CEST";
  EXPECT_EQ(on(s, utc(2026, 10, 25, 1h)), "bob") << "02:00 CET: the clock says 02:00 again, the shift goes on";
  EXPECT_EQ(on(s, utc(2026, 10, 25, 1h + 45min)), "bob");
  EXPECT_EQ(rota::next_change(s, {}, utc(2026, 10, 25, 1h)), utc(2026, 10, 26, 1h + 30min));
}

TEST(Rota, HoursAreCountedAsTheyPass) {
  auto shifts = weekly({"ann", "bob"}, local(2026, 10, 24, 20h));
  shifts.unit = Rotation::Unit::hours;
  shifts.length = 12;
  const auto s = schedule("Europe/Berlin", {shifts});
  EXPECT_EQ(on(s, utc(2026, 10, 25, 6h) - 1ms), "ann") << "12 h after 20:00 CEST is 07:00 CET";
  EXPECT_EQ(on(s, utc(2026, 10, 25, 6h)), "bob");
}

TEST(Rota, ALeapDayIsADay) {
  auto daily = weekly({"ann", "bob"}, local(2028, 2, 28));
  daily.unit = Rotation::Unit::days;
  const auto s = schedule("UTC", {daily});
  EXPECT_EQ(on(s, utc(2028, 2, 28, 12h)), "ann");
  EXPECT_EQ(on(s, utc(2028, 2, 29, 12h)), "bob");
  EXPECT_EQ(on(s, utc(2028, 3, 1, 12h)), "ann");
}

TEST(Rota, OfficeHoursLeaveTheRestToTheLayerBelow) {
  auto office = weekly({"ann"}, local(2026, 1, 5));
  office.restrictions = {{0x1f, 9h, 17h}};
  const auto night = weekly({"nia"}, local(2026, 1, 5));
  const auto s = schedule("Europe/Berlin", {night, office});
  EXPECT_EQ(on(s, utc(2026, 11, 20, 8h) - 1ms), "nia") << "Friday";
  EXPECT_EQ(on(s, utc(2026, 11, 20, 8h)), "ann");
  EXPECT_EQ(on(s, utc(2026, 11, 20, 16h) - 1ms), "ann");
  EXPECT_EQ(on(s, utc(2026, 11, 20, 16h)), "nia");
  EXPECT_EQ(on(s, utc(2026, 11, 21, 10h)), "nia") << "Saturday";
  EXPECT_EQ(rota::next_change(s, {}, utc(2026, 11, 20, 16h)), utc(2026, 11, 23, 8h));
  EXPECT_EQ(on(schedule("Europe/Berlin", {office}), utc(2026, 11, 21, 10h)), "") << "alone, it leaves a gap";
}

TEST(Rota, ARestrictionOverMidnightBelongsToTheDayItBegins) {
  auto nights = weekly({"ann"}, local(2026, 1, 5));
  nights.restrictions = {{0x10, 22h, 6h}};  // Friday nights
  const auto s = schedule("UTC", {nights});
  const std::vector<Shift> expected = {{utc(2026, 11, 20, 22h), utc(2026, 11, 21, 6h), "ann"},
                                       {utc(2026, 11, 27, 22h), utc(2026, 11, 28, 6h), "ann"}};
  EXPECT_EQ(rota::shifts(s, {}, utc(2026, 11, 20), utc(2026, 11, 29)), expected);
}

TEST(Rota, ARestrictionInTheSecondHourBeginsOnceAndIsNotInterrupted) {
  auto early = weekly({"ann"}, local(2026, 1, 5));
  early.restrictions = {{0x7f, 2h + 30min, 6h}};
  const auto s = schedule("Europe/Berlin", {early});
  const std::vector<Shift> autumn = {{utc(2026, 10, 25, 30min), utc(2026, 10, 25, 5h), "ann"}};
  EXPECT_EQ(rota::shifts(s, {}, utc(2026, 10, 24, 12h), utc(2026, 10, 25, 12h)), autumn);
  const std::vector<Shift> spring = {{utc(2026, 3, 29, 1h), utc(2026, 3, 29, 4h), "ann"}};
  EXPECT_EQ(rota::shifts(s, {}, utc(2026, 3, 28, 12h), utc(2026, 3, 29, 12h)), spring);
}

TEST(Rota, HolidaysHaveTheirOwnRotationAndTakeTheOthersDaysAway) {
  auto holidays = weekly({"hal"}, local(2026, 1, 5));
  holidays.on = Rotation::On::holidays;
  auto working = weekly({"ann"}, local(2026, 1, 5));
  working.on = Rotation::On::other_days;
  auto s = schedule("Europe/Berlin", {working, holidays});
  s.holidays = {year{2026} / 12 / 25, year{2026} / 12 / 26};
  const std::vector<Shift> expected = {{utc(2026, 12, 24), utc(2026, 12, 24, 23h), "ann"},
                                       {utc(2026, 12, 24, 23h), utc(2026, 12, 26, 23h), "hal"},
                                       {utc(2026, 12, 26, 23h), utc(2026, 12, 28), "ann"}};
  EXPECT_EQ(rota::shifts(s, {}, utc(2026, 12, 24), utc(2026, 12, 28)), expected);
  EXPECT_TRUE(rota::is_holiday(s, utc(2026, 12, 24, 23h))) << "Christmas begins at midnight in Berlin";
  EXPECT_FALSE(rota::is_holiday(s, utc(2026, 12, 24, 23h) - 1ms));
  EXPECT_EQ(rota::rotation_holder(s, holidays, utc(2026, 12, 24, 12h)), "");
  s.rotations = {working};
  EXPECT_EQ(on(s, utc(2026, 12, 25, 12h)), "") << "nobody takes the holidays";
}

TEST(Rota, ANightThatBeginsOnAHolidayIsTheHolidaysToItsEnd) {
  auto nights = weekly({"hal"}, local(2026, 1, 5));
  nights.on = Rotation::On::holidays;
  nights.restrictions = {{0x7f, 18h, 9h}};
  auto s = schedule("UTC", {nights});
  s.holidays = {year{2026} / 12 / 25};
  const std::vector<Shift> expected = {{utc(2026, 12, 25, 18h), utc(2026, 12, 26, 9h), "hal"}};
  EXPECT_EQ(rota::shifts(s, {}, utc(2026, 12, 20), utc(2026, 12, 31)), expected);
}

TEST(Override, StandsBeforeEverything) {
  const auto s = schedule("UTC", {weekly({"ann", "bob"}, local(2026, 11, 16))});
  OnCall oncall;
  oncall.overrides = {stands_in(1, "cat", utc(2026, 11, 18, 10h), utc(2026, 11, 18, 12h))};
  EXPECT_EQ(on(s, utc(2026, 11, 18, 10h) - 1ms, oncall), "ann");
  EXPECT_EQ(on(s, utc(2026, 11, 18, 10h), oncall), "cat");
  EXPECT_EQ(on(s, utc(2026, 11, 18, 12h), oncall), "ann") << "its end is not included";
  EXPECT_EQ(rota::scheduled_holder(s, oncall, utc(2026, 11, 18, 11h)), "ann");
  EXPECT_EQ(rota::next_change(s, oncall, utc(2026, 11, 18)), utc(2026, 11, 18, 10h));
  oncall.overrides[0].schedule = "another";
  EXPECT_EQ(on(s, utc(2026, 11, 18, 11h), oncall), "ann");
}

TEST(Override, FillsAGap) {
  OnCall oncall;
  oncall.overrides = {stands_in(1, "cat", utc(2026, 11, 18), utc(2026, 11, 19))};
  EXPECT_EQ(on(schedule("UTC", {}), utc(2026, 11, 18), oncall), "cat");
}

TEST(Override, InsteadOfSomebodyReplacesOnlyThatPerson) {
  const auto s = schedule("UTC", {weekly({"ann", "bob"}, local(2026, 11, 16))});
  OnCall oncall;
  oncall.overrides = {stands_in(1, "cat", utc(2026, 11, 20), utc(2026, 11, 25), "ann")};
  const std::vector<Shift> expected = {{utc(2026, 11, 19), utc(2026, 11, 20), "ann"},
                                       {utc(2026, 11, 20), utc(2026, 11, 23), "cat"},
                                       {utc(2026, 11, 23), utc(2026, 11, 26), "bob"}};
  EXPECT_EQ(rota::shifts(s, oncall, utc(2026, 11, 19), utc(2026, 11, 26)), expected);
}

TEST(Override, TheNewestOfTwoWins) {
  const auto s = schedule("UTC", {weekly({"ann"}, local(2026, 11, 16))});
  OnCall oncall;  // not in the order of their numbers
  oncall.overrides = {stands_in(2, "dan", utc(2026, 11, 18), utc(2026, 11, 20)),
                      stands_in(1, "cat", utc(2026, 11, 17), utc(2026, 11, 19))};
  const std::vector<Shift> expected = {{utc(2026, 11, 16), utc(2026, 11, 17), "ann"},
                                       {utc(2026, 11, 17), utc(2026, 11, 18), "cat"},
                                       {utc(2026, 11, 18), utc(2026, 11, 20), "dan"},
                                       {utc(2026, 11, 20), utc(2026, 11, 21), "ann"}};
  EXPECT_EQ(rota::shifts(s, oncall, utc(2026, 11, 16), utc(2026, 11, 21)), expected);
}

TEST(Override, WhoStandsInCanBeReplacedToo) {
  const auto s = schedule("UTC", {weekly({"ann"}, local(2026, 11, 16))});
  OnCall oncall;
  oncall.overrides = {stands_in(1, "bob", utc(2026, 11, 17), utc(2026, 11, 20), "ann"),
                      stands_in(2, "cat", utc(2026, 11, 18), utc(2026, 11, 19), "bob")};
  EXPECT_EQ(on(s, utc(2026, 11, 17), oncall), "bob");
  EXPECT_EQ(on(s, utc(2026, 11, 18), oncall), "cat");
  EXPECT_EQ(on(s, utc(2026, 11, 19), oncall), "bob");
  oncall.overrides[1].instead_of = "ann";
  EXPECT_EQ(on(s, utc(2026, 11, 18), oncall), "bob") << "ann is not on then";
}

TEST(Override, OfNoLengthIsNothing) {
  OnCall oncall;
  oncall.overrides = {stands_in(1, "cat", utc(2026, 11, 18), utc(2026, 11, 18)),
                      stands_in(2, "dan", utc(2026, 11, 19), utc(2026, 11, 17))};
  EXPECT_TRUE(rota::shifts(schedule("UTC", {}), oncall, utc(2026, 11, 1), utc(2026, 12, 1)).empty());
}

TEST(Imported, IsReadAsItIs) {
  auto s = schedule("UTC", {});
  s.source = Schedule::Source::pagerduty;
  OnCall oncall;
  oncall.imported["primary"].shifts = {{utc(2026, 11, 16, 1ms), utc(2026, 11, 17), "ann"},
                                       {utc(2026, 11, 17), utc(2026, 11, 18), "ann"},
                                       {utc(2026, 11, 19), utc(2026, 11, 20), "bob"}};
  EXPECT_EQ(on(s, utc(2026, 11, 16), oncall), "");
  EXPECT_EQ(on(s, utc(2026, 11, 16, 1ms), oncall), "ann");
  EXPECT_EQ(rota::next_change(s, oncall, utc(2026, 11, 16, 1h)), utc(2026, 11, 18)) << "the same person goes on";
  EXPECT_EQ(on(s, utc(2026, 11, 18), oncall), "");
  EXPECT_EQ(on(s, utc(2026, 11, 20), oncall), "");
  EXPECT_EQ(rota::next_change(s, oncall, utc(2026, 11, 20)), std::nullopt);
  oncall.overrides = {stands_in(1, "cat", utc(2026, 11, 18), utc(2026, 11, 19, 1h))};
  EXPECT_EQ(on(s, utc(2026, 11, 19), oncall), "cat");
}

TEST(Quiet, HoursGoOverMidnightInThePersonsZone) {
  Responder ann;
  EXPECT_FALSE(rota::is_quiet(ann, "UTC", utc(2026, 1, 1, 3h))) << "none given";
  ann.quiet = QuietHours{22h, 7h};
  EXPECT_TRUE(rota::is_quiet(ann, "UTC", utc(2026, 1, 1, 22h)));
  EXPECT_TRUE(rota::is_quiet(ann, "UTC", utc(2026, 1, 1, 7h) - 1ms));
  EXPECT_FALSE(rota::is_quiet(ann, "UTC", utc(2026, 1, 1, 7h)));
  EXPECT_TRUE(rota::is_quiet(ann, "America/New_York", utc(2026, 1, 1, 11h)));
  ann.zone = "Europe/Berlin";
  EXPECT_FALSE(rota::is_quiet(ann, "America/New_York", utc(2026, 1, 1, 11h)));
  EXPECT_TRUE(rota::is_quiet(ann, "UTC", utc(2026, 7, 1, 20h))) << "22:00 in summer";
  ann.quiet = QuietHours{9h, 17h};
  EXPECT_TRUE(rota::is_quiet(ann, "UTC", utc(2026, 1, 1, 8h)));
  ann.quiet = QuietHours{9h, 9h};
  EXPECT_FALSE(rota::is_quiet(ann, "UTC", utc(2026, 1, 1, 8h)));
}

TEST(Rota, IsQuickHoweverLongAgoItBegan) {
  auto office = weekly({"ann", "bob", "cat"}, local(1990, 1, 1, 9h));
  office.restrictions = {{0x1f, 9h, 12h}, {0x1f, 13h, 17h}, {0x60, 22h, 6h}};
  auto hours = weekly({"dan", "eve"}, local(1990, 1, 1));
  hours.unit = Rotation::Unit::hours;
  hours.length = 1;
  auto holidays = weekly({"hal"}, local(1990, 1, 1));
  holidays.on = Rotation::On::holidays;
  auto s = schedule("Europe/Berlin", {hours, office, holidays});
  s.holidays = {year{2026} / 12 / 25};
  const auto begin = std::chrono::steady_clock::now();
  std::size_t named = 0;
  for (int i = 0; i < 10'000; ++i) named += on(s, utc(2026, 11, 21) + i * 1min).size();
  const auto each = (std::chrono::steady_clock::now() - begin) / 10'000;
  const auto before = std::chrono::steady_clock::now();
  const auto shifts = rota::shifts(s, {}, utc(2026, 11, 21), utc(2026, 11, 21) + days{60});
  const auto walk = std::chrono::steady_clock::now() - before;
  std::cout << "holder " << each / 1ns << " ns, 60 days (" << shifts.size() << " shifts) " << walk / 1us << " us\n";
  EXPECT_EQ(named, 30'000U);
  EXPECT_LT(each, 200us) << "with sanitizers on a busy machine; a few microseconds otherwise";
  EXPECT_LT(walk, 1s);
}

}  // namespace
}  // namespace playbooks
