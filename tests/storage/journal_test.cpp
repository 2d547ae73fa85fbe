#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <latch>
#include <vector>

#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using namespace playbooks;
using Cause = CommitFailure::Cause;

TEST(Journal, KeepsWhatWasCommitted) {
  const Prepared scratch;
  Teller teller;
  auto stage = teller.declare(1, "Checkout is down", at(0));
  stage.inputs.push_back(input("in-1", {"envelope:1", "trigger:1"}, "{\"text\":\"Declared\"}"));
  stage.effects.push_back(card("INC-1/1/card"));
  stage.timers_set.push_back({"INC-1/update-due", at(30), UpdateDue{{1}}});
  {
    SqliteJournal journal{scratch.database()};
    ASSERT_TRUE(commit(journal, stage));
    EXPECT_EQ(journal.stats().commits, 1U);
    EXPECT_EQ(journal.stats().stages, 1U);
    EXPECT_GT(journal.stats().last.count(), 0);
    EXPECT_GE(journal.stats().slowest_last_minute, journal.stats().last);
  }
  const Reader reader{scratch.database()};
  const auto state = reader.load_state();
  EXPECT_EQ(state.incidents, teller.state.incidents);
  EXPECT_EQ(state.claims, teller.state.claims);
  EXPECT_EQ(state.next_incident, 2);
  EXPECT_EQ(reader.history({}), stage.events);
  EXPECT_EQ(reader.undelivered(), stage.effects);
  EXPECT_EQ(reader.timers(), stage.timers_set);
  EXPECT_EQ(reader.reply_to("trigger:1"), "{\"text\":\"Declared\"}");
  EXPECT_EQ(reader.reply_to("trigger:2"), std::nullopt);
  EXPECT_EQ(problems(reader.verify()), "");
}

TEST(Journal, CommitsInTheOrderOfTheCalls) {
  const Prepared scratch;
  constexpr int count = 200;
  std::vector<int> order;
  {
    SqliteJournal journal{scratch.database()};
    Teller teller;
    for (int i = 1; i <= count; ++i)
      journal.commit(teller.declare(i, "t", at(i)), [&order, i](CommitResult result) {
        if (result) order.push_back(i);
      });
  }  // commits what is queued
  ASSERT_EQ(order.size(), static_cast<std::size_t>(count));
  EXPECT_TRUE(std::ranges::is_sorted(order));
  const Reader reader{scratch.database()};
  const auto history = reader.history({.limit = -1});
  ASSERT_EQ(history.size(), static_cast<std::size_t>(count));
  for (int i = 1; i <= count; ++i)
    EXPECT_EQ(history[static_cast<std::size_t>(i - 1)].stream, "INC-" + std::to_string(i));
}

TEST(Journal, TakesAllThatWaitsIntoOneTransaction) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  std::latch first_is_done{1};
  std::latch rest_is_queued{1};
  // The thread waits inside the first callback until the others are queued.
  journal.commit({}, [&](CommitResult) {
    first_is_done.count_down();
    rest_is_queued.wait();
  });
  first_is_done.wait();
  Teller teller;
  for (int i = 1; i < 50; ++i) journal.commit(teller.declare(i, "t", at(i)), [](CommitResult) {});
  std::promise<void> last;
  journal.commit(teller.declare(50, "t", at(50)), [&](CommitResult) { last.set_value(); });
  EXPECT_EQ(journal.stats().queued, 50U);
  rest_is_queued.count_down();
  last.get_future().wait();
  EXPECT_EQ(journal.stats().commits, 2U);
  EXPECT_EQ(journal.stats().stages, 51U);
}

TEST(Journal, AConflictFailsAloneAndItsNeighboursAreKept) {
  const Prepared scratch;
  Teller teller;
  const auto one = teller.declare(1, "one", at(0));
  const auto two = teller.declare(2, "two", at(1));
  const auto three = teller.declare(3, "three", at(2));
  std::vector<CommitResult> results(5);
  std::latch queued{1};
  {
    SqliteJournal journal{scratch.database()};
    journal.commit({}, [&](CommitResult) { queued.wait(); });
    int i = 0;
    for (const auto& stage : {one, two, one, three, two})
      journal.commit(stage,
                     [&results, i = i++](CommitResult result) { results[static_cast<std::size_t>(i)] = result; });
    queued.count_down();
  }
  EXPECT_TRUE(results[0]);
  EXPECT_TRUE(results[1]);
  EXPECT_EQ(cause_of(results[2]), Cause::conflict);
  EXPECT_TRUE(results[3]);
  EXPECT_EQ(cause_of(results[4]), Cause::conflict);
  const Reader reader{scratch.database()};
  EXPECT_EQ(reader.load_state().incidents, teller.state.incidents);
  const auto report = reader.verify();
  EXPECT_EQ(problems(report), "");
  EXPECT_EQ(report.events, 3U);
}

TEST(Journal, ARedeliveredInputThatSlippedThroughIsAConflict) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  Stage first;
  first.inputs.push_back(input("in-1", {"envelope:1", "event:7"}, "first"));
  ASSERT_TRUE(commit(journal, first));
  Stage again;
  again.inputs.push_back(input("in-2", {"envelope:2", "event:7"}, "second"));
  again.effects.push_back(card("INC-1/2/card"));
  const auto result = commit(journal, again);
  EXPECT_EQ(cause_of(result), Cause::conflict);
  EXPECT_EQ(result.error().message, "This input is on record already: it was delivered twice.");
  EXPECT_FALSE(journal.stats().trouble) << "the disk is fine";
  const Reader reader{scratch.database()};
  EXPECT_EQ(reader.reply_to("event:7"), "first");
  EXPECT_EQ(reader.reply_to("envelope:2"), std::nullopt) << "nothing of the stage was kept";
  EXPECT_TRUE(reader.undelivered().empty());
}

TEST(Journal, SettlesEffectsOnceAndKeepsTheirReceipts) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  Stage stage;
  for (const auto* key : {"a", "b", "c", "d", "e"}) stage.effects.push_back(card(key));
  ASSERT_TRUE(commit(journal, stage));
  Stage done;
  done.effects_done = {{"a", EffectEnd::delivered, {"171.5", "https://slack/171", "posted"}, {}, at(1)},
                       {"b", EffectEnd::superseded, {}, "e", at(1)},
                       {"c", EffectEnd::refused, {}, "channel_not_found", at(1)},
                       {"d", EffectEnd::expired, {}, "", at(1)}};
  ASSERT_TRUE(commit(journal, done));
  Stage twice;
  twice.effects.push_back(card("a"));  // made again: stays delivered
  twice.effects_done = {{"a", EffectEnd::delivered, {"999.9", {}, {}}, {}, at(2)},
                        {"c", EffectEnd::delivered, {"1", {}, {}}, {}, at(2)},
                        {"unknown", EffectEnd::refused, {}, "x", at(2)}};
  ASSERT_TRUE(commit(journal, twice));
  const Reader reader{scratch.database()};
  ASSERT_EQ(reader.undelivered().size(), 1U);
  EXPECT_EQ(reader.undelivered().front().key, "e");
  EXPECT_EQ(reader.receipt("a"), (Receipt{"171.5", "https://slack/171", "posted"}));
  EXPECT_EQ(reader.receipt("b"), std::nullopt);
  EXPECT_EQ(reader.receipt("c"), (Receipt{"1", {}, {}})) << "what the world answered is never thrown away";
}

TEST(Journal, ClaimsAndTimersThatGoAndComeInOneStageStay) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  Stage stage;
  stage.claims_set = {{"api", "INC-1", ComponentStatus::partial_outage, true, at(0), {"U1", "ann"}, "m"},
                      {"api", "manual", ComponentStatus::major_outage, false, at(0), {"U1", "ann"}, {}}};
  stage.timers_set = {{"INC-1/update-due", at(5), UpdateDue{{1}}}, {"INC-2/card", at(1), CardAges{{2}}}};
  ASSERT_TRUE(commit(journal, stage));
  Stage next;
  next.claims_dropped = {{"api", "INC-1"}, {"api", "manual"}, {"db", "INC-9"}};
  next.claims_set = {{"api", "INC-1", ComponentStatus::degraded_performance, true, at(1), {"U2", "bob"}, {}}};
  next.timers_gone = {"INC-1/update-due", "INC-2/card", "INC-3/never"};
  next.timers_set = {{"INC-1/update-due", at(9), UpdateDue{{1}}}};
  ASSERT_TRUE(commit(journal, next));
  const Reader reader{scratch.database()};
  EXPECT_EQ(reader.load_state().claims, (Claims{{"api", next.claims_set}}));
  EXPECT_EQ(reader.timers(), next.timers_set);
}

TEST(Journal, AnEmptyStageIsCommittedToo) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  EXPECT_TRUE(Stage{}.empty());
  EXPECT_TRUE(commit(journal, {}));
}

}  // namespace
}  // namespace storage::testing
