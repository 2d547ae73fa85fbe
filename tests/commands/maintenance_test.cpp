// What people type about maintenance, and what they read. The rules behind it are the real ones.
#include <gtest/gtest.h>

#include <algorithm>

#include "commands/maintenance/windows.hpp"
#include "tests/commands/desk_support.hpp"

namespace commands {
namespace {
using namespace std::chrono_literals;
using playbooks::utc_minute;
using testing::FakeDesk;
using testing::now;  // Saturday 2026-11-21 14:05 UTC
using testing::say;
using testing::words;

std::string read(std::string_view text, std::string_view zone = "UTC", playbooks::Time at = now) {
  const auto window = maintenance::read_window(text, at, zone);
  if (!window) return "refused: " + window.error().message;
  return utc_minute(window->starts).substr(0, 16) + " for " + playbooks::spoken(window->ends - window->starts);
}

TEST(MaintenanceWindows, AreReadAsPeopleTypeThem) {
  struct Row {
    std::string_view typed, read;
  };
  static constexpr Row rows[] = {
      {"first sun 02:00 2h", "2026-12-06 02:00 for 2 h"},
      {"First Sunday of the month 2am for 90 minutes", "2026-12-06 02:00 for 1 h 30 min"},
      {"the last fri of each month at 22:00 to 23:30", "2026-11-27 22:00 for 1 h 30 min"},
      {"third sat 14:00 1h", "2026-12-19 14:00 for 1 h"},  // this month's began five minutes ago
      {"third sat 14:10 1h", "2026-11-21 14:10 for 1 h"},
      {"4th thu 02:00 1h30m", "2026-11-26 02:00 for 1 h 30 min"},
      {"sun 02:00 2h", "2026-11-22 02:00 for 2 h"},
      {"on sun at 02:00 for 2 hours", "2026-11-22 02:00 for 2 h"},
      {"next sat 02:00 2h", "2026-11-28 02:00 for 2 h"},
      {"2026-12-06 02:00 to 04:00", "2026-12-06 02:00 for 2 h"},
      {"2026-12-06 02:00-04:00", "2026-12-06 02:00 for 2 h"},
      {"2026-12-06 23:00 – 01:00", "2026-12-06 23:00 for 2 h"},
      {"2026-12-06 23:00 01:00", "2026-12-06 23:00 for 2 h"},
      {"from 6 dec 02:00 until 7 dec 01:00", "2026-12-06 02:00 for 23 h"},
      {"tomorrow 22:00 for 90m", "2026-11-22 22:00 for 1 h 30 min"},
      {"tomorrow 22:00 1h 30m", "2026-11-22 22:00 for 1 h 30 min"},
      {"22:00 2h", "2026-11-21 22:00 for 2 h"},
      {"tomorrow 22:00 to 06:00", "2026-11-22 22:00 for 8 h"},
      {"tomorrow 04:00 to 22:00", "2026-11-22 04:00 for 18 h"},
      {"2026-12-06 04:00 to 2026-12-07 02:00", "2026-12-06 04:00 for 22 h"},
      {"now for 30m", "2026-11-21 14:05 for 30 min"},
      {"in 2h for 30m", "2026-11-21 16:05 for 30 min"},
      {"2026-12-06 02:00 UTC 2h", "2026-12-06 02:00 for 2 h"},
  };
  for (const auto& row : rows) EXPECT_EQ(read(row.typed), row.read) << row.typed;
}

TEST(MaintenanceWindows, AreReadInTheConfiguredZoneAcrossTheChangesOfClocks) {
  const playbooks::Time march = std::chrono::sys_days{std::chrono::year{2026} / 3 / 20} + 12h;
  EXPECT_EQ(read("2026-03-29 04:00 2h", "Europe/Berlin", march), "2026-03-29 02:00 for 2 h");
  EXPECT_EQ(read("2026-03-29 01:00 to 04:00", "Europe/Berlin", march), "2026-03-29 00:00 for 2 h") << "an hour is lost";
  EXPECT_TRUE(read("2026-03-29 02:30 2h", "Europe/Berlin", march).contains("02:30 does not exist on 2026-03-29"));
  EXPECT_TRUE(read("last sun 02:30 2h", "Europe/Berlin", march).contains("does not exist"));
  const playbooks::Time october = std::chrono::sys_days{std::chrono::year{2026} / 10 / 20} + 12h;
  EXPECT_EQ(read("2026-10-25 01:00 to 04:00", "Europe/Berlin", october), "2026-10-24 23:00 for 4 h");
  EXPECT_EQ(read("last sun 02:30 1h", "Europe/Berlin", october), "2026-10-25 00:30 for 1 h") << "the first of the two";
}

TEST(MaintenanceWindows, SayWhatIsMissingOrWrong) {
  struct Row {
    std::string_view typed, says;
  };
  static constexpr Row rows[] = {
      {"", "Say when it begins and how long it takes"},
      {"2h", "Say when it begins: “sun 02:00” 2h, or “now” 2h"},
      {"sun 02:00", "Say how long it takes"},
      {"sun 2h", "Say at what time: “sun 02:00”"},
      {"first sun 2h", "Say at what time"},
      {"tomorrow at 25:00 2h", "“tomorrow at 25:00” is not a time"},
      {"tomorrow at 25:00", "“tomorrow at 25:00” is not a time"},
      {"first sun 25:00 2h", "is not a time"},
      {"2026-02-30 02:00 2h", "There is no day 2026-02-30"},
      {"sun 02:00 to sometime", "“sometime” is not a time"},
      {"sun 02:00 for ever", "not a duration"},
      {"2026-12-06 04:00 to 02:00", "From 2026-12-06 04:00 UTC to 2026-12-07 02:00 UTC is 22 h."},
      {"11/12/2026 02:00 2h", "can be read in two ways"},
      {"one two three four five six seven eight nine ten 11 12 13 14 15 16 17", "Say when it begins"},
  };
  for (const auto& row : rows) {
    EXPECT_TRUE(read(row.typed).starts_with("refused: ")) << row.typed;
    EXPECT_TRUE(read(row.typed).contains(row.says)) << row.typed << ": " << read(row.typed);
  }
}

TEST(MaintenanceWindows, Recurrences) {
  const auto rule = [](std::string_view text) {
    const auto read = maintenance::read_recurrence(text);
    return read ? *read : "refused: " + read.error().message;
  };
  EXPECT_EQ(rule("weekly"), "FREQ=WEEKLY");
  EXPECT_EQ(rule("every week"), "FREQ=WEEKLY");
  EXPECT_EQ(rule("first sun"), "FREQ=MONTHLY;BYDAY=1SU");
  EXPECT_EQ(rule("Last Friday of the month"), "FREQ=MONTHLY;BYDAY=-1FR");
  EXPECT_EQ(rule("sunday"), "FREQ=WEEKLY;BYDAY=SU");
  EXPECT_EQ(rule("2 weeks"), "FREQ=WEEKLY;INTERVAL=2");
  EXPECT_EQ(rule("3 months"), "FREQ=MONTHLY;INTERVAL=3");
  EXPECT_EQ(rule("quarterly"), "FREQ=MONTHLY;INTERVAL=3");
  EXPECT_TRUE(rule("now and then").contains("no recurrence"));
  EXPECT_TRUE(rule("0 weeks").contains("no recurrence"));
  EXPECT_TRUE(rule("").contains("no recurrence"));
  EXPECT_TRUE(rule("first sun 02:00").contains("no recurrence"));
}

const playbooks::ScheduleMaintenance* asked(const FakeDesk& desk) {
  return desk.commands.empty() ? nullptr : std::get_if<playbooks::ScheduleMaintenance>(&desk.commands.back());
}

TEST(MaintenanceCommands, ScheduleUnderstandsTheWholeLine) {
  FakeDesk desk;
  const auto reply = words(say(desk,
                               "maintenance schedule \"Database upgrade\" \"first sun 02:00\" 2h on db,api --every "
                               "\"first sun\" --text \"The database moves\" --confirmed"));
  ASSERT_NE(asked(desk), nullptr) << reply;
  EXPECT_EQ(asked(desk)->title, "Database upgrade");
  EXPECT_EQ(asked(desk)->components, (std::vector<std::string>{"db", "api"}));
  EXPECT_EQ(utc_minute(asked(desk)->starts), "2026-12-06 02:00 UTC");
  EXPECT_EQ(asked(desk)->ends - asked(desk)->starts, 2h);
  EXPECT_EQ(asked(desk)->recurrence, "FREQ=MONTHLY;BYDAY=1SU");
  EXPECT_EQ(asked(desk)->text, "The database moves");
  EXPECT_EQ(asked(desk)->start, playbooks::MaintenanceStart::confirmed);
  EXPECT_TRUE(reply.contains("Scheduled MNT-1 “Database upgrade”")) << reply;
  EXPECT_TRUE(reply.contains("on Database, API")) << reply;
  EXPECT_TRUE(reply.contains("Again every first Sunday, the next time")) << reply;
  EXPECT_TRUE(reply.contains("Announced 7 d, 3 d, 1 d, 1 h before")) << reply;
  EXPECT_TRUE(reply.contains("You will be asked to start it")) << reply;
  EXPECT_TRUE(reply.contains("/maintenance cancel MNT-1")) << reply;
}

TEST(MaintenanceCommands, ScheduleTakesItsPartsInAnyOrder) {
  for (const auto* line : {"maintenance plan \"Upgrade\" sun 02:00 2h on db", "mnt add on db sun 02:00 2h \"Upgrade\"",
                           "maintenance new \"Upgrade\" on sun 02:00 for 2h on db",
                           "maintenance create \"Upgrade\" --on db --when \"sun 02:00\" --for 2h",
                           "maintenance schedule \"Upgrade\" sun 02:00 to 04:00 on db --automatic"}) {
    FakeDesk desk;
    const auto reply = words(say(desk, line));
    ASSERT_NE(asked(desk), nullptr) << line << ": " << reply;
    EXPECT_EQ(asked(desk)->title, "Upgrade") << line;
    EXPECT_EQ(asked(desk)->components, (std::vector<std::string>{"db"})) << line;
    EXPECT_EQ(utc_minute(asked(desk)->starts), "2026-11-22 02:00 UTC") << line;
    EXPECT_EQ(asked(desk)->ends - asked(desk)->starts, 2h) << line;
  }
}

TEST(MaintenanceCommands, ScheduleRefusesAndSaysWhy) {
  struct Row {
    std::string_view line, says;
  };
  static constexpr Row rows[] = {
      {"maintenance schedule", "Put the title in quotes"},
      {"maintenance schedule Upgrade sun 02:00 2h on db", "Put the title in quotes"},
      {"maintenance schedule \"first sun 02:00\" 2h on db", "“first sun 02:00” says when"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h", "Say what is worked on"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on dbb", "Did you mean `db`"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on warehouse", "warehouse"},
      {"maintenance schedule \"Upgrade\" on db", "Say when it begins"},
      {"maintenance schedule \"Upgrade\" tomorrow at 25:00 2h on db", "“tomorrow at 25:00” is not a time"},
      {"maintenance schedule \"Upgrade\" 2026-12-06 02:00 to 2026-12-05 04:00 on db", "must end after it begins"},
      {"maintenance schedule \"Upgrade\" 2026-11-20 02:00 2h on db", "2026-11-20 02:00 UTC has passed"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on db --every sometimes", "no recurrence"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on db --every weekly --rrule FREQ=DAILY", "Only one of them"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on db --confirmed --automatic", "Only one of them"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on db --every \"first sun\"", "is not one of its days"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on db --rrule FREQ=HOURLY", "more often than daily"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on db please", "sun 02:00 2h please"},
      {"maintenance schedule \"Upgrade\" sun 02:00 2h on db --loudly", "I do not know --loudly"},
  };
  for (const auto& row : rows) {
    FakeDesk desk;
    const auto reply = say(desk, std::string{row.line});
    EXPECT_TRUE(words(reply).contains(row.says)) << row.line << ": " << words(reply);
    EXPECT_TRUE(reply.refused) << row.line;
    EXPECT_TRUE(desk.state_.upkeep.windows.empty()) << row.line;
  }
}

TEST(MaintenanceCommands, DoubtsAreQuestionsWithAButton) {
  FakeDesk desk;
  say(desk, "maintenance schedule \"Upgrade\" sun 02:00 2h on db");
  const auto reply = words(say(desk, "maintenance schedule \"Index\" sun 03:00 2h on db,api"));
  EXPECT_TRUE(reply.contains("overlaps with MNT-1")) << reply;
  EXPECT_TRUE(reply.contains("[Schedule it anyway: maintenance schedule \"Index\" sun 03:00 2h on db,api --anyway]"))
      << reply;
  EXPECT_EQ(desk.state_.upkeep.windows.size(), 1U);
  say(desk, "maintenance schedule \"Index\" sun 03:00 2h on db,api --anyway");
  EXPECT_EQ(desk.state_.upkeep.windows.size(), 2U);
  const auto same = words(say(desk, "maintenance schedule \"Index\" sun 03:00 2h on db,api --anyway"));
  EXPECT_TRUE(same.contains("Already scheduled: MNT-2")) << same;
  EXPECT_FALSE(same.contains("[Schedule")) << same;
}

TEST(MaintenanceCommands, AnIncompleteLineOpensAFormAndTheFormSchedules) {
  FakeDesk desk;
  auto request = testing::typed("maintenance schedule");
  request.can_open_form = true;
  const auto reply = say(desk, request);
  ASSERT_TRUE(reply.form);
  auto sent = testing::typed("maintenance schedule");
  sent.surface = Surface::form;
  sent.fields = {{"", "Upgrade"}, {"when", "first sun 02:00"}, {"for", "2h"}, {"on", "db,api"}, {"every", "first sun"}};
  say(desk, sent);
  ASSERT_NE(asked(desk), nullptr);
  EXPECT_EQ(utc_minute(asked(desk)->starts), "2026-12-06 02:00 UTC");
  EXPECT_EQ(asked(desk)->recurrence, "FREQ=MONTHLY;BYDAY=1SU");
  sent.fields["when"] = "25:00";
  EXPECT_TRUE(say(desk, sent).field_errors.contains("when"));
}

/// "Upgrade" is planned for now, until 16:05.
FakeDesk running() {
  FakeDesk desk;
  say(desk, "maintenance schedule \"Upgrade\" now for 2h on db,api");
  desk.commands.clear();
  return desk;
}

TEST(MaintenanceCommands, TheVerbsOfALife) {
  auto desk = running();
  EXPECT_TRUE(words(say(desk, "maintenance list")).contains("MNT-1 | Upgrade"));
  EXPECT_TRUE(words(say(desk, "maintenance start")).contains("MNT-1 “Upgrade” has started"));
  EXPECT_TRUE(words(say(desk, "maintenance update Half done")).contains("Posted to MNT-1"));
  const auto extended = words(say(desk, "maintenance extend 30m The copy is slow"));
  EXPECT_TRUE(extended.contains("is extended: it is planned to end")) << extended;
  const auto& extend = std::get<playbooks::ExtendMaintenance>(desk.commands.back());
  EXPECT_EQ(extend.by, playbooks::Duration{30min});
  EXPECT_EQ(extend.reason, "The copy is slow");
  EXPECT_TRUE(words(say(desk, "maintenance checklist")).contains("☐ 2. "));
  EXPECT_TRUE(words(say(desk, "maintenance done 2")).contains("done: "));
  EXPECT_TRUE(words(say(desk, "maintenance checklist MNT-1")).contains("✓ 2. "));
  EXPECT_TRUE(words(say(desk, "maintenance done MNT-1 2 --undo")).contains("not done"));
  EXPECT_TRUE(words(say(desk, "maintenance show MNT-1")).contains("Last update | Half done"));
  desk.add(7, "Checkout is down");
  desk.state_.claims["db"].push_back(
      {"db", "INC-7", playbooks::ComponentStatus::partial_outage, true, now, {"U1", "ann"}, "", {}});
  const auto completed = words(say(desk, "maintenance complete All moved"));
  EXPECT_TRUE(completed.contains("Still red:\n• Database: partial outage, INC-7 “Checkout is down”")) << completed;
  EXPECT_TRUE(completed.contains("They are watched until")) << completed;
  EXPECT_TRUE(words(say(desk, "maintenance complete MNT-1")).contains("is completed: done by @ann"));
  EXPECT_TRUE(words(say(desk, "maintenance list")).contains("completed, watched until"));
}

TEST(MaintenanceCommands, ExtendUntilAndByAreTheSame) {
  for (const auto* line : {"maintenance extend MNT-1 30m", "maintenance extend MNT-1 until 16:35",
                           "maintenance extend by 30 minutes", "maintenance extend --by 30m", "mnt MNT-1 extend 30m"}) {
    auto desk = running();
    say(desk, line);
    ASSERT_FALSE(desk.commands.empty()) << line;
    EXPECT_EQ(std::get<playbooks::ExtendMaintenance>(desk.commands.back()).by, playbooks::Duration{30min}) << line;
  }
  auto desk = running();
  EXPECT_TRUE(words(say(desk, "maintenance extend until 16:00")).contains("planned to end at 2026-11-21 16:05 UTC"));
  EXPECT_TRUE(words(say(desk, "maintenance extend a bit")).contains("“a” is no duration"));
  EXPECT_TRUE(words(say(desk, "maintenance extend")).contains("Say by how much"));
  EXPECT_TRUE(desk.commands.empty());
}

TEST(MaintenanceCommands, WhichOneIsMeant) {
  FakeDesk none;
  EXPECT_TRUE(words(say(none, "maintenance start")).contains("No maintenance is planned or under way"));
  EXPECT_TRUE(words(say(none, "maintenance cancel MNT-4")).contains("There is no MNT-4"));
  auto desk = running();
  say(desk, "maintenance schedule \"Index\" sun 02:00 2h on db");
  const auto which = words(say(desk, "maintenance cancel Not today"));
  EXPECT_TRUE(which.contains("Which one?")) << which;
  EXPECT_TRUE(which.contains("maintenance cancel MNT-2 Not today]")) << which;
  desk.commands.clear();
  say(desk, "maintenance start MNT-1");
  say(desk, "maintenance complete");
  EXPECT_EQ(std::get<playbooks::CompleteMaintenance>(desk.commands.back()).maintenance.number, 1)
      << "the only one in progress";
  EXPECT_TRUE(words(say(desk, "maintenance update 3 of 4 are moved")).contains("has not started")) << "3 is text";
  say(desk, "maintenance cancel #2 The machine has not arrived");
  EXPECT_EQ(std::get<playbooks::CancelMaintenance>(desk.commands.back()).reason, "The machine has not arrived");
}

TEST(MaintenanceCommands, DoneTakesSeveralStepsAndRefusesWords) {
  auto desk = running();
  say(desk, "maintenance done 1,2 3");
  EXPECT_EQ(desk.commands.size(), 3U);
  EXPECT_TRUE(words(say(desk, "maintenance done two")).contains("“two” is no number of a step"));
  EXPECT_TRUE(words(say(desk, "maintenance done")).contains("Say which step"));
  EXPECT_TRUE(words(say(desk, "maintenance done 99")).contains("has steps 1 to"));
}

TEST(MaintenanceCommands, NothingTypedListsAndAWordOfItsOwnFindsIt) {
  auto desk = running();
  EXPECT_TRUE(words(say(desk, "maintenance")).contains("MNT-1 | Upgrade"));
  EXPECT_TRUE(words(say(desk, "maintenance MNT-1")).contains("Window |"));
  EXPECT_TRUE(words(say(desk, "maintenance help")).contains("schedule"));
  EXPECT_TRUE(words(say(desk, "maintenance scedule")).contains("schedule"));
  EXPECT_TRUE(words(say(desk, "sitrep maintenance list")).contains("MNT-1"));
  EXPECT_TRUE(words(say(desk, "maintenance MNT-1 finish")).contains("is complete") ||
              words(say(desk, "maintenance MNT-1 finish")).contains("has not started"));
}

TEST(MaintenanceCommands, WordsWithoutACommandStayThoseOfIncidents) {
  auto desk = running();
  desk.add(7, "Checkout is down");
  auto request = testing::typed("update We are on it");
  request.surface = Surface::mention;
  say(desk, request);
  ASSERT_FALSE(desk.commands.empty());
  EXPECT_TRUE(std::holds_alternative<playbooks::PostUpdate>(desk.commands.back()));
  request.line = "done it was the cache";
  say(desk, request);
  EXPECT_TRUE(std::holds_alternative<playbooks::ResolveIncident>(desk.commands.back()));
  request.line = "extend 30m";
  say(desk, request);
  EXPECT_TRUE(std::holds_alternative<playbooks::ExtendMaintenance>(desk.commands.back()));
}

}  // namespace
}  // namespace commands
