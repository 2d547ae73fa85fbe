// What people read. A reply is right when somebody woken at night knows what happened and what to type next.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/commands/desk_support.hpp"

namespace commands::testing {
namespace {

using namespace playbooks;
using namespace std::chrono_literals;

TEST(Replies, SayWhatHappenedAndWhatIsNext) {
  FakeDesk desk;
  desk.state_.next_incident = 12;
  EXPECT_EQ(words(say(desk, "incident declare P1 \"Checkout is down\"")),
            "Declared INC-12 (P1, public): Checkout is down. Lead: @ann. The card is in this channel; next update due "
            "14:35 UTC.");
  EXPECT_EQ(words(say(desk,
                      "incident declare \"Logins fail\" on api:major --internal --drill --started 13:55 --lead "
                      "<@U7|bob>")),
            "Declared INC-13 (P1, internal, drill): Logins fail. Affected: API major outage. Started 13:55 UTC, 10 min "
            "ago. Lead: @bob. The card is in this channel; next update due 14:35 UTC.");
  auto elsewhere = typed("incident declare P1 \"Mail is late\"");
  elsewhere.channel = "C_RANDOM";
  EXPECT_EQ(words(say(desk, elsewhere)),
            "Declared INC-14 (P1, public): Mail is late. Lead: @ann. The card is in #C_INC; "
            "next update due 14:35 UTC.");

  desk.state_.incidents.at({12}).visibility = Visibility::internal;
  EXPECT_EQ(words(say(desk, "incident update INC-12 We found it")), "Posted to INC-12; next update due 14:35 UTC.");
  desk.state_.incidents.at({12}).visibility = Visibility::public_page;
  EXPECT_EQ(words(say(desk, "incident update INC-12 We found it")),
            "Posted to INC-12 and on its way to the status page; next update due 14:35 UTC.");
  EXPECT_EQ(words(say(desk, "incident status INC-12 identified A bad release")),
            "INC-12 is now identified (was investigating); your words are on their way to the status page; next update "
            "due 14:35 UTC.");
  EXPECT_EQ(words(say(desk, "incident status INC-12 We will roll back")),
            "INC-12 stays identified; your words were posted as an update; next update due 14:35 UTC.");
  EXPECT_EQ(words(say(desk, "incident severity INC-12 P0 Nobody can pay")),
            "INC-12 is now P0 (was P1); next update due 14:35 UTC.");
  EXPECT_EQ(words(say(desk, "incident components INC-12 api:partial,db:major")),
            "INC-12 now says: API partial outage, Database major outage. The status page follows.");
  EXPECT_EQ(words(say(desk, "incident note INC-12 Failed over at 13:55")), "Noted on INC-12, as of 13:55 UTC.");
  desk.state_.incidents.at({12}).started = now - 42min;
  EXPECT_EQ(words(say(desk, "incident resolve INC-12 Rolled back")),
            "INC-12 is resolved after 42 min: Checkout is down. The status page follows. If it comes back: `/incident "
            "reopen INC-12`.\n[Words for customers: status draft INC-12]\n"
            "[Text for social networks: status social INC-12]");
  EXPECT_EQ(words(say(desk, "incident reopen INC-12 Errors are back")),
            "INC-12 is open again, investigating: Checkout is down; next update due 14:35 UTC.");
  EXPECT_EQ(words(say(desk, "incident cancel INC-13")),
            "INC-13 is cancelled: Logins fail. If it was real after all: `/incident reopen INC-13`.");
}

TEST(Replies, List) {
  FakeDesk desk;
  EXPECT_EQ(words(say(desk, "incident list")),
            "No open incident. Declare one: `/incident declare P1 \"What is broken\"`");
  EXPECT_EQ(words(say(desk, "incident list --all")),
            "No incident yet. Declare one: `/incident declare P1 \"What is broken\"`");
  desk.add_closed(11, "Old one");
  desk.add(12, "Checkout is down");
  desk.add(13, std::string(100, 'x')).kind = Kind::drill;
  EXPECT_EQ(words(say(desk, "incident list")),
            "Incident | Severity | Status | Title | Age | Lead\n"
            "INC-13 | P1 drill | investigating | " +
                std::string(59, 'x') +
                "… | 42 min | @ann\n"
                "INC-12 | P1 | investigating | Checkout is down | 42 min | @ann");
  const auto all = words(say(desk, "incident list --all"));
  EXPECT_NE(all.find("INC-11 | P1 | resolved | Old one | took 42 min | @ann"), std::string::npos) << all;
  EXPECT_EQ(words(say(desk, "incident ls all")), all);
  for (int i = 20; i < 50; ++i) desk.add(i, "More");
  const auto many = words(say(desk, "incident list"));
  EXPECT_TRUE(many.ends_with("… and 12 more: `/incident list --all`")) << many;
  EXPECT_EQ(std::ranges::count(many, '\n'), 21);
  EXPECT_TRUE(words(say(desk, "incident list --all"))
                  .ends_with("These are the last 20. Older ones: `sitrep history` on "
                             "the command line."));
}

TEST(Replies, ShowTellsEverything) {
  FakeDesk desk;
  auto& incident = desk.add(12, "Checkout is down");
  EXPECT_EQ(words(say(desk, "incident show")),
            "INC-12: Checkout is down\n"
            "What | Now\n"
            "Severity | P1\n"
            "Status | investigating since 13:23 UTC\n"
            "Lead | @ann\n"
            "Components | none named\n"
            "Started | 13:23 UTC (42 min ago)\n"
            "Declared | 13:23 UTC by @ann\n"
            "Next update | 14:35 UTC\n"
            "Status page | Internal\n"
            "Card | in #C_INC\n"
            "What happened: `/incident timeline INC-12`.");
  incident.visibility = Visibility::public_page;
  incident.components = {{"api", ComponentStatus::partial_outage}};
  incident.impact = "Nobody can pay";
  incident.mitigated = now - 12min;
  incident.update_due = now - 5min;
  incident.last_update = "Rolling back";
  incident.page = {"sp1", "https://stspg.example/1", "identified", now - 10min, "HTTP 500", {}};
  incident.card.permalink = "https://slack.example/p1";
  EXPECT_EQ(words(say(desk, "incident 12")),
            "INC-12: Checkout is down\n"
            "What | Now\n"
            "Severity | P1\n"
            "Status | investigating since 13:23 UTC\n"
            "Lead | @ann\n"
            "Components | API partial outage\n"
            "Impact | Nobody can pay\n"
            "Started | 13:23 UTC (42 min ago)\n"
            "Declared | 13:23 UTC by @ann\n"
            "Mitigated | 13:53 UTC, after 30 min\n"
            "Next update | 14:00 UTC, overdue for 5 min\n"
            "Last update | 13:23 UTC @ann: Rolling back\n"
            "Status page | Shows identified since 13:55 UTC, https://stspg.example/1. Trouble: "
            "HTTP 500\n"
            "Card | in Slack (https://slack.example/p1)\n"
            "What happened: `/incident timeline INC-12`.");
}

std::vector<Recorded> notes(int count, Time first, Duration step) {
  std::vector<Recorded> events;
  for (int i = 1; i <= count; ++i)
    events.push_back(
        {"INC-12", i, first + (i - 1) * step, {"U1", "ann"}, "in", NoteAdded{"n" + std::to_string(i), {}}});
  return events;
}

TEST(Replies, Timeline) {
  FakeDesk desk;
  desk.add(12, "Checkout is down").version = 3;
  desk.streams["INC-12"] = notes(3, now - 42min, 10min);
  EXPECT_EQ(words(say(desk, "incident timeline")),
            "INC-12 (P1, investigating): Checkout is down\n"
            "13:23 UTC  @ann noted: n1\n"
            "13:33 UTC  @ann noted: n2\n"
            "13:43 UTC  @ann noted: n3");
  desk.streams["INC-12"] = notes(2, now - 24h, 24h);
  EXPECT_EQ(words(say(desk, "incident timeline")),
            "INC-12 (P1, investigating): Checkout is down\n"
            "2026-11-20\n14:05 UTC  @ann noted: n1\n2026-11-21\n14:05 UTC  @ann noted: n2");
  desk.state_.incidents.at({12}).version = 57;
  desk.streams["INC-12"] = notes(57, now - 57min, 1min);
  const auto last = words(say(desk, "incident timeline"));
  EXPECT_NE(last.find("The last 30 of 57 entries. All: `/incident timeline INC-12 --all`"), std::string::npos) << last;
  EXPECT_EQ(last.find(": n27\n"), std::string::npos);
  EXPECT_NE(last.find(": n28\n"), std::string::npos);
  EXPECT_TRUE(last.ends_with(": n57"));
  const auto all = words(say(desk, "incident timeline --all"));
  EXPECT_NE(all.find(": n1\n"), std::string::npos);
  EXPECT_EQ(all.find("The last"), std::string::npos);
}

TEST(Replies, ExportIsTheSameBytesEveryTime) {
  FakeDesk desk;
  desk.policy_.zone = "Europe/Berlin";
  auto& incident = desk.add(12, "Checkout *is* down");
  incident.components = {{"api", ComponentStatus::partial_outage}};
  incident.mitigated = now - 12min;
  desk.streams["INC-12"] = {
      {"INC-12", 1, now - 42min, {"U1", "ann"}, "in", NoteAdded{"say \"hi\"\n# not a heading", {}}}};
  const auto md = document(say(desk, "incident export"));
  EXPECT_EQ(md.name, "INC-12.md");
  EXPECT_EQ(md.content,
            "# INC-12: Checkout \\*is\\* down\n\n"
            "- **Severity**: P1\n"
            "- **Status**: investigating\n"
            "- **Visibility**: internal\n"
            "- **Lead**: ann\n"
            "- **Components**: API partial outage\n"
            "- **Started**: 2026-11-21 14:23 CET\n"
            "- **Declared**: 2026-11-21 14:23 CET by ann\n"
            "- **Mitigated**: 2026-11-21 14:53 CET, after 30 min\n"
            "\n## Timeline\n\n"
            "- 2026-11-21 14:23 CET: @ann noted: say \"hi\" \\# not a heading\n");
  EXPECT_EQ(document(say(desk, "incident export INC-12 md")), md);
  const auto json = document(say(desk, "incident export json"));
  EXPECT_EQ(json.name, "INC-12.json");
  EXPECT_EQ(json.content,
            "{\n  \"incident\": \"INC-12\",\n  \"title\": \"Checkout *is* down\",\n  \"severity\": \"P1\",\n"
            "  \"status\": \"investigating\",\n  \"visibility\": \"internal\",\n  \"kind\": \"real\",\n"
            "  \"impact\": \"\",\n  \"components\": [{\"component\": \"api\", \"status\": \"partial_outage\"}],\n"
            "  \"lead\": \"ann\",\n  \"started\": \"2026-11-21T13:23:00Z\",\n"
            "  \"declared\": \"2026-11-21T13:23:00Z\",\n  \"declared_by\": \"ann\",\n"
            "  \"mitigated\": \"2026-11-21T13:53:00Z\",\n  \"resolved\": null,\n  \"status_page\": \"\",\n"
            "  \"postmortem\": \"\",\n"
            "  \"timeline\": [\n    {\"number\": 1, \"at\": \"2026-11-21T13:23:00Z\", \"by\": \"ann\", "
            "\"what\": \"@ann noted: say \\\"hi\\\"\\n# not a heading\"}\n  ]\n}\n");
}

TEST(Replies, StatusShowsTheWorstFirst) {
  FakeDesk desk;
  EXPECT_EQ(words(say(desk, "status")), "All 3 components are operational.");
  desk.state_.claims["db"] = {
      {"db", "INC-12", ComponentStatus::major_outage, true, now - 5min, {"U1", "ann"}, ""},
      {"db", "manual", ComponentStatus::degraded_performance, true, now, {"U7", "bob"}, "Slow"}};
  desk.state_.claims["payments"] = {
      {"payments", "INC-13", ComponentStatus::partial_outage, false, now - 5min, {"U1", "ann"}, ""}};
  EXPECT_EQ(words(say(desk, "status show")),
            "Component | Status | Who says so\n"
            "Database (db) | major outage | INC-12: major outage, by @ann at 14:00 UTC; set by hand: degraded "
            "performance, by @bob at 14:05 UTC (Slow)\n"
            "Payments (payments) | partial outage, public: operational | INC-13: partial outage, by @ann at 14:00 UTC, "
            "not public\n"
            "API (api) | operational | ");
  EXPECT_EQ(words(say(desk, "status show backend")), "Component | Status | Who says so\nAPI (api) | operational | ");
  EXPECT_EQ(words(say(desk, "status api")), words(say(desk, "status show backend")));
  desk.policy_.components.clear();
  EXPECT_EQ(words(say(desk, "status")),
            "No components are configured. Add them under `components` in the configuration file.");
}

TEST(Replies, StatusSetNamesWhoStillHolds) {
  FakeDesk desk;
  EXPECT_EQ(words(say(desk, "status set api,db degraded Slow logins")),
            "API is set to degraded performance.\nDatabase is set to degraded performance.");
  EXPECT_EQ(words(say(desk, "status set api operational")), "API: your setting is withdrawn. It is operational.");
  desk.state_.claims["db"].push_back({"db", "INC-12", ComponentStatus::major_outage, true, now, {"U1", "ann"}, ""});
  EXPECT_EQ(words(say(desk, "status set db partial")),
            "Database is set to partial outage. It shows major outage, because of INC-12 (major outage).");
  EXPECT_EQ(words(say(desk, "status set db operational")),
            "Database: your setting is withdrawn. It stays major outage, held by INC-12 (major outage).");
}

TEST(Replies, StatusHistory) {
  FakeDesk desk;
  EXPECT_EQ(words(say(desk, "status history")),
            "Nothing was set by hand, and none of the last 20 incidents touched it.");
  desk.streams["components"] = {
      {"components",
       1,
       now - 24h,
       {"U7", "bob"},
       "in",
       ComponentStatusSet{"db", ComponentStatus::partial_outage, "Slow"}},
      {"components", 2, now, {"U7", "bob"}, "in", ComponentStatusSet{"api", ComponentStatus::operational, ""}}};
  desk.add(12, "Checkout is down").components = {{"api", ComponentStatus::major_outage}};
  EXPECT_EQ(words(say(desk, "status history")),
            "2026-11-21 14:05 UTC  @bob took back what was set for API\n"
            "2026-11-20 14:05 UTC  @bob set Database to partial outage: Slow\n"
            "Incidents:\nINC-12 (open): Checkout is down, API major outage");
  EXPECT_EQ(words(say(desk, "status history db")), "2026-11-20 14:05 UTC  @bob set Database to partial outage: Slow");
}

TEST(Replies, HelpShowsWhatMakesSenseNow) {
  FakeDesk desk;
  const auto nothing = words(say(desk, "incident"));
  EXPECT_EQ(nothing,
            "Nothing is open. What makes sense now:\n"
            "`/incident declare P1 \"What is broken\" on <component>`  something is broken\n"
            "`/incident list --all`  what happened lately\n"
            "`/statuspage show`  how the components are\n"
            "All commands: `/sitrep help all`. One of them: `/sitrep help resolve`.\n"
            "[Declare an incident: incident declare]");
  for (const auto* line : {"sitrep", "sitrep help", "incident help", "incident --help", "incident ?"})
    EXPECT_EQ(words(say(desk, line)), nothing) << line;

  EXPECT_TRUE(words(say(desk, "status help")).starts_with("/statuspage\n`show [api,db]`"));
  desk.add(12, "Checkout is down").status = Status::identified;
  EXPECT_EQ(words(say(desk, "sitrep help")),
            "INC-12 (P1, identified) is open: Checkout is down. What makes sense now:\n"
            "`/incident update INC-12 <text>`  tell what is known now\n"
            "`/incident status INC-12 monitoring [text]`  a fix is in place\n"
            "`/incident resolve INC-12 <what fixed it>`  it is over\n"
            "`/incident severity INC-12 <P0>`  change how bad it is\n"
            "`/incident components INC-12 <api:partial>`  what it affects\n"
            "`/incident note INC-12 <text>`  keep something in the timeline\n"
            "All commands: `/sitrep help all`. One of them: `/sitrep help resolve`.\n"
            "[Update: incident update INC-12]\n"
            "[Status: incident status INC-12]\n"
            "[Resolve: incident resolve INC-12]");
  desk.add(13, "Logins fail");
  const auto several = words(say(desk, "sitrep help"));
  EXPECT_TRUE(
      several.starts_with("2 incidents are open. Put the id behind the verb: `/incident update INC-12 <text>`.\n"
                          "INC-12 (P1, identified): Checkout is down\n"))
      << several;
  auto request = typed("help");
  request.surface = Surface::mention;
  request.thread_ts = "13.000";
  EXPECT_TRUE(words(say(desk, request)).starts_with("INC-13 (P1, investigating) is open: Logins fail."));
}

TEST(Replies, HelpExplainsOneVerbOrAll) {
  FakeDesk desk;
  const std::string resolve =
      "`/incident resolve [INC-12] <what fixed it>`\n"
      "It is over: say what fixed it.\n"
      "Example: `/incident resolve INC-12 Rolled back release 41`\n"
      "Also: resolved, close, closed, fixed, fix, done";
  for (const auto* line :
       {"sitrep help resolve", "incident help resolve", "incident help fixed", "sitrep help incident resolve",
        "incident resolve --help", "incident resolve -h", "help resolve"}) {
    auto request = typed(line);
    if (std::string_view{line}.starts_with("help")) request.surface = Surface::mention;
    EXPECT_NE(words(say(desk, request)).find(request.surface == Surface::mention ? "It is over" : resolve),
              std::string::npos)
        << line << "\n"
        << words(say(desk, request));
  }
  const auto all = words(say(desk, "sitrep help all"));
  for (const auto* verb : all_verbs()) EXPECT_NE(all.find(verb->usage), std::string::npos) << verb->usage;
  EXPECT_EQ(words(say(desk, "incident help all")).find("doctor"), std::string::npos);
  EXPECT_EQ(
      words(say(desk, "sitrep help reslove")),
      "I do not know “reslove”. Did you mean incident resolve or oncall remove? All commands: `/sitrep help all`.");
}

TEST(Replies, Doctor) {
  FakeDesk desk;
  desk.findings = {{Finding::Level::ok, "Database", "0 failures"}, {Finding::Level::error, "Slack", "not connected"}};
  EXPECT_EQ(words(say(desk, "sitrep doctor")),
            "Sitrep " SITREP_VERSION
            " needs attention.\n"
            "✗ Slack: not connected\n"
            "✓ Database: 0 failures\n"
            "Tokens, scopes, time-outs and the status page are asked by `sitrep doctor` on the command line.");
  desk.findings.clear();
  EXPECT_TRUE(words(say(desk, "sitrep ping")).starts_with("All is well with Sitrep " SITREP_VERSION "."));
}

}  // namespace
}  // namespace commands::testing
