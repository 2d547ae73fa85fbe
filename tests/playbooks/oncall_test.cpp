// What runs by itself around on-call: shifts, drills, trials, the auditor, schedules that are kept elsewhere.
#include <gtest/gtest.h>

#include <algorithm>

#include "escalation_world_support.hpp"
#include "playbooks/rota.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

Schedule weekly() {
  Schedule schedule{"primary", "Primary", "UTC", Schedule::Source::rotations, {}, {}, "", "", ""};
  schedule.rotations.push_back({.name = "weekly",
                                .members = {"ann", "bob"},
                                .unit = Rotation::Unit::days,
                                .length = 1,
                                .start = std::chrono::local_days{std::chrono::year{2026} / 3 / 1} + 9h,
                                .restrictions = {},
                                .on = Rotation::On::all_days});
  return schedule;
}

std::vector<Effect> effects_of(const State& state, const Result<std::vector<Recorded>>& events, const Policy& policy) {
  std::vector<Effect> effects;
  if (!events) return effects;
  for (const auto& event : *events)
    for (auto& effect : react(state, event, policy).effects) effects.push_back(std::move(effect));
  return effects;
}

template <class T>
std::ptrdiff_t count(const std::vector<Effect>& effects) {
  return std::ranges::count_if(effects, [](const Effect& e) { return std::holds_alternative<T>(e.body); });
}

TEST(OnCall, AShiftIsToldOnceAndNotAtTheFirstLook) {
  PagingWorld w;
  w.rules.schedules = {weekly()};
  w.rules.schedules[0].topic_channel = "C2";
  w.rules.schedules[0].user_group = "S1";
  const auto first = w.run(NoteShift{"primary"});
  EXPECT_EQ(count<TellPerson>(effects_of(w.state, first, w.rules)), 0) << "nobody went off or on because Sitrep looks";
  EXPECT_EQ(count<SetTopic>(effects_of(w.state, first, w.rules)), 1);
  EXPECT_FALSE(w.run(NoteShift{"primary"})) << "the same person";
  w.now += 24h;
  const auto next = w.run(NoteShift{"primary"});
  ASSERT_TRUE(next);
  const auto effects = effects_of(w.state, next, w.rules);
  EXPECT_EQ(count<TellPerson>(effects), 2);
  EXPECT_EQ(count<SetUserGroup>(effects), 1);
}

TEST(OnCall, AnOverrideMakesTheRotaLookAgainAtOnce) {
  PagingWorld w;
  w.rules.schedules = {weekly()};
  ASSERT_TRUE(w.run(NoteShift{"primary"}));
  const auto before = w.state.oncall.announced.at("primary");
  Override stand_in;
  stand_in.schedule = "Primary";
  stand_in.person = "carol";
  stand_in.from = w.now - 1min;
  stand_in.to = w.now + 2h;
  ASSERT_TRUE(w.run(AddOverride{stand_in}));
  ASSERT_TRUE(w.timers.contains("oncall/shift/primary"));
  w.run_for(1s);
  EXPECT_EQ(w.state.oncall.announced.at("primary"), "carol");
  EXPECT_NE(w.refusal(AddOverride{stand_in}).find("says that already"), std::string::npos);
  w.run_for(3h);
  EXPECT_EQ(w.state.oncall.announced.at("primary"), before) << "and back when it ends";
}

TEST(OnCall, RefusesOverridesThatCannotBe) {
  PagingWorld w;
  w.rules.schedules = {weekly()};
  const auto with = [&](auto change) {
    Override o;
    o.schedule = "primary";
    o.person = "carol";
    o.from = w.now;
    o.to = w.now + 1h;
    change(o);
    return w.refusal(AddOverride{o});
  };
  EXPECT_NE(with([](auto& o) { o.schedule = "nope"; }).find("no schedule"), std::string::npos);
  EXPECT_NE(with([](auto& o) { o.person = "zoe"; }).find("nobody who can be paged"), std::string::npos);
  EXPECT_NE(with([](auto& o) { o.to = o.from; }).find("end before it begins"), std::string::npos);
  EXPECT_NE(with([](auto& o) { o.from -= 3h, o.to -= 3h; }).find("has passed already"), std::string::npos);
  EXPECT_NE(with([](auto& o) { o.to += 24h * 100; }).find("92 days"), std::string::npos);
  EXPECT_NE(with([](auto& o) { o.instead_of = "carol"; }).find("is not on call"), std::string::npos);
}

TEST(OnCall, TheDrillIsSilentMonthlyAndReportsWhoCouldNotBeReached) {
  PagingWorld w;
  w.rules.page_drill = true;
  w.rules.operations_channel = "C9";
  for (auto& timer : standing_timers(w.rules, w.now)) w.timers.emplace(timer.name, timer);
  w.run_for(1s);
  EXPECT_TRUE(w.state.oncall.tests.empty()) << "a start is no reason for a drill";
  const Time first_of_april{std::chrono::sys_days{std::chrono::year{2026} / 4 / 1} + 10h};  // a Wednesday
  w.run_until(first_of_april - 1min);
  EXPECT_TRUE(w.state.oncall.tests.empty());
  w.run_until(first_of_april);
  ASSERT_EQ(w.state.oncall.tests.size(), 2u) << "carol has loud ways only, and the drill is silent";
  for (const auto& test : w.state.oncall.tests)
    for (const auto& attempt : test.attempts) EXPECT_FALSE(is_loud(attempt.channel));
  ASSERT_TRUE(w.run(AnswerContactTest{1}));
  EXPECT_NE(w.refusal(AnswerContactTest{1}).find("Already answered"), std::string::npos);
  const Timer report{"oncall/drill-report", w.now + 24h, DrillDue{true}};
  const auto outcome = on_timer(w.state, report, report.due, w.rules);
  ASSERT_EQ(outcome.reaction.effects.size(), 1u);
  const auto& told = std::get<Answer>(outcome.reaction.effects[0].body);
  EXPECT_EQ(told.channel, "C9");
  EXPECT_NE(plain(told.text).find("1 of 2 answered"), std::string::npos) << plain(told.text);
  EXPECT_NE(plain(told.text).find("Bob Day"), std::string::npos) << plain(told.text);
  EXPECT_NE(plain(told.text).find("Carol Moe: not tried"), std::string::npos) << plain(told.text);
}

TEST(OnCall, TheDeadManHearsOnlyOfCleanAudits) {
  PagingWorld w;
  w.rules.dead_man = true;
  w.rules.schedules = {weekly()};
  const Timer due{"oncall/audit", w.now, AuditDue{}};
  EXPECT_EQ(count<PingDeadMan>(on_timer(w.state, due, w.now, w.rules).reaction.effects), 1);
  for (auto& tier : w.rules.escalation_policies[0].tiers) tier.targets = {{Target::Kind::schedule, "primary"}};
  EXPECT_EQ(count<PingDeadMan>(on_timer(w.state, due, w.now, w.rules).reaction.effects), 1);
  w.rules.schedules[0].rotations[0].members.clear();
  const auto outcome = on_timer(w.state, due, w.now, w.rules);
  EXPECT_EQ(count<PingDeadMan>(outcome.reaction.effects), 0);
  ASSERT_EQ(outcome.commands.size(), 1u);
  ASSERT_TRUE(w.run(outcome.commands[0]));
  EXPECT_FALSE(w.run(outcome.commands[0])) << "the same finding is told once";
  EXPECT_TRUE(on_timer(w.state, due, w.now, w.rules).commands.empty());
}

TEST(OnCall, AFailedReadingKeepsTheShiftsOfTheOneBefore) {
  PagingWorld w;
  auto schedule = weekly();
  schedule.source = Schedule::Source::calendar;
  w.rules.schedules = {schedule};
  const std::vector<Shift> shifts{{w.now - 1h, w.now + 24h, "bob"}};
  ASSERT_TRUE(w.run(ImportSchedule{"primary", shifts, ""}));
  EXPECT_FALSE(w.run(ImportSchedule{"primary", shifts, ""})) << "nothing has changed";
  ASSERT_TRUE(w.run(ImportSchedule{"primary", {}, "it answered with HTML"}));
  EXPECT_EQ(rota::holder(w.rules.schedules[0], w.state.oncall, w.now), "bob");
  EXPECT_EQ(w.state.oncall.imported.at("primary").trouble, "it answered with HTML");
  EXPECT_FALSE(w.run(ImportSchedule{"primary", {}, "it answered with HTML"})) << "told once";
  const auto again = w.run(ImportSchedule{"primary", {}, "it has 100,000 events"});
  EXPECT_EQ(count<Answer>(effects_of(w.state, again, w.rules)), 1) << "the operations channel hears at once";
}

}  // namespace
}  // namespace playbooks
