#include "bot/timer_loop.hpp"

#include <gtest/gtest.h>

#include "bot_support.hpp"

namespace {

using bot_test::Bot;
using namespace std::chrono_literals;

std::size_t reminders(const Bot& bot) {
  const auto events =
      bot.reader.history({.stream = "INC-1", .from = {}, .to = {}, .limit = 1000, .newest_first = false});
  return static_cast<std::size_t>(std::ranges::count_if(
      events, [](const auto& e) { return std::holds_alternative<playbooks::UpdateOverdue>(e.event); }));
}

playbooks::Timer timer(const Bot& bot, std::string name, playbooks::Duration in) {
  return {std::move(name), bot.clock.now() + in, playbooks::UpdateDue{{99}}};
}

TEST(TimerLoop, FiresWhenDueAndNotBefore) {
  Bot bot;
  bot.say("incident declare P1 Down");
  bot.pass(30min - 1ms);
  EXPECT_EQ(reminders(bot), 0U);
  bot.pass(1ms);
  EXPECT_EQ(reminders(bot), 1U);
}

TEST(TimerLoop, FiresOnceAfterADowntimeWhateverWasMissed) {
  Bot bot;
  bot.say("incident declare P1 Down");
  bot.timers->cancel({"INC-1/update-due", "INC-1/card-age"});  // as if it were not running
  bot.pass(24h);
  EXPECT_EQ(reminders(bot), 0U);
  bot.restart();
  bot.settle();
  EXPECT_EQ(reminders(bot), 1U);
  EXPECT_TRUE(bot.reader.verify().problems.empty());
}

TEST(TimerLoop, TriesAgainWhileTheDiskRefuses) {
  Bot bot;
  bot.say("incident declare P1 Down");
  bot.journal.failing = true;
  bot.pass(31min);
  EXPECT_EQ(reminders(bot), 0U);
  EXPECT_GT(bot.journal.failures, 1);
  bot.journal.failing = false;
  bot.pass(10s);
  EXPECT_EQ(reminders(bot), 1U);
}

TEST(TimerLoop, SettingTwiceIsSettingOnceAndTheLastCounts) {
  Bot bot;
  bot.timers->set({timer(bot, "a", 1min), timer(bot, "a", 5min)});
  EXPECT_EQ(bot.timers->size(), 1U);
  EXPECT_EQ(bot.timers->next_due(), bot.clock.now() + 5min);
  bot.timers->set({timer(bot, "a", 2min)});
  EXPECT_EQ(bot.timers->next_due(), bot.clock.now() + 2min);
}

TEST(TimerLoop, AnEarlierOneWakesTheSleeper) {
  Bot bot;
  bot.timers->set({timer(bot, "late", 1h)});
  bot.settle();
  bot.timers->set({timer(bot, "early", 1min)});
  bot.pass(1min);
  EXPECT_EQ(bot.timers->size(), 1U);
  EXPECT_EQ(bot.timers->next_due(), bot.clock.now() - 1min + 1h);
}

TEST(TimerLoop, CancelledOnesAndUnknownNamesDoNothing) {
  Bot bot;
  bot.timers->set({timer(bot, "a", 1min)});
  bot.settle();
  bot.timers->cancel({"a", "a", "unknown"});
  EXPECT_EQ(bot.timers->size(), 0U);
  EXPECT_FALSE(bot.timers->next_due());
  const auto commits = bot.journal.commits;
  bot.pass(2min);
  EXPECT_EQ(bot.journal.commits, commits);
}

TEST(TimerLoop, OverdueOnesFireInDueOrder) {
  Bot bot;
  bot.say("incident declare P1 First");
  bot.say("incident declare P1 Second");
  bot.timers->set({{"INC-2/update-due", bot.clock.now() - 10min, playbooks::UpdateDue{{2}}},
                   {"INC-1/update-due", bot.clock.now() - 20min, playbooks::UpdateDue{{1}}}});
  const auto inputs = bot.engine->counters().inputs;
  bot.settle();
  EXPECT_EQ(bot.engine->counters().inputs, inputs + 2);
  EXPECT_EQ(reminders(bot), 0U) << "nothing is owed yet, so a timer that fires early says nothing";
}

}  // namespace
