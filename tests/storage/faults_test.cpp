#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "storage/failure.hpp"
#include "tests/storage/faulty_vfs_support.hpp"
#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using Cause = CommitFailure::Cause;
constexpr std::chrono::milliseconds short_wait{10};

TEST(Failure, EveryCodeIsSortedAndInWords) {
  const struct {
    int code, system;
    std::string what;
    Cause cause;
    std::string message;
  } rows[] = {
      {SQLITE_FULL, 0, "database or disk is full", Cause::disk_full,
       "The disk that holds /var/x.db is full. Free some space; Sitrep then goes on by itself."},
      {SQLITE_IOERR_WRITE, ENOSPC, "disk I/O error", Cause::disk_full, ""},
      {SQLITE_IOERR_WRITE, EDQUOT, "disk I/O error", Cause::disk_full, ""},
      {SQLITE_IOERR_WRITE, EROFS, "disk I/O error", Cause::read_only,
       "/var/x.db cannot be written (disk I/O error: Read-only file system). Make the file and its directory writable; "
       "Sitrep then goes on by itself."},
      {SQLITE_READONLY_DIRECTORY, 0, "attempt to write a readonly database", Cause::read_only, ""},
      {SQLITE_BUSY, 0, "database is locked", Cause::locked,
       "/var/x.db is locked by another program. Close whatever has it open (a sqlite3 shell?); Sitrep then goes on by "
       "itself."},
      {SQLITE_CORRUPT_INDEX, 0, "database disk image is malformed", Cause::corrupt,
       "/var/x.db is damaged (database disk image is malformed). Stop Sitrep, keep the file, and restore a backup."},
      {SQLITE_NOTADB, 0, "file is not a database", Cause::corrupt, ""},
      {SQLITE_IOERR_FSYNC, EIO, "disk I/O error", Cause::io,
       "Reading or writing /var/x.db failed (disk I/O error: Input/output error). Check the disk; Sitrep tries again "
       "with "
       "the next input."},
      {SQLITE_NOMEM, 0, "out of memory", Cause::io, ""},
      {SQLITE_CANTOPEN, ENOENT, "unable to open database file", Cause::io, ""},
      {SQLITE_CONSTRAINT_PRIMARYKEY, 0, "UNIQUE constraint failed: input_keys.key", Cause::conflict,
       "This input is on record already: it was delivered twice."},
      {SQLITE_CONSTRAINT_UNIQUE, 0, "UNIQUE constraint failed: history.stream, history.number", Cause::conflict,
       "Somebody else changed the same incident in the same moment."},
      {SQLITE_CONSTRAINT_CHECK, 0, "CHECK constraint failed: number > 0", Cause::conflict,
       "The database refused this as inconsistent with what it holds: CHECK constraint failed: number > 0."},
      {SQLITE_TOOBIG, 0, "string or blob too big", Cause::conflict, ""},
  };
  for (const auto& row : rows) {
    const auto failure = failure_of(SqliteError{row.code, row.system, row.what}, "/var/x.db");
    EXPECT_EQ(failure.cause, row.cause) << row.code << ' ' << row.what;
    if (!row.message.empty()) {
      EXPECT_EQ(failure.message, row.message);
    }
    EXPECT_FALSE(failure.message.empty());
  }
}

/// A disk that breaks while the journal is open, and gets well again.
struct Trouble {
  std::string name;
  void (*begin)(FaultyDisk&);
  Cause cause;
};

class BrokenDisk : public ::testing::TestWithParam<Trouble> {};

TEST_P(BrokenDisk, NothingIsAcknowledgedAndItGoesOnWithoutARestart) {
  const Prepared scratch;
  FaultyDisk disk;
  Teller teller;
  {
    SqliteJournal journal{scratch.database(), short_wait};
    ASSERT_TRUE(commit(journal, teller.declare(1, "before", at(0))));
    GetParam().begin(disk);
    auto lost = Teller{teller}.declare(2, "never acknowledged", at(1));
    lost.inputs.push_back(input("in-2", {"envelope:2"}));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(cause_of(commit(journal, lost)), GetParam().cause);
    EXPECT_EQ(journal.stats().failures, 3U);
    EXPECT_TRUE(journal.stats().trouble.has_value());
    EXPECT_EQ(Reader{scratch.database()}.load_state().incidents.size(), 1U);
    disk.heal();
    ASSERT_TRUE(commit(journal, teller.declare(2, "after", at(2))));
    EXPECT_FALSE(journal.stats().trouble.has_value());
    lost.events.clear();
    lost.incidents.clear();
    lost.claims_set.clear();
    lost.claims_dropped.clear();
    EXPECT_TRUE(commit(journal, lost)) << "the input that was refused is new when it comes again";
  }
  ASSERT_TRUE(prepare(scratch.database()));
  const Reader reader{scratch.database()};
  EXPECT_EQ(reader.load_state().incidents, teller.state.incidents);
  EXPECT_EQ(problems(reader.verify()), "");
}

INSTANTIATE_TEST_SUITE_P(
    Faults, BrokenDisk,
    ::testing::Values(Trouble{"Full", [](FaultyDisk& disk) { disk.full(); }, Cause::disk_full},
                      Trouble{"OverQuota", [](FaultyDisk& disk) { disk.write_error(EDQUOT); }, Cause::disk_full},
                      Trouble{"RemountedReadOnly", [](FaultyDisk& disk) { disk.write_error(EROFS); }, Cause::read_only},
                      Trouble{"WriteError", [](FaultyDisk& disk) { disk.write_error(EIO); }, Cause::io},
                      Trouble{"SyncError", [](FaultyDisk& disk) { disk.sync_error(); }, Cause::io}),
    [](const auto& each) { return each.param.name; });

TEST(Faults, AFullDiskInTheMiddleOfAStageLeavesNoHalfOfIt) {
  // SQLITE_FULL ends the transaction by itself: what is written afterwards would be committed alone.
  const Prepared scratch;
  FaultyDisk disk;
  SqliteJournal journal{scratch.database(), short_wait};
  ASSERT_TRUE(commit(journal, {}));
  Stage large;
  for (int i = 0; i < 3000; ++i) large.inputs.push_back(input("in-" + std::to_string(i), {"k" + std::to_string(i)}));
  large.inputs[1].body = std::string(20'000'000, 'x');  // more than the cache holds: written before the commit
  disk.full();
  EXPECT_EQ(cause_of(commit(journal, large)), Cause::disk_full);
  disk.heal();
  ASSERT_TRUE(commit(journal, {}));
  const Reader reader{scratch.database()};
  EXPECT_TRUE(reader.key_hashes({}).empty());
  EXPECT_TRUE(commit(journal, large));
  EXPECT_EQ(reader.key_hashes({}).size(), 3000U);
}

TEST(Faults, AFileThatOpensReadOnlyIsOpenedAgainWithTheNextCommit) {
  const Prepared scratch;
  FaultyDisk disk;
  disk.read_only();
  SqliteJournal journal{scratch.database(), short_wait};
  EXPECT_EQ(cause_of(commit(journal, Teller{}.declare(1, "x", at(0)))), Cause::read_only);
  disk.heal();
  EXPECT_TRUE(commit(journal, Teller{}.declare(1, "x", at(0))));
}

TEST(Faults, AFileThatDoesNotOpenIsTriedAgainWithTheNextCommit) {
  const Prepared scratch;
  FaultyDisk disk;
  disk.cannot_open();
  SqliteJournal journal{scratch.database(), short_wait};
  EXPECT_EQ(cause_of(commit(journal, Teller{}.declare(1, "x", at(0)))), Cause::io);
  disk.heal();
  EXPECT_TRUE(commit(journal, Teller{}.declare(1, "x", at(0))));
}

TEST(Faults, ALockOfAnotherProgramFailsCommitsUntilItIsGone) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database(), short_wait};
  Teller teller;
  {
    const Connection other{scratch.database(), Connection::Mode::write, short_wait};
    const Transaction held{other};
    EXPECT_EQ(cause_of(commit(journal, Teller{}.declare(1, "x", at(0)))), Cause::locked);
    EXPECT_TRUE(journal.stats().trouble->contains("locked by another program"));
  }
  EXPECT_TRUE(commit(journal, teller.declare(1, "x", at(0))));
  EXPECT_EQ(problems(Reader{scratch.database()}.verify()), "");
}

TEST(Faults, AFailureOfTheDiskFailsEveryStageThatWaitsAndNoneTwice) {
  const Prepared scratch;
  FaultyDisk disk;
  int called = 0;
  int failed = 0;
  {
    SqliteJournal journal{scratch.database(), short_wait};
    ASSERT_TRUE(commit(journal, {}));
    disk.full();
    for (int i = 0; i < 100; ++i)
      journal.commit(Teller{}.declare(i + 1, "x", at(0)), [&](const CommitResult& result) {
        ++called;
        failed += result ? 0 : 1;
      });
  }
  EXPECT_EQ(called, 100);
  EXPECT_EQ(failed, 100);
}

TEST(Faults, TroubleEndsByItselfWhenItsCauseHasGone) {
  const Prepared scratch;
  FaultyDisk disk;
  SqliteJournal journal{scratch.database(), short_wait};
  disk.full();
  EXPECT_EQ(cause_of(commit(journal, Teller{}.declare(1, "x", at(0)))), Cause::disk_full);
  disk.heal();
  // Without another commit: the journal looks again when it has nothing to do.
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (journal.stats().trouble && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
  EXPECT_FALSE(journal.stats().trouble);
}

TEST(Faults, AMovedFileIsNoticedAndGoesOnWhenItIsBack) {
  const Prepared scratch;
  const auto elsewhere = scratch.directory() / "elsewhere.db";
  Teller teller;
  SqliteJournal journal{scratch.database(), short_wait};
  ASSERT_TRUE(commit(journal, teller.declare(1, "x", at(0))));
  std::filesystem::rename(scratch.database(), elsewhere);
  EXPECT_EQ(cause_of(commit(journal, Teller{teller}.declare(2, "y", at(1)))), Cause::io);
  EXPECT_EQ(cause_of(commit(journal, Teller{teller}.declare(2, "y", at(1)))), Cause::io);
  std::filesystem::rename(elsewhere, scratch.database());
  EXPECT_TRUE(commit(journal, teller.declare(2, "y", at(1))));
  EXPECT_EQ(problems(Reader{scratch.database()}.verify()), "");
}

TEST(Faults, AnotherFileInItsPlaceIsRefused) {
  const Prepared scratch;
  const Prepared other;
  SqliteJournal journal{scratch.database(), short_wait};
  ASSERT_TRUE(commit(journal, Teller{}.declare(1, "x", at(0))));
  std::filesystem::rename(other.database(), scratch.database());
  for (int i = 0; i < 2; ++i) {
    const auto result = commit(journal, Teller{}.declare(2, "y", at(1)));
    EXPECT_EQ(cause_of(result), Cause::corrupt);
    EXPECT_TRUE(result.error().message.contains("it was replaced by another file")) << result.error().message;
  }
}

}  // namespace
}  // namespace storage::testing
