#include <fmt/format.h>
#include <gtest/gtest.h>

#include <future>
#include <latch>

#include "tests/storage/faulty_vfs_support.hpp"
#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using namespace playbooks;
constexpr std::chrono::milliseconds wait{1000};
constexpr auto day = std::chrono::days{1};

std::expected<Pruned, CommitFailure> prune(SqliteJournal& journal, Time now) {
  std::promise<std::expected<Pruned, CommitFailure>> promise;
  auto future = promise.get_future();
  journal.prune(now, [&](std::expected<Pruned, CommitFailure> result) { promise.set_value(std::move(result)); });
  return future.get();
}

/// One input with a key and one effect a day, settled at once; the last of them stays undelivered.
void fill(SqliteJournal& journal, int days, int a_day = 1) {
  for (int i = 0; i < days; ++i) {
    Stage stage;
    for (int j = 0; j < a_day; ++j) {
      const auto name = fmt::format("{}-{}", i, j);
      stage.inputs.push_back(input("in-" + name, {"envelope:" + name}, "reply " + name));
      stage.inputs.back().at = at(0) + i * day;
      auto effect = card(name);
      effect.created = at(0) + i * day;
      stage.effects.push_back(effect);
      if (i + 1 < days) stage.effects_done.push_back({name, EffectEnd::delivered, {"1", {}, {}}, {}, effect.created});
    }
    ASSERT_TRUE(commit(journal, stage));
  }
}

TEST(Prune, RemovesWhatIsOldAndKeepsWhatIsYoung) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  fill(journal, 40);
  const auto now = at(1) + 39 * day;  // a minute after the last
  EXPECT_EQ(prune(journal, now), (Pruned{26, 33, 10}));
  EXPECT_EQ(prune(journal, now), Pruned{}) << "nothing is left to do";
  EXPECT_EQ(prune(journal, now + day), (Pruned{1, 1, 1}));

  const Connection connection{scratch.database(), Connection::Mode::read, wait};
  EXPECT_EQ(connection.text("select min(id) from inputs where body is not null"), "in-27-0");
  EXPECT_EQ(connection.number("select count(*) from inputs"), 40) << "who asked for what stays on record";
  EXPECT_EQ(connection.number("select count(*) from effects"), 40) << "their keys are never used again";
  const Reader reader{scratch.database()};
  EXPECT_EQ(reader.reply_to("envelope:33-0"), std::nullopt);
  EXPECT_EQ(reader.reply_to("envelope:34-0"), "reply 34-0");
  ASSERT_EQ(reader.undelivered().size(), 1U);
}

TEST(Prune, NeverTouchesWhatStillWaits) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  fill(journal, 1);
  EXPECT_EQ(prune(journal, at(0) + 400 * day), (Pruned{1, 1, 0}));
  EXPECT_EQ(Reader{scratch.database()}.undelivered().size(), 1U);
}

TEST(Prune, GoesInPiecesBetweenTheCommits) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  fill(journal, 2, 1700);
  EXPECT_EQ(prune(journal, at(0) + 400 * day), (Pruned{3400, 3400, 1700}));
  EXPECT_EQ(prune(journal, at(0) + 400 * day), Pruned{});
}

TEST(Prune, IsAnsweredOnceWhenTheJournalEndsAndCommitsAreKept) {
  const Prepared scratch;
  std::latch queued{1};
  int answers = 0;
  bool committed = false;
  {
    SqliteJournal journal{scratch.database()};
    fill(journal, 1, 5000);
    journal.commit({}, [&](const CommitResult&) { queued.wait(); });
    journal.prune(at(0) + 400 * day, [&](const auto&) { ++answers; });
    journal.commit(Teller{}.declare(1, "x", at(0)),
                   [&](const CommitResult& result) { committed = result.has_value(); });
    queued.count_down();
  }
  EXPECT_TRUE(committed);
  EXPECT_EQ(answers, 1);
}

TEST(Prune, FailsInWordsAndCanBeRepeated) {
  const Prepared scratch;
  FaultyDisk disk;
  SqliteJournal journal{scratch.database()};
  fill(journal, 1);
  disk.full();
  const auto failed = prune(journal, at(0) + 400 * day);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().cause, CommitFailure::Cause::disk_full);
  disk.heal();
  EXPECT_EQ(prune(journal, at(0) + 400 * day), (Pruned{1, 1, 0}));
}

}  // namespace
}  // namespace storage::testing
