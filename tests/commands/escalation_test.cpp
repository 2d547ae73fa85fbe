// Escalation from what people type: who is paged, who has it in hand, what they read.
#include <gtest/gtest.h>

#include "tests/commands/desk_support.hpp"

namespace commands::testing {
namespace {

using namespace playbooks;
using namespace std::chrono_literals;

struct Row {
  std::string_view line, understood;
};

/// One incident is open, INC-12, escalated to its first tier.
FakeDesk paged() {
  FakeDesk desk;
  desk.staff();
  desk.add(12, "Checkout is down");
  EXPECT_TRUE(desk.by_the_rules(EscalateIncident{{12}, std::nullopt, "declared", std::nullopt}, now - 5min));
  return desk;
}

void check(std::span<const Row> rows) {
  for (const auto& row : rows) {
    auto desk = paged();
    EXPECT_EQ(understood(desk, std::string{row.line}), row.understood) << "line: " << row.line;
  }
}

TEST(Escalation, WhatIsRefusedSaysWhatToType) {
  static constexpr Row rows[] = {
      {"incident page",
       "refused: Say who is to be paged. Type: `/incident page <@bob|primary|team> [INC-12] [message]`"},
      {"incident page bop",
       "refused: There is no person who can be paged “bop”. Did you mean `bob`? Schedules: primary, secondary. Type: "
       "`/incident page <@bob|primary|team> [INC-12] [message]`"},
      {"incident page <@U99|zoe> help",
       "refused: There is no person who can be paged “@zoe”. There are: ann, bob, carol. Schedules: primary, "
       "secondary. Type: `/incident page <@bob|primary|team> [INC-12] [message]`"},
      {"incident page <@U99|bob> help",
       "refused: There is no person who can be paged “@bob”. Did you mean `bob`? Schedules: primary, secondary. Type: "
       "`/incident page <@bob|primary|team> [INC-12] [message]`"},
      {"incident page bob, zoe db",
       "refused: There is no person who can be paged “zoe”. There are: ann, bob, carol. Schedules: primary, "
       "secondary. Type: `/incident page <@bob|primary|team> [INC-12] [message]`"},
      {"incident snooze",
       "refused: Say how long, and why: 1h, or until 14:30. Type: `/incident snooze [INC-12] <1h|until 14:30> <why>`"},
      {"incident snooze 1h",
       "refused: Say why nobody is to be paged. Type: `/incident snooze [INC-12] <1h|until 14:30> <why>`"},
      {"incident snooze until late",
       "refused: Say until when, like 14:30. Type: `/incident snooze [INC-12] <1h|until 14:30> <why>`"},
      {"incident snooze 25h Waiting", "refused: A snooze lasts 24 h at most. Snooze it again later, or resolve it."},
      {"incident handoff",
       "refused: Say who leads from now on, and how things stand. Type: `/incident handoff [INC-12] <@bob> <how things "
       "stand>`"},
      {"incident handoff bob",
       "refused: Say how things stand: what is known, what was tried, what is next. Type: `/incident handoff [INC-12] "
       "<@bob> <how things stand>`"},
      {"incident handoff zoe All is well",
       "refused: Say first who leads from now on. There is no person who can be paged “zoe”. There are: ann, bob, "
       "carol. Type: `/incident handoff [INC-12] <@bob> <how things stand>`"},
      {"incident escalate --tier two",
       "refused: “two” is no tier. Say 1, 2 or 3. Type: `/incident escalate [INC-12] [tier 2|P0] [why]`"},
      {"incident escalate --as-of yesterday",
       "refused: “yesterday” is no step of an escalation. Type: `/incident escalate [INC-12] [tier 2|P0] [why]`"},
      {"incident escalate tier 3", "refused: There is no tier 3: default has tiers 1 to 2."},
      {"incident escalate P3",
       "refused: INC-12 is P1, which is worse than P3. To lower it: `/incident severity INC-12 P3`."},
      {"incident decline INC-12 I am away",
       "refused: I do not know what “I am away” means here. Put a text of several words in quotes. Type: `/incident "
       "decline [INC-12]`"},
      {"incident ack INC-99", "refused: There is no INC-99. Open: INC-12. Type: `/incident ack [INC-12] [note]`"},
  };
  for (const auto& row : rows) {
    auto desk = paged();
    desk.commands.clear();
    const auto reply = say(desk, std::string{row.line});
    EXPECT_TRUE(reply.refused) << row.line;
    EXPECT_EQ("refused: " + words(reply), row.understood) << row.line;
  }
}

TEST(Escalation, IsUnderstood) {
  static constexpr Row rows[] = {
      {"incident ack", "ack INC-12"},
      {"incident ack INC-12 Looking at the database", "ack INC-12 note=Looking at the database"},
      {"incident 12 ack", "ack INC-12"},
      {"@sitrep ack", "ack INC-12"},
      {"incident acknowledge", "ack INC-12"},
      {"incident acked", "ack INC-12"},
      {"incident mine", "ack INC-12"},
      {"incident onit", "ack INC-12"},
      {"incident decline", "decline INC-12"},
      {"incident not-me INC-12", "decline INC-12"},
      {"incident notme 12", "decline INC-12"},
      {"incident escalate", "escalate INC-12"},
      {"incident escalate INC-12 --as-of 3", "escalate INC-12 as_of=3"},
      {"incident escalate 2", "escalate INC-12 tier=2"},
      {"incident escalate tier 2", "escalate INC-12 tier=2"},
      {"incident escalate 12 2", "escalate INC-12 tier=2"},
      {"incident escalate 12", "escalate INC-12"},
      {"incident escalate INC-12 tier 2 The database team is needed",
       "escalate INC-12 tier=2 reason=The database team is needed"},
      {"incident escalate --tier 2 Nobody answers", "escalate INC-12 tier=2 reason=Nobody answers"},
      {"incident escalate Nobody answers", "escalate INC-12 reason=Nobody answers"},
      {"incident escalate major customers complain", "escalate INC-12 reason=major customers complain"},
      {"incident escalate --apply", "apply INC-12"},
      {"incident escalate P0 Nobody can pay", "severity INC-12 to=P0 reason=Nobody can pay"},
      {"incident escalate sev0", "severity INC-12 to=P0"},
      {"incident escalate critical", "severity INC-12 to=P0"},
      {"incident escalate INC-12 P0 Nobody can pay", "severity INC-12 to=P0 reason=Nobody can pay"},
      {"@sitrep escalate P0", "severity INC-12 to=P0"},
      {"incident page <@U7|robert> The database", "page INC-12 to=bob text=The database"},
      {"incident page @bob INC-12 The database", "page INC-12 to=bob text=The database"},
      {"incident page INC-12 bob The database", "page INC-12 to=bob text=The database"},
      {"incident page Bob Day The database", "page INC-12 to=bob text=The database"},
      {"incident page \"bob day\" The database", "page INC-12 to=bob text=The database"},
      {"incident page carol@example.com", "page INC-12 to=carol"},
      {"incident page ann,bob The database", "page INC-12 to=ann, bob text=The database"},
      {"incident page ann, bob The database", "page INC-12 to=ann, bob text=The database"},
      {"incident page <@U1> <@U7> The database", "page INC-12 to=ann, bob text=The database"},
      {"incident page <@U7> tell <@U1|ann>", "page INC-12 to=bob text=tell @ann"},
      {"incident page schedule primary", "page INC-12 to=schedule primary"},
      {"incident page primary,secondary", "page INC-12 to=schedule primary, schedule secondary"},
      {"incident page Primary on-call now", "page INC-12 to=schedule primary text=now"},
      {"incident page \"Primary on-call\" now", "page INC-12 to=schedule primary text=now"},
      {"incident page shop Checkout", "page INC-12 to=schedule primary text=Checkout"},
      {"incident page <!subteam^S0123|@team> Please look", "page INC-12 to=group S0123 text=Please look"},
      {"incident page --to bob,primary Please look", "page INC-12 to=bob, schedule primary text=Please look"},
      {"incident call bob", "page INC-12 to=bob"},
      {"incident notify bob", "page INC-12 to=bob"},
      {"incident snooze 1h Waiting", "snooze INC-12 until=2026-11-21 15:05 UTC reason=Waiting"},
      {"incident snooze INC-12 1h30m Waiting", "snooze INC-12 until=2026-11-21 15:35 UTC reason=Waiting"},
      {"incident snooze 30 minutes Waiting", "snooze INC-12 until=2026-11-21 14:35 UTC reason=Waiting"},
      {"incident snooze 12 for 2h Waiting", "snooze INC-12 until=2026-11-21 16:05 UTC reason=Waiting"},
      {"incident snooze until 9:00 Waiting", "snooze INC-12 until=2026-11-22 09:00 UTC reason=Waiting"},
      {"incident snooze --until 16:30 Waiting", "snooze INC-12 until=2026-11-21 16:30 UTC reason=Waiting"},
      {"incident mute 1h Waiting", "snooze INC-12 until=2026-11-21 15:05 UTC reason=Waiting"},
      {"incident handoff bob Failover is done", "handoff INC-12 to=U7/bob summary=Failover is done"},
      {"incident handoff INC-12 <@U99|zoe> All is known", "handoff INC-12 to=U99/zoe summary=All is known"},
      {"incident handoff INC-12 carol All is known", "handoff INC-12 to=cli:carol/carol summary=All is known"},
      {"incident handover --to bob Failover is done", "handoff INC-12 to=U7/bob summary=Failover is done"},
  };
  check(rows);
}

TEST(Escalation, AcknowledgingStopsIt) {
  auto desk = paged();
  EXPECT_EQ(words(say(desk, "incident ack")),
            "INC-12 (P1) is yours: Checkout is down. Nobody else is paged. Without an update you are asked again at "
            "14:35 UTC. To give it back: `/incident unack INC-12`.");
  const auto again = say(desk, "incident ack");
  EXPECT_EQ(words(again), "INC-12 is already acknowledged by @ann at 14:05 UTC.");
  EXPECT_FALSE(again.refused) << "an answer, not an error";
  EXPECT_EQ(words(say(desk, "incident unack I have to leave")),
            "INC-12 is in nobody's hands: Checkout is down. Tier 1 (On-call engineer) is paged: Ann Lee by Slack "
            "message. Next tier at 14:20 UTC.");
  EXPECT_TRUE(words(say(desk, "incident unack")).starts_with("INC-12 is not acknowledged"));
}

TEST(Escalation, StillOnIt) {
  auto desk = paged();
  (void)desk.by_the_rules(AcknowledgeIncident{{12}, {}}, now - 40min);
  ASSERT_TRUE(desk.by_the_rules(AskStillOnIt{{12}, desk.state_.incidents.at({12}).escalation.step}, now - 2min));
  EXPECT_TRUE(words(say(desk, "sitrep help")).contains("`/incident ack INC-12`  you are still on it"));
  EXPECT_EQ(words(say(desk, "incident still-on-it")),
            "You are still on INC-12. Without an update you are asked again at 14:35 UTC. To give it back: `/incident "
            "unack INC-12`.");
}

TEST(Escalation, WithoutAnyPolicy) {
  FakeDesk desk;
  desk.add(12, "Checkout is down");
  EXPECT_EQ(words(say(desk, "incident escalate")),
            "No escalation policy is meant for it. Page somebody by name with `/incident page @somebody`, or configure "
            "`escalation.routes`.");
  EXPECT_EQ(words(say(desk, "incident page bob")),
            "Nobody can be paged: `people` is empty in the configuration file. Add who can be, and how. Type: "
            "`/incident page <@bob|primary|team> [INC-12] [message]`");
  EXPECT_EQ(words(say(desk, "incident ack")),
            "INC-12 (P1) is yours: Checkout is down. Nobody else is paged. To give it back: `/incident unack INC-12`.");
  EXPECT_EQ(words(say(desk, "incident unack")),
            "INC-12 is in nobody's hands: Checkout is down. No escalation policy is meant for it, so nobody is paged. "
            "Page somebody: `/incident page @somebody INC-12`.");
}

TEST(Escalation, SaysWhoIsPaged) {
  auto desk = paged();
  EXPECT_EQ(words(say(desk, "incident escalate")),
            "INC-12 is escalated: Checkout is down. Tier 2 (Engineering lead) is paged: Bob Day by Slack message. "
            "Fallback at 14:35 UTC.");
  EXPECT_TRUE(words(say(desk, "incident escalate")).contains("is the last one and was told at 14:05 UTC"));
  EXPECT_EQ(words(say(desk, "incident page carol The database")),
            "INC-12: Checkout is down. Paged: Carol Fox by e-mail. What becomes of it: `/incident show INC-12`.");
  EXPECT_EQ(
      words(say(desk, "incident snooze 1h Waiting for the provider")),
      "INC-12 is snoozed until 15:05 UTC, for 1 h. Nobody is paged until then; after it, its tier is paged again. "
      "To end it sooner: `/incident unack INC-12`.");
  EXPECT_EQ(words(say(desk, "incident handoff bob Failover is done")),
            "@bob leads INC-12 now and is told how things stand.");
}

TEST(Escalation, AStaleButtonEscalatesNothing) {
  auto desk = paged();
  const auto step = desk.state_.incidents.at({12}).escalation.step;
  EXPECT_TRUE(words(say(desk, "incident escalate INC-12 --as-of " + std::to_string(step))).contains("Tier 2"));
  EXPECT_EQ(words(say(desk, "incident escalate INC-12 --as-of " + std::to_string(step))),
            "Nothing was escalated: this button is of an earlier moment. INC-12 is at tier 2 (Engineering lead).");
}

TEST(Escalation, ABareNumberThatMayBeAnIncidentIsAsked) {
  auto desk = paged();
  desk.add(2, "Logins fail");
  auto request = typed("incident escalate 2");
  request.thread_ts = "12.000";
  const auto reply = say(desk, request);
  EXPECT_TRUE(reply.refused);
  EXPECT_TRUE(desk.commands.empty());
  EXPECT_EQ(words(reply),
            "Nothing was escalated: is 2 the tier, or INC-2? Both can be meant.\n"
            "[Tier 2 of INC-12: incident escalate INC-12 tier 2]\n[INC-2, its next tier: incident escalate INC-2]");
  EXPECT_EQ(understood(desk, "incident escalate INC-2"), "escalate INC-2");
}

TEST(Escalation, NotMe) {
  auto desk = paged();
  auto request = typed("incident decline INC-12");
  request.by = {"U7", "bob"};
  EXPECT_TRUE(words(say(desk, request)).starts_with("There is no page to decline"));
  EXPECT_EQ(words(say(desk, "incident decline INC-12")),
            "Noted: you do not take INC-12. Tier 2 (Engineering lead) is paged: Bob Day by Slack message. Fallback at "
            "14:35 UTC.");
  auto both = paged();
  (void)both.by_the_rules(PagePeople{{12}, {{Target::Kind::person, "bob"}}, {}});
  both.state_.incidents.at({12}).escalation.pages.back().tier = 1;
  EXPECT_EQ(words(say(both, "incident decline INC-12")),
            "Noted: you do not take INC-12. Others were paged with you. If none of them answers, it goes on at 14:15 "
            "UTC.");
}

TEST(Escalation, FormsSubmitWhatCouldBeTyped) {
  auto desk = paged();
  for (const auto& [line, fields, meant] :
       std::vector<std::tuple<std::string, std::map<std::string, std::string>, std::string>>{
           {"incident snooze",
            {{"for", "2h"}, {"", "Waiting"}},
            "snooze INC-12 until=2026-11-21 16:05 UTC reason=Waiting"},
           {"incident snooze",
            {{"for", "until 16:30"}, {"", "Waiting"}},
            "snooze INC-12 until=2026-11-21 16:30 UTC reason=Waiting"},
           {"incident handoff", {{"to", "bob"}, {"", "All is known"}}, "handoff INC-12 to=U7/bob summary=All is known"},
           {"incident page",
            {{"to", "bob, primary"}, {"", "Come"}},
            "page INC-12 to=bob, schedule primary text=Come"}}) {
    auto request = typed(line);
    request.can_open_form = true;
    const auto form = say(desk, request).form;
    ASSERT_TRUE(form) << line;
    EXPECT_LE(form->title.size(), 24U);
    request = typed(form->command);
    request.surface = Surface::form;
    request.fields = fields;
    desk.commands.clear();
    const auto reply = say(desk, request);
    ASSERT_EQ(desk.commands.size(), 1U) << line << words(reply);
    EXPECT_EQ(described(desk.commands.front()), meant);
  }
  auto request = typed("incident page INC-12");
  request.surface = Surface::form;
  request.fields = {{"to", "zoe"}};
  EXPECT_TRUE(say(desk, request).field_errors.at("to").starts_with("There is no person who can be paged “zoe”"));
}

TEST(Escalation, ShowTellsHowFarItIs) {
  auto desk = paged();
  auto& escalation = desk.state_.incidents.at({12}).escalation;
  escalation.pages.front().attempts.front() = {Channel::slack, PageState::failed, now - 5min,
                                               now - 4min,     "no such user",    {}};
  escalation.pages.front().attempts.push_back({Channel::sms, PageState::delivered, now - 4min, now - 3min, {}, {}});
  const auto shown = words(say(desk, "incident show"));
  EXPECT_TRUE(
      shown.contains("Escalation | tier 1 (On-call engineer) of 2 since 14:00 UTC; next tier at 14:15 UTC, in "
                     "10 min\n"))
      << shown;
  EXPECT_TRUE(shown.contains("Paged | Ann Lee: Slack message failed: no such user; SMS delivered 14:02 UTC\n"))
      << shown;
  desk.policy_.escalation_policies.front().repeat = 1;
  EXPECT_TRUE(words(say(desk, "incident show"))
                  .contains("Policy | Default, edited since this escalation began. To go on by it as it is now: "
                            "`/incident escalate INC-12 --apply`\n"));
  EXPECT_EQ(words(say(desk, "incident escalate --apply")),
            "INC-12 goes on by the policy Default as it is configured now. It goes on at 14:15 UTC.");
  (void)say(desk, "incident snooze 1h Waiting");
  EXPECT_TRUE(words(say(desk, "incident show")).contains("Escalation | snoozed by @ann until 15:05 UTC: Waiting\n"));
}

TEST(Escalation, HelpBeginsWithTheAcknowledgement) {
  auto desk = paged();
  const auto help = words(say(desk, "sitrep help"));
  EXPECT_TRUE(
      help.starts_with("INC-12 (P1, investigating) is open: Checkout is down. What makes sense now:\n"
                       "`/incident ack INC-12`  you have it in hand: pages stop\n"
                       "`/incident escalate INC-12`  page the next tier now\n"
                       "`/incident update INC-12 <text>`"))
      << help;
  EXPECT_TRUE(help.contains("[Acknowledge: incident ack INC-12]\n[Update: incident update INC-12]")) << help;
  (void)say(desk, "incident ack");
  EXPECT_FALSE(words(say(desk, "sitrep help")).contains("incident ack"));
}

TEST(Escalation, RaisingTheSeveritySaysWhoIsPaged) {
  auto desk = paged();
  EXPECT_TRUE(words(say(desk, "incident escalate P0 Nobody can pay")).starts_with("INC-12 is now P0 (was P1)"));
}

}  // namespace
}  // namespace commands::testing
