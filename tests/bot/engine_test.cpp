#include "bot/engine.hpp"

#include <gtest/gtest.h>

#include "bot_support.hpp"

namespace {

using bot_test::Bot;
using bot_test::inbound;
using bot_test::text_of;
using namespace std::chrono_literals;

TEST(Engine, AcknowledgesNothingThatIsNotOnDiskAndRemembersNothingOfIt) {
  Bot bot;
  bot.journal.failing = true;
  EXPECT_FALSE(bot.slash("incident declare P1 Lost on api", "e1"));
  EXPECT_TRUE(bot.engine->committed().incidents.empty());
  EXPECT_TRUE(bot.world.tried.empty());
  EXPECT_EQ(bot.engine->counters().trouble, "The disk is full.");
  EXPECT_EQ(bot.engine->counters().failed_batches, 1U);

  bot.journal.failing = false;
  const auto redelivered = bot.slash("incident declare P1 Lost on api", "e1");
  ASSERT_TRUE(redelivered) << "what failed is no duplicate when it comes again";
  EXPECT_TRUE(redelivered->contains("INC-1")) << *redelivered;
  EXPECT_TRUE(bot.engine->counters().trouble.empty());
  EXPECT_TRUE(bot.reader.verify().problems.empty());
}

TEST(Engine, TellsTheCommandLineThatNothingWasSaved) {
  Bot bot;
  bot.journal.failing = true;
  const auto reply = bot.say("incident declare P1 Lost");
  EXPECT_TRUE(reply.refused);
  EXPECT_TRUE(text_of(reply).contains("Nothing was changed")) << text_of(reply);
  EXPECT_TRUE(text_of(reply).contains("The disk is full.")) << text_of(reply);
}

TEST(Engine, AnswersQuestionsAlthoughTheDiskIsFull) {
  Bot bot;
  bot.say("incident declare P1 Kept");
  bot.journal.failing = true;
  const auto reply = bot.say("incident list");
  EXPECT_FALSE(reply.refused) << text_of(reply);
  EXPECT_TRUE(text_of(reply).contains("Kept")) << text_of(reply);
}

TEST(Engine, ARedeliveryGetsTheFirstAnswerAndHasNoEffect) {
  Bot bot;
  const auto first = bot.slash("incident declare P1 Once", "e1");
  ASSERT_TRUE(first);
  EXPECT_EQ(bot.slash("incident declare P1 Once", "e1"), first);
  bot.restart();
  EXPECT_EQ(bot.slash("incident declare P1 Once", "e1"), first) << "also after a restart";
  EXPECT_EQ(bot.engine->committed().incidents.size(), 1U);
}

TEST(Engine, ARedeliveryInTheSameBatchWaitsForTheSameCommit) {
  for (const bool failing : {true, false}) {
    Bot bot;
    bot.journal.failing = failing;
    std::vector<std::string> answers;
    const auto answer = [&](std::string payload) { answers.push_back(std::move(payload)); };
    bot.engine->receive(inbound("incident declare P1 Once", "e1"), answer);
    bot.engine->receive(inbound("incident declare P1 Once", "e1"), answer);
    EXPECT_TRUE(answers.empty());
    bot.settle();
    ASSERT_EQ(answers.size(), failing ? 0U : 2U);
    if (!failing) EXPECT_EQ(answers[0], answers[1]);
    EXPECT_EQ(bot.engine->committed().incidents.size(), failing ? 0U : 1U);
    EXPECT_EQ(bot.engine->counters().duplicates, 1U);
  }
}

TEST(Engine, EveryIdentityOfAnInputCounts) {
  Bot bot;
  auto input = inbound("incident declare P1 Once", "e1");
  input.keys.emplace_back("trigger:t1");
  bot.engine->receive(std::move(input), [](std::string) {});
  bot.settle();
  auto other = inbound("incident declare P1 Once", "e2");
  other.keys.emplace_back("trigger:t1");
  bool acknowledged = false;
  bot.engine->receive(std::move(other), [&](std::string) { acknowledged = true; });
  bot.settle();
  EXPECT_TRUE(acknowledged);
  EXPECT_EQ(bot.engine->committed().incidents.size(), 1U);
}

TEST(Engine, CommitsWhatWaitedTogetherInOneBatchAndOneRefusalHarmsNoNeighbour) {
  Bot bot;
  std::vector<std::string> answers;
  const auto answer = [&](std::string payload) { answers.push_back(std::move(payload)); };
  bot.engine->receive(inbound("incident declare P1 First", "e1"), answer);
  bot.engine->receive(inbound("incident resolve INC-77 what", "e2"), answer);
  bot.engine->receive(inbound("incident declare P1 Second", "e3"), answer);
  bot.settle();
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_TRUE(answers[0].contains("INC-1")) << answers[0];
  EXPECT_TRUE(answers[1].contains("INC-77")) << answers[1];
  EXPECT_TRUE(answers[2].contains("INC-2")) << answers[2];
  EXPECT_EQ(bot.engine->committed().incidents.size(), 2U);
}

TEST(Engine, TwoPeopleInTheSameBatchGetOneResult) {
  Bot bot;
  bot.say("incident declare P1 Down");
  std::vector<std::string> answers;
  for (const char* envelope : {"e1", "e2"})
    bot.engine->receive(inbound("incident resolve INC-1 fixed", envelope),
                        [&](std::string payload) { answers.push_back(std::move(payload)); });
  bot.settle();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_TRUE(answers[0].contains("is resolved")) << answers[0];
  EXPECT_TRUE(answers[1].contains("already resolved")) << answers[1];
}

TEST(Engine, KeepsAndAcknowledgesWhatItCannotRead) {
  Bot bot;
  integrations::Inbound broken;
  broken.raw = "{\"half\":";
  broken.keys = {"envelope:e9"};
  broken.problem = "no JSON";
  std::optional<std::string> payload;
  bot.engine->receive(std::move(broken), [&](std::string given) { payload = std::move(given); });
  bot.settle();
  EXPECT_EQ(payload, "");
  EXPECT_EQ(bot.reader.reply_to("envelope:e9"), "");
}

TEST(Engine, TakesNothingNewOnceItCloses) {
  Bot bot;
  bool acknowledged = false, done = true;
  bot.engine->receive(inbound("incident declare P1 Taken", "e1"), [&](std::string) { acknowledged = true; });
  bot.engine->close();
  bool late = false;
  bot.engine->receive(inbound("incident declare P1 Late", "e2"), [&](std::string) { late = true; });
  commands::Reply reply;
  bot.engine->ask({}, [&](commands::Reply given) { reply = std::move(given); });
  bot.engine->timer_due({}, [&](bool saved) { done = saved; });
  bot.settle();
  EXPECT_TRUE(acknowledged) << "what was taken is finished";
  EXPECT_FALSE(late);
  EXPECT_TRUE(reply.refused);
  EXPECT_TRUE(text_of(reply).contains("Nothing was changed"));
  EXPECT_FALSE(done);
  EXPECT_EQ(bot.reader.load_state().incidents.size(), 1U);
}

TEST(Engine, ATimerThatCouldNotBeSavedIsStillToBeDone) {
  Bot bot;
  bot.say("incident declare P1 Down");
  bot.journal.failing = true;
  const playbooks::Timer timer{"INC-1/update-due", bot.clock.now(), playbooks::UpdateDue{{1}}};
  std::optional<bool> saved;
  bot.engine->timer_due(timer, [&](bool is) { saved = is; });
  bot.settle();
  EXPECT_EQ(saved, false);
  bot.journal.failing = false;
  bot.engine->timer_due(timer, [&](bool is) { saved = is; });
  bot.settle();
  EXPECT_EQ(saved, true);
}

TEST(Engine, HistoryIsWholeAfterFailuresInBetween) {
  Bot bot;
  for (int i = 0; i < 20; ++i) {
    bot.journal.failing = i % 3 == 1;
    bot.slash("incident declare P2 \"Number " + std::to_string(i) + "\" on api", "e" + std::to_string(i));
  }
  bot.journal.failing = false;
  bot.settle();
  const auto report = bot.reader.verify();
  EXPECT_TRUE(report.problems.empty()) << report.problems.front();
  EXPECT_EQ(bot.engine->committed().incidents, bot.reader.load_state().incidents);
  const auto on_disk = bot.reader.load_state().claims;
  ASSERT_EQ(bot.engine->committed().claims.at("api").size(), on_disk.at("api").size());
  for (const auto& claim : bot.engine->committed().claims.at("api"))
    EXPECT_TRUE(std::ranges::find(on_disk.at("api"), claim) != on_disk.at("api").end()) << claim.holder;
}

}  // namespace
