#include "storage/prepare.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using Cause = OpenError::Cause;
constexpr std::chrono::milliseconds wait{1000};

std::vector<Migration> with_one_more(std::string_view sql) {
  std::vector<Migration> list{migrations().begin(), migrations().end()};
  list.push_back({list.back().version + 1, sql});
  return list;
}

std::filesystem::path backup_of(const Scratch& scratch, int version) {
  return scratch.database().string() + ".before-" + std::to_string(version);
}

/// A database with some incidents, closed in order.
void fill(const Scratch& scratch, int incidents) {
  SqliteJournal journal{scratch.database()};
  Teller teller;
  for (int i = 1; i <= incidents; ++i) ASSERT_TRUE(commit(journal, teller.declare(i, "title", at(i))));
}

void overwrite(const std::filesystem::path& file, std::streamoff where, const std::string& bytes) {
  std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
  stream.seekp(where);
  stream << bytes;
}

TEST(Prepare, MakesANewFileAndLeavesAnOldOneAlone) {
  const Scratch scratch;
  ASSERT_TRUE(prepare(scratch.database()));
  fill(scratch, 2);
  ASSERT_TRUE(prepare(scratch.database()));
  EXPECT_EQ(Reader{scratch.database()}.load_state().incidents.size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(backup_of(scratch, 1))) << "nothing to back up";
  const Connection connection{scratch.database(), Connection::Mode::read, wait};
  EXPECT_EQ(connection.text("pragma journal_mode"), "wal");
  EXPECT_EQ(connection.number("pragma user_version"), migrations().back().version);
}

TEST(Prepare, MigrationsAreNumberedWithoutGaps) {
  int expected = 0;
  for (const auto& migration : migrations()) EXPECT_EQ(migration.version, ++expected);
}

TEST(Prepare, RefusesADatabaseOfANewerVersion) {
  const Prepared scratch;
  const auto newest = migrations().back().version;
  tamper(scratch.database(), "pragma user_version = 700");
  const auto opened = prepare(scratch.database());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().cause, Cause::newer);
  EXPECT_EQ(opened.error().message,
            fmt::format("{} was written by a newer Sitrep: its format is 700, this program knows up to {}. Install the "
                        "newer version, or go back to a backup such as {}.",
                        scratch.database().string(), newest, backup_of(scratch, newest + 1).string()));
}

TEST(Prepare, BacksUpBeforeItMigrates) {
  const Prepared scratch;
  fill(scratch, 3);
  const auto list = with_one_more("create table extra (id integer primary key) strict; delete from claims");
  const auto migrated = prepare(scratch.database(), list);
  ASSERT_TRUE(migrated) << migrated.error().message;
  const auto version = Connection(scratch.database(), Connection::Mode::read, wait).number("pragma user_version");
  EXPECT_EQ(version, list.back().version);
  const auto backup = backup_of(scratch, list.back().version);
  ASSERT_TRUE(std::filesystem::exists(backup));
  ASSERT_TRUE(prepare(backup)) << "the backup is a whole database of the old version";
  EXPECT_EQ(Reader{backup}.load_state().claims.at("api").size(), 3U);
  EXPECT_TRUE(Reader{scratch.database()}.load_state().claims.empty());
  EXPECT_EQ(prepare(scratch.database()).error().cause, Cause::newer) << "the old program refuses it";
}

TEST(Prepare, AMigrationThatFailsChangesNothingAndCanBeRepeated) {
  const Prepared scratch;
  fill(scratch, 1);
  const auto broken = with_one_more("delete from claims; insert into nowhere values (1)");
  ASSERT_FALSE(prepare(scratch.database(), broken));
  EXPECT_TRUE(prepare(scratch.database()));
  EXPECT_EQ(Reader{scratch.database()}.load_state().claims.size(), 1U);
  EXPECT_TRUE(prepare(scratch.database(), with_one_more("delete from claims")));
}

TEST(Prepare, RefusesWhatIsNotItsOwn) {
  const Scratch scratch;
  tamper_create(scratch.database(), "create table notes (text text)");
  const auto opened = prepare(scratch.database());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().cause, Cause::corrupt);
  EXPECT_TRUE(opened.error().message.contains("is a database of another program")) << opened.error().message;
}

TEST(Prepare, RefusesWhatIsNoDatabase) {
  const Scratch scratch;
  std::ofstream{scratch.database()} << std::string(10'000, 'x');
  const auto opened = prepare(scratch.database());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().cause, Cause::corrupt);
  EXPECT_TRUE(opened.error().message.contains("is damaged (file is not a database)")) << opened.error().message;
}

TEST(Prepare, NoticesDamageAtTheEndOfTheHistoryAlways) {
  const std::array damages = {"update history set data = '{\"title\":\"y\"}' where position = 3",
                              "update history set at = at + 1 where position = 2",
                              "delete from history where position = 3", "delete from history where position = 2",
                              "delete from journal"};
  for (const auto* damage : damages) {
    const Prepared scratch;
    fill(scratch, 3);
    tamper(scratch.database(), damage);
    const auto opened = prepare(scratch.database());
    ASSERT_FALSE(opened) << damage;
    EXPECT_EQ(opened.error().cause, Cause::corrupt) << damage;
    EXPECT_TRUE(opened.error().message.contains("restore a backup")) << opened.error().message;
  }
}

TEST(Prepare, SearchesTheWholeFileAfterAnUncleanEnd) {
  const Prepared scratch;
  fill(scratch, 200);
  const auto page = [&](const char* table) {
    const Connection connection{scratch.database(), Connection::Mode::read, wait};
    return connection.number(std::string{"select rootpage from sqlite_schema where name = '"} + table + "'") - 1;
  };
  // A page that neither the schema nor the end of the history needs.
  overwrite(scratch.database(), page("incidents") * 4096, std::string(64, '\xAA'));
  EXPECT_TRUE(prepare(scratch.database())) << "after an orderly end only the end of the history is looked at";
  tamper(scratch.database(), "update journal set clean = 0");
  const auto opened = prepare(scratch.database());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().cause, Cause::corrupt);
}

TEST(Prepare, TheJournalMarksAnUncleanEndUntilItHasEnded) {
  const Prepared scratch;
  const auto clean = [&] {
    return Connection{scratch.database(), Connection::Mode::read, wait}.number("select clean from journal");
  };
  {
    SqliteJournal journal{scratch.database()};
    EXPECT_EQ(clean(), 1) << "nothing was written yet";
    ASSERT_TRUE(commit(journal, {}));
    EXPECT_EQ(clean(), 0);
  }
  EXPECT_EQ(clean(), 1);
}

TEST(Prepare, SaysWhenTheFileCannotBeMade) {
  const auto opened = prepare("/nonexistent/directory/sitrep.db");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().cause, Cause::unwritable);
  EXPECT_TRUE(opened.error().message.contains("directory must exist")) << opened.error().message;
}

TEST(Prepare, SaysWhenAnotherProgramHasItLocked) {
  const Prepared scratch;
  const Connection other{scratch.database(), Connection::Mode::write, wait};
  const Transaction locked{other};
  const auto opened = prepare(scratch.database());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().cause, Cause::held);
  EXPECT_TRUE(opened.error().message.contains("locked by another program")) << opened.error().message;
}

}  // namespace
}  // namespace storage::testing
