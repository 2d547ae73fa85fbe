// Which incident, which verb, which reply when neither is clear.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "commands/text.hpp"
#include "tests/commands/desk_support.hpp"

namespace commands::testing {
namespace {

TEST(Dispatch, ThreadNamesTheIncident) {
  FakeDesk desk;
  desk.add(12, "Checkout is down");
  desk.add(13, "Logins fail");
  desk.add(14, "Slow searches");
  auto request = typed("incident resolve Rolled back");
  request.surface = Surface::mention;
  request.thread_ts = "13.000";
  say(desk, request);
  ASSERT_EQ(desk.commands.size(), 1U);
  EXPECT_EQ(described(desk.commands[0]), "resolve INC-13 text=Rolled back");

  request.line = "incident update INC-12 Not this thread's";
  say(desk, request);
  EXPECT_EQ(described(desk.commands.at(1)), "update INC-12 text=Not this thread's");

  request.line = "incident update 99 pods are gone";
  say(desk, request);
  EXPECT_EQ(described(desk.commands.at(2)), "update INC-13 text=99 pods are gone") << "there is no INC-99";

  request.line = "incident update 12 pods are gone";
  const auto reply = say(desk, request);
  EXPECT_EQ(desk.commands.size(), 3U) << "12 may be either: nothing is done";
  EXPECT_TRUE(reply.refused);
  EXPECT_EQ(button_lines(reply), (std::vector<std::string>{"incident update INC-13 12 pods are gone",
                                                           "incident update INC-12 pods are gone"}));

  request.channel = "C_OTHER";  // the same timestamp in another channel is another thread
  request.line = "incident resolve x";
  EXPECT_TRUE(say(desk, request).refused);
}

TEST(Dispatch, ThreadOfAClosedIncidentReopensIt) {
  FakeDesk desk;
  desk.add(14, "Something else");
  desk.add_closed(12, "Checkout is down");
  desk.add_closed(13, "Logins fail");
  auto request = typed("incident reopen Errors are back");
  request.thread_ts = "12.000";
  say(desk, request);
  ASSERT_EQ(desk.commands.size(), 1U);
  EXPECT_EQ(described(desk.commands[0]), "reopen INC-12 reason=Errors are back");
}

TEST(Dispatch, SeveralOpenIncidentsAreOfferedAsButtonsWithTheWholeLine) {
  FakeDesk desk;
  desk.add(12, "Checkout is down");
  desk.add(13, "Logins fail");
  const auto reply = say(desk, "incident resolve “Rolled back” —x");
  EXPECT_TRUE(reply.refused) << "-x is no flag of resolve's, but it is behind the text";
  EXPECT_EQ(words(reply),
            "Which one? Several incidents are open. Put the id behind the verb:\n"
            "INC-12 (P1, investigating): Checkout is down\n"
            "INC-13 (P1, investigating): Logins fail\n"
            "[INC-12 Checkout is down: incident resolve INC-12 “Rolled back” —x]\n"
            "[INC-13 Logins fail: incident resolve INC-13 “Rolled back” —x]");
  EXPECT_TRUE(desk.commands.empty());
  for (const auto& line : button_lines(reply)) say(desk, line);
  ASSERT_EQ(desk.commands.size(), 2U) << "pressing the button does what the line says";
  EXPECT_TRUE(described(desk.commands[1]).starts_with("resolve INC-13"));

  desk.add(14, std::string(300, 'x'));
  const auto long_text = say(desk, "incident update " + std::string(3000, 'y'));
  EXPECT_TRUE(button_lines(long_text).empty()) << "Slack allows 2,000 characters in a button";
  for (int i = 20; i < 40; ++i) desk.add(i, "More");
  const auto many = say(desk, "incident show");
  EXPECT_EQ(button_lines(many).size(), 10U);
  EXPECT_NE(words(many).find("… and 11 more: `/incident list --all`"), std::string::npos) << words(many);
}

TEST(Dispatch, NothingOpen) {
  FakeDesk desk;
  EXPECT_EQ(words(say(desk, "incident update x")),
            "No open incident. Declare one: `/incident declare P1 \"What is broken\"`");
  EXPECT_EQ(words(say(desk, "incident reopen")), "No incident was closed lately. Name it: `/incident reopen INC-12`");
  desk.add_closed(11, "Old one");
  EXPECT_EQ(words(say(desk, "incident show")),
            "No open incident. These were the last ones. Put the id behind the verb:\n"
            "INC-11 (P1, resolved): Old one\n[INC-11 Old one: incident show INC-11]");
  EXPECT_EQ(understood(desk, "incident reopen"), "reopen INC-11") << "the only one";
}

TEST(Dispatch, UnknownVerbsAreAnsweredWithTheNearest) {
  FakeDesk desk;
  desk.add(12, "Checkout is down");
  EXPECT_EQ(words(say(desk, "incident reslove INC-12 Rolled back")),
            "“reslove” is no incident command. Did you mean `/incident resolve`? To declare an incident: `/incident "
            "declare reslove INC-12 Rolled back`. What makes sense now: `/sitrep help`.\n"
            "[/incident resolve: incident resolve INC-12 Rolled back]\n"
            "[Declare: reslove INC-12 Rolled back: incident declare reslove INC-12 Rolled back]");
  EXPECT_EQ(
      words(say(desk, "incident Checkout is down")),
      "“Checkout” is no incident command. To declare an incident: `/incident declare Checkout is down`. What makes "
      "sense now: `/sitrep help`.\n[Declare: Checkout is down: incident declare Checkout is down]");
  EXPECT_EQ(button_lines(say(desk, "incident “Checkout is down”")),
            (std::vector<std::string>{"incident declare “Checkout is down”"}));
  EXPECT_EQ(button_lines(say(desk, "incident P1 \"Checkout is down\" --drill")),
            (std::vector<std::string>{"incident declare P1 \"Checkout is down\" --drill"}));
  EXPECT_EQ(words(say(desk, "incident xyzzy")),
            "“xyzzy” is no incident command. What makes sense now: `/sitrep help`.");
  EXPECT_EQ(words(say(desk, "status sett api down")),
            "“sett” is no status command. Did you mean `/statuspage set`? All of them: `/statuspage help`.\n"
            "[/statuspage set: status set api down]");
  EXPECT_EQ(words(say(desk, "incidnet list")),
            "“incidnet” is no command of mine. Did you mean `/incident`? What makes sense now: `/sitrep help`.");
  EXPECT_EQ(words(say(desk, "sitrep show")),
            "Which one: incident show or status show?\n[incident show: incident show]\n[status show: status show]");
  EXPECT_TRUE(desk.commands.empty()) << "nothing was done silently";
}

TEST(Dispatch, NamesComeFromTheConfiguration) {
  FakeDesk desk;
  auto request = typed("outage declare x y");
  dispatch(request, {{"outage", "incident"}}, desk);
  ASSERT_EQ(desk.commands.size(), 1U);
  request.line = "outage update";
  EXPECT_EQ(words(dispatch(request, {{"outage", "incident"}}, desk)),
            "Say what is known now. Type: `/outage update [INC-12] <what is known now>`");
  request.surface = Surface::command_line;
  EXPECT_EQ(words(dispatch(request, {{"outage", "incident"}}, desk)),
            "Say what is known now. Type: `sitrep incident update [INC-12] <what is known now>`");
  request.surface = Surface::mention;
  EXPECT_EQ(words(dispatch(request, {{"outage", "incident"}}, desk)),
            "Say what is known now. Type: `@sitrep incident update [INC-12] <what is known now>`");
}

TEST(Dispatch, FormsOpenForIncompleteLinesOnly) {
  struct Row {
    std::string_view line, form, fields;
  };
  static constexpr Row rows[] = {
      {"incident declare", "incident declare", ",severity,on,impact,visibility,drill"},
      {"incident declare P0", "incident declare", ",severity,on,impact,visibility,drill"},
      {"incident update", "incident update INC-12", ""},
      {"incident status", "incident status INC-12", "to,"},
      {"incident status resolved", "incident resolve INC-12", ""},
      {"incident severity", "incident severity INC-12", "severity,"},
      {"incident components", "incident components INC-12", "on,to"},
      {"incident note", "incident note INC-12", ",at"},
      {"incident timeline add", "incident note INC-12", ",at"},
      {"incident resolve INC-12", "incident resolve INC-12", ""},
      {"status set", "status set", "on,to,message"},
      {"status set api", "status set", "on,to,message"},
  };
  for (const auto& row : rows) {
    FakeDesk desk;
    desk.add(12, "Checkout is down");
    auto request = typed(std::string{row.line});
    request.can_open_form = true;
    const auto reply = say(desk, request);
    ASSERT_TRUE(reply.form) << row.line << "\n" << words(reply);
    EXPECT_EQ(reply.form->command, row.form) << row.line;
    std::string fields;
    for (const auto& field : reply.form->fields)
      fields += (&field == reply.form->fields.data() ? "" : ",") + field.name;
    EXPECT_EQ(fields, row.fields) << row.line;
    EXPECT_LE(characters(reply.form->title), 24U);
    EXPECT_LE(characters(reply.form->submit), 24U);
    for (const auto& field : reply.form->fields)
      for (const auto& option : field.options) EXPECT_LE(characters(option.label), 75U);
    EXPECT_TRUE(desk.commands.empty());
  }
  FakeDesk desk;
  auto request = typed("incident declare P0 \"x y\"");
  request.can_open_form = true;
  EXPECT_FALSE(say(desk, request).form) << "a complete line never opens a form";
  request.line = "incident declare P0";
  EXPECT_EQ(say(desk, request).form->fields[1].initial, "P0") << "what was typed is not asked again";
  request.line = "status set api,db";
  EXPECT_EQ(say(desk, request).form->fields[0].initial, "api,db");
}

TEST(Dispatch, SubmittedFormsAreTheSameAsLines) {
  FakeDesk desk;
  desk.add(12, "Checkout is down");
  desk.state_.next_incident = 13;
  const auto submit = [&](std::string line, std::map<std::string, std::string> fields) {
    auto request = typed(std::move(line));
    request.surface = Surface::form;
    request.fields = std::move(fields);
    desk.commands.clear();
    return say(desk, request);
  };
  submit("incident declare", {{"", " Checkout\nis down "},
                              {"severity", "P0"},
                              {"on", "api,db"},
                              {"impact", "Nobody can pay --really \"at all"},
                              {"visibility", "internal"},
                              {"drill", ""}});
  EXPECT_EQ(described(desk.commands.at(0)),
            "declare title=Checkout is down severity=P0 on=api:operational,"
            "db:operational impact=Nobody can pay --really \"at all "
            "visibility=internal");
  submit("incident declare", {{"", "x"}, {"drill", "yes"}});
  EXPECT_EQ(described(desk.commands.at(0)), "declare title=x kind=drill");
  submit("incident update INC-12", {{"", "12 \"quotes\" --flags <@U1> kept"}});
  EXPECT_EQ(described(desk.commands.at(0)), "update INC-12 text=12 \"quotes\" --flags <@U1> kept");
  submit("incident status INC-12", {{"to", "monitoring"}, {"", "Rolled back"}});
  EXPECT_EQ(described(desk.commands.at(0)), "status INC-12 to=monitoring text=Rolled back");
  submit("incident severity INC-12", {{"severity", "P0"}, {"", "Worse"}});
  EXPECT_EQ(described(desk.commands.at(0)), "severity INC-12 to=P0 reason=Worse");
  submit("incident components INC-12", {{"on", "api,db"}, {"to", "major_outage"}});
  EXPECT_EQ(described(desk.commands.at(0)), "components INC-12 claims=api:major_outage,db:major_outage");
  submit("incident note INC-12", {{"", "Failed over"}, {"at", "13:55"}});
  EXPECT_EQ(described(desk.commands.at(0)), "note INC-12 text=Failed over at=2026-11-21 13:55 UTC");
  submit("status set", {{"on", "api"}, {"to", "partial_outage"}, {"message", "Slow"}});
  EXPECT_EQ(described(desk.commands.at(0)), "set claims=api:partial_outage message=Slow");

  const auto wrong = submit("incident note INC-12", {{"", "x"}, {"at", "soonish"}});
  EXPECT_TRUE(desk.commands.empty());
  EXPECT_TRUE(wrong.field_errors.contains("at")) << words(wrong);
  const auto empty = submit("incident update INC-12", {{"", "  "}});
  EXPECT_EQ(empty.field_errors, (std::map<std::string, std::string>{{"", "Say what is known now."}}));
  EXPECT_TRUE(submit("incident declare", {{"", "x"}, {"severity", "P7"}}).field_errors.contains("severity"));
  EXPECT_TRUE(submit("status set", {{"on", "nope"}, {"to", "major_outage"}}).field_errors.contains("on"));
}

TEST(Dispatch, WhatTheRulesSayIsPassedOn) {
  FakeDesk desk;
  desk.add(12, "Checkout is down");
  desk.refuse_with =
      playbooks::Error{playbooks::Errc::conflict, "INC-12 is already resolved: done by @bob at 14:04 UTC."};
  const auto calm = say(desk, "incident resolve INC-12 x");
  EXPECT_FALSE(calm.refused) << "somebody was quicker: no error";
  EXPECT_EQ(words(calm), "INC-12 is already resolved: done by @bob at 14:04 UTC.");
  desk.refuse_with = playbooks::Error{playbooks::Errc::invalid, "Too long. Type `/incident list`."};
  const auto refused = say(desk, "incident resolve INC-12 x");
  EXPECT_TRUE(refused.refused);
  EXPECT_EQ(std::get<playbooks::Text>(refused.parts[0]).spans[1], (playbooks::Span{playbooks::Code{"/incident list"}}));
  desk.refuse_with = playbooks::Error{playbooks::Errc::conflict, "Already declared."};
  EXPECT_EQ(button_lines(say(desk, "incident declare P1 \"x y\"")),
            (std::vector<std::string>{"incident declare P1 \"x y\" --anyway"}));
}

TEST(Dispatch, WhatTheFuzzerFoundIsAnswered) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{SITREP_SOURCE_DIR "/tests/fuzz/corpus/arguments"}) {
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string line{std::istreambuf_iterator<char>{file}, {}};
    FakeDesk desk;
    desk.add(12, "Checkout is down");
    desk.add(13, "Logins fail");
    EXPECT_FALSE(say(desk, line.substr(std::min<std::size_t>(1, line.size()))).parts.empty()) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 20);
}

TEST(Dispatch, HostileLinesAreAnswered) {
  FakeDesk desk;
  desk.add(12, "Checkout is down");
  for (const auto* line : {"",
                           " ",
                           "\xFF\xFE",
                           "@",
                           "<@U1>",
                           "<@U1> ",
                           "/",
                           "//",
                           "incident",
                           "incident  ",
                           "incident \"",
                           "incident declare \"",
                           "incident declare --",
                           "incident 999999999999999999999999",
                           "incident #",
                           "incident INC-",
                           "incident INC-0",
                           "sitrep sitrep sitrep",
                           "status ,",
                           "status set ,,, major",
                           "status set :",
                           "status :x",
                           "incident components ,",
                           "incident components :",
                           "incident components api:",
                           "incident declare \"x\" on",
                           "incident timeline --at",
                           "incident severity --severity=",
                           "incident list --all=no=yes",
                           "incident help help help",
                           "sitrep help incident resolve extra",
                           "incident ? \"\"",
                           "incident declare \"\"",
                           "incident export xml",
                           "incident --help",
                           "--help",
                           "incident declare --help"}) {
    desk.commands.clear();
    const auto reply = say(desk, line);
    EXPECT_TRUE(!reply.parts.empty()) << line;
    EXPECT_TRUE(desk.commands.empty()) << line;
  }
  EXPECT_FALSE(words(say(desk, std::string_view{"incident update a\0b", 19}.data())).empty());
  std::string nul{"incident update a"};
  nul += '\0';
  EXPECT_EQ(understood(desk, nul + "b"), "update INC-12 text=ab");
  const auto huge = say(desk, "incident update " + std::string(100'000, 'x'));
  EXPECT_TRUE(huge.refused);
  EXPECT_EQ(words(huge),
            "This has 100016 characters; at most 40000 fit into one command. Nothing was done. Shorten it, "
            "or attach the rest as a file.");
  auto request = typed("incident update INC-12");
  request.fields[""] = std::string(50'000, 'y');
  EXPECT_TRUE(say(desk, request).refused);
}

}  // namespace
}  // namespace commands::testing
