// Who is on call, from what people type. It is Saturday 2026-11-21 14:05 UTC: Ann is on until Monday 09:00, then Bob.
#include <gtest/gtest.h>

#include "tests/commands/desk_support.hpp"

namespace commands::testing {
namespace {

using namespace playbooks;
using namespace std::chrono_literals;

struct Row {
  std::string_view line, understood;
};

FakeDesk staffed() {
  FakeDesk desk;
  desk.staff();
  return desk;
}

/// On the command line times come with their date and zone.
std::string on_the_command_line(FakeDesk& desk, std::string line) {
  auto request = typed(std::move(line));
  request.surface = Surface::command_line;
  return words(say(desk, request));
}

TEST(OnCall, NothingConfiguredSaysWhatToConfigure) {
  FakeDesk desk;
  for (const auto* line : {"oncall", "oncall week", "oncall next", "oncall calendar", "oncall overrides",
                           "oncall swap @bob 18:00 22:00", "oncall override"})
    EXPECT_TRUE(words(say(desk, line))
                    .starts_with("No schedule is configured, so nobody is on call. Add `people` and "
                                 "`schedules` to the configuration file;"))
        << line << "\n"
        << words(say(desk, line));
  EXPECT_TRUE(
      words(say(desk, "oncall override @bob 18:00 22:00")).starts_with("Nobody can be paged: `people` is empty"));
  EXPECT_TRUE(words(say(desk, "oncall lint")).starts_with("Nobody can be paged: the configuration file has no"));
  EXPECT_TRUE(words(say(desk, "oncall simulate P0")).starts_with("Nobody would be paged for a P0"));
  EXPECT_TRUE(words(say(desk, "oncall who api")).starts_with("Nobody is paged for a P2 in API"));
  EXPECT_TRUE(words(say(desk, "oncall test")).starts_with("I do not know which of the people you are."));
}

TEST(OnCall, WhatIsRefusedSaysWhatToType) {
  static constexpr Row rows[] = {
      {"oncall now tertiary",
       "There is no schedule “tertiary”. There are: primary, secondary. Type: `/oncall now [schedule]`"},
      {"oncall primry", "“primry” is no oncall command."},
      {"oncall override", "Say who stands in, from when and until when."},
      {"oncall override zoe 18:00 22:00",
       "There is no person who can be paged “zoe”. There are: ann, bob, carol. Type: `/oncall override <@bob> <from> "
       "<to> [schedule] [why]`"},
      {"oncall override bob", "Say from when and until when."},
      {"oncall override bob soon", "“soon” is no time. Write it like 18:00 22:00, or “fri 18:00” to “mon 9:00”."},
      {"oncall override bob 18:00", "Say until when: 22:00, “fri 9:00” or 4h."},
      {"oncall override bob 18:00 to late", "“late” is no end. Say until when, like 22:00, “fri 9:00” or 4h."},
      {"oncall override bob 18:00 18:00 primary", "It would end before it begins."},
      {"oncall override bob 18:00 22:00", "Which schedule: `primary` or `secondary`? Add it with --schedule."},
      {"oncall override bob 18:00 22:00 --schedule third", "There is no schedule “third”."},
      {"oncall override bob yesterday 10:00 yesterday 12:00 primary", "2026-11-20 12:00 UTC has passed already."},
      {"oncall swap", "Say who takes the shift, from when and until when."},
      {"oncall swap ann 18:00 22:00", "That is one and the same person. Name somebody else."},
      {"oncall swap bob", "Say from when and until when."},
      {"oncall swap bob tue 18:00 22:00", "Ann Lee is not on call in any schedule"},
      {"oncall cover", "Say whose shift you take, from when to when."},
      {"oncall cover ann 18:00 22:00", "That is you. Name somebody else."},
      {"oncall cover me 18:00 22:00", "Nothing is entered yet: say who takes your shift."},
      {"oncall remove", "Say which override"},
      {"oncall remove 3", "There is no override 3."},
      {"oncall lint --days 0", "Say how many days: 1 to 366."},
      {"oncall lint 400", "Say how many days: 1 to 366."},
      {"oncall simulate", "Say how bad it would be, like P0."},
      {"oncall simulate P0 at whenever", "“whenever” is not a time."},
      {"oncall simulate P0 on nothing", "There is no component “nothing”."},
      {"oncall test zoe", "There is no person who can be paged “zoe”."},
      {"oncall received 7", "There is no trial page 7 any more."},
      {"oncall who databse", "There is no schedule, team or component “databse”."},
      {"oncall calendar", "Which schedule: `primary` or `secondary`? Add it with --schedule."},
  };
  for (const auto& row : rows) {
    auto desk = staffed();
    const auto reply = say(desk, std::string{row.line});
    EXPECT_TRUE(reply.refused) << row.line;
    EXPECT_TRUE(words(reply).starts_with(row.understood)) << row.line << "\n" << words(reply);
    EXPECT_TRUE(desk.state_.oncall.overrides.empty()) << row.line;
  }
}

TEST(OnCall, PeriodsLeanToTheFuture) {
  static constexpr Row rows[] = {
      {"18:00 22:00", "from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"18:00-22:00", "from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"18:00 – 22:00", "from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"from 18:00 until 22:00", "from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"22:00 06:00", "from=2026-11-21 22:00 UTC to=2026-11-22 06:00 UTC"},
      {"13:00 15:00", "from=2026-11-21 13:00 UTC to=2026-11-21 15:00 UTC"},
      {"09:00 11:00", "from=2026-11-22 09:00 UTC to=2026-11-22 11:00 UTC"},
      {"now 18:00", "from=2026-11-21 14:05 UTC to=2026-11-21 18:00 UTC"},
      {"until 18:00", "from=2026-11-21 14:05 UTC to=2026-11-21 18:00 UTC"},
      {"4h", "from=2026-11-21 14:05 UTC to=2026-11-21 18:05 UTC"},
      {"for 4h", "from=2026-11-21 14:05 UTC to=2026-11-21 18:05 UTC"},
      {"18:00 for 4h", "from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"18:00 4h", "from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"tomorrow 9:00 17:00", "from=2026-11-22 09:00 UTC to=2026-11-22 17:00 UTC"},
      {"tomorrow 9:00-17:00", "from=2026-11-22 09:00 UTC to=2026-11-22 17:00 UTC"},
      {"fri 18:00 to mon 9:00", "from=2026-11-27 18:00 UTC to=2026-11-30 09:00 UTC"},
      {"fri 18:00 mon 9:00", "from=2026-11-27 18:00 UTC to=2026-11-30 09:00 UTC"},
      {"2026-12-24 18:00 2026-12-26 09:00", "from=2026-12-24 18:00 UTC to=2026-12-26 09:00 UTC"},
      {"24 dec 18:00 26 dec 9:00", "from=2026-12-24 18:00 UTC to=2026-12-26 09:00 UTC"},
      {"\"24 dec 18:00\" \"26 dec 9:00\"", "from=2026-12-24 18:00 UTC to=2026-12-26 09:00 UTC"},
      {"tomorrow 18:00 tomorrow 22:00", "from=2026-11-22 18:00 UTC to=2026-11-22 22:00 UTC"},
      {"22:00 tomorrow 6:00", "from=2026-11-21 22:00 UTC to=2026-11-22 06:00 UTC"},
      {"18:00 mon 9:00", "from=2026-11-21 18:00 UTC to=2026-11-23 09:00 UTC"},
      {"18:00 mon to 22:00", "from=2026-11-23 18:00 UTC to=2026-11-23 22:00 UTC"},
      {"18:00 mon 4h", "from=2026-11-23 18:00 UTC to=2026-11-23 22:00 UTC"},
      {"2 pm 6 pm", "from=2026-11-21 14:00 UTC to=2026-11-21 18:00 UTC"},
      {"18:00 UTC 22:00 UTC", "from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"tomorrow", "from=2026-11-22 00:00 UTC to=2026-11-23 00:00 UTC"},
      {"24 dec 26 dec", "from=2026-12-24 00:00 UTC to=2026-12-27 00:00 UTC"},
      {"2026-12-24 to 2026-12-26", "from=2026-12-24 00:00 UTC to=2026-12-27 00:00 UTC"},
      {"--from 18:00 --to 22:00", "from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"--from fri 18:00 --until mon 9:00", "from=2026-11-27 18:00 UTC to=2026-11-30 09:00 UTC"},
  };
  for (const auto& row : rows) {
    auto desk = staffed();
    EXPECT_EQ(understood(desk, "oncall override @bob " + std::string{row.line} + " primary Ann is ill"),
              "override in=primary person=bob " + std::string{row.understood} + " reason=Ann is ill")
        << row.line;
  }
}

TEST(OnCall, PeriodsAreReadInTheConfiguredZoneOverClockChanges) {
  auto desk = staffed();
  desk.policy_.zone = "Europe/Berlin";
  EXPECT_EQ(understood(desk, "oncall override bob 2027-03-27 18:00 2027-03-28 18:00 primary"),
            "override in=primary person=bob from=2027-03-27 17:00 UTC to=2027-03-28 16:00 UTC")
      << "23 hours: the clocks go forward in between";
  EXPECT_EQ(understood(desk, "oncall override bob 2027-03-28 primary"),
            "override in=primary person=bob from=2027-03-27 23:00 UTC to=2027-03-28 22:00 UTC");
  const auto skipped = say(desk, "oncall override bob 2027-03-28 02:30 2027-03-28 09:00 primary");
  EXPECT_TRUE(skipped.refused);
  EXPECT_TRUE(words(skipped).contains("02:30")) << words(skipped);
}

TEST(OnCall, IsUnderstood) {
  static constexpr Row rows[] = {
      {"oncall override <@U7|robert> 18:00 22:00 secondary",
       "override in=secondary person=bob from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"oncall override primary bob 18:00 22:00",
       "override in=primary person=bob from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"oncall override me 18:00 22:00 --schedule primary",
       "override in=primary person=ann from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"oncall override Bob Day 18:00 22:00 schedule primary primary is ill",
       "override in=primary person=bob from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC reason=primary is ill"},
      {"oncall swap bob 18:00 22:00 Dentist",
       "override in=primary person=bob instead_of=ann from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC "
       "reason=Dentist"},
      {"oncall swap me with bob 18:00 22:00",
       "override in=primary person=bob instead_of=ann from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"oncall swap bob ann tue 18:00 22:00",
       "override in=primary person=ann instead_of=bob from=2026-11-24 18:00 UTC to=2026-11-24 22:00 UTC"},
      {"oncall swap bob --as carol 18:00 22:00",
       "override in=secondary person=bob instead_of=carol from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"oncall cover bob tue 18:00 22:00",
       "override in=primary person=ann instead_of=bob from=2026-11-24 18:00 UTC to=2026-11-24 22:00 UTC"},
      {"oncall cover me by bob 18:00 22:00",
       "override in=primary person=bob instead_of=ann from=2026-11-21 18:00 UTC to=2026-11-21 22:00 UTC"},
      {"oncall test", "test person=ann"},
      {"oncall test me", "test person=ann"},
      {"oncall test @bob", "test person=bob"},
      {"oncall test <@U7>", "test person=bob"},
      {"on-call test bob", "test person=bob"},
      {"incident oncall test bob", "test person=bob"},
      {"@sitrep oncall test bob", "test person=bob"},
  };
  for (const auto& row : rows) {
    auto desk = staffed();
    EXPECT_EQ(understood(desk, std::string{row.line}), row.understood) << "line: " << row.line;
  }
}

TEST(OnCall, NowNextAndWeek) {
  auto desk = staffed();
  EXPECT_EQ(on_the_command_line(desk, "oncall"),
            "Schedule | On call | Until | Then\n"
            "Primary on-call (primary) | Ann Lee | 2026-11-23 09:00 UTC | Bob Day\n"
            "secondary | Carol Fox | no change within 35 days | ");
  EXPECT_EQ(on_the_command_line(desk, "oncall now"), on_the_command_line(desk, "oncall"));
  EXPECT_EQ(words(say(desk, "incident who")), words(say(desk, "oncall")));
  EXPECT_EQ(words(say(desk, "oncall primary")), words(say(desk, "oncall now primary")));
  ASSERT_FALSE(say(desk, "oncall override bob 14:00 18:00 primary Dentist").refused);
  EXPECT_EQ(on_the_command_line(desk, "oncall now primary"),
            "Schedule | On call | Until | Then\n"
            "Primary on-call (primary) | Bob Day (override 1, instead of Ann Lee) | 2026-11-21 18:00 UTC | Ann Lee");
  EXPECT_EQ(on_the_command_line(desk, "oncall next primary"),
            "Schedule | From | To | On call\n"
            "Primary on-call | 2026-11-21 18:00 UTC | 2026-11-23 09:00 UTC | Ann Lee\n"
            "Primary on-call | 2026-11-23 09:00 UTC | 2026-11-30 09:00 UTC | Bob Day\n"
            "Primary on-call | 2026-11-30 09:00 UTC | 2026-12-07 09:00 UTC | Ann Lee");
  desk.policy_.schedules[0].rotations[0].restrictions = {{0x1f, 9h, 17h}};
  EXPECT_TRUE(on_the_command_line(desk, "oncall week primary")
                  .starts_with("Schedule | From | To | On call\n"
                               "Primary on-call | 2026-11-21 14:05 UTC | 2026-11-21 18:00 UTC | Bob Day\n"
                               "Primary on-call | 2026-11-21 18:00 UTC | 2026-11-23 09:00 UTC | nobody\n"
                               "Primary on-call | 2026-11-23 09:00 UTC | 2026-11-23 17:00 UTC | Bob Day\n"))
      << on_the_command_line(desk, "oncall week primary");
}

TEST(OnCall, AScheduleKeptElsewhereTellsOfItsTrouble) {
  auto desk = staffed();
  desk.policy_.schedules[1].source = Schedule::Source::calendar;
  EXPECT_TRUE(words(say(desk, "oncall now secondary")).contains("⚠ secondary has not been read yet"));
  desk.state_.oncall.imported["secondary"] = {{{now - 1h, now + 1h, "bob"}}, now - 2h, "the server says 404"};
  EXPECT_EQ(on_the_command_line(desk, "oncall now secondary"),
            "Schedule | On call | Until | Then\n"
            "secondary | Bob Day | 2026-11-21 15:05 UTC | nobody\n"
            "⚠ secondary could not be read: the server says 404. What is shown was read at 2026-11-21 12:05 UTC or "
            "before.");
}

TEST(OnCall, OverridesAreEnteredListedAndRemoved) {
  auto desk = staffed();
  EXPECT_TRUE(words(say(desk, "oncall overrides")).starts_with("Nobody stands in for anybody."));
  EXPECT_EQ(
      on_the_command_line(desk, "oncall override bob sun 10:00 12:00 primary Ann is away"),
      "Bob Day is on call in Primary on-call from 2026-11-22 10:00 UTC to 2026-11-22 12:00 UTC (2 h). To undo it: "
      "`sitrep oncall remove 1`.");
  EXPECT_EQ(
      on_the_command_line(desk, "oncall overrides"),
      "Number | Schedule | On call | Instead of | From | To | Entered by | Why\n"
      "1 | Primary on-call | Bob Day | whoever it is | 2026-11-22 10:00 UTC | 2026-11-22 12:00 UTC | @ann | Ann is "
      "away\n"
      "To take one back: `sitrep oncall remove <number>`.");
  EXPECT_EQ(on_the_command_line(desk, "oncall remove #1"),
            "Override 1 is removed: Bob Day in Primary on-call, 2026-11-22 10:00 UTC to 2026-11-22 12:00 UTC (2 h). On "
            "call then: Ann Lee.");
  const auto which = say(desk, "oncall override bob sun 10:00 12:00");
  EXPECT_EQ(button_lines(which),
            (std::vector<std::string>{"oncall override bob sun 10:00 12:00 --schedule primary",
                                      "oncall override bob sun 10:00 12:00 --schedule secondary"}));
  EXPECT_FALSE(say(desk, button_lines(which).front()).refused) << "the button carries a whole line";
}

TEST(OnCall, ASwapIsTwoOverridesOrNone) {
  auto desk = staffed();
  EXPECT_EQ(
      on_the_command_line(desk, "oncall swap bob sun 10:00 12:00 and tue 10:00 12:00 --as ann"),
      "Bob Day is on call in Primary on-call instead of Ann Lee from 2026-11-22 10:00 UTC to 2026-11-22 12:00 UTC "
      "(2 h). To undo it: `sitrep oncall remove 1`.\n"
      "Ann Lee is on call in Primary on-call instead of Bob Day from 2026-11-24 10:00 UTC to 2026-11-24 12:00 UTC "
      "(2 h). To undo it: `sitrep oncall remove 2`.");
  auto other = staffed();
  const auto half = say(other, "oncall swap bob sun 10:00 12:00 and sun 14:00 16:00");
  EXPECT_TRUE(half.refused) << "whoever runs verbs drops what a refused one did";
  EXPECT_TRUE(words(half).ends_with("Nothing was swapped.")) << words(half);
}

TEST(OnCall, CoverMeOffersEverybodyElse) {
  auto desk = staffed();
  const auto lines = button_lines(say(desk, "oncall cover me sun 10:00 12:00"));
  EXPECT_EQ(lines, (std::vector<std::string>{"oncall swap bob sun 10:00 12:00", "oncall swap carol sun 10:00 12:00"}));
  EXPECT_FALSE(say(desk, lines.front()).refused);
}

TEST(OnCall, OverrideForm) {
  auto desk = staffed();
  auto request = typed("oncall override bob");
  request.can_open_form = true;
  EXPECT_TRUE(say(desk, request).refused == false && say(desk, request).form);
  request = typed("oncall override");
  request.can_open_form = true;
  const auto form = say(desk, request).form;
  ASSERT_TRUE(form);
  request = typed(form->command);
  request.surface = Surface::form;
  request.fields = {{"who", "bob"}, {"from", "fri 18:00"}, {"to", "mon 9:00"}, {"schedule", "primary"}, {"", "Away"}};
  (void)say(desk, request);
  ASSERT_EQ(desk.commands.size(), 1U);
  EXPECT_EQ(described(desk.commands.front()),
            "override in=primary person=bob from=2026-11-27 18:00 UTC to=2026-11-30 09:00 UTC reason=Away");
  request.fields["to"] = "late";
  EXPECT_TRUE(say(desk, request).field_errors.contains("to"));
}

TEST(OnCall, WhoWouldBePaged) {
  auto desk = staffed();
  EXPECT_EQ(words(say(desk, "oncall who shop P1")),
            "A P1 in the components of shop would page, by the policy Default:\n"
            "Tier 1 (On-call engineer), at once: Ann Lee by Slack message (Primary on-call)\n"
            "Tier 2 (Engineering lead), after 15 min: Bob Day by Slack message, then SMS after 2 min\n"
            "If nobody answers at all: Carol Fox. Minute by minute: `/oncall simulate P1`.");
  EXPECT_TRUE(words(say(desk, "oncall api P0")).contains("Tier 2 (Engineering lead), at once: Bob Day"));
  desk.policy_.schedules[0].rotations[0].start += std::chrono::days{365};
  EXPECT_TRUE(words(say(desk, "oncall who api")).contains("schedule Primary on-call leads to nobody now"));
}

TEST(OnCall, SimulationIsATable) {
  auto desk = staffed();
  const auto shown = on_the_command_line(desk, "oncall simulate P1 at \"2026-12-25 03:00\" on api");
  EXPECT_TRUE(
      shown.starts_with("A P1 at 2026-12-25 03:00 UTC, by the policy Default, if nobody answers:\n"
                        "When | After | What\n"
                        "2026-12-25 03:00 UTC | at once | "))
      << shown;
  EXPECT_TRUE(shown.contains("2026-12-25 03:15 UTC | 15 min | ")) << shown;
  EXPECT_TRUE(desk.commands.empty()) << "nothing happens";
  EXPECT_EQ(on_the_command_line(desk, "oncall simulate on api P1 at 2026-12-25 03:00"), shown);
}

TEST(OnCall, TrialPages) {
  auto desk = staffed();
  EXPECT_EQ(words(say(desk, "oncall test bob")),
            "A trial page goes to Bob Day by Slack message, SMS (trial page 1). What becomes of it: `/oncall test bob "
            "--last`.");
  EXPECT_EQ(words(say(desk, "oncall test bob")), "A trial page to Bob Day is on its way already: sent at 14:05 UTC.");
  EXPECT_EQ(words(say(desk, "oncall test bob --last")),
            "Trial page 1 to Bob Day, sent at 14:05 UTC: not answered yet.\n"
            "Slack message: waiting since 14:05 UTC\nSMS: waiting since 14:05 UTC");
  EXPECT_EQ(words(say(desk, "oncall received")), "No trial page waits for your answer.");
  auto request = typed("oncall received");
  request.by = {"U7", "bob"};
  EXPECT_EQ(words(say(desk, request)), "Thank you: trial page 1 is answered.");
  EXPECT_EQ(words(say(desk, "oncall received 1")), "Already answered at 14:05 UTC. Thank you.");
  request.by = {"cli:bob", "bob"};
  request.line = "oncall test";
  EXPECT_TRUE(words(say(desk, request)).starts_with("A trial page goes to Bob Day")) << "the shell user's name";
}

TEST(OnCall, CalendarHasWholeTurns) {
  auto desk = staffed();
  const auto document = commands::testing::document(say(desk, "oncall calendar primary --days 7"));
  EXPECT_EQ(document.name, "primary.ics");
  EXPECT_TRUE(document.content.starts_with("BEGIN:VCALENDAR\r\n"));
  EXPECT_TRUE(document.content.contains("DTSTART:20261116T090000Z\r\n")) << document.content;
  EXPECT_TRUE(document.content.contains("DTEND:20261130T090000Z\r\n")) << document.content;
  EXPECT_FALSE(document.content.contains("DTSTART:20261130T090000Z\r\n")) << document.content;
  EXPECT_EQ(commands::testing::document(say(desk, "oncall export primary --days 7")), document);
}

TEST(OnCall, LintSaysWhatToMend) {
  auto desk = staffed();
  desk.policy_.people[2].email.clear();
  const auto reply = words(say(desk, "oncall lint --days 30"));
  EXPECT_TRUE(reply.contains("in the next 30 days:\n")) << reply;
  EXPECT_TRUE(reply.contains("carol") || reply.contains("Carol Fox")) << reply;
}

TEST(OnCall, HelpListsItsVerbs) {
  auto desk = staffed();
  const auto help = words(say(desk, "oncall help"));
  EXPECT_TRUE(help.contains("`override <@bob> <from> <to> [schedule] [why]`")) << help;
  EXPECT_FALSE(help.contains("declare")) << help;
  EXPECT_TRUE(words(say(desk, "sitrep help")).contains("`/oncall now`  who is on call"));
  EXPECT_TRUE(words(say(desk, "oncall overide")).contains("override"));
}

}  // namespace
}  // namespace commands::testing
