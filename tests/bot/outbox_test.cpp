#include "bot/outbox.hpp"

#include <gtest/gtest.h>

#include "bot_support.hpp"

namespace {

using bot_test::Bot;
using integrations::Refused;
using integrations::Retry;
using integrations::Unknown;
using namespace std::chrono_literals;

bool settled(const Bot& bot) {
  return bot.outbox->waiting().effects == 0 && bot.reader.undelivered().empty();
}

TEST(Outbox, DeliversEverythingOnceInTheOrderOfItsLane) {
  Bot bot;
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  EXPECT_EQ(bot.world.times("INC-1/1/card"), 1);
  EXPECT_EQ(bot.world.times("INC-1/1/thread"), 1);
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 1);
  EXPECT_TRUE(settled(bot));
}

TEST(Outbox, TriesAgainAtTheTimeNamedAndNotBefore) {
  Bot bot;
  const auto at = bot.clock.now() + 40s;
  bot.world.outcomes["public"] = {Retry{at, "rate limit"}};
  bot.say("incident declare P1 Down on api");
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 1);
  EXPECT_EQ(bot.outbox->waiting().why, "rate limit");
  bot.pass(40s - 1ms);
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 1);
  EXPECT_EQ(bot.world.times("INC-1/1/thread"), 1) << "a stuck lane blocks nobody else";
  bot.pass(1s);
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 2);
  EXPECT_TRUE(bot.world.asked.empty()) << "certainly not done: nothing to look up";
  bot.pass(1min);
  EXPECT_TRUE(settled(bot));
}

TEST(Outbox, NothingOvertakesInsideALane) {
  Bot bot;
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  bot.world.tried.clear();
  bot.world.outcomes["public"] = {Retry{bot.clock.now() + 2s, "busy"}};
  bot.say("incident status INC-1 identified First words");
  bot.say("incident status INC-1 monitoring Second words");
  bot.pass(1min);
  std::vector<std::string> page;
  for (const auto& sent : bot.world.tried)
    if (sent.key.ends_with("/public")) page.push_back(sent.key);
  ASSERT_EQ(page.size(), 3U);
  EXPECT_EQ(page[0], page[1]);
  EXPECT_LT(page[1], page[2]);
}

TEST(Outbox, LooksBeforeItSendsAgainAfterAnUnclearAnswer) {
  for (const bool arrived : {true, false}) {
    Bot bot;
    bot.world.outcomes["public"] = {Unknown{"time-out"}};
    bot.say("incident declare P1 Down on api");
    if (arrived) bot.world.arrived.insert("INC-1/1/public");
    bot.pass(5min);
    EXPECT_EQ(bot.world.times("INC-1/1/public"), arrived ? 1 : 2);
    EXPECT_FALSE(bot.world.asked.empty());
    EXPECT_TRUE(settled(bot));
    EXPECT_EQ(bot.reader.receipt("INC-1/1/public")->id == "ts-found", arrived);
  }
}

TEST(Outbox, SendsNothingWhileItCannotLook) {
  Bot bot;
  bot.world.outcomes["public"] = {Unknown{"time-out"}};
  for (int i = 0; i < 3; ++i) bot.world.lookups.emplace_back(Retry{bot.clock.now() + 1min * (i + 1), "down"});
  bot.say("incident declare P1 Down on api");
  bot.pass(2min);
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 1);
  bot.pass(5min);
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 2);
  EXPECT_TRUE(settled(bot));
}

TEST(Outbox, GivesUpWhatIsRefusedSaysSoAndGoesOn) {
  Bot bot;
  bot.world.outcomes["public"] = {Refused{"the key is wrong"}};
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 1);
  EXPECT_TRUE(settled(bot));
  EXPECT_EQ(bot.engine->incident({1})->page.trouble, "the key is wrong");
  bot.say("incident update INC-1 More is known");
  bot.pass(1min);
  EXPECT_TRUE(bot.engine->incident({1})->page.trouble.empty());
}

TEST(Outbox, AfterARestartWhatHadArrivedIsNotSentAgain) {
  for (const bool arrived : {true, false}) {
    Bot bot;
    for (auto* what : {"card", "thread", "public"}) bot.world.outcomes[what] = {Retry{bot.clock.now() + 2s, "busy"}};
    bot.say("incident declare P1 Down on api");
    bot.world.outcomes.clear();
    if (arrived) bot.world.arrived = {"INC-1/1/card", "INC-1/1/thread", "INC-1/1/public"};
    bot.world.tried.clear();
    bot.restart();
    bot.pass(1min);
    for (const auto* key : {"INC-1/1/card", "INC-1/1/public"}) EXPECT_EQ(bot.world.times(key), arrived ? 0 : 1) << key;
    EXPECT_TRUE(settled(bot));
  }
}

/// Slack's look-ups are limited: each must settle what it has learned, or many incidents would never get through.
TEST(Outbox, AfterARestartLooksUpGroupByGroup) {
  Bot bot;
  for (auto* what : {"card", "thread", "public"}) bot.world.outcomes[what] = {Retry{bot.clock.now() + 2s, "busy"}};
  for (int i = 1; i <= 15; ++i) bot.say("incident declare P1 \"Down " + std::to_string(i) + "\" on api");
  bot.world.outcomes.clear();
  bot.world.tried.clear();
  bot.restart();
  bot.pass(1min);
  EXPECT_TRUE(settled(bot));
  for (const auto& keys : bot.world.asked) {
    std::set<std::string> groups;
    for (const auto& key : keys) groups.insert(key.substr(0, key.find('/')) + key.substr(key.rfind('/')));
    EXPECT_LE(groups.size(), 1U) << "one look-up, one group";
  }
  for (const auto* key : {"INC-1/1/card", "INC-15/1/card", "INC-15/1/public"})
    EXPECT_EQ(bot.world.times(key), 1) << key;
}

TEST(Outbox, WhatSlackRefusesIsNotToldOnSlackWithoutEnd) {
  Bot bot;
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  bot.world.tried.clear();
  for (int i = 0; i < 50; ++i) bot.world.outcomes["thread"].emplace_back(Refused{"the channel is archived"});
  bot.say("incident note INC-1 Seen in the logs");
  bot.pass(10min);
  std::erase_if(bot.world.tried, [](const auto& sent) { return sent.key.contains("/card"); });  // it grows older
  EXPECT_EQ(bot.world.tried.size(), 1U);
  EXPECT_TRUE(settled(bot));
}

TEST(Outbox, WhatWasSentIsNeverSentAgainWhileTheDiskRefuses) {
  Bot bot;
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  bot.world.tried.clear();
  bot.world.outcomes["public"] = {Retry{bot.clock.now() + 10s, "busy"}};
  bot.say("incident update INC-1 More is known");
  bot.journal.failing = true;
  bot.pass(2min);
  const auto tried = bot.world.tried.size();
  EXPECT_FALSE(settled(bot));
  bot.pass(2min);
  EXPECT_EQ(bot.world.tried.size(), tried);
  bot.journal.failing = false;
  bot.pass(1min);
  EXPECT_TRUE(settled(bot));
  std::map<std::string, int> times;
  for (const auto& sent : bot.world.tried)
    if (sent.key.ends_with("/thread")) EXPECT_EQ(++times[sent.key], 1) << sent.key;
  EXPECT_TRUE(bot.reader.verify().problems.empty());
}

TEST(Outbox, JoinsTextsThatHadToWait) {
  Bot bot;
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  bot.world.tried.clear();
  bot.world.outcomes["thread"] = {Retry{bot.clock.now() + 1min, "rate limit"}};
  for (int i = 0; i < 5; ++i) bot.say("incident note INC-1 fact number " + std::to_string(i));
  bot.pass(5min);
  std::vector<bot_test::World::Sent> texts;
  for (const auto& sent : bot.world.tried)
    if (sent.key.ends_with("/thread")) texts.push_back(sent);
  ASSERT_EQ(texts.size(), 2U) << "the refused try, and one for all five";
  EXPECT_EQ(texts[1].merged.size(), 4U);
  EXPECT_TRUE(settled(bot));
}

TEST(Outbox, SendsNothingThatIsTooLate) {
  Bot bot;
  auto late = bot_test::effect("in-1/answer", "slack:answer:U0ANN", playbooks::Answer{"C0INC", "U0ANN", "", "hello"},
                               bot.clock.now() - 10min);
  late.expires = bot.clock.now() - 5min;
  bot.outbox->add({late});
  bot.settle();
  EXPECT_EQ(bot.world.times("in-1/answer"), 0);
  EXPECT_EQ(bot.outbox->waiting().effects, 0U);
}

TEST(Outbox, WhatNobodyTakesIsSaidAndHoldsUpNothing) {
  Bot bot;
  bot.world.has_page = false;
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 0);
  EXPECT_EQ(bot.world.times("INC-1/1/thread"), 1);
  EXPECT_EQ(bot.engine->incident({1})->page.trouble, "nothing is configured that could deliver it");
  EXPECT_TRUE(settled(bot));
}

TEST(Outbox, SurvivesABugInADelivery) {
  Bot bot;
  bot.world.throws = 2;
  bot.say("incident declare P1 Down on api");
  bot.pass(5min);
  EXPECT_TRUE(settled(bot));
  EXPECT_FALSE(bot.world.asked.empty()) << "what threw may have arrived: look first";
}

TEST(Outbox, RemindersAreWithdrawnByAnUpdate) {
  Bot bot;
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  bot.world.outcomes["reminder"] = {Retry{bot.clock.now() + 2h, "rate limit"}};
  bot.pass(30min);
  EXPECT_EQ(bot.world.tried.back().key.ends_with("/reminder") || bot.outbox->waiting().effects > 0, true);
  bot.world.tried.clear();
  bot.say("incident update INC-1 Here it is");
  bot.pass(20min);
  for (const auto& sent : bot.world.tried) EXPECT_FALSE(sent.key.ends_with("/reminder")) << sent.key;
}

TEST(Outbox, BeginsNothingNewOnceItCloses) {
  Bot bot;
  bot.outbox->close();
  bot.say("incident declare P1 Down on api");
  bot.pass(1min);
  EXPECT_TRUE(bot.world.tried.empty());
  bot.restart();
  bot.pass(1min);
  EXPECT_EQ(bot.world.times("INC-1/1/public"), 1) << "it is on disk and goes out at the next start";
}

}  // namespace
