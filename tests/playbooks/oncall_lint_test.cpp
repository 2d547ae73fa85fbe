#include "playbooks/oncall_lint.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace playbooks {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;
using Kind = Target::Kind;

const Time from{sys_days{year{2026} / 12 / 7}};  // a Monday

Responder person(std::string key) {
  Responder result;
  result.name = key;
  result.slack = "U" + key;
  result.notify = {{Channel::slack, {}}};
  result.key = std::move(key);
  return result;
}

Rotation weekly(std::vector<std::string> members) {
  Rotation rotation;
  rotation.name = "weekly";
  rotation.members = std::move(members);
  rotation.start = std::chrono::local_days{year{2026} / 11 / 2};
  return rotation;
}

/// A policy that nothing is to be said about: two schedules, two tiers, a route.
Policy sound() {
  Policy policy;
  policy.people = {person("ann"), person("bob"), person("cat"), person("dan")};
  Schedule primary, leads;
  primary.key = "primary";
  primary.zone = "UTC";
  primary.rotations = {weekly({"ann", "bob"})};
  leads.key = "leads";
  leads.zone = "UTC";
  leads.rotations = {weekly({"cat"})};
  policy.schedules = {primary, leads};
  EscalationPolicy escalation;
  escalation.key = "default";
  escalation.tiers = {{"Engineer", {{Kind::schedule, "primary"}}, {}, 5min, {}},
                      {"Lead", {{Kind::schedule, "leads"}}, {}, 5min, {}}};
  escalation.fallback = {Kind::person, "dan"};
  policy.escalation_policies = {escalation};
  policy.escalation_routes = {{{}, {}, {}, "default"}};
  return policy;
}

/// One line for each finding: "error schedule primary: …".
std::string lint(const Policy& policy, const OnCall& oncall = {}, Duration span = days{60}) {
  std::string text;
  for (const auto& finding : lint_oncall(policy, oncall, from, span))
    text += fmt::format("{} {}: {}\n", finding.level == LintFinding::Level::error ? "error" : "warning", finding.what,
                        finding.says);
  return text;
}

TEST(Lint, SaysNothingOfASoundRota) {
  EXPECT_EQ(lint(sound()), "");
  EXPECT_EQ(lint(sound(), {}, 0ms), "") << "an empty span";
  EXPECT_EQ(lint(sound(), {}, -days{3}), "") << "a negative one";
  EXPECT_EQ(lint(Policy{}), "");
}

TEST(Lint, ListsGapsAndTheTiersThatLeadToNobodyMeanwhile) {
  auto policy = sound();
  auto& rotation = policy.schedules[0].rotations[0];
  rotation.restrictions = {{0x7f, 9h, 0h}};  // 09:00 to midnight
  EXPECT_EQ(lint(policy, {}, days{2}),
            "warning schedule primary: nobody is on call from 2026-12-07 00:00 UTC to 2026-12-07 09:00 UTC (9 h), from "
            "2026-12-08 00:00 UTC to 2026-12-08 09:00 UTC (9 h); 18 h in all\n"
            "error policy default, tier 1: it leads to nobody from 2026-12-07 00:00 UTC to 2026-12-07 09:00 UTC (9 h), "
            "from 2026-12-08 00:00 UTC to 2026-12-08 09:00 UTC (9 h); 18 h in all; the next tier, or the fallback, is "
            "told at once then\n");
  EXPECT_TRUE(lint(policy, {}, days{8}).contains("2026-12-11 09:00 UTC (9 h) and 3 more; 3 d in all"));
  OnCall oncall;
  oncall.overrides = {{1, "primary", "cat", {}, from, from + days{2}, {}, {}}};
  EXPECT_EQ(lint(policy, oncall, 9h),
            "warning policy default: the same person is on every tier for 9 h of 9 h (cat), "
            "first from 2026-12-07 00:00 UTC\n")
      << "an override fills the gap";
}

TEST(Lint, SaysWhenARotationStartsInTheFuture) {
  auto policy = sound();
  policy.schedules[1].rotations[0].start = std::chrono::local_days{year{2026} / 12 / 8};
  EXPECT_TRUE(lint(policy).starts_with(
      "warning schedule leads: nobody is on call from 2026-12-07 00:00 UTC to 2026-12-08 00:00 UTC (1 d)\n"));
}

TEST(Lint, FindsAScheduleWithoutMembers) {
  auto policy = sound();
  policy.schedules[0].rotations[0].members.clear();
  const auto text = lint(policy);
  EXPECT_TRUE(
      text.contains("error policy default, tier 1: it leads to nobody from 2026-12-07 00:00 UTC to 2027-02-05 "
                    "00:00 UTC (60 d)"))
      << text;
}

TEST(Lint, FindsTheSamePersonOnEveryTier) {
  auto policy = sound();
  policy.schedules[1].rotations[0].members = {"cat", "ann"};
  EXPECT_EQ(lint(policy, {}, days{28}), "") << "ann is on both, never at the same time";
  policy.schedules[1].rotations[0].members = {"cat", "bob"};
  EXPECT_EQ(lint(policy, {}, days{28}),
            "warning policy default: the same person is on every tier for 14 d of 28 d (bob), first from 2026-12-07 "
            "00:00 UTC\n");
  policy.escalation_policies[0].tiers.push_back({"All", {{Kind::channel, "#ops"}}, {}, 5min, {}});
  EXPECT_EQ(lint(policy, {}, days{28}), "") << "the third tier tells others";
}

TEST(Lint, OneTierIsNotEveryTier) {
  auto policy = sound();
  policy.escalation_policies[0].tiers.pop_back();
  policy.schedules.pop_back();
  EXPECT_EQ(lint(policy), "");
}

TEST(Lint, FindsPeopleWhoCannotBeReached) {
  auto policy = sound();
  policy.people[0].slack.clear();
  policy.people[0].notify = {{Channel::sms, {}}, {Channel::email, {}}};
  policy.people[1].notify = {{Channel::slack, {}}, {Channel::voice, 5min}};
  policy.people[2].notify.clear();
  policy.people[3].slack.clear();
  EXPECT_EQ(lint(policy, {}, days{7}),
            "error policy default: its fallback, dan, cannot be reached by any way\n"
            "error policy default, tier 2: it leads to nobody from 2026-12-07 00:00 UTC to 2026-12-14 00:00 UTC (7 d); "
            "the next tier, or the fallback, is told at once then\n"
            "error ann: cannot be reached by any way: SMS needs a phone number, e-mail needs an e-mail address\n"
            "warning bob: cannot be reached by all that notify says: phone call needs a phone number\n"
            "error cat: cannot be reached by any way: none is given under notify\n"
            "error dan: cannot be reached by any way: Slack message needs a Slack id\n");
  policy = sound();
  policy.people[0].slack.clear();
  policy.people[0].notify = {{Channel::pagerduty, {}}};
  EXPECT_EQ(lint(policy), "") << "PagerDuty knows people by itself";
}

TEST(Lint, FindsWhatNothingUses) {
  auto policy = sound();
  policy.schedules.push_back(policy.schedules[0]);
  policy.schedules[2].key = "spare";
  EXPECT_EQ(lint(policy),
            "warning schedule spare: nothing uses it: no tier leads to it, no user group and no topic "
            "follows it\n");
  policy.schedules[2].user_group = "S0123";
  EXPECT_EQ(lint(policy), "");
  policy.escalation_policies.push_back(policy.escalation_policies[0]);
  policy.escalation_policies[1].key = "night";
  const std::string_view unused = "warning policy night: no route leads to it, so that no incident ever uses it\n";
  EXPECT_EQ(lint(policy), unused);
  policy.escalation_routes.push_back({{"P0"}, {}, {}, "night"});
  EXPECT_EQ(lint(policy), unused) << "the route before it fits everything";
  std::swap(policy.escalation_routes[0], policy.escalation_routes[1]);
  EXPECT_EQ(lint(policy), "");
}

TEST(Lint, FindsPeopleOnCallWhoAreNotConfigured) {
  OnCall oncall;
  oncall.overrides = {{1, "primary", "gone", {}, from + 1h, from + 3h, {}, {}}};
  EXPECT_EQ(lint(sound(), oncall),
            "error schedule primary: gone is on call from 2026-12-07 01:00 UTC to 2026-12-07 03:00 UTC (2 h), and is "
            "not among the people of the configuration\n"
            "error policy default, tier 1: it leads to nobody from 2026-12-07 01:00 UTC to 2026-12-07 03:00 UTC (2 h); "
            "the next tier, or the fallback, is told at once then\n");
}

TEST(Lint, LooksAtCalendarsAsFarAsTheyWereRead) {
  auto policy = sound();
  policy.schedules[0].source = Schedule::Source::calendar;
  EXPECT_EQ(lint(policy), "warning schedule primary: it has not been read yet; until then nobody is on call in it\n");
  OnCall oncall;
  auto& imported = oncall.imported["primary"];
  imported.at = from - 1h;
  imported.shifts = {{from - days{1}, from + days{60} - 1h, "ann"}};
  EXPECT_EQ(lint(policy, oncall), "") << "what lies behind the last reading is no gap";
  imported.shifts = {{from - days{1}, from + days{3}, "ann"}, {from + days{4}, from + days{60}, "ann"}};
  EXPECT_TRUE(
      lint(policy, oncall).contains("nobody is on call from 2026-12-10 00:00 UTC to 2026-12-11 00:00 UTC (1 d)"));
  imported.shifts.clear();
  imported.at = from - days{90};
  EXPECT_TRUE(
      lint(policy, oncall).contains("nobody is on call from 2026-12-07 00:00 UTC to 2027-02-03 00:00 UTC (58 d)"))
      << "a calendar that stays empty is not noted anew, and is looked at all the same";
  imported.at = from - 1h;
  imported.shifts = {{from - days{1}, from + days{60}, "ann"}};
  imported.trouble = "The calendar is empty.";
  EXPECT_EQ(lint(policy, oncall),
            "warning schedule primary: it could not be read: The calendar is empty. What was read before is used.\n");
}

}  // namespace
}  // namespace playbooks
