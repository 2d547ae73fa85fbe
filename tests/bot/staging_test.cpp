#include "bot/staging.hpp"

#include <gtest/gtest.h>

#include "bot_support.hpp"

namespace {

using bot::Staging;
using namespace playbooks;

struct StagingTest : testing::Test {
  bot_test::Bot bot;
  Staging staging{bot.reader.load_state(), bot.reader, bot.policy};
  Context ann{{"U0ANN", "ann"}, bot.clock.now(), "in-1"};

  Result<std::vector<Recorded>> declare(const std::string& title) {
    DeclareIncident command;
    command.title = title;
    command.severity = "P1";
    command.components = {{"api", ComponentStatus::major_outage}};
    return staging.execute(command, ann);
  }
};

TEST_F(StagingTest, ADroppedInputLeavesItsNeighboursAndNothingElse) {
  staging.begin_input();
  ASSERT_TRUE(declare("Kept"));
  staging.keep_input(storage::InputRow{"in-1", "slash", ann.now, {}, "", ""});
  staging.begin_input();
  ASSERT_TRUE(declare("Dropped"));
  EXPECT_EQ(staging.staged().incidents.size(), 2U);
  staging.drop_input();
  EXPECT_EQ(staging.staged().incidents.size(), 1U);
  EXPECT_EQ(staging.staged().claims.at("api").size(), 1U);
  staging.begin_input();
  const auto again = declare("Second");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->front().stream, "INC-2") << "the number of a dropped one is free again";
  staging.keep_input(std::nullopt);
  const auto stage = staging.take();
  EXPECT_EQ(stage.inputs.size(), 1U);
  EXPECT_EQ(stage.events.size(), 2U);
  EXPECT_EQ(stage.incidents.size(), 2U);
}

TEST_F(StagingTest, AFailedBatchPutsMemoryBack) {
  const auto before = staging.committed();
  staging.begin_input();
  ASSERT_TRUE(declare("Lost"));
  staging.keep_input(std::nullopt);
  staging.take();
  EXPECT_TRUE(staging.committed().incidents.empty()) << "not before the commit";
  staging.failed_batch();
  for (const auto* state : {&staging.committed(), &staging.staged()}) {
    EXPECT_EQ(state->incidents, before.incidents);
    EXPECT_EQ(state->claims, before.claims);
    EXPECT_EQ(state->next_incident, before.next_incident);
  }
  EXPECT_TRUE(staging.take().empty()) << "nothing of it reaches the next batch";
}

TEST_F(StagingTest, ACommittedBatchIsTrueAndAFailedOneAfterItLosesOnlyItself) {
  staging.begin_input();
  ASSERT_TRUE(declare("Kept"));
  staging.keep_input(std::nullopt);
  staging.take();
  staging.committed_batch();
  ASSERT_EQ(staging.committed().incidents.size(), 1U);
  staging.begin_input();
  ASSERT_TRUE(staging.execute(ResolveIncident{{1}, "fixed"}, ann));
  staging.keep_input(std::nullopt);
  staging.take();
  staging.failed_batch();
  EXPECT_TRUE(staging.staged().incidents.at({1}).open());
  EXPECT_EQ(public_status(staging.staged().claims, "api"), ComponentStatus::major_outage);
}

TEST_F(StagingTest, WhatIsResolvedLeavesMemoryAndIsFoundAgainOnDisk) {
  bot.say("incident declare P1 Kept on api");
  bot.say("incident resolve INC-1 fixed");
  EXPECT_TRUE(bot.engine->committed().incidents.empty());
  EXPECT_TRUE(bot.engine->committed().claims.empty() || bot.engine->committed().claims.at("api").empty());
  ASSERT_TRUE(bot.engine->incident({1}));
  EXPECT_FALSE(bot.engine->incident({1})->open());
  EXPECT_FALSE(staging.reach({99}));
  EXPECT_TRUE(staging.reach({1}));
  staging.failed_batch();
  EXPECT_FALSE(staging.staged().incidents.contains({1})) << "a guest leaves with the batch";
}

TEST_F(StagingTest, TheLastWordOnATimerCounts) {
  const Timer timer{"INC-1/update-due", ann.now, UpdateDue{{1}}};
  const auto change = [&](std::vector<Timer> set, std::vector<std::string> cancel) {
    staging.begin_input();
    Reaction reaction;
    reaction.timers.set = std::move(set);
    reaction.timers.cancel = std::move(cancel);
    staging.add(std::move(reaction));
    staging.keep_input(std::nullopt);
  };
  change({timer}, {});
  change({}, {timer.name});
  EXPECT_TRUE(staging.stage().timers_set.empty());
  EXPECT_EQ(staging.stage().timers_gone, std::vector<std::string>{timer.name});
  auto later = timer;
  later.due += std::chrono::hours{1};
  change({timer}, {});
  change({later}, {});
  EXPECT_EQ(staging.stage().timers_set, std::vector<Timer>{later});
  EXPECT_TRUE(staging.stage().timers_gone.empty());
}

TEST_F(StagingTest, WithdrawsWhatWasMadeInTheSameBatch) {
  staging.begin_input();
  Reaction reminder;
  reminder.effects = {bot_test::effect("INC-1/2/reminder", "slack:x", PostToThread{{1}, "due"})};
  reminder.effects.front().group = "INC-1/reminder";
  staging.add(reminder);
  staging.keep_input(std::nullopt);
  staging.begin_input();
  Reaction update;
  update.withdrawn = {"INC-1/reminder"};
  staging.add(update);
  staging.keep_input(std::nullopt);
  EXPECT_TRUE(staging.stage().effects.empty());
  EXPECT_EQ(staging.withdrawn(), std::vector<std::string>{"INC-1/reminder"});
}

}  // namespace
