#include "storage/reader.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <future>

#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using namespace playbooks;
using namespace std::string_literals;

constexpr std::chrono::milliseconds wait{1000};

/// Five incidents, of which 2 and 4 are resolved, an update each, and a person's claim.
struct Seeded : Prepared {
  Teller teller;
  Seeded() {
    SqliteJournal journal{database()};
    for (int i = 1; i <= 5; ++i) {
      auto stage = teller.declare(i, fmt::format("title {}", i), at(i));
      teller.tell(stage, fmt::format("INC-{}", i), UpdatePosted{fmt::format("text {}", i), at(i + 30)}, at(i + 10));
      if (i % 2 == 0) teller.tell(stage, fmt::format("INC-{}", i), IncidentResolved{"fixed"}, at(i + 20));
      EXPECT_TRUE(commit(journal, stage));
    }
    Stage manual;
    teller.tell(manual, "components", ComponentStatusSet{"db", ComponentStatus::major_outage, "flooded"}, at(60));
    EXPECT_TRUE(commit(journal, manual));
  }
};

std::string summary(const std::vector<Recorded>& events) {
  std::string text;
  for (const auto& event : events) text += fmt::format("{}/{} ", event.stream, event.number);
  return text;
}

TEST(Reader, LoadsOpenIncidentsClaimsAndCounters) {
  const Seeded scratch;
  const Reader reader{scratch.database()};
  const auto state = reader.load_state();
  std::string open;
  for (const auto& [id, incident] : state.incidents) {
    open += to_string(id) + " ";
    EXPECT_EQ(incident, scratch.teller.state.incidents.at(id));
  }
  EXPECT_EQ(open, "INC-1 INC-3 INC-5 ");
  EXPECT_EQ(state.claims, scratch.teller.state.claims);
  EXPECT_EQ(state.next_incident, 6);
  EXPECT_EQ(state.components_version, 1);
}

TEST(Reader, AnEmptyDatabaseIsAnEmptyState) {
  const Prepared scratch;
  const Reader reader{scratch.database()};
  const auto state = reader.load_state();
  EXPECT_TRUE(state.incidents.empty());
  EXPECT_TRUE(state.claims.empty());
  EXPECT_EQ(state.next_incident, 1);
  EXPECT_EQ(state.components_version, 0);
  EXPECT_TRUE(reader.history({}).empty());
  EXPECT_TRUE(reader.incidents(false, 10).empty());
  EXPECT_EQ(reader.incident({1}), std::nullopt);
  EXPECT_EQ(reader.verify().head, "");
  EXPECT_EQ(problems(reader.verify()), "");
}

TEST(Reader, FindsClosedIncidentsToo) {
  const Seeded scratch;
  const Reader reader{scratch.database()};
  EXPECT_EQ(reader.incident({2}), scratch.teller.state.incidents.at({2}));
  EXPECT_EQ(reader.incident({9}), std::nullopt);
}

TEST(Reader, ListsNewestFirstInPages) {
  const Seeded scratch;
  const Reader reader{scratch.database()};
  const auto ids = [&](bool open_only, int limit, int offset) {
    std::string text;
    for (const auto& row : reader.incidents(open_only, limit, offset)) text += fmt::format("{} ", row.id.number);
    return text;
  };
  EXPECT_EQ(ids(false, 10, 0), "5 4 3 2 1 ");
  EXPECT_EQ(ids(false, 2, 0), "5 4 ");
  EXPECT_EQ(ids(false, 2, 4), "1 ");
  EXPECT_EQ(ids(false, 2, 5), "");
  EXPECT_EQ(ids(true, 10, 0), "5 3 1 ");
  EXPECT_EQ(ids(true, 1, 1), "3 ");
  const auto row = reader.incidents(false, 1, 1).front();
  EXPECT_EQ(row.title, "title 4");
  EXPECT_EQ(row.severity, "P1");
  EXPECT_EQ(row.status, "resolved");
  EXPECT_EQ(row.kind, "real");
  EXPECT_EQ(row.visibility, "public");
  EXPECT_EQ(row.declared, at(4));
  EXPECT_EQ(row.resolved, at(24));
}

TEST(Reader, ReadsHistoryByStreamByTimeAndBackwards) {
  const Seeded scratch;
  const Reader reader{scratch.database()};
  EXPECT_EQ(summary(reader.history({.limit = -1})),
            "INC-1/1 INC-1/2 INC-2/1 INC-2/2 INC-2/3 INC-3/1 INC-3/2 INC-4/1 INC-4/2 INC-4/3 INC-5/1 INC-5/2 "
            "components/1 ");
  EXPECT_EQ(summary(reader.history({.limit = 3})), "INC-1/1 INC-1/2 INC-2/1 ");
  EXPECT_EQ(summary(reader.history({.limit = 2, .newest_first = true})), "components/1 INC-5/2 ");
  EXPECT_EQ(summary(reader.history({.stream = "INC-4"})), "INC-4/1 INC-4/2 INC-4/3 ");
  EXPECT_EQ(summary(reader.history({.stream = "INC-4", .limit = 1, .newest_first = true})), "INC-4/3 ");
  EXPECT_EQ(summary(reader.history({.stream = "INC-44"})), "");
  EXPECT_EQ(summary(reader.history({.from = at(13), .to = at(15)})), "INC-3/2 INC-4/2 ") << "to is not included";
  EXPECT_EQ(summary(reader.history({.from = at(60)})), "components/1 ");
  EXPECT_EQ(summary(reader.history({.to = at(3), .newest_first = true})), "INC-2/1 INC-1/1 ") << "in order of time";
  EXPECT_EQ(summary(reader.history({.stream = "INC-2", .from = at(12), .to = at(22)})), "INC-2/2 ");
}

TEST(Reader, LeavesOutWhatItCannotReadAndSaysSo) {
  const Seeded scratch;
  tamper(scratch.database(),
         "update history set type = 'incident_teleported' where position = 2;"
         "update incidents set state = '{\"version\":\"x\"}' where id = 3");
  const Reader reader{scratch.database()};
  EXPECT_EQ(summary(reader.history({.stream = "INC-1"})), "INC-1/1 ");
  EXPECT_EQ(reader.load_state().incidents.size(), 2U);
  EXPECT_EQ(reader.incident({3}), std::nullopt);
  const auto skipped = reader.take_skipped();
  ASSERT_EQ(skipped.size(), 3U);
  EXPECT_EQ(
      skipped[0],
      "Left out event 2 (INC-1 number 2, 2026-11-21 14:11 UTC): the event type “incident_teleported” is not known "
      "to this version");
  EXPECT_EQ(skipped[1], "INC-3 cannot be read: version: is not a whole number");
  EXPECT_TRUE(reader.take_skipped().empty()) << "each is told once";
}

TEST(Reader, DamagedEffectsAndTimersStopNothing) {
  const Prepared scratch;
  {
    SqliteJournal journal{scratch.database()};
    Stage stage;
    stage.effects = {card("a"), card("b")};
    stage.timers_set = {{"t1", at(1), UpdateDue{{1}}}, {"t2", at(2), CardAges{{1}}}};
    ASSERT_TRUE(commit(journal, stage));
  }
  tamper(scratch.database(),
         "update effects set body = '{}' where key = 'a'; update timers set body = '' where name = 't1'");
  const Reader reader{scratch.database()};
  ASSERT_EQ(reader.undelivered().size(), 1U);
  EXPECT_EQ(reader.undelivered().front().key, "b");
  ASSERT_EQ(reader.timers().size(), 1U);
  EXPECT_EQ(reader.take_skipped().size(), 3U) << "one of them was met twice";
}

TEST(Reader, EffectsComeBackWhole) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  Effect effect;
  effect.key = "INC-1/4/thread";
  effect.lane = "slack/C1";
  effect.priority = Priority::notice;
  effect.group = "INC-1/thread";
  effect.created = at(1);
  effect.expires = at(2);
  effect.input = "in-1";
  effect.body = PostToThread{{1}, Text{"hello"}};
  Stage stage;
  stage.effects = {effect, card("other")};
  ASSERT_TRUE(commit(journal, stage));
  EXPECT_EQ(Reader{scratch.database()}.undelivered(), stage.effects);
}

TEST(Reader, KeyHashesGoBackAsFarAsAsked) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  Stage stage;
  stage.inputs = {input("in-1", {"envelope:1", "event:1"}), input("in-2", {"envelope:2"})};
  stage.inputs[1].at = at(100);
  ASSERT_TRUE(commit(journal, stage));
  const Reader reader{scratch.database()};
  EXPECT_EQ(reader.key_hashes(at(100)), std::vector{key_hash("envelope:2")});
  EXPECT_EQ(reader.key_hashes(at(0)).size(), 3U);
  EXPECT_TRUE(reader.key_hashes(at(101)).empty());
}

TEST(Reader, KeyHashIsFnv1a) {
  EXPECT_EQ(key_hash(""), 0xcbf29ce484222325U);
  EXPECT_EQ(key_hash("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(key_hash("foobar"), 0x85944171f73967e8U);
}

TEST(Reader, LargeAndStrangeTextsComeBack) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  Teller teller;
  auto stage = teller.declare(1, "nul \0 and \xFF byte"s, at(0));
  const auto large = std::string(1'000'000, 'n') + "✓";
  teller.tell(stage, "INC-1", NoteAdded{large, {}}, at(1));
  stage.inputs.push_back(input("in-1", {"key \0 \xFF"s}, "reply \0 more"s));
  stage.inputs.front().body = "\0\xFF raw"s;
  ASSERT_TRUE(commit(journal, stage));
  const Reader reader{scratch.database()};
  EXPECT_EQ(std::get<NoteAdded>(reader.history({})[1].event).text, large);
  EXPECT_EQ(reader.incident({1})->title, "nul \0 and \uFFFD byte"s);
  EXPECT_EQ(reader.incidents(true, 1).front().title, "nul \0 and \uFFFD byte"s);
  EXPECT_EQ(reader.reply_to("key \0 \xFF"s), "reply \0 more"s);
  EXPECT_EQ(reader.reply_to("key "), std::nullopt);
  EXPECT_EQ(problems(reader.verify()), "");
}

TEST(Reader, ExportsOneJsonObjectALine) {
  const Seeded scratch;
  const Reader reader{scratch.database()};
  std::vector<std::string> lines;
  reader.export_history([&](std::string_view line) { lines.emplace_back(line); });
  ASSERT_EQ(lines.size(), 13U);
  std::string previous(64, '0');
  for (const auto& line : lines) {
    EXPECT_FALSE(line.contains('\n'));
    const auto object = boost::json::parse(line).as_object();
    EXPECT_EQ(object.at("previous").as_string(), previous);
    previous = std::string{object.at("hash").as_string()};
  }
  EXPECT_EQ(previous, reader.verify().head);
  EXPECT_TRUE(lines[1].starts_with(
      R"({"position":2,"stream":"INC-1","number":2,"at":"2026-11-21T14:11:00.000Z","by":{"id":"U1","name":"ann"},)"
      R"("input":"in-1","type":"update_posted","data":{"text":"text 1","update_due":)"))
      << lines[1];

  lines.clear();
  reader.export_history([&](std::string_view line) { lines.emplace_back(line); }, "INC-4");
  EXPECT_EQ(lines.size(), 3U);
}

TEST(Reader, ExportsMoreThanItReadsAtOnce) {
  const Prepared scratch;
  {
    SqliteJournal journal{scratch.database()};
    Teller teller;
    auto stage = teller.declare(1, "x", at(0));
    for (int i = 0; i < 1200; ++i) teller.tell(stage, "INC-1", NoteAdded{"n", {}}, at(i));
    ASSERT_TRUE(commit(journal, stage));
  }
  const Reader reader{scratch.database()};
  int lines = 0;
  reader.export_history([&](std::string_view) { ++lines; });
  EXPECT_EQ(lines, 1201);
  reader.export_history([&](std::string_view) { --lines; }, "INC-1");
  EXPECT_EQ(lines, 0);
  EXPECT_EQ(reader.verify().events, 1201U);
}

TEST(Reader, TheComponentsViewShowsTheWorstClaim) {
  const Prepared scratch;
  SqliteJournal journal{scratch.database()};
  Stage stage;
  stage.claims_set = {{"api", "INC-1", ComponentStatus::degraded_performance, true, at(0), {}, {}},
                      {"api", "INC-2", ComponentStatus::major_outage, false, at(1), {}, {}}};
  ASSERT_TRUE(commit(journal, stage));
  const Connection connection{scratch.database(), Connection::Mode::read, wait};
  EXPECT_EQ(connection.text("select badness || '/' || public_badness || '/' || claims from components"), "4/2/2");
}

TEST(Reader, CannotWrite) {
  const Prepared scratch;
  const Connection connection{scratch.database(), Connection::Mode::read, wait};
  EXPECT_THROW(connection.exec("delete from timers"), SqliteError);
}

TEST(Reader, AMissingFileIsAnErrorNotANewFile) {
  const Scratch scratch;
  EXPECT_THROW(Reader{scratch.database()}, SqliteError);
  EXPECT_FALSE(std::filesystem::exists(scratch.database()));
}

}  // namespace
}  // namespace storage::testing
