// A maintenance from its announcement to an hour after: what is refused, what is told when, what is held meanwhile.
#include <gtest/gtest.h>

#include <algorithm>

#include "maintenance_world_support.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr auto degraded = ComponentStatus::degraded_performance;
constexpr std::string_view sunday = "2026-03-15 02:00";  // 13 days after the worlds begin

// Refused first.

TEST(Maintenance, RefusesWhatCannotBe) {
  MaintenanceWorld w;
  const auto with = [&](auto change) {
    auto asked = w.request(sunday);
    change(asked);
    return w.refusal(asked);
  };
  EXPECT_TRUE(with([](auto& a) { a.title = " "; }).contains("title"));
  EXPECT_TRUE(with([](auto& a) { a.components = {}; }).contains("Say what is worked on"));
  EXPECT_TRUE(with([](auto& a) { a.components = {"nope"}; }).contains("no component “nope”"));
  EXPECT_TRUE(with([](auto& a) { a.ends = a.starts - 1h; }).contains("it must end after it begins"));
  EXPECT_TRUE(with([](auto& a) { a.ends = a.starts; }).contains("it must end after it begins"));
  EXPECT_TRUE(with([](auto& a) { a.starts -= 24h * 30, a.ends -= 24h * 30; }).contains("has passed"));
  EXPECT_TRUE(with([](auto& a) { a.starts += 24h * 800, a.ends += 24h * 800; }).contains("two years ahead"));
  EXPECT_TRUE(with([](auto& a) { a.recurrence = "nonsense"; }).contains("no rule"));
  EXPECT_TRUE(with([](auto& a) { a.recurrence = "FREQ=MONTHLY;BYDAY=1SU"; }).contains("2026-04-05 02:00"));
  EXPECT_TRUE(w.history.empty());
  EXPECT_TRUE(w.timers.empty());
}

TEST(Maintenance, QuestionsWhatIsDoubtfulAndDoesItAnyway) {
  MaintenanceWorld w;
  w.schedule(sunday);
  auto overlapping = w.request("2026-03-15 03:00");
  overlapping.title = "Another";
  overlapping.components = {"api"};
  const auto why = w.refusal(overlapping);
  EXPECT_TRUE(why.contains("overlaps with MNT-1 “Database upgrade” on API")) << why;
  EXPECT_TRUE(why.contains("2026-03-15 02:00 to 04:00 UTC (2 h)")) << why;
  EXPECT_TRUE(why.contains("--anyway")) << why;
  overlapping.anyway = true;
  EXPECT_EQ(w.refusal(overlapping), "it was allowed");

  auto lasting = w.request("2026-03-20 02:00");
  lasting.title = "Long";
  lasting.ends += 24h;
  EXPECT_TRUE(w.refusal(lasting).contains("It would last 1 d 2 h, longer than a day"));
  lasting.ends = lasting.starts + 24h;
  EXPECT_EQ(w.refusal(lasting), "it was allowed") << "a day is no more than a day";

  auto again = w.request("2026-03-25 02:00");
  again.recurrence = "FREQ=DAILY;BYHOUR=2,3";
  again.title = "Again";
  EXPECT_TRUE(w.refusal(again).contains("begin again at 2026-03-25 03:00 UTC, before it has ended"));
}

TEST(Maintenance, TheSameIsNotScheduledTwice) {
  MaintenanceWorld w;
  w.schedule(sunday);
  auto again = w.request(sunday);
  again.anyway = true;
  again.title = "database Upgrade";
  EXPECT_TRUE(w.refusal(again).contains("Already scheduled: MNT-1"));
}

TEST(Maintenance, RefusesWhatItsStateForbids) {
  MaintenanceWorld w;
  EXPECT_TRUE(w.refusal(StartMaintenance{{9}, {}}).contains("There is no MNT-9"));
  w.schedule(sunday);
  EXPECT_TRUE(w.refusal(CompleteMaintenance{{1}, {}}).contains("has not started: it is planned for 2026-03-15 02:00"));
  EXPECT_TRUE(w.refusal(UpdateMaintenance{{1}, "x"}).contains("has not started"));
  EXPECT_TRUE(w.refusal(ExtendMaintenance{{1}, 0s, {}, false}).contains("Say by how much"));
  EXPECT_TRUE(w.refusal(BeginMaintenance{{1}}).contains("not its time"));
  EXPECT_TRUE(w.refusal(AnnounceMaintenance{{1}, 1h}).contains("not due"));
  EXPECT_TRUE(w.refusal(EndMaintenanceWatch{{1}}).contains("not its time"));
  ASSERT_TRUE(w.run(StartMaintenance{{1}, {}}));
  EXPECT_TRUE(w.refusal(StartMaintenance{{1}, {}}).contains("in progress already: started by @ann at 12:00 UTC"));
  EXPECT_TRUE(w.refusal(UpdateMaintenance{{1}, " "}).contains("update"));
  EXPECT_TRUE(w.refusal(RemindMaintenanceUpdate{{1}, w.now}).contains("in time"));
  ASSERT_TRUE(w.run(UpdateMaintenance{{1}, "Half done"}));
  EXPECT_TRUE(w.refusal(UpdateMaintenance{{1}, "Half done"}).contains("Already posted"));
  ASSERT_TRUE(w.run(CompleteMaintenance{{1}, {}}));
  EXPECT_TRUE(w.refusal(CompleteMaintenance{{1}, {}}).contains("MNT-1 is completed: done by @ann at 12:00 UTC"));
  EXPECT_TRUE(w.refusal(CancelMaintenance{{1}, {}}).contains("is completed"));
  EXPECT_TRUE(w.refusal(BeginMaintenance{{1}}).contains("is completed"));
}

TEST(Maintenance, ChecklistStepsAreTickedOnce) {
  MaintenanceWorld w;
  w.schedule(sunday);
  const auto steps = static_cast<int>(w.window().steps.size());
  ASSERT_GT(steps, 2);
  EXPECT_TRUE(w.refusal(SetMaintenanceStep{{1}, 0, true}).contains("has steps 1 to"));
  EXPECT_TRUE(w.refusal(SetMaintenanceStep{{1}, steps + 1, true}).contains("has steps 1 to"));
  EXPECT_TRUE(w.refusal(SetMaintenanceStep{{1}, 2, false}).contains("is not done"));
  ASSERT_TRUE(w.run(SetMaintenanceStep{{1}, 2, true}));
  EXPECT_EQ(w.window().steps[1].done->by.name, "ann");
  EXPECT_TRUE(w.refusal(SetMaintenanceStep{{1}, 2, true}).contains("done already: by @ann at 12:00 UTC"));
  ASSERT_TRUE(w.run(SetMaintenanceStep{{1}, 2, false}));
  EXPECT_FALSE(w.window().steps[1].done);
}

// From the announcement to one hour after.

TEST(Maintenance, IsAnnouncedFourTimesStartedUpdatedCompletedAndWatched) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.run_until(utc("2026-03-15 01:59"));
  EXPECT_EQ(w.page,
            (std::vector<std::string>{
                "03-02 12:00 local scheduled quiet: We will carry out maintenance on Database, API. Planned "
                "from 2026-03-15 02:00 to 04:00 UTC (2 h). During this time Database, API may not be available.",
                "03-08 02:00 local scheduled loud: A reminder: maintenance on Database, API is planned from "
                "2026-03-15 02:00 to 04:00 UTC (2 h).",
                "03-12 02:00 local scheduled loud: A reminder: maintenance on Database, API is planned from "
                "2026-03-15 02:00 to 04:00 UTC (2 h).",
                "03-14 02:00 local scheduled loud: A reminder: maintenance on Database, API is planned from "
                "2026-03-15 02:00 to 04:00 UTC (2 h).",
                "03-15 01:00 local scheduled loud: A reminder: maintenance on Database, API is planned from "
                "2026-03-15 02:00 to 04:00 UTC (2 h)."}));
  EXPECT_TRUE(w.state.claims.empty()) << "nothing flips before its time";
  EXPECT_EQ(w.told("begins in 1 h"), 1);
  w.run_until(utc("2026-03-15 02:00"));
  EXPECT_EQ(w.window().state, MaintenanceState::in_progress);
  EXPECT_EQ(public_status(w.state.claims, "db"), ComponentStatus::under_maintenance);
  EXPECT_EQ(public_status(w.state.claims, "web"), ComponentStatus::operational);
  w.run_until(utc("2026-03-15 02:30"));
  EXPECT_EQ(w.told("customers have heard nothing for 30 min"), 1);
  ASSERT_TRUE(w.run(UpdateMaintenance{{1}, "Half of the data is moved."}));
  w.run_until(utc("2026-03-15 02:59"));
  EXPECT_EQ(w.told("customers have heard nothing"), 1);
  w.run_until(utc("2026-03-15 03:00"));
  EXPECT_EQ(w.told("customers have heard nothing"), 2) << "every 30 min";
  ASSERT_TRUE(w.run(CompleteMaintenance{{1}, "All is moved"}));
  EXPECT_TRUE(w.state.claims.empty());
  EXPECT_EQ(
      w.page.back(),
      "03-15 03:00 local completed loud: The maintenance is complete. All is moved. Thank you for your patience.");
  EXPECT_EQ(w.told("Clean"), 1);
  w.run_until(utc("2026-03-15 03:59"));
  EXPECT_EQ(w.told("Nothing came up"), 0);
  w.run_until(utc("2026-03-15 04:01"));
  EXPECT_EQ(w.told("Nothing came up"), 1);
  EXPECT_TRUE(w.timers.empty());
  const auto messages = w.channel.size();
  w.run_until(utc("2026-03-20 00:00"));
  EXPECT_EQ(w.channel.size(), messages) << "silent for ever after";
}

TEST(Maintenance, AnnouncesOnlyWhatIsStillToCome) {
  MaintenanceWorld w;
  w.schedule("2026-03-04 02:00");  // 38 h ahead
  EXPECT_EQ(w.timers.size(), 3U) << "24 h, 1 h and the start";
  w.run_until(utc("2026-03-04 01:30"));
  EXPECT_EQ(w.window().announced, (std::vector<Duration>{24h, 1h}));
  EXPECT_TRUE(w.page[0].contains("scheduled quiet"));
}

TEST(Maintenance, WhereNoAnnouncementIsToComeSchedulingItTellsCustomers) {
  MaintenanceWorld w;
  w.schedule("2026-03-02 12:30");
  EXPECT_TRUE(w.page[0].contains("scheduled loud"));
  MaintenanceWorld quiet;
  quiet.rules.publicity.announce.clear();
  quiet.schedule(sunday);
  EXPECT_TRUE(quiet.page[0].contains("scheduled quiet")) << "announcements are switched off";
}

TEST(Maintenance, AnAnnouncementListsTheOpenStepsOfItsPhase) {
  MaintenanceWorld w;
  w.schedule(sunday);
  ASSERT_TRUE(w.run(SetMaintenanceStep{{1}, 1, true}));
  w.run_until(utc("2026-03-14 02:00"));
  const auto& day_before = w.channel.back();
  EXPECT_TRUE(day_before.contains("2. Confirm the time with everybody who works on it (24 h before)")) << day_before;
  EXPECT_FALSE(day_before.contains("1. ")) << "done already: " << day_before;
  EXPECT_FALSE(day_before.contains("Tell whoever is on call")) << "for later: " << day_before;
  EXPECT_TRUE(day_before.contains("/maintenance done MNT-1 <number>")) << day_before;
}

TEST(Maintenance, AfterDowntimeOnlyTheNewestMissedAnnouncementIsMadeOnce) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.sleep_until(utc("2026-03-14 12:00"));  // 1 week, 72 h and 24 h were missed
  w.run_until(utc("2026-03-14 12:00"));
  EXPECT_EQ(w.window().announced, (std::vector<Duration>{24h}));
  EXPECT_EQ(w.told("begins in 14 h"), 1) << "and says how long it is really";
  w.run_until(utc("2026-03-15 01:30"));
  EXPECT_EQ(w.window().announced, (std::vector<Duration>{24h, 1h}));
}

TEST(Maintenance, AfterDowntimeOverItsStartNothingIsAnnounced) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.sleep_until(utc("2026-03-15 02:12"));
  w.run_until(utc("2026-03-15 02:12"));
  EXPECT_TRUE(w.window().announced.empty());
  EXPECT_EQ(w.told("has started, 12 min late: it was planned for"), 1);
}

TEST(Maintenance, AWindowThatPassedWhileSitrepWasDownIsAskedForAndNotStarted) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.sleep_until(utc("2026-03-15 09:00"));
  w.run_until(utc("2026-03-15 12:00"));
  EXPECT_EQ(w.window().state, MaintenanceState::scheduled);
  EXPECT_EQ(w.told("was not started in that time"), 1) << "once";
  EXPECT_TRUE(w.state.claims.empty());
}

// Confirmed starts.

TEST(Maintenance, AConfirmedOneStartsOnlyWhenSomebodySaysSo) {
  MaintenanceWorld w;
  w.rules.publicity.maintenance_start = MaintenanceStart::confirmed;
  w.schedule(sunday);
  w.run_until(utc("2026-03-15 02:07"));
  EXPECT_EQ(w.window().state, MaintenanceState::scheduled);
  EXPECT_TRUE(w.window().start_asked);
  EXPECT_TRUE(w.state.claims.empty());
  EXPECT_TRUE(w.channel.back().contains("[Start now: maintenance start MNT-1]")) << w.channel.back();
  ASSERT_TRUE(w.run(StartMaintenance{{1}, {}}));
  EXPECT_TRUE(w.channel.back().contains("has started, says @ann, 7 min late")) << w.channel.back();
  EXPECT_EQ(public_status(w.state.claims, "api"), ComponentStatus::under_maintenance);
}

TEST(Maintenance, AnUnansweredQuestionIsAskedAgainUntilTheWindowIsOver) {
  MaintenanceWorld w;
  auto asked = w.request(sunday);
  asked.start = MaintenanceStart::confirmed;
  w.schedule(asked);
  w.run_until(utc("2026-03-15 12:00"));
  EXPECT_EQ(w.told("Begin now?"), 4) << "02:00, 02:30, 03:00, 03:30";
  EXPECT_EQ(w.told("was not started in that time"), 1) << "04:00";
}

TEST(Maintenance, StartedEarlyItTellsNothingMoreOfItsStart) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.run_until(utc("2026-03-15 00:00"));
  ASSERT_TRUE(w.run(StartMaintenance{{1}, "We begin early."}));
  EXPECT_TRUE(w.page.back().contains("quiet: We begin early.")) << w.page.back();
  w.run_until(utc("2026-03-15 02:10"));
  EXPECT_EQ(w.told("begins in 1 h"), 0);
  EXPECT_EQ(w.told("has started"), 1);
}

// Over time, extended, cancelled.

TEST(Maintenance, ThePlannedEndPassingIsSaidAndAskedAboutEverMoreRarely) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.run_until(utc("2026-03-15 03:50"));
  ASSERT_TRUE(w.run(UpdateMaintenance{{1}, "Nearly done."}));
  w.run_until(utc("2026-03-15 04:00"));
  EXPECT_EQ(w.told("planned to end at 04:00 UTC, still in progress"), 1) << w.channel.back();
  EXPECT_TRUE(w.channel.back().contains("[Extend by 30 min: maintenance extend MNT-1 30m]")) << w.channel.back();
  EXPECT_TRUE(w.channel.back().contains("[Complete: maintenance complete MNT-1]")) << w.channel.back();
  w.run_until(utc("2026-03-16 04:00"));
  EXPECT_LT(w.told("still in progress"), 12) << "it asks, and does not shout";
  EXPECT_GT(w.told("still in progress"), 4);
  EXPECT_EQ(public_status(w.state.claims, "db"), ComponentStatus::under_maintenance) << "nobody said that it is done";
}

TEST(Maintenance, AnExtensionMovesTheEndAndIsAWordToCustomers) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.run_until(utc("2026-03-15 03:25"));  // an update is owed since 02:30
  ASSERT_TRUE(w.run(ExtendMaintenance{{1}, 45min, "The copy is slow", false}));
  EXPECT_EQ(w.window().ends, utc("2026-03-15 04:45"));
  EXPECT_EQ(
      w.page.back(),
      "03-15 03:25 local in_progress loud: The maintenance takes longer than planned. It is now planned to end at "
      "2026-03-15 04:45 UTC. The copy is slow.");
  const auto asked = w.told("customers have heard nothing");
  w.run_until(utc("2026-03-15 03:54"));
  EXPECT_EQ(w.told("customers have heard nothing"), asked);
  w.run_until(utc("2026-03-15 03:55"));
  EXPECT_EQ(w.told("customers have heard nothing"), asked + 1) << "30 min after it";
  w.run_until(utc("2026-03-15 04:44"));
  EXPECT_EQ(w.told("still in progress"), 0);
  w.run_until(utc("2026-03-15 04:45"));
  EXPECT_EQ(w.told("still in progress"), 1);
  ASSERT_TRUE(w.run(ExtendMaintenance{{1}, 30min, {}, false}));
  EXPECT_EQ(w.window().ends, utc("2026-03-15 05:15"));
  w.now += 40min;
  ASSERT_TRUE(w.run(ExtendMaintenance{{1}, 30min, {}, false}));
  EXPECT_EQ(w.window().ends, utc("2026-03-15 05:55")) << "past its end, it counts from now";
}

TEST(Maintenance, AnExtensionIntoAnotherWindowIsQuestioned) {
  MaintenanceWorld w;
  w.schedule(sunday);
  auto other = w.request("2026-03-15 04:00");
  other.title = "Another";
  w.schedule(other);
  EXPECT_TRUE(w.refusal(ExtendMaintenance{{1}, 30min, {}, false}).contains("overlaps with MNT-2"));
  EXPECT_EQ(w.refusal(ExtendMaintenance{{1}, 30min, {}, true}), "it was allowed");
  EXPECT_EQ(w.window().ends, utc("2026-03-15 04:30")) << "before it has begun, too";
}

TEST(Maintenance, CancelledBeforeItBeginsOrInBetween) {
  MaintenanceWorld w;
  w.schedule(sunday);
  ASSERT_TRUE(w.run(CancelMaintenance{{1}, "The machine has not arrived"}));
  EXPECT_EQ(
      w.page.back(),
      "03-02 12:00 local cancelled loud: The maintenance planned for 2026-03-15 02:00 UTC will not take place. The "
      "machine has not arrived.");
  EXPECT_TRUE(w.timers.empty()) << w.timers.begin()->first;
  w.schedule("2026-03-02 12:00");
  w.run_until(utc("2026-03-02 12:10"));
  ASSERT_TRUE(w.run(CancelMaintenance{{2}, {}}));
  EXPECT_TRUE(w.state.claims.empty());
  EXPECT_TRUE(w.page.back().contains("ended early")) << w.page.back();
  EXPECT_TRUE(w.timers.empty()) << w.timers.begin()->first;
}

// What others say of its components.

TEST(Maintenance, CompletionNamesWhatIsStillRedAndByWhom) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.run_until(utc("2026-03-15 02:10"));
  w.declare({{"db", ComponentStatus::partial_outage}, {"web", degraded}});
  ASSERT_TRUE(w.run(SetComponentStatus{{{"api", degraded}}, "slow", {}, {}}, {"U2", "bob"}));
  ASSERT_TRUE(w.run(CompleteMaintenance{{1}, {}}));
  const auto& done = std::get<MaintenanceCompleted>(std::ranges::find_if(w.history, [](const Recorded& event) {
                                                      return std::holds_alternative<MaintenanceCompleted>(event.event);
                                                    })->event);
  EXPECT_EQ(done.still_red,
            (std::vector<std::string>{"Database: partial outage, INC-1 “Checkout is down”, since 02:10 UTC",
                                      "API: degraded performance, set by hand by @bob, since 02:10 UTC"}));
  EXPECT_EQ(w.told("Clean"), 0);
  EXPECT_EQ(internal_status(w.state.claims, "db"), ComponentStatus::partial_outage) << "not its claim to clear";
  EXPECT_TRUE(w.page.back().contains("Not everything is back to normal yet: ") &&
              w.page.back().contains("API (degraded performance)"))
      << w.page.back();
  EXPECT_FALSE(w.page.back().contains("Thank you")) << w.page.back();
}

TEST(Maintenance, TheWatchNamesOnlyWhatCameUpSince) {
  MaintenanceWorld w;
  w.schedule(sunday);
  w.run_until(utc("2026-03-15 02:10"));
  w.declare({{"api", degraded}});
  w.run_until(utc("2026-03-15 03:00"));
  ASSERT_TRUE(w.run(CompleteMaintenance{{1}, {}}));
  w.run_until(utc("2026-03-15 03:20"));
  w.declare({{"db", degraded}});
  w.declare({{"web", degraded}});
  w.run_until(utc("2026-03-15 04:00"));
  const auto line = std::ranges::find_if(w.channel, [](const std::string& text) { return text.contains("came up"); });
  ASSERT_NE(line, w.channel.end());
  EXPECT_TRUE(line->contains("Database: degraded performance, INC-2")) << *line;
  EXPECT_FALSE(line->contains("INC-1")) << "that was known at the end: " << *line;
  EXPECT_FALSE(line->contains("INC-3")) << "not its component: " << *line;
  EXPECT_FALSE(w.window().watched_until);
}

TEST(Maintenance, AHeldEscalationIsReleasedOnceAtTheEnd) {
  for (const bool completed : {true, false}) {
    MaintenanceWorld w;
    w.schedule("2026-03-02 12:00");
    w.run_until(utc("2026-03-02 12:00"));
    const auto held = w.declare({{"db", degraded}});
    EXPECT_EQ(w.state.incidents.at(held).held_by.number, 1);
    const auto free = w.declare({{"db", degraded}, {"web", degraded}});
    EXPECT_EQ(w.pages_made, (std::vector<std::string>{to_string(free)}));
    const auto over = w.declare({{"api", degraded}});
    ASSERT_TRUE(w.run(ResolveIncident{over, "It was the maintenance"}));
    if (completed)
      ASSERT_TRUE(w.run(CompleteMaintenance{{1}, {}}));
    else
      ASSERT_TRUE(w.run(CancelMaintenance{{1}, {}}));
    EXPECT_EQ(w.pages_made, (std::vector<std::string>{to_string(free), to_string(held)})) << "and not the resolved one";
    w.run_until(w.now + 3h);
    EXPECT_EQ(std::ranges::count(w.pages_made, to_string(held)), 1);
  }
}

// Again and again.

TEST(Maintenance, TheNextWindowIsPlannedWhenThisOneStartsOrIsCancelled) {
  MaintenanceWorld w;
  auto asked = w.request("2026-04-05 02:00");
  asked.recurrence = "FREQ=MONTHLY;BYDAY=1SU";
  asked.text = "The database moves.";
  w.schedule(asked);
  w.run_until(utc("2026-04-05 01:00"));
  ASSERT_TRUE(w.run(SetMaintenanceStep{{1}, 1, true}));
  EXPECT_EQ(w.state.upkeep.windows.size(), 1U);
  w.run_until(utc("2026-04-05 02:00"));
  ASSERT_EQ(w.state.upkeep.windows.size(), 2U);
  EXPECT_EQ(w.window({2}).starts, utc("2026-05-03 02:00"));
  EXPECT_EQ(w.window({2}).ends, utc("2026-05-03 04:00"));
  EXPECT_EQ(w.window({2}).text, "The database moves.");
  EXPECT_FALSE(w.window({2}).steps[0].done);
  ASSERT_TRUE(w.run(ExtendMaintenance{{1}, 1h, {}, false}));
  ASSERT_TRUE(w.run(CompleteMaintenance{{1}, {}}));
  EXPECT_FALSE(w.state.upkeep.find({3})) << "one next window, not two";
  ASSERT_TRUE(w.run(CancelMaintenance{{2}, {}}));
  EXPECT_EQ(w.window({3}).starts, utc("2026-06-07 02:00"));
  EXPECT_EQ(w.window({3}).ends, utc("2026-06-07 04:00"));
  ASSERT_TRUE(w.run(StartMaintenance{{3}, {}}));
  ASSERT_TRUE(w.run(CancelMaintenance{{3}, {}}));
  EXPECT_TRUE(w.state.upkeep.find({4}));
  EXPECT_FALSE(w.state.upkeep.find({5})) << "it was planned when it started";
}

TEST(Maintenance, InBerlinTheWindowsKeepTheWallClock) {
  MaintenanceWorld w;
  w.rules.zone = "Europe/Berlin";
  auto asked = w.request("2026-03-28 01:00");  // 02:00 on the wall, the day before the clocks change
  asked.recurrence = "FREQ=DAILY";
  w.schedule(asked);
  w.run_until(utc("2026-03-28 03:00"));
  ASSERT_TRUE(w.run(CompleteMaintenance{{1}, {}}));
  EXPECT_EQ(w.window({2}).starts, utc("2026-03-29 01:00")) << "02:00 does not exist: 03:00 on the wall";
  w.run_until(utc("2026-03-29 01:00"));
  EXPECT_EQ(w.window({2}).state, MaintenanceState::in_progress);
  EXPECT_EQ(w.window({3}).starts, utc("2026-03-30 00:00")) << "02:00 on the wall again";
  EXPECT_TRUE(w.channel.back().contains("MNT-3 “Database upgrade” is scheduled: 00:00 UTC to 02:00 UTC"))
      << w.channel.back();
}

// The state.

TEST(Maintenance, WhatIsOverStaysAtHandForTwoMonthsSoThatPagesCanBeTold) {
  MaintenanceWorld w;
  w.schedule("2026-03-02 12:00");
  w.run_until(utc("2026-03-02 12:00"));
  ASSERT_TRUE(w.run(CompleteMaintenance{{1}, {}}));
  w.run_until(utc("2026-03-02 14:00"));
  PublicPage shown{"m1", "https://status.example.com/m1", "completed", {}, {}, "local"};
  ASSERT_TRUE(w.run(NoteMaintenancePage{{1}, shown}));
  EXPECT_EQ(w.window().page_on("local").id, "m1");
  EXPECT_TRUE(w.refusal(NoteMaintenancePage{{1}, shown}).contains("known"));
  w.now += 24h * 8;
  w.schedule("2026-03-15 02:00");
  EXPECT_NE(w.state.upkeep.find({1}), nullptr) << "a page may have been down for a week";
  w.now += 24h * 53;
  w.schedule("2026-05-15 02:00");
  EXPECT_EQ(w.state.upkeep.find({1}), nullptr);
  EXPECT_TRUE(w.refusal(CompleteMaintenance{{1}, {}}).contains("There is no MNT-1"));
}

TEST(Maintenance, APageThatCannotBeToldIsSaidOnce) {
  MaintenanceWorld w;
  w.schedule(sunday);
  ASSERT_TRUE(w.run(NoteMaintenanceFailed{{1}, "local", "The disk is full."}));
  EXPECT_EQ(w.told("the status page “local” could not be told. The disk is full."), 1);
  EXPECT_TRUE(w.refusal(NoteMaintenanceFailed{{1}, "local", "The disk is full."}).contains("known"));
  ASSERT_TRUE(w.run(NoteMaintenancePage{{1}, {"m1", "", "scheduled", {}, {}, "local"}}));
  EXPECT_TRUE(w.window().page_on("local").trouble.empty());
}

TEST(Maintenance, EveryPageIsALaneOfItsOwnAndEveryEventHasASentence) {
  MaintenanceWorld w;
  w.rules.publicity.pages = {"statuspage", "local"};
  auto asked = w.request("2026-03-02 13:30");
  w.schedule(asked);
  EXPECT_EQ(w.page.size(), 2U);
  w.run_until(utc("2026-03-02 16:00"));
  ASSERT_TRUE(w.run(CompleteMaintenance{{1}, {}}));
  w.run_until(utc("2026-03-02 18:00"));
  ASSERT_GT(w.history.size(), 5U);
  for (const auto& event : w.history) EXPECT_FALSE(plain(sentence(event, w.rules)).empty()) << event.event.index();
}

TEST(Maintenance, HistoryAloneGivesTheSameState) {
  MaintenanceWorld w;
  auto asked = w.request("2026-03-03 02:00");
  asked.recurrence = "FREQ=WEEKLY";
  w.schedule(asked);
  w.run_until(utc("2026-03-03 03:10"));
  w.declare({{"db", degraded}});
  ASSERT_TRUE(w.run(ExtendMaintenance{{1}, 1h, {}, false}));
  w.run_until(utc("2026-03-03 06:00"));
  State again;
  for (const auto& event : w.history) evolve(again, event);
  EXPECT_EQ(again.upkeep, w.state.upkeep);
  EXPECT_EQ(again.claims, w.state.claims);
}

}  // namespace
}  // namespace playbooks
