// The PagerDuty client, libcurl and the simulated PagerDuty over real sockets, on virtual time.
#include "integrations/pagerduty/pagerduty.hpp"

#include <gtest/gtest.h>

#include "alerting_support.hpp"
#include "integrations/simulator/pagerduty_simulator.hpp"

namespace integrations::pagerduty {
namespace {

using namespace std::chrono_literals;
using alerting::check_page;
using alerting::end_page;
using alerting::news;
using alerting::send_page;
using alerting::told;
using playbooks::AcknowledgeIncident;
using playbooks::Channel;
using playbooks::EndPage;
using playbooks::ImportSchedule;
using playbooks::NotePage;
using playbooks::PageState;
using simulator::ServiceFault;

class PagerDuty : public ::testing::Test {
 protected:
  PagerDuty() {
    duty->add_user({"PANN", "Ann Lee", "ann@example.com"});
    duty->add_user({"PROB", "Robert", "bob@example.com"});
    duty->add_user({"PEVE", "Eve Stranger", "eve@example.com"});
    duty->on_change([this](const std::string& line) { seen.push_back(line); });
    playbooks::Schedule schedule;
    schedule.key = "primary";
    schedule.source = playbooks::Schedule::Source::pagerduty;
    schedule.feed = "PI7DH85";
    policy.schedules = {schedule};
    restart();
  }
  ~PagerDuty() override { world.run(duty->stop()); }

  /// The client as after a restart: it knows nothing.
  void restart() {
    Settings settings;
    settings.events_url = duty->events_url();
    settings.api_url = duty->api_url();
    settings.routing_key = routing_key;
    settings.api_token = api_token;
    settings.timeout = 2s;
    client = make_pagerduty(settings, policy, *http, world.clock, world.activity);
  }
  Outcome deliver(Delivery delivery) { return world.run(client->deliver(std::move(delivery))); }
  playbooks::Time now() const { return world.clock.now(); }
  void pass(playbooks::Duration span) { world.clock.advance_to(now() + span); }
  /// Page 1 was sent, and its state is known to be so.
  void page() {
    ASSERT_EQ(told(deliver(send_page(incident, now()))), "delivered: accepted");
    incident = alerting::test_incident(Channel::pagerduty, PageState::sent);
  }

  alerting::World world;
  playbooks::Policy policy = alerting::test_policy();
  playbooks::Incident incident = alerting::test_incident(Channel::pagerduty);
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<simulator::PagerDutySimulator> duty =
      std::make_unique<simulator::PagerDutySimulator>(world.io.get_executor(), world.clock, world.activity);
  std::unique_ptr<Integration> client;
  std::vector<std::string> seen;
  std::string routing_key = "0123456789abcdef0123456789abcdef", api_token = "simulated-token";
  const std::string key{alerting::ann_key};
};

TEST_F(PagerDuty, AWrongRoutingKeyIsRefusedWithWhatToDo) {
  routing_key = "ffffffffffffffffffffffffffffffff";
  restart();
  const auto says = told(deliver(send_page(incident, now())));
  EXPECT_TRUE(says.starts_with("refused: PagerDuty does not know the routing key")) << says;
  EXPECT_TRUE(says.contains("SITREP_PAGERDUTY_ROUTING_KEY")) << says;
  EXPECT_FALSE(says.contains(routing_key)) << says;
}

TEST_F(PagerDuty, WhatPagerDutyRefusesIsToldInItsWords) {
  duty->fault({.kind = ServiceFault::Kind::http_error, .code = 400});
  EXPECT_EQ(told(deliver(send_page(incident, now()))),
            "refused: PagerDuty refused the event (HTTP 400): upstream trouble");
}

TEST_F(PagerDuty, TooManyEventsWaitAsLongAsPagerDutySays) {
  duty->fault({.kind = ServiceFault::Kind::rate_limited, .seconds = 40});
  const auto outcome = deliver(send_page(incident, now()));
  ASSERT_TRUE(std::holds_alternative<Retry>(outcome)) << told(outcome);
  EXPECT_EQ(std::get<Retry>(outcome).at, now() + 40s);
  EXPECT_EQ(std::get<Retry>(outcome).why, "PagerDuty: rate limited for 40 s");
}

TEST_F(PagerDuty, NothingListens) {
  duty->down(true);
  const auto outcome = deliver(send_page(incident, now()));
  ASSERT_TRUE(std::holds_alternative<Retry>(outcome)) << told(outcome);
  EXPECT_TRUE(std::get<Retry>(outcome).why.starts_with("PagerDuty cannot be reached: ")) << told(outcome);
  EXPECT_GT(std::get<Retry>(outcome).at, now());
}

TEST_F(PagerDuty, AnAnswerThatNeverCameMakesNoSecondIncident) {
  for (const auto kind : {ServiceFault::Kind::done_unanswered, ServiceFault::Kind::done_then_error})
    duty->fault({.kind = kind, .code = 502});
  const auto result = world.run(alerting::deliver_to_the_end(*client, world.clock, send_page(incident, now())));
  EXPECT_EQ(told(result.outcome), "delivered: accepted");
  EXPECT_EQ(result.deliveries, 3);
  ASSERT_EQ(duty->incidents().size(), 1U);
  EXPECT_EQ(duty->incidents()[0].triggers, 3);
}

TEST_F(PagerDuty, ABodyThatIsNoJsonIsDoubtful) {
  duty->fault({.kind = ServiceFault::Kind::html});
  EXPECT_EQ(told(deliver(send_page(incident, now()))), "unknown: PagerDuty answered 200 without JSON");
}

TEST_F(PagerDuty, APageThatIsForgottenIsNotSent) {
  EXPECT_EQ(told(deliver(send_page(incident, now(), 7))), "refused: Page 7 of INC-12 is not known any more.");
  EXPECT_TRUE(duty->calls().empty());
}

TEST_F(PagerDuty, ATriggerSaysWhatAndHowBad) {
  page();
  const auto shown = duty->incident(key);
  EXPECT_EQ(shown.summary, "P1 INC-12 Checkout is down. Tier 1 of 3, since 14:05 UTC. Ack in Slack.");
  EXPECT_EQ(shown.severity, "error");
  EXPECT_EQ(shown.link, "https://acme.slack.com/archives/C1/p12");
  EXPECT_TRUE(shown.details.contains("/incident ack INC-12")) << shown.details;
  EXPECT_TRUE(shown.details.contains("Ann Lee")) << shown.details;
  EXPECT_EQ(duty->violations(), std::vector<std::string>{});
}

TEST_F(PagerDuty, ALongTitleInAnyLanguageIsCut) {
  incident.title.clear();
  for (int i = 0; i < 2000; ++i) incident.title += "é";
  incident.impact = std::string(20'000, 'x');
  page();
  EXPECT_EQ(duty->violations(), std::vector<std::string>{});
}

TEST_F(PagerDuty, ATrialIsOfTheLeastSeverity) {
  EXPECT_EQ(told(deliver(alerting::trial_page(Channel::pagerduty, now()))), "delivered: accepted");
  const auto shown = duty->incident("sitrep:trial-3:ann");
  EXPECT_EQ(shown.severity, "info");
  EXPECT_TRUE(shown.summary.contains("trial page")) << shown.summary;
}

TEST_F(PagerDuty, EndsFollowTheIncident) {
  page();
  EXPECT_EQ(told(deliver(end_page(incident, EndPage::How::acknowledged, now()))), "delivered: acknowledged");
  EXPECT_EQ(duty->incident(key).status, "acknowledged");
  EXPECT_EQ(told(deliver(end_page(incident, EndPage::How::resolved, now()))), "delivered: resolved");
  EXPECT_EQ(duty->incident(key).status, "resolved");
  const std::vector<std::string> lines{
      "PagerDuty: triggered P1 INC-12 Checkout is down. Tier 1 of 3, since 14:05 UTC. Ack in Slack.",
      "PagerDuty: acknowledged P1 INC-12 Checkout is down. Tier 1 of 3, since 14:05 UTC. Ack in Slack.",
      "PagerDuty: resolved P1 INC-12 Checkout is down. Tier 1 of 3, since 14:05 UTC. Ack in Slack."};
  EXPECT_EQ(seen, lines);
}

TEST_F(PagerDuty, AnEndWithoutAnOpenAlertDoesNoHarm) {
  EXPECT_EQ(told(deliver(end_page(incident, EndPage::How::acknowledged, now()))), "delivered: acknowledged");
  EXPECT_TRUE(duty->incidents().empty());
}

TEST_F(PagerDuty, WithoutATokenNothingIsAsked) {
  api_token.clear();
  restart();
  const auto outcome = deliver(check_page(incident, now()));
  EXPECT_EQ(told(outcome), "delivered: not asked: there is no REST API token");
  EXPECT_TRUE(std::get<Delivered>(outcome).news.empty());
  EXPECT_TRUE(duty->calls().empty());
}

TEST_F(PagerDuty, AWrongTokenIsRefusedWithWhatToDo) {
  api_token = "wrong-token-1";
  restart();
  const auto says = told(deliver(check_page(incident, now())));
  EXPECT_TRUE(says.contains("SITREP_PAGERDUTY_API_TOKEN")) << says;
  EXPECT_FALSE(says.contains(api_token)) << says;
}

TEST_F(PagerDuty, ATriggeredIncidentIsAReceipt) {
  const auto nothing = deliver(check_page(incident, now()));
  EXPECT_TRUE(std::get<Delivered>(nothing).news.empty());
  page();
  pass(30s);
  const auto outcome = deliver(check_page(incident, now()));
  ASSERT_NE(news<NotePage>(outcome), nullptr) << told(outcome);
  EXPECT_EQ(news<NotePage>(outcome)->state, PageState::delivered);
  EXPECT_EQ(news<AcknowledgeIncident>(outcome), nullptr);
}

TEST_F(PagerDuty, AnAcknowledgementThereAcknowledgesHereOnce) {
  page();
  pass(1min);
  ASSERT_TRUE(duty->acknowledge(key, "PANN"));
  pass(30s);
  const auto outcome = deliver(check_page(incident, now(), 1));
  ASSERT_NE(news<AcknowledgeIncident>(outcome), nullptr) << told(outcome);
  EXPECT_EQ(news<AcknowledgeIncident>(outcome)->note, "in PagerDuty");
  EXPECT_EQ(news<NotePage>(outcome)->state, PageState::delivered);
  EXPECT_EQ(std::get<Delivered>(outcome).by, (playbooks::Actor{"pagerduty:PANN", "Ann Lee (PagerDuty)"}));
  // The same question again: what it told could not be kept. Another one: it was told.
  EXPECT_NE(news<AcknowledgeIncident>(deliver(check_page(incident, now(), 1))), nullptr);
  EXPECT_EQ(news<AcknowledgeIncident>(deliver(check_page(incident, now(), 2))), nullptr);
}

TEST_F(PagerDuty, AResolutionThereIsAnAcknowledgementHere) {
  page();
  pass(1min);
  ASSERT_TRUE(duty->resolve(key, "PANN"));
  const auto outcome = deliver(check_page(incident, now()));
  ASSERT_NE(news<AcknowledgeIncident>(outcome), nullptr) << told(outcome);
  EXPECT_EQ(news<AcknowledgeIncident>(outcome)->note,
            "resolved in PagerDuty; here it stays open until somebody resolves it");
}

TEST_F(PagerDuty, WhatAnAutomationResolvesHasReachedNobody) {
  page();
  pass(1min);
  ASSERT_TRUE(duty->resolve(key, ""));
  const auto outcome = deliver(check_page(incident, now()));
  EXPECT_EQ(news<AcknowledgeIncident>(outcome), nullptr);
  ASSERT_NE(news<NotePage>(outcome), nullptr);
  EXPECT_EQ(news<NotePage>(outcome)->state, PageState::failed);
  EXPECT_EQ(news<NotePage>(outcome)->why, "PagerDuty resolved it by itself at 2026-11-21 14:06 UTC");
}

TEST_F(PagerDuty, AnAcknowledgementThatWasTakenBackHereDoesNotCountAgain) {
  page();
  pass(1min);
  duty->acknowledge(key, "PANN");
  ASSERT_NE(news<AcknowledgeIncident>(deliver(check_page(incident, now(), 1))), nullptr);
  pass(10min);
  incident = alerting::paged_again(incident, now());
  EXPECT_EQ(told(deliver(send_page(incident, now(), 2))), "delivered: accepted");
  pass(30s);
  for (const bool forgotten : {false, true}) {
    if (forgotten) restart();
    const auto outcome = deliver(check_page(incident, now(), 2, 2));
    EXPECT_EQ(news<AcknowledgeIncident>(outcome), nullptr);
    ASSERT_NE(news<NotePage>(outcome), nullptr);
    EXPECT_EQ(news<NotePage>(outcome)->state, PageState::failed);
    EXPECT_EQ(news<NotePage>(outcome)->why,
              "PagerDuty has it as acknowledged since 2026-11-21 14:06 UTC and tells nobody again");
  }
}

TEST_F(PagerDuty, AnEarlierResolvedIncidentSaysNothingOfTheNewPage) {
  page();
  pass(1min);
  duty->resolve(key, "PANN");
  pass(1h);
  incident = alerting::paged_again(incident, now());
  const auto before = deliver(check_page(incident, now(), 2, 2));  // the trigger is still on its way
  EXPECT_TRUE(std::get<Delivered>(before).news.empty());
  deliver(send_page(incident, now(), 2));
  const auto after = deliver(check_page(incident, now(), 3, 2));
  ASSERT_NE(news<NotePage>(after), nullptr);
  EXPECT_EQ(news<NotePage>(after)->state, PageState::delivered);
  EXPECT_EQ(duty->incidents().size(), 2U);
}

TEST_F(PagerDuty, OurOwnAcknowledgementIsNoNews) {
  page();
  pass(1min);
  deliver(end_page(incident, EndPage::How::acknowledged, now()));
  incident.escalation.state = playbooks::EscalationState::acknowledged;
  const auto outcome = deliver(check_page(incident, now()));
  EXPECT_EQ(news<AcknowledgeIncident>(outcome), nullptr);
  ASSERT_NE(news<NotePage>(outcome), nullptr);
  EXPECT_EQ(news<NotePage>(outcome)->state, PageState::delivered);
}

TEST_F(PagerDuty, AScheduleIsReadInOurPeoplesKeys) {
  const auto day = std::chrono::floor<std::chrono::days>(now());
  duty->set_schedule("PI7DH85", "Daily", {{day - 100h, day + 9h, "PANN"}, {day + 9h, day + 33h, "PROB"}});
  const auto outcome = deliver(alerting::fetch_schedule("primary", 1, now()));
  ASSERT_NE(news<ImportSchedule>(outcome), nullptr) << told(outcome);
  const std::vector<playbooks::Shift> expected{{day - 24h, day + 9h, "ann"}, {day + 9h, day + 33h, "bob"}};
  EXPECT_EQ(news<ImportSchedule>(outcome)->shifts, expected);  // Robert by his e-mail address
  EXPECT_EQ(news<ImportSchedule>(outcome)->trouble, "");
  EXPECT_EQ(std::get<Delivered>(outcome).news.size(), 1U);
  EXPECT_EQ(duty->violations(), std::vector<std::string>{});
}

TEST_F(PagerDuty, StrangersAreToldAndTheOthersTaken) {
  const auto day = std::chrono::floor<std::chrono::days>(now());
  duty->set_schedule("PI7DH85", "Daily", {{day, day + 9h, "PANN"}, {day + 9h, day + 33h, "PEVE"}});
  const auto outcome = deliver(alerting::fetch_schedule("primary", 1, now()));
  const auto& commands = std::get<Delivered>(outcome).news;
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(std::get<ImportSchedule>(commands[0]).shifts.size(), 1U);
  EXPECT_TRUE(std::get<ImportSchedule>(commands[1]).trouble.contains("Eve Stranger"));
  // Nothing has changed: nothing is told; after a restart it is told once more.
  EXPECT_TRUE(std::get<Delivered>(deliver(alerting::fetch_schedule("primary", 2, now()))).news.empty());
  restart();
  EXPECT_EQ(std::get<Delivered>(deliver(alerting::fetch_schedule("primary", 3, now()))).news.size(), 2U);
}

TEST_F(PagerDuty, AnUnknownScheduleSaysWhereItsIdIs) {
  const auto outcome = deliver(alerting::fetch_schedule("primary", 1, now()));
  ASSERT_NE(news<ImportSchedule>(outcome), nullptr);
  EXPECT_TRUE(news<ImportSchedule>(outcome)->trouble.starts_with("PagerDuty has no schedule PI7DH85"))
      << news<ImportSchedule>(outcome)->trouble;
}

TEST_F(PagerDuty, ADayWithoutPagerDutyIsToldAfterTheThirdTry) {
  duty->down(true);
  const auto result =
      world.run(alerting::deliver_to_the_end(*client, world.clock, alerting::fetch_schedule("primary", 1, now())));
  EXPECT_EQ(result.deliveries, 3);
  ASSERT_NE(news<ImportSchedule>(result.outcome), nullptr);
  EXPECT_TRUE(news<ImportSchedule>(result.outcome)->trouble.starts_with("PagerDuty cannot be reached"));
  EXPECT_EQ(now(), alerting::start_of_test() + 150s);
}

TEST_F(PagerDuty, DoctorTriesTheTokenAndTheSchedules) {
  auto findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[1].says, "valid");
  EXPECT_EQ(findings[2].level, Finding::Level::error);
  routing_key = "short";
  api_token = "wrong-token-1";
  restart();
  findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].level, Finding::Level::error);
  EXPECT_EQ(findings[1].level, Finding::Level::error);
}

TEST_F(PagerDuty, TakesOnlyWhatIsItsOwn) {
  EXPECT_TRUE(client->takes(send_page(incident, now()).effect));
  EXPECT_TRUE(client->takes(alerting::fetch_schedule("primary", 1, now()).effect));
  EXPECT_FALSE(client->takes(alerting::fetch_schedule("other", 1, now()).effect));
  const auto sms = alerting::test_incident(Channel::sms);
  EXPECT_FALSE(client->takes(send_page(sms, now()).effect));
  EXPECT_FALSE(client->takes(check_page(sms, now()).effect));
  EXPECT_FALSE(client->takes(end_page(sms, EndPage::How::resolved, now()).effect));
}

}  // namespace
}  // namespace integrations::pagerduty
