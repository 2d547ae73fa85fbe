// Escalation from the first page to the last: who is told when, and when nobody is told any more.
#include <fmt/format.h>

#include <algorithm>

#include "escalation_world_support.hpp"
#include "playbooks/audit.hpp"
#include "playbooks/simulate.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

Target person(std::string key) {
  return {Target::Kind::person, std::move(key)};
}

TEST(Escalation, ClimbsTierByTierToTheMinute) {
  PagingWorld w;
  w.declare();
  w.run_for(3h);
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann slack", "0:05:00 ann sms", "0:15:00 bob slack", "0:30:00 carol sms",
                           "1:00:00 carol sms"}))
      << "the last line is the fallback";
  EXPECT_EQ(w.escalation().state, EscalationState::exhausted);
  EXPECT_FALSE(w.escalation().next) << "every list has an end";
}

TEST(Escalation, NoPolicyOrNoneMeansNobodyIsPaged) {
  PagingWorld w;
  w.rules.escalation_routes = {{{"P0"}, {}, {}, "default"}, {{}, {}, {}, "none"}};
  w.declare("P1");
  EXPECT_EQ(w.escalation().state, EscalationState::none);
  EXPECT_TRUE(w.timers.count("INC-1/tier") == 0);
  w.declare("P0");
  EXPECT_EQ(w.escalation().state, EscalationState::triggered);
}

TEST(Escalation, RoutesChooseBySeverityComponentAndOwner) {
  PagingWorld w;
  auto other = w.rules.escalation_policies[0];
  other.key = "storage";
  w.rules.escalation_policies.push_back(other);
  w.rules.escalation_routes = {{{"P0", "P1"}, {}, {"storage"}, "storage"}, {{}, {"api"}, {}, "default"}};
  w.declare("P1", {{"db", ComponentStatus::major_outage}});
  EXPECT_EQ(w.escalation().policy.key, "storage");
  w.declare("P2", {{"db", ComponentStatus::major_outage}});
  EXPECT_EQ(w.escalation().state, EscalationState::none) << "P2 is not in the first route, db not in the second";
  w.declare("P3", {{"api", ComponentStatus::major_outage}});
  EXPECT_EQ(w.escalation().policy.key, "default");
}

TEST(Escalation, ADrillPagesNobody) {
  PagingWorld w;
  DeclareIncident drill;
  drill.title = "Drill";
  drill.severity = "P0";
  drill.kind = Kind::drill;
  ASSERT_TRUE(w.run(drill));
  w.run_for(3h);
  EXPECT_TRUE(w.sent.empty());
}

/// Acknowledged at every second around the moment when tier 2 is due: whoever was told before stays told, nobody after.
class AckAround : public testing::TestWithParam<int> {};

TEST_P(AckAround, StopsEverythingThatHasNotGoneOut) {
  PagingWorld w;
  w.declare();
  const auto at = noon + 15min + std::chrono::seconds{GetParam()};
  w.run_until(at);
  const auto before = w.sent;
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}, bob));
  w.rules.people[0].zone = "UTC";
  w.run_for(25min);
  EXPECT_EQ(w.sent, before) << "nobody is paged after the acknowledgement";
  EXPECT_EQ(std::ranges::count(before, "0:15:00 bob slack"), GetParam() >= 0 ? 1 : 0);
  EXPECT_EQ(w.escalation().state, EscalationState::acknowledged);
  EXPECT_EQ(w.escalation().by, bob);
}

INSTANTIATE_TEST_SUITE_P(Tier2, AckAround, testing::Values(-900, -601, -600, -599, -60, -1, 0, 1, 2, 59, 60, 61, 600));

TEST(Escalation, AnAckWhileThePageIsOnItsWayEndsThePageOnceItHasArrived) {
  PagingWorld w;
  w.silent = {Channel::slack};
  w.declare();
  ASSERT_EQ(w.waiting.size(), 1u);
  const auto in_flight = std::get<SendPage>(w.waiting.front().body);
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}));
  EXPECT_TRUE(w.waiting.empty()) << "withdrawn, in the same step";
  // But it had left already: the answer comes now.
  ASSERT_TRUE(w.run(NotePage{in_flight.incident, in_flight.page, in_flight.channel, PageState::delivered, "", "D1:1"}));
  EXPECT_EQ(w.ended, (Lines{"ann slack acknowledged"})) << "its buttons are taken away";
}

TEST(Escalation, UnackPagesTheSameTierAgainAndGoesOn) {
  PagingWorld w;
  w.declare();
  w.run_for(16min);
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}, bob));
  w.run_for(4min);
  ASSERT_TRUE(w.run(UnacknowledgeIncident{w.id(), "wrong team"}, bob));
  w.run_for(16min);
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann slack", "0:05:00 ann sms", "0:15:00 bob slack", "0:20:00 bob slack",
                           "0:35:00 carol sms"}));
  EXPECT_NE(w.refusal(UnacknowledgeIncident{w.id(), ""}).find("not acknowledged"), std::string::npos);
}

TEST(Escalation, AckTimeoutAsksAndPagesAgainWhenNobodyAnswers) {
  PagingWorld w;
  w.declare();
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}));
  w.run_for(29min);
  EXPECT_TRUE(w.notices.empty());
  w.run_for(2min);
  ASSERT_EQ(w.notices.size(), 1u);
  EXPECT_NE(plain(w.notices[0]).find("Still on it?"), std::string::npos);
  w.run_for(5min);
  EXPECT_EQ(w.escalation().state, EscalationState::triggered);
  EXPECT_EQ(w.sent.back(), "0:35:00 ann slack");
}

TEST(Escalation, StillOnItAndUpdatesPutTheQuestionOff) {
  PagingWorld w;
  w.declare();
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}));
  w.run_for(20min);
  ASSERT_TRUE(w.run(PostUpdate{w.id(), "A rollback is running"}));
  w.run_for(29min);
  EXPECT_FALSE(w.escalation().answer_by) << "asked only 30 min after the update";
  w.run_for(2min);
  ASSERT_TRUE(w.escalation().answer_by);
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}));
  w.run_for(25min);
  EXPECT_EQ(w.escalation().state, EscalationState::acknowledged);
  EXPECT_EQ(w.sent.size(), 1u);
}

TEST(Escalation, ASecondAckSaysWhoHasIt) {
  PagingWorld w;
  w.declare();
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}, bob));
  EXPECT_EQ(w.refusal(AcknowledgeIncident{w.id(), ""}, ann), "INC-1 is already acknowledged by @bob at 12:00 UTC.");
}

TEST(Escalation, AStaleEscalateButtonDoesNotEscalateTwice) {
  PagingWorld w;
  w.declare();
  const auto step = w.escalation().step;
  ASSERT_TRUE(w.run(EscalateIncident{w.id(), std::nullopt, "", step}));
  w.deliver();
  const auto refused = w.refusal(EscalateIncident{w.id(), std::nullopt, "", step}, bob);
  EXPECT_NE(refused.find("Nothing was escalated"), std::string::npos) << refused;
  EXPECT_EQ(w.escalation().tier, 2);
  EXPECT_EQ(std::ranges::count(w.sent, "0:00:00 bob slack"), 1);
}

TEST(Escalation, ByHandToATierOrTheNextOne) {
  PagingWorld w;
  w.declare();
  ASSERT_TRUE(w.run(EscalateIncident{w.id(), 3, "customers call", std::nullopt}));
  w.deliver();
  EXPECT_EQ(w.sent.back(), "0:00:00 carol sms");
  EXPECT_NE(w.refusal(EscalateIncident{w.id(), 4, "", std::nullopt}).find("no tier 4"), std::string::npos);
  EXPECT_NE(w.refusal(EscalateIncident{w.id(), std::nullopt, "", std::nullopt}).find("is the last one"),
            std::string::npos);
}

TEST(Escalation, NobodyOnCallGoesToTheNextTierAtOnceAndSaysSo) {
  PagingWorld w;
  w.rules.schedules = {{"primary", "Primary", "UTC", Schedule::Source::calendar, {}, {}, "feed", "", ""}};
  w.rules.escalation_policies[0].tiers[0].targets = {{Target::Kind::schedule, "primary"}};
  w.declare();
  EXPECT_EQ(w.sent, (Lines{"0:00:00 bob slack"}));
  ASSERT_FALSE(w.notices.empty());
  EXPECT_NE(plain(w.notices[0]).find("nobody is on call in Primary"), std::string::npos) << plain(w.notices[0]);
}

TEST(Escalation, NobodyAtAllReachesTheFallbackAtOnce) {
  PagingWorld w;
  w.rules.schedules = {{"primary", "Primary", "UTC", Schedule::Source::calendar, {}, {}, "feed", "", ""}};
  for (auto& tier : w.rules.escalation_policies[0].tiers) tier.targets = {{Target::Kind::schedule, "primary"}};
  w.declare();
  EXPECT_EQ(w.sent, (Lines{"0:00:00 carol sms"}));
  EXPECT_EQ(w.escalation().state, EscalationState::exhausted);
}

TEST(Escalation, AFailedWayFallsThroughAtOnce) {
  PagingWorld w;
  w.broken = {Channel::slack};
  w.declare();
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann sms"}));
}

TEST(Escalation, SlackThatDoesNotAnswerIsGivenUpAfterAMinuteAndFilledInLater) {
  PagingWorld w;
  w.silent = {Channel::slack};
  w.declare();
  w.run_for(59s);
  EXPECT_TRUE(w.sent.empty());
  w.run_for(2s);
  EXPECT_EQ(w.sent, (Lines{"0:01:00 ann sms"}));
  // Slack took it all the same and says so now: the page's state is put right, nobody is paged again.
  ASSERT_TRUE(w.run(NotePage{w.id(), 1, Channel::slack, PageState::delivered, "", "D1:1"}));
  w.run_for(1min);
  EXPECT_EQ(w.sent.size(), 1u);
  EXPECT_EQ(find_attempt(w.escalation().pages[0], Channel::slack)->state, PageState::delivered);
}

TEST(Escalation, APageThatWasOnItsWayAtACrashGetsItsTimeAfterTheStart) {
  PagingWorld w;
  w.silent = {Channel::slack};
  w.rules.people[0].notify = {{Channel::slack, {}}};
  w.declare();
  w.sleep_through(5min);
  w.run_for(1s);
  EXPECT_EQ(w.escalation().tier, 1) << "it has had no time yet";
  w.silent = {};
  w.deliver();
  EXPECT_EQ(w.sent, (Lines{"0:05:01 ann slack"}));
}

TEST(Escalation, APageThatIsHeldBackIsNotLost) {
  PagingWorld w;
  w.declare();
  w.run_for(5min);
  ASSERT_EQ(w.sent.back(), "0:05:00 ann sms");
  w.silent = {Channel::sms};  // as a throttle does: five have arrived, the sixth waits
  w.rules.people[0].notify = {{Channel::sms, {}}};
  w.declare();
  w.run_for(2min);
  EXPECT_EQ(w.escalation().tier, 1) << "the way works, so nobody else is woken for it";
  EXPECT_EQ(w.waiting.size(), 1u);
  EXPECT_EQ(w.escalation().pages[0].attempts[0].state, PageState::queued);
}

TEST(Escalation, WhenNobodyOfATierCanBeReachedTheNextOneIsToldAtOnce) {
  PagingWorld w;
  w.broken = {Channel::slack, Channel::sms};
  w.declare();
  EXPECT_EQ(w.sent, (Lines{"0:00:00 carol voice"})) << "ann and bob fail; carol's SMS fails, her phone rings";
}

TEST(Escalation, NotMeGoesToTheNextTierWhenNobodyElseIsLeft) {
  PagingWorld w;
  w.declare();
  w.run_for(2min);
  ASSERT_TRUE(w.run(DeclinePage{w.id()}, ann));
  w.run_for(10min);
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann slack", "0:02:00 bob slack"})) << "ann gets no SMS after “not me”";
  EXPECT_NE(w.refusal(DeclinePage{w.id()}, ann).find("no page to decline"), std::string::npos);
}

TEST(Escalation, SnoozeHoldsItAndWakesIt) {
  PagingWorld w;
  w.declare();
  EXPECT_NE(w.refusal(SnoozeEscalation{w.id(), noon + 1h, ""}), "it was allowed") << "a reason is asked for";
  EXPECT_NE(w.refusal(SnoozeEscalation{w.id(), noon + 25h, "waiting"}).find("24 h"), std::string::npos);
  EXPECT_NE(w.refusal(SnoozeEscalation{w.id(), noon - 1min, "waiting"}).find("passed"), std::string::npos);
  ASSERT_TRUE(w.run(SnoozeEscalation{w.id(), noon + 1h, "The provider calls back at one"}));
  w.run_for(59min);
  EXPECT_EQ(w.sent.size(), 1u);
  w.run_for(2min);
  EXPECT_EQ(w.sent.back(), "1:00:00 ann slack");
}

TEST(Escalation, ARaisedSeverityWakesAnAcknowledgedOne) {
  PagingWorld w;
  w.declare("P2");
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}));
  w.run_for(5min);
  ASSERT_TRUE(w.run(SetSeverity{w.id(), "P0", "nobody can pay"}));
  w.deliver();
  EXPECT_EQ(w.sent.back(), "0:05:00 ann slack");
  EXPECT_EQ(w.escalation().state, EscalationState::triggered);
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}));
  ASSERT_TRUE(w.run(SetSeverity{w.id(), "P3", "a work-around"}));
  EXPECT_EQ(w.escalation().state, EscalationState::acknowledged) << "a lowered one wakes nobody";
}

TEST(Escalation, AtOnceTellsTheTierTogetherWithTheFirst) {
  PagingWorld w;
  w.rules.escalation_policies[0].tiers[2].at_once = {"P0"};
  w.declare("P0");
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann slack", "0:00:00 carol sms"}));
  w.declare("P1");
  EXPECT_EQ(w.sent.size(), 3u) << "not for P1";
  ASSERT_TRUE(w.run(SetSeverity{w.id(), "P0", ""}));
  w.deliver();
  EXPECT_EQ(w.sent.back(), "0:00:00 carol sms") << "told as soon as it is P0";
}

TEST(Escalation, DownForTwoHoursFiresOnceLateAndGivesTheNextTierItsTime) {
  PagingWorld w;
  w.declare();
  w.run_for(1min);
  w.sleep_through(2h);
  w.run_for(1min);
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann slack", "2:01:00 ann sms", "2:01:00 bob slack"}));
  ASSERT_FALSE(w.notices.empty());
  EXPECT_NE(plain(w.notices.back()).find("1 h 46 min late"), std::string::npos) << plain(w.notices.back());
  w.run_for(15min);
  EXPECT_EQ(w.sent.back(), "2:16:00 carol sms");
}

TEST(Escalation, APolicyThatCatchesUpFiresOverdueTiersInOrderEachOnce) {
  PagingWorld w;
  w.rules.escalation_policies[0].catch_up = true;
  w.declare();
  w.run_for(1min);
  w.sleep_through(40min);
  w.run_for(1s);
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann slack", "0:41:00 ann sms", "0:41:00 bob slack", "0:41:00 carol sms"}));
}

TEST(Escalation, ThePolicyIsThatOfTheStartUntilTheEditedOneIsApplied) {
  PagingWorld w;
  w.declare();
  w.rules.escalation_policies[0].tiers[1].targets = {person("carol")};
  w.rules.escalation_policies[0].tiers[0].next_after = 1h;
  w.run_for(10min);
  EXPECT_EQ(w.escalation().next, noon + 15min) << "edited since, but not applied";
  ASSERT_TRUE(w.run(ApplyEscalationPolicy{w.id()}));
  EXPECT_EQ(w.escalation().next, noon + 1h);
  w.run_until(noon + 1h);
  EXPECT_EQ(w.sent.back(), "1:00:00 carol sms");
  EXPECT_NE(w.refusal(ApplyEscalationPolicy{w.id()}).find("already"), std::string::npos);
}

TEST(Escalation, RepeatsAsOftenAsThePolicySays) {
  PagingWorld w;
  w.rules.escalation_policies[0].repeat = 1;
  w.declare();
  w.run_for(5h);
  EXPECT_EQ(std::ranges::count_if(w.sent, [](const auto& line) { return line.ends_with("bob slack"); }), 2);
  EXPECT_EQ(w.escalation().state, EscalationState::exhausted);
}

TEST(Escalation, KeepPagingTellsTheLastTierUntilSomebodyAnswersThoughNotForEver) {
  PagingWorld w;
  w.rules.escalation_policies[0].exhausted = Exhausted::keep_paging;
  w.declare();
  w.run_for(3h);
  EXPECT_EQ(std::ranges::count_if(w.sent, [](const auto& line) { return line.ends_with("carol sms"); }), 6)
      << "at 30 min, 1 h, 1 h 30, 2 h, 2 h 30 and 3 h";
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}, carol));
  const auto told = w.sent.size();
  w.run_for(20min);
  EXPECT_EQ(w.sent.size(), told);
}

TEST(Escalation, ResolveAndCancelWithdrawEverythingAndEndWhatWasSent) {
  for (const bool cancel : {false, true}) {
    PagingWorld w;
    w.declare();
    w.run_for(16min);
    w.silent = {Channel::slack, Channel::sms};
    ASSERT_TRUE(w.run(EscalateIncident{w.id(), 3, "", std::nullopt}));
    ASSERT_EQ(w.waiting.size(), 1u);
    if (cancel)
      ASSERT_TRUE(w.run(CancelIncident{w.id(), "false alarm"}));
    else
      ASSERT_TRUE(w.run(ResolveIncident{w.id(), "rolled back"}));
    EXPECT_TRUE(w.waiting.empty());
    for (const auto& [name, timer] : w.timers)
      EXPECT_FALSE(name.find("page") != std::string::npos && name.ends_with("age")) << name;
    EXPECT_EQ(w.timers.count("INC-1/tier"), 0u);
    EXPECT_EQ(std::ranges::count(w.ended, "bob slack resolved"), 1);
  }
}

TEST(Escalation, ReopeningStartsAgain) {
  PagingWorld w;
  w.declare();
  ASSERT_TRUE(w.run(ResolveIncident{w.id(), "done"}));
  w.run_for(1h);
  ASSERT_TRUE(w.run(ReopenIncident{w.id(), "it is back"}));
  w.deliver();
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann slack", "1:00:00 ann slack"}));
}

TEST(Escalation, PagesByNameWithoutAPolicyAndStopAtTheAck) {
  PagingWorld w;
  w.rules.escalation_routes.clear();
  w.declare();
  ASSERT_TRUE(w.run(PagePeople{w.id(), {person("ann")}, "need you"}));
  w.run_for(6min);
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann slack", "0:05:00 ann sms"}));
  EXPECT_NE(w.refusal(PagePeople{w.id(), {person("zoe")}, ""}).find("cannot be reached"), std::string::npos);
  EXPECT_NE(w.refusal(EscalateIncident{w.id(), std::nullopt, "", std::nullopt}).find("/incident page"),
            std::string::npos);
}

TEST(Escalation, ANewerPageStandsForOneThatStillWaits) {
  PagingWorld w;
  w.silent = {Channel::slack};
  w.declare();
  ASSERT_TRUE(w.run(PagePeople{w.id(), {person("ann")}, "again"}));
  EXPECT_EQ(w.waiting.size(), 1u) << "bundled";
  EXPECT_EQ(w.escalation().pages[0].attempts[0].why, "bundled with page 2");
}

TEST(Escalation, QuietHoursSpareThePhoneButNotForTheWorstSeverity) {
  PagingWorld w;
  for (auto& each : w.rules.people) each.quiet = QuietHours{11h, 13h};
  w.broken = {Channel::slack};
  w.declare("P1");
  EXPECT_EQ(w.sent, (Lines{"0:00:00 carol sms"})) << "ann's SMS waits for no one; carol has no quiet way at all";
  w.sent.clear();
  w.declare("P0");
  EXPECT_EQ(w.sent, (Lines{"0:00:00 ann sms"}));
}

TEST(Escalation, WordsOfAPageFitAPhoneAndNameADrill) {
  PagingWorld w;
  DeclareIncident drill;
  drill.title = std::string(190, 'x');
  drill.severity = "P1";
  drill.kind = Kind::drill;
  ASSERT_TRUE(w.run(drill));
  ASSERT_TRUE(w.run(PagePeople{w.id(), {person("ann")}, std::string(3000, 'y')}));
  const auto& page = w.escalation().pages.back();
  const auto text = paging::short_text(w.incident(), page, w.rules);
  EXPECT_LE(text.size(), 160u) << text;
  EXPECT_TRUE(text.starts_with("Drill P1 INC-1 ")) << text;
  EXPECT_LE(paging::spoken_text(w.incident(), page, w.rules).size(), 800u);
  EXPECT_NE(paging::spoken_text(w.incident(), page, w.rules).find("This is a drill."), std::string::npos);
}

TEST(Escalation, ANameOnSlackIsNotAPerson) {
  PagingWorld w;
  w.declare();
  const Actor stranger{"U999", "ann"};
  EXPECT_NE(w.refusal(DeclinePage{w.id()}, stranger).find("no page to decline"), std::string::npos);
  w.run_for(6min);
  EXPECT_EQ(w.sent.back(), "0:05:00 ann sms") << "ann is still tried";
}

TEST(Escalation, TheFallbackIsToldWhy) {
  PagingWorld w;
  w.declare();
  w.run_for(61min);
  ASSERT_EQ(w.escalation().state, EscalationState::exhausted);
  EXPECT_EQ(w.escalation().pages.back().text, "Nobody else has answered: you are the fallback");
}

TEST(Escalation, HandsOffTheLead) {
  PagingWorld w;
  w.declare();
  ASSERT_TRUE(w.run(HandOffLead{w.id(), bob, "Rollback runs, watch the error rate"}));
  EXPECT_EQ(w.incident().lead, bob);
  EXPECT_NE(w.refusal(HandOffLead{w.id(), bob, "again"}).find("already"), std::string::npos);
}

TEST(Escalation, ReplayingTheHistoryGivesTheSameState) {
  PagingWorld w;
  w.broken = {Channel::sms};
  w.declare();
  w.run_for(20min);
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}, bob));
  w.run_for(2h);
  State again;
  for (const auto& event : w.history) evolve(again, event);
  EXPECT_EQ(again.incidents, w.state.incidents);
  for (const auto& line : w.sentences()) EXPECT_FALSE(line.empty());
}

TEST(Audit, IsSilentWhileAllIsWellAndNamesWhatIsNot) {
  PagingWorld w;
  w.declare();
  w.run_for(20min);
  EXPECT_EQ(audit(w.state, w.rules, w.now), Lines{});
  w.sleep_through(2h);
  const auto findings = audit(w.state, w.rules, w.now);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_NE(findings[0].find("tier 2 (Engineering lead) was due at"), std::string::npos) << findings[0];
  w.run_for(1h);
  ASSERT_TRUE(w.run(AcknowledgeIncident{w.id(), ""}));
  w.sleep_through(61min);
  EXPECT_NE(audit(w.state, w.rules, w.now).at(0).find("nobody has told anything"), std::string::npos);
}

TEST(Simulate, TellsWhoWouldBePagedByTheRealRules) {
  const auto rules = paging_policy();
  const auto simulation = simulate_escalation(rules, {}, "P1", {}, noon);
  ASSERT_TRUE(simulation);
  EXPECT_EQ(simulation->policy, "Default");
  Lines lines;
  for (const auto& step : simulation->steps)
    lines.push_back(fmt::format("{} min: {}", (step.at - noon) / 1min, plain(step.says)));
  EXPECT_EQ(lines, (Lines{"0 min: Tier 1 (On-call engineer) is paged: Ann Lee by Slack message",
                          "5 min: Ann Lee is tried by SMS: no answer for 5 min",
                          "15 min: Tier 2 (Engineering lead) is paged: Bob Day by Slack message",
                          "30 min: Tier 3 (VP engineering) is paged: Carol Moe by SMS",
                          "60 min: Nobody answered; every tier was told. Paged: Carol Moe by SMS"}));
  EXPECT_FALSE(simulate_escalation(rules, {}, "P9", {}, noon));
}

}  // namespace
}  // namespace playbooks
