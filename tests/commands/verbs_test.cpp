// Line by line: what is understood. One incident is open, INC-12, unless a test says otherwise.
#include <gtest/gtest.h>

#include "tests/commands/desk_support.hpp"

namespace commands::testing {
namespace {

struct Row {
  std::string_view line, understood;
};

void check(std::span<const Row> rows) {
  for (const auto& row : rows) {
    FakeDesk desk;
    desk.add(12, "Checkout is down");
    desk.state_.next_incident = 13;
    EXPECT_EQ(understood(desk, std::string{row.line}), row.understood) << "line: " << row.line;
  }
}

TEST(Verbs, Declare) {
  static constexpr Row rows[] = {
      {"incident declare \"Checkout is down\"", "declare title=Checkout is down"},
      {"incident declare Checkout is down", "declare title=Checkout is down"},
      {"incident declare P1 \"Checkout is down\" on api,db",
       "declare title=Checkout is down severity=P1 "
       "on=api:operational,db:operational"},
      {"incident declare \"Checkout is down\" on api:partial,db:major P0",
       "declare title=Checkout is down severity=P0 on=api:partial_outage,db:major_outage"},
      {"incident declare P1 Checkout is down on api:down",
       "declare title=Checkout is down severity=P1 on=api:major_outage"},
      {"incident declare checkout is down since deploy P1", "declare title=checkout is down since deploy severity=P1"},
      {"incident declare sev1 Checkout is down", "declare title=Checkout is down severity=P1"},
      {"incident declare \"Checkout is down\" major", "declare title=Checkout is down severity=P1"},
      {"incident declare major outage in checkout", "declare title=major outage in checkout"},
      {"incident declare \"Checkout\" on api, db major", "declare title=Checkout on=api:major_outage,db:major_outage"},
      {"incident declare \"Checkout\" on api and db", "declare title=Checkout on=api:operational,db:operational"},
      {"incident declare \"Checkout\" on checkout", "declare title=Checkout on=payments:operational"},
      {"incident declare Login fails on mobile", "declare title=Login fails on mobile"},
      {"incident declare Login fails on api:partial P0", "declare title=Login fails severity=P0 on=api:partial_outage"},
      {"incident declare “Checkout is down” —drill", "declare title=Checkout is down kind=drill"},
      {"incident declare \"x y\" –drill --internal", "declare title=x y visibility=internal kind=drill"},
      {"incident declare \"x y\" --public --impact \"Nobody can pay\"",
       "declare title=x y impact=Nobody can pay visibility=public"},
      {"incident declare x y --impact all EU customers --private",
       "declare title=x y impact=all EU customers "
       "visibility=internal"},
      {"incident declare \"x y\" --started 13:40", "declare title=x y started=2026-11-21 13:40 UTC"},
      {"incident declare \"x y\" --started yesterday 23:50 UTC --drill",
       "declare title=x y kind=drill started=2026-11-20 23:50 UTC"},
      {"incident declare --since 15m ago \"x y\"", "declare title=x y started=2026-11-21 13:50 UTC"},
      {"incident declare \"x y\" --started=13:40", "declare title=x y started=2026-11-21 13:40 UTC"},
      {"incident declare \"x y\" --lead <@U7|bob>", "declare title=x y lead=U7/bob"},
      {"incident declare \"x y\" --lead=<@U7>", "declare title=x y lead=U7/"},
      {"incident declare \"x y\" --anyway", "declare title=x y anyway=yes"},
      {"incident declare \"x y\" --severity P0 --on api:slow",
       "declare title=x y severity=P0 on=api:degraded_performance"},
      {"incident declare <@U7|bob> says checkout is\u00a0down", "declare title=@bob says checkout is down"},
      {"incident declare can't log in at <https://x.example/a>", "declare title=can't log in at https://x.example/a"},
      {"incident new x y", "declare title=x y"},
      {"incident create x y", "declare title=x y"},
      {"incident open x y", "declare title=x y"},
      {"incident report x y", "declare title=x y"},
  };
  check(rows);
}

TEST(Verbs, DeclareRefusesWhatItCannotBeSureOf) {
  static constexpr Row rows[] = {
      {"incident declare",
       "refused: Say in a few words what is broken. Type: `/incident declare [P1] \"<title>\" [on "
       "api:partial,db] [--drill]`"},
      {"incident declare \"Checkout is down",
       "refused: A quote is opened before \"Checkout is down and never closed. Type "
       "the line again with the closing quote."},
      {"incident declare \"x\" on apy",
       "refused: There is no component “apy”. Did you mean `api`? Type: `/incident "
       "declare [P1] \"<title>\" [on api:partial,db] [--drill]`"},
      {"incident declare Login fails on paymnts",
       "refused: There is no component “paymnts”. Did you mean `payments`? Type: `/incident declare [P1] \"<title>\" "
       "[on "
       "api:partial,db] [--drill]`"},
      {"incident declare \"x\" on api:broken",
       "refused: “broken” is not a component status. Use operational, degraded, partial, major or maintenance. Type: "
       "`/incident declare [P1] \"<title>\" [on api:partial,db] [--drill]`"},
      {"incident declare P1 jobs wait for P2 jobs",
       "refused: P1 or P2? Put the title in quotes, and one severity outside "
       "of them. Type: `/incident declare [P1] \"<title>\" [on "
       "api:partial,db] [--drill]`"},
      {"incident declare \"x y\" --dril",
       "refused: I do not know --dril. Did you mean `--drill`? Type: `/incident declare "
       "[P1] \"<title>\" [on api:partial,db] [--drill]`"},
      {"incident declare \"x y\" --impact",
       "refused: --impact needs a value, like --impact \"Nobody can pay\". Type: "
       "`/incident declare [P1] \"<title>\" [on api:partial,db] [--drill]`"},
      {"incident declare \"x y\" everywhere",
       "refused: I do not know what “everywhere” means here. Put a text of several "
       "words in quotes. Type: `/incident declare [P1] \"<title>\" [on "
       "api:partial,db] [--drill]`"},
      {"incident declare \"x y\" --public --internal",
       "refused: --public or --internal? Only one of them. Type: `/incident declare [P1] \"<title>\" [on "
       "api:partial,db] "
       "[--drill]`"},
      {"incident declare \"x y\" --severity P9",
       "refused: “P9” is not a severity. Use one of P0, P1, P2, P3. Type: `/incident declare [P1] \"<title>\" [on "
       "api:partial,db] [--drill]`"},
      {"incident declare \"x y\" --lead @bob",
       "refused: I cannot tell who “@bob” is. Type @ and pick the person from Slack's list. Type: `/incident declare "
       "[P1] "
       "\"<title>\" [on api:partial,db] [--drill]`"},
      {"incident declare \"x y\" --started 11/20/2026",
       "refused: “11/20/2026” can be read in two ways. Write the date as year-month-day: 2026-11-21. Type: `/incident "
       "declare [P1] \"<title>\" [on api:partial,db] [--drill]`"},
  };
  check(rows);
}

TEST(Verbs, UpdatesAndNotes) {
  static constexpr Row rows[] = {
      {"incident update We found it", "update INC-12 text=We found it"},
      {"incident update INC-12 We found it", "update INC-12 text=We found it"},
      {"incident update #12 We found it", "update INC-12 text=We found it"},
      {"incident update #INC-12 We found it", "update INC-12 text=We found it"},
      {"incident update inc-12: We found it", "update INC-12 text=We found it"},
      {"incident update 12 We found it", "update INC-12 text=We found it"},
      {"incident update \"We found it\"", "update INC-12 text=We found it"},
      {"incident update \"12 nodes\"", "update INC-12 text=12 nodes"},
      {"incident update the \"checkout\"  service\n is back", "update INC-12 text=the \"checkout\"  service\n is back"},
      {"incident update <@U7|bob> restarts it, see <https://x.example|graph>",
       "update INC-12 text=@bob restarts it, see https://x.example"},
      {"incident update deploy with --force failed", "update INC-12 text=deploy with --force failed"},
      {"incident update it's \"open ended", "update INC-12 text=it's \"open ended"},
      {"incident update --force was needed",
       "refused: I do not know --force. If it belongs to the text, put the text in quotes. Type: `/incident update "
       "[INC-12] <what is known now>`"},
      {"incident update 99 pods are gone",
       "refused: There is no INC-99. Open: INC-12. If 99 belongs to the text, put the "
       "text in quotes. Type: `/incident update [INC-12] <what is known now>`"},
      {"incident update INC-99 gone",
       "refused: There is no INC-99. Open: INC-12. Type: `/incident update [INC-12] <what "
       "is known now>`"},
      {"incident update", "refused: Say what is known now. Type: `/incident update [INC-12] <what is known now>`"},
      {"incident post x y", "update INC-12 text=x y"},
      {"incident edit x y", "update INC-12 text=x y"},
      {"incident up x y", "update INC-12 text=x y"},
      {"incident updates x y", "update INC-12 text=x y"},
      {"incident note 12 some text", "note INC-12 text=some text"},
      {"incident note Failed over at 13:55", "note INC-12 text=Failed over at=2026-11-21 13:55 UTC"},
      {"incident note Failed over at 1:55pm", "note INC-12 text=Failed over at=2026-11-21 13:55 UTC"},
      {"incident note \"Failed over\" at yesterday 23:50", "note INC-12 text=Failed over at=2026-11-20 23:50 UTC"},
      {"incident note Failed over at the data centre", "note INC-12 text=Failed over at the data centre"},
      {"incident note Load at 2000", "note INC-12 text=Load at 2000"},
      {"incident note at 13:55", "note INC-12 text=at 13:55"},
      {"incident note Failed over --at 13:55", "note INC-12 text=Failed over at=2026-11-21 13:55 UTC"},
      {"incident note --at 10m ago Failed over", "note INC-12 text=Failed over at=2026-11-21 13:55 UTC"},
      {"incident note", "refused: Say what happened. Type: `/incident note [INC-12] <what happened> [at 14:05]`"},
      {"incident notes x", "note INC-12 text=x"},
      {"incident comment x", "note INC-12 text=x"},
      {"incident remark x", "note INC-12 text=x"},
      {"incident timeline add Failed over at 13:55", "note INC-12 text=Failed over at=2026-11-21 13:55 UTC"},
      {"incident timeline INC-12 add Failed over", "note INC-12 text=Failed over"},
      {"incident event Failed over at 13:55", "note INC-12 text=Failed over at=2026-11-21 13:55 UTC"},
  };
  check(rows);
}

TEST(Verbs, StatusAndSeverity) {
  static constexpr Row rows[] = {
      {"incident status monitoring", "status INC-12 to=monitoring"},
      {"incident status INC-12 monitoring Rolled back", "status INC-12 to=monitoring text=Rolled back"},
      {"incident status monitoring INC-12 Rolled back", "status INC-12 to=monitoring text=Rolled back"},
      {"incident status 12 id", "status INC-12 to=identified"},
      {"incident status resolved It is back", "status INC-12 to=resolved text=It is back"},
      {"incident status resolved",
       "refused: Say what fixed it. Type: `/incident status [INC-12] "
       "<identified|monitoring|resolved> [text]`"},
      {"incident status We found the cause", "update INC-12 text=We found the cause"},
      {"incident status \"We found the cause\"", "update INC-12 text=We found the cause"},
      {"incident status monitring errors are falling",
       "refused: “monitring” is not a status. Use investigating, identified, monitoring or resolved. Type: `/incident "
       "status [INC-12] <identified|monitoring|resolved> [text]`"},
      {"incident status bogus",
       "refused: “bogus” is not a status. Use investigating, identified, monitoring or resolved. "
       "Type: `/incident status [INC-12] <identified|monitoring|resolved> [text]`"},
      {"incident status",
       "refused: INC-12 is investigating. Say which status is next. Type: `/incident status [INC-12] "
       "<identified|monitoring|resolved> [text]`"},
      {"incident phase id", "status INC-12 to=identified"},
      {"incident state id", "status INC-12 to=identified"},
      {"incident stage id", "status INC-12 to=identified"},
      {"incident mitigated", "status INC-12 to=monitoring"},
      {"incident mit 12 Rolled back", "status INC-12 to=monitoring text=Rolled back"},
      {"incident mitigate Rolled back", "status INC-12 to=monitoring text=Rolled back"},
      {"incident monitoring", "status INC-12 to=monitoring"},
      {"incident monitor", "status INC-12 to=monitoring"},
      {"incident identified The cache", "status INC-12 to=identified text=The cache"},
      {"incident investigating", "status INC-12 to=investigating"},
      {"incident severity P0", "severity INC-12 to=P0"},
      {"incident severity 12 P0 Nobody can pay", "severity INC-12 to=P0 reason=Nobody can pay"},
      {"incident severity P0 INC-12 Nobody can pay", "severity INC-12 to=P0 reason=Nobody can pay"},
      {"incident severity critical", "severity INC-12 to=P0"},
      {"incident severity P0 because of P1 jobs", "severity INC-12 to=P0 reason=because of P1 jobs"},
      {"incident sev P3", "severity INC-12 to=P3"},
      {"incident prio P3", "severity INC-12 to=P3"},
      {"incident sev1", "severity INC-12 to=P1"},
      {"incident P0 INC-12", "severity INC-12 to=P0"},
      {"incident escalate P0 Nobody can pay", "severity INC-12 to=P0 reason=Nobody can pay"},
      {"incident severity",
       "refused: INC-12 is P1. Say which severity it has now. Type: `/incident severity [INC-12] "
       "<P0> [reason]`"},
      {"incident severity worse",
       "refused: “worse” is not a severity. Use one of P0, P1, P2, P3. Type: `/incident "
       "severity [INC-12] <P0> [reason]`"},
  };
  check(rows);
}

TEST(Verbs, ComponentsAndEnds) {
  static constexpr Row rows[] = {
      {"incident components api:partial,db:major", "components INC-12 claims=api:partial_outage,db:major_outage"},
      {"incident components 12 api:ok", "components INC-12 claims=api:operational"},
      {"incident components api,db major outage", "components INC-12 claims=api:major_outage,db:major_outage"},
      {"incident components api db",
       "refused: I do not know what “db” means here. Put a text of several words in quotes. "
       "Type: `/incident components [INC-12] <api:partial,db:major>`"},
      {"incident components api", "components INC-12 claims=api:partial_outage"},
      {"incident components on api:slow INC-12", "components INC-12 claims=api:degraded_performance"},
      {"incident components --on api --to major", "components INC-12 claims=api:major_outage"},
      {"incident components",
       "refused: Say which components are affected. Type: `/incident components [INC-12] "
       "<api:partial,db:major>`"},
      {"incident component backend:slow", "components INC-12 claims=api:degraded_performance"},
      {"incident comp db:slow", "components INC-12 claims=db:degraded_performance"},
      {"incident affects db:slow", "components INC-12 claims=db:degraded_performance"},
      {"incident affected db:slow", "components INC-12 claims=db:degraded_performance"},
      {"incident resolve Rolled back", "resolve INC-12 text=Rolled back"},
      {"incident resolve INC-12 \"Rolled back\"", "resolve INC-12 text=Rolled back"},
      {"incident resolve", "refused: Say what fixed it. Type: `/incident resolve [INC-12] <what fixed it>`"},
      {"incident resolved x", "resolve INC-12 text=x"},
      {"incident close x", "resolve INC-12 text=x"},
      {"incident closed x", "resolve INC-12 text=x"},
      {"incident fixed x", "resolve INC-12 text=x"},
      {"incident fix x", "resolve INC-12 text=x"},
      {"incident done x", "resolve INC-12 text=x"},
      {"incident 12 resolve Rolled back", "resolve INC-12 text=Rolled back"},
      {"incident INC-12 update \"a  b\"", "update INC-12 text=a  b"},
      {"incident reopen INC-12 It is back", "reopen INC-12 reason=It is back"},
      {"incident reopened 12", "reopen INC-12"},
      {"incident unresolve 12", "reopen INC-12"},
      {"incident re-open 12", "reopen INC-12"},
      {"incident cancel", "cancel INC-12"},
      {"incident cancel 12 False alarm", "cancel INC-12 reason=False alarm"},
      {"incident cancelled x", "cancel INC-12 reason=x"},
      {"incident canceled x", "cancel INC-12 reason=x"},
      {"incident abort x", "cancel INC-12 reason=x"},
      {"incident false-alarm", "cancel INC-12"},
  };
  check(rows);
}

TEST(Verbs, Postmortem) {
  static constexpr Row rows[] = {
      {"incident postmortem INC-12 https://w.example/12", "postmortem INC-12 url=https://w.example/12"},
      {"incident postmortem https://w.example/12", "postmortem INC-12 url=https://w.example/12"},
      {"incident postmortem <https://w.example/12>", "postmortem INC-12 url=https://w.example/12"},
      {"incident postmortem 12 <https://w.example/12|What we learned>", "postmortem INC-12 url=https://w.example/12"},
      {"incident retro <http://w.example/12|w.example/12>", "postmortem INC-12 url=http://w.example/12"},
      {"incident pir \"https://w.example/12\" INC-12", "postmortem INC-12 url=https://w.example/12"},
      {"incident post-mortem https://w.example/a?b=1&c=INC-7#d",
       "postmortem INC-12 url=https://w.example/a?b=1&c=INC-7#d"},
      {"incident postmortem later", "postmortem INC-12 url=later"},
      {"incident postmortem https://w.example/12 and more",
       "refused: One link is enough: “and more” is left over. Type: `/incident postmortem [INC-12] <https://…>`"},
      {"incident postmortem INC-12",
       "refused: Give the link of the post-mortem. Type: `/incident postmortem [INC-12] <https://…>`"},
      {"incident postmortem INC-99 https://w.example/12",
       "refused: There is no INC-99. Type: `/incident postmortem [INC-12] <https://…>`"},
  };
  for (const auto& row : rows) {
    FakeDesk desk;
    desk.add_closed(12, "Checkout is down");
    EXPECT_EQ(understood(desk, std::string{row.line}), row.understood) << "line: " << row.line;
  }
  FakeDesk none;
  EXPECT_EQ(understood(none, "incident postmortem https://w.example/12"),
            "refused: No incident was closed lately. Name it: `/incident postmortem INC-12`");
}

TEST(Verbs, PostmortemAsksWhichOneAndWhere) {
  FakeDesk desk;
  desk.add_closed(12, "Checkout is down");
  auto request = typed("incident postmortem");
  request.can_open_form = true;
  desk.closed.at({12}).postmortem = "https://w.example/old";
  const auto form = say(desk, request).form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->command, "incident postmortem INC-12");
  EXPECT_EQ(form->fields.at(0).initial, "https://w.example/old");
  request = typed(form->command);
  request.surface = Surface::form;
  request.fields = {{"", " https://w.example/12 "}};
  EXPECT_EQ(words(say(desk, request)), "INC-12 links to its post-mortem: https://w.example/12. It stays internal.");
  desk.refuse_with = playbooks::Error{playbooks::Errc::invalid, "A link has no spaces."};
  EXPECT_EQ(say(desk, request).field_errors.at(""), "A link has no spaces.");
  desk.refuse_with.reset();
  desk.closed.at({12}).visibility = playbooks::Visibility::public_page;
  EXPECT_TRUE(words(say(desk, "incident postmortem https://w.example/2")).ends_with("The status page follows."));
  EXPECT_TRUE(words(say(desk, "incident show INC-12")).contains("\nPost-mortem | https://w.example/2\n"));
  EXPECT_TRUE(
      document(say(desk, "incident export INC-12")).content.contains("- **Post-mortem**: <https://w.example/2>\n"));
  desk.add_closed(13, "Login is slow");
  const auto lines = button_lines(say(desk, "incident postmortem https://w.example/3"));
  EXPECT_EQ(lines, (std::vector<std::string>{"incident postmortem INC-13 https://w.example/3",
                                             "incident postmortem INC-12 https://w.example/3"}));
}

TEST(Verbs, StatusSet) {
  static constexpr Row rows[] = {
      {"status set api:partial,db major \"Slow logins\"",
       "set claims=api:partial_outage,db:major_outage "
       "message=Slow logins"},
      {"status set api,db degraded Logins are slow",
       "set claims=api:degraded_performance,db:degraded_performance "
       "message=Logins are slow"},
      {"status set api degraded performance Logins are slow",
       "set claims=api:degraded_performance "
       "message=Logins are slow"},
      {"status set api:partial major customers complain",
       "set claims=api:partial_outage "
       "message=major customers complain"},
      {"status set api operational", "set claims=api:operational"},
      {"status set api up", "set claims=api:operational"},
      {"status set --on api --to partial --message Slow logins", "set claims=api:partial_outage message=Slow logins"},
      {"status put api down", "set claims=api:major_outage"},
      {"status mark api down", "set claims=api:major_outage"},
      {"status change api down", "set claims=api:major_outage"},
      {"status api degraded Slow", "set claims=api:degraded_performance message=Slow"},
      {"status api:down", "set claims=api:major_outage"},
      {"statuspage set api down", "set claims=api:major_outage"},
      {"sp set api down", "set claims=api:major_outage"},
      {"/status set api down", "set claims=api:major_outage"},
      {"status set", "refused: Say which components. Type: `/statuspage set <api:partial,db> <major> [message] [--for 2h]`"},
      {"status set api",
       "refused: Say which status they have. Type: `/statuspage set <api:partial,db> <major> "
       "[message] [--for 2h]`"},
      {"status set api bogus",
       "refused: “bogus” is not a component status. Use operational, degraded, partial, major or "
       "maintenance. Type: `/statuspage set <api:partial,db> <major> [message] [--for 2h]`"},
      {"status set nothing down",
       "refused: There is no component “nothing”. Components: api, db, payments. Type: "
       "`/statuspage set <api:partial,db> <major> [message] [--for 2h]`"},
  };
  check(rows);
}

TEST(Verbs, EveryWayToSayACommandIsTheSame) {
  for (const auto* line :
       {"incident resolve INC-12 Rolled back", "/incident resolve INC-12 Rolled back",
        "sitrep incident resolve INC-12 Rolled back", "/sitrep incident resolve INC-12 Rolled back",
        "sitrep resolve INC-12 Rolled back", "inc resolve INC-12 Rolled back", "INCIDENT Resolve inc-12 Rolled back",
        "<@U0BOT> incident resolve INC-12 Rolled back", "<@U0BOT|sitrep> resolve INC-12 Rolled back",
        "@sitrep resolve INC-12 Rolled back", "incidents fixed #12 Rolled back"}) {
    FakeDesk desk;
    desk.add(12, "Checkout is down");
    EXPECT_EQ(understood(desk, line), "resolve INC-12 text=Rolled back") << line;
  }
}

}  // namespace
}  // namespace commands::testing
