#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "tests/storage/faulty_vfs_support.hpp"
#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

TEST(Backup, CopiesWhatIsCommittedWhileTheJournalWrites) {
  const Prepared scratch;
  std::atomic<bool> enough{false};
  {
    SqliteJournal journal{scratch.database()};
    Teller teller;
    for (int i = 1; i <= 60; ++i) ASSERT_TRUE(commit(journal, teller.declare(i, std::string(9000, 'x'), at(i))));
    std::thread writer{[&] {
      for (int i = 61; !enough && i < 5000; ++i) EXPECT_TRUE(commit(journal, teller.declare(i, "x", at(i))));
    }};
    const Reader reader{scratch.database()};
    for (int i = 0; i < 3; ++i) {
      const auto target = scratch.directory() / fmt::format("copy-{}.db", i);
      const auto copied = reader.backup_to(target);
      EXPECT_TRUE(copied) << copied.error();
      const Reader copy{target};
      const auto report = copy.verify();
      EXPECT_EQ(problems(report), "");
      EXPECT_GE(report.events, 60U);
    }
    enough = true;
    writer.join();
  }
  EXPECT_EQ(problems(Reader{scratch.database()}.verify()), "");
}

TEST(Backup, IsADatabaseThatOpens) {
  const Prepared scratch;
  const auto target = scratch.directory() / "copy.db";
  {
    SqliteJournal journal{scratch.database()};
    ASSERT_TRUE(commit(journal, Teller{}.declare(1, "one", at(0))));
    ASSERT_TRUE(Reader{scratch.database()}.backup_to(target));
  }
  ASSERT_TRUE(prepare(target));
  SqliteJournal journal{target};
  Teller teller;
  teller.state = Reader{target}.load_state();
  EXPECT_TRUE(commit(journal, teller.declare(2, "two", at(1))));
  EXPECT_EQ(problems(Reader{target}.verify()), "");
}

TEST(Backup, RefusesToOverwrite) {
  const Prepared scratch;
  const auto target = scratch.directory() / "copy.db";
  std::ofstream{target} << "something dear";
  const auto copied = Reader{scratch.database()}.backup_to(target);
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error(), target.string() + " exists already. Name a file that does not exist");
  std::string content;
  std::getline(std::ifstream{target}, content);
  EXPECT_EQ(content, "something dear");
}

TEST(Backup, LeavesNothingBehindWhenItFails) {
  const Prepared scratch;
  const auto target = scratch.directory() / "copy.db";
  const auto nowhere = Reader{scratch.database()}.backup_to("/nonexistent/directory/copy.db");
  ASSERT_FALSE(nowhere);
  EXPECT_TRUE(nowhere.error().starts_with("/nonexistent/directory/copy.db could not be written (")) << nowhere.error();

  FaultyDisk disk;
  const Reader reader{scratch.database()};
  disk.full();
  EXPECT_FALSE(reader.backup_to(target));
  disk.heal();
  for (const auto& entry : std::filesystem::directory_iterator{scratch.directory()})
    EXPECT_FALSE(entry.path().filename().string().starts_with("copy")) << entry.path();
  EXPECT_TRUE(reader.backup_to(target));
}

}  // namespace
}  // namespace storage::testing
