#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/chain.hpp"
#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using namespace playbooks;

/// Two open incidents with claims, one resolved, a person's claim: positions 1 to 5.
struct Seeded : Prepared {
  Seeded() {
    SqliteJournal journal{database()};
    Teller teller;
    EXPECT_TRUE(commit(journal, teller.declare(1, "one", at(0))));
    auto two = teller.declare(2, "two", at(1));
    teller.tell(two, "INC-2", IncidentResolved{"fixed"}, at(2));
    EXPECT_TRUE(commit(journal, two));
    EXPECT_TRUE(commit(journal, teller.declare(3, "three", at(3))));
    Stage manual;
    teller.tell(manual, "components", ComponentStatusSet{"db", ComponentStatus::major_outage, {}}, at(4));
    EXPECT_TRUE(commit(journal, manual));
  }
};

TEST(Chain, HashesAreWhatTheDocumentSays) {
  // sha256 of 32 zero bytes and "5:INC-1,1:1,13:1763733900123,2:U1,3:ann,4:in-1,10:note_added,12:{"text":"x"},"
  ChainHasher hasher;
  const auto hash = hasher({}, {"INC-1", 1, 1'763'733'900'123, "U1", "ann", "in-1", "note_added", R"({"text":"x"})"});
  EXPECT_EQ(hex(hash), "3d5ffa159af40b824ac2ff125ac1dea251473c7a4a8f9e908e21d90eef3a9cb4");
}

TEST(Chain, EveryFieldCounts) {
  ChainHasher hasher;
  const StoredEvent event{"INC-1", 1, 2, "U1", "ann", "in-1", "note_added", "{}"};
  const auto hash = hasher({}, event);
  EXPECT_EQ(hasher({}, event), hash) << "the same again";
  auto other = event;
  const auto differs = [&] {
    const bool result = hasher({}, other) != hash;
    other = event;
    return result;
  };
  other.stream = "INC-2";
  EXPECT_TRUE(differs());
  other.number = 2;
  EXPECT_TRUE(differs());
  other.at = 3;
  EXPECT_TRUE(differs());
  other.actor_id = "U";
  other.actor_name = "1ann";
  EXPECT_TRUE(differs()) << "lengths keep fields apart";
  other.input = "in-2";
  EXPECT_TRUE(differs());
  other.type = "x";
  EXPECT_TRUE(differs());
  other.data = "{ }";
  EXPECT_TRUE(differs());
  EXPECT_NE(hasher(hash, event), hash) << "what came before";
}

TEST(Verify, IsContentWithWhatTheJournalWrote) {
  const Seeded scratch;
  const auto report = Reader{scratch.database()}.verify();
  EXPECT_EQ(problems(report), "");
  EXPECT_EQ(report.events, 5U);
  EXPECT_EQ(report.head.size(), 64U);
}

struct Damage {
  std::string name, sql, found;
};

class Tampered : public ::testing::TestWithParam<Damage> {};

TEST_P(Tampered, IsFound) {
  const Seeded scratch;
  tamper(scratch.database(), GetParam().sql);
  const auto report = Reader{scratch.database()}.verify();
  EXPECT_TRUE(problems(report).contains(GetParam().found)) << "found: " << problems(report);
}

INSTANTIATE_TEST_SUITE_P(
    Verify, Tampered,
    ::testing::Values(
        Damage{"AByteOfData", "update history set data = replace(data, 'fixed', 'Fixed') where position = 3",
               "The content of event 3 (INC-2 number 2, 2026-11-21 14:02 UTC) does not match its hash"},
        Damage{"ATime", "update history set at = at + 1 where position = 1", "The content of event 1"},
        Damage{"AnActor", "update history set actor_name = 'bob' where position = 4", "The content of event 4"},
        Damage{"AnEventAndItsHash", "update history set data = '{}', hash = zeroblob(32) where position = 3",
               "The chain is broken before event 4"},
        Damage{"ADeletedEvent", "delete from history where position = 3", "Events 3 to 3 are missing."},
        Damage{"ADeletedEventInItsStream", "delete from history where position = 3",
               "INC-2 is stored as of event 2, but its history has 1."},
        Damage{"TheFirstEvent", "delete from history where position = 1", "The chain is broken before event 2"},
        Damage{"TheLastEvent", "delete from history where position = 5",
               "The history ends at event 4, but was written up to event 5."},
        Damage{"AClosedGap",
               "delete from history where position = 3; update history set position = position - 1 where "
               "position > 3; update journal set position = 4",
               "The chain is broken before event 3"},
        Damage{"AnUnknownType", "update history set type = 'x' where position = 3",
               "Cannot read event 3 (INC-2 number 2, 2026-11-21 14:02 UTC): the event type “x” is not known to this "
               "version."},
        Damage{"AStateOfAnIncident", "update incidents set state = replace(state, 'three', 'drei') where id = 3",
               "INC-3 is not what its history says. Stored: "},
        Damage{"AListEntry", "update incidents set title = 'x' where id = 3",
               "The list entry of INC-3 is not what its history says."},
        Damage{"AClosedIncidentShownOpen", "update incidents set resolved = null where id = 2",
               "The list entry of INC-2 is not what its history says."},
        Damage{"AMissingIncident", "delete from incidents where id = 2",
               "INC-2 is in the history, but not in the table of incidents."},
        Damage{"AnInventedIncident", "update incidents set id = 9 where id = 2",
               "INC-9 is in the table of incidents, but not in the history."},
        Damage{"AnUnreadableIncident", "update incidents set state = '[]' where id = 2",
               "The state of INC-2 cannot be read: not a JSON object."},
        Damage{"AClaim", "update claims set status = 'operational' where holder = 'INC-1'",
               "The claim of INC-1 on api is not what the history says."},
        Damage{"AMissingClaim", "delete from claims where holder = 'manual'",
               "manual claims db in the history, but not in the table."},
        Damage{"AnInventedClaim", "insert into claims values ('api', 'INC-2', 'operational', 0, 1, 0, '', '', '', null, '')",
               "INC-2 claims api in the table, but not in the history."},
        Damage{"TheJournalsRow", "delete from journal", "The journal's own row is missing."}),
    [](const auto& each) { return each.param.name; });

TEST(Verify, TellsTheFirstHundredProblemsAndCountsTheRest) {
  const Prepared scratch;
  {
    SqliteJournal journal{scratch.database()};
    Teller teller;
    for (int i = 1; i <= 150; ++i) ASSERT_TRUE(commit(journal, teller.declare(i, "x", at(i))));
  }
  tamper(scratch.database(), "update history set data = '{}'");
  const auto report = Reader{scratch.database()}.verify();
  EXPECT_EQ(report.problems.size(), 101U);
  EXPECT_TRUE(report.problems.back().starts_with("… and ")) << report.problems.back();
}

TEST(Verify, IsContentWhileTheJournalWrites) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  Teller teller;
  for (int i = 1; i <= 600; ++i) journal.commit(teller.declare(i, "x", at(i)), [](const CommitResult&) {});
  const Reader reader{scratch.database()};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(problems(reader.verify()), "");
}

}  // namespace
}  // namespace storage::testing
