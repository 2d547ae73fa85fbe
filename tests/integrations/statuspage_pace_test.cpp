#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "integrations/statuspage/directory.hpp"
#include "integrations/statuspage/pace.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::from_millis;
using playbooks::Time;

constexpr auto t0 = std::int64_t{1'800'000'000'000};

TEST(StatuspageGateTest, LetsFiveThroughAtOnceThenOneASecond) {
  Gate gate;
  const Time now = from_millis(t0);
  for (int i = 0; i < Gate::burst; ++i) {
    EXPECT_EQ(gate.next(now), now) << i;
    gate.sent(now);
  }
  EXPECT_EQ(gate.next(now), now + 1s);
  gate.sent(now + 1s);
  EXPECT_EQ(gate.next(now + 1s), now + 2s);
  EXPECT_EQ(gate.next(now + 10s), now + 10s);
}

TEST(StatuspageGateTest, NeverSendsMoreThanSixtyInAnyRollingMinute) {
  Gate gate;
  std::vector<Time> sent;
  for (Time now = from_millis(t0); now < from_millis(t0) + 10min; now += 50ms) {
    while (gate.next(now) == now) {
      gate.sent(now);
      sent.push_back(now);
    }
  }
  for (std::size_t i = 0; i + 60 < sent.size(); ++i) EXPECT_GT(sent[i + 60] - sent[i], 60s) << i;
  EXPECT_GT(sent.size(), 580U);  // and does not waste what is allowed
}

TEST(StatuspageGateTest, TheIdleLeaveRoomForWhatPeopleWaitFor) {
  Gate gate;
  const Time now = from_millis(t0);
  EXPECT_EQ(gate.next_idle(now), now);
  gate.sent(now);
  gate.sent(now);
  EXPECT_EQ(gate.next_idle(now), now + 1s) << "two at once, no more";
  EXPECT_EQ(gate.next(now), now) << "while a publication may still leave";
  EXPECT_EQ(gate.next_idle(now + 5s), now + 5s);

  Gate busy;
  for (int i = 0; i < 45; ++i) busy.sent(now + i * 1s);
  EXPECT_EQ(busy.next_idle(now + 50s), now + Gate::window) << "the rest of the minute is for publications";
  EXPECT_EQ(busy.next(now + 50s), now + 50s);
  busy.hold_until(now + 90s);
  EXPECT_EQ(busy.next_idle(now + 70s), now + 90s);
}

TEST(StatuspageGateTest, WaitsAsToldAndAnEarlierLongerHoldStays) {
  Gate gate;
  const Time now = from_millis(t0);
  gate.hold_until(now + 60s);
  gate.hold_until(now + 5s);
  EXPECT_TRUE(gate.held(now));
  EXPECT_EQ(gate.next(now), now + 60s);
  EXPECT_EQ(gate.next(now + 60s), now + 60s);
  EXPECT_FALSE(gate.held(now + 60s));
}

TEST(StatuspageGateTest, AClockSetBackDelaysByNoMoreThanAMinute) {
  Gate gate;
  const Time now = from_millis(t0);
  for (int i = 0; i < 60; ++i) gate.sent(now + i * 1s);
  const Time before = now - 24h;
  EXPECT_LE(gate.next(before), before + Gate::window);
}

TEST(StatuspageBackOffTest, DoublesFromTwoSecondsToAMinuteForEachLane) {
  BackOff back_off;
  const Time now = from_millis(t0);
  EXPECT_EQ(back_off.next("a", now), now);
  for (const auto expected : {2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s})
    EXPECT_EQ(back_off.failed("a", now), now + expected) << expected.count();
  EXPECT_EQ(back_off.next("a", now), now + 60s);
  EXPECT_EQ(back_off.next("a", now + 2min), now + 2min);
  EXPECT_EQ(back_off.next("b", now), now);
  back_off.succeeded("a");
  EXPECT_EQ(back_off.failed("a", now), now + 2s);
}

TEST(StatuspageDirectoryTest, SaysWhatIsMissingAndWhatIsNearest) {
  Directory directory;
  EXPECT_FALSE(directory.loaded());
  directory.add(1, {}, from_millis(t0));
  EXPECT_TRUE(directory.loaded());
  EXPECT_NE(directory.find("API").problem.find("no components at all"), std::string::npos);

  directory.reload();
  directory.add(1, {{"1", "Checkout", ""}, {"2", "Databases", ""}, {"3", "API", ""}, {"4", "Search", ""}},
                from_millis(t0));
  const auto missing = directory.find("Databse");
  EXPECT_TRUE(missing.id.empty());
  EXPECT_TRUE(
      missing.problem.starts_with("The status page has no component \"Databse\"; the nearest are \"Databases\""))
      << missing.problem;
  EXPECT_NE(missing.problem.find("correct its name in the configuration"), std::string::npos);
}

TEST(StatuspageDirectoryTest, TwoOfOneNameAreRefusedAnExactNameWinsOverCase) {
  Directory directory;
  directory.add(1, {{"1", "API", ""}, {"2", "api", ""}, {"3", "Web", ""}, {"4", "Web", ""}, {"", "Nameless", ""}},
                from_millis(t0));
  EXPECT_EQ(directory.find("API").id, "1");
  EXPECT_EQ(directory.find("api").id, "2");
  const auto either = directory.find("Api");
  EXPECT_TRUE(either.id.empty());
  EXPECT_NE(either.problem.find("2 components named \"Api\" (ids 1, 2)"), std::string::npos) << either.problem;
  EXPECT_TRUE(directory.find("Web").id.empty());
  EXPECT_TRUE(directory.find("Nameless").id.empty());
  EXPECT_EQ(directory.by_id("3")->name, "Web");
  EXPECT_EQ(directory.by_id("9"), nullptr);
}

TEST(StatuspageDirectoryTest, ReadsPageByPageAndUsesTheOldListUntilTheNewOneIsWhole) {
  Directory directory;
  std::vector<Listed> full(Directory::page_size, Listed{"x", "X", ""});
  full.back() = {"1", "API", ""};
  directory.add(1, full, from_millis(t0));
  EXPECT_FALSE(directory.loaded());
  EXPECT_EQ(directory.next_page(), 2);
  directory.add(1, full, from_millis(t0));  // the same page, asked for twice
  EXPECT_EQ(directory.next_page(), 2);
  directory.add(2, {{"2", "Web", ""}}, from_millis(t0 + 5));
  EXPECT_EQ(directory.loaded_at(), from_millis(t0 + 5));
  EXPECT_EQ(directory.find("API").id, "1");

  directory.reload();
  EXPECT_TRUE(directory.reading());
  EXPECT_EQ(directory.find("Web").id, "2");
  directory.add(1, {{"7", "Web", ""}}, from_millis(t0 + 9));
  EXPECT_EQ(directory.find("Web").id, "7");
  EXPECT_TRUE(directory.find("API").id.empty());
}

}  // namespace
}  // namespace integrations::statuspage
