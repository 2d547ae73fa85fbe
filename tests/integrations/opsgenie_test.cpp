// The Opsgenie client, libcurl and the simulated Opsgenie over real sockets, on virtual time.
#include "integrations/opsgenie/opsgenie.hpp"

#include <gtest/gtest.h>

#include "alerting_support.hpp"
#include "integrations/http/json.hpp"
#include "integrations/opsgenie/requests.hpp"
#include "integrations/simulator/opsgenie_simulator.hpp"

namespace integrations::opsgenie {
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
using playbooks::NotePage;
using playbooks::PageState;
using simulator::ServiceFault;

class Opsgenie : public ::testing::Test {
 protected:
  Opsgenie() { restart(); }
  ~Opsgenie() override { world.run(genie->stop()); }

  void restart() {
    Settings settings;
    settings.api_url = genie->api_url();
    settings.api_key = api_key;
    settings.timeout = 2s;
    client = make_opsgenie(settings, policy, *http, world.clock, world.activity);
  }
  Outcome deliver(Delivery delivery) { return world.run(client->deliver(std::move(delivery))); }
  playbooks::Time now() const { return world.clock.now(); }
  void pass(playbooks::Duration span) { world.clock.advance_to(now() + span); }

  alerting::World world;
  playbooks::Policy policy = alerting::test_policy();
  playbooks::Incident incident = alerting::test_incident(Channel::opsgenie, PageState::sent);
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<simulator::OpsgenieSimulator> genie =
      std::make_unique<simulator::OpsgenieSimulator>(world.io.get_executor(), world.clock, world.activity);
  std::unique_ptr<Integration> client;
  std::string api_key = "simulated-key";
  const std::string key{alerting::ann_key};
};

TEST_F(Opsgenie, AWrongKeyIsRefusedWithWhatToDo) {
  api_key = "wrong-key-1";
  restart();
  const auto says = told(deliver(send_page(incident, now())));
  EXPECT_TRUE(says.starts_with("refused: Opsgenie refused the API key (Could not authenticate)")) << says;
  EXPECT_TRUE(says.contains("SITREP_OPSGENIE_API_KEY")) << says;
  EXPECT_FALSE(says.contains(api_key)) << says;
  EXPECT_EQ(world.run(client->doctor()).front().level, Finding::Level::error);
}

TEST_F(Opsgenie, TooManyRequestsWait) {
  genie->fault({.kind = ServiceFault::Kind::rate_limited, .seconds = 40});
  const auto outcome = deliver(send_page(incident, now()));
  ASSERT_TRUE(std::holds_alternative<Retry>(outcome)) << told(outcome);
  EXPECT_EQ(std::get<Retry>(outcome).at, now() + 40s);
}

TEST_F(Opsgenie, AnAnswerThatNeverCameMakesNoSecondAlert) {
  for (const auto kind : {ServiceFault::Kind::done_unanswered, ServiceFault::Kind::done_then_error})
    genie->fault({.kind = kind, .code = 500});
  const auto result = world.run(alerting::deliver_to_the_end(*client, world.clock, send_page(incident, now())));
  EXPECT_EQ(told(result.outcome), "delivered: accepted");
  pass(1s);
  ASSERT_EQ(genie->alerts().size(), 1U);
  EXPECT_EQ(genie->alerts()[0].count, 3);
}

TEST_F(Opsgenie, WhatIsAcceptedIsSeenLater) {
  EXPECT_EQ(told(deliver(send_page(incident, now()))), "delivered: accepted");
  const auto at_once = deliver(check_page(incident, now(), 1));
  EXPECT_EQ(told(at_once), "delivered: Opsgenie has made no alert of it yet");
  EXPECT_TRUE(std::get<Delivered>(at_once).news.empty());
  pass(30s);
  const auto later = deliver(check_page(incident, now(), 2));
  ASSERT_NE(news<NotePage>(later), nullptr) << told(later);
  EXPECT_EQ(news<NotePage>(later)->state, PageState::delivered);
  ASSERT_EQ(genie->alerts().size(), 1U);
  EXPECT_EQ(genie->alerts()[0].priority, "P2");
  EXPECT_EQ(genie->violations(), std::vector<std::string>{});
}

TEST_F(Opsgenie, LongTextsAreCut) {
  incident.title = std::string(500, 't');
  incident.last_update = std::string(20'000, 'u');
  deliver(send_page(incident, now()));
  EXPECT_EQ(genie->violations(), std::vector<std::string>{});
}

TEST_F(Opsgenie, EndsFollowTheIncident) {
  std::vector<std::string> seen;
  genie->on_change([&](const std::string& line) { seen.push_back(line.substr(0, line.find(" P1"))); });
  deliver(send_page(incident, now()));
  EXPECT_EQ(told(deliver(end_page(incident, EndPage::How::acknowledged, now()))), "delivered: acknowledged");
  EXPECT_EQ(told(deliver(end_page(incident, EndPage::How::resolved, now()))), "delivered: closed");
  pass(1s);
  ASSERT_EQ(genie->alerts().size(), 1U);
  EXPECT_EQ(genie->alerts()[0].status, "closed");
  EXPECT_EQ(seen, (std::vector<std::string>{"Opsgenie: created", "Opsgenie: Sitrep acknowledged",
                                            "Opsgenie: Sitrep closed"}));
}

TEST_F(Opsgenie, AnAcknowledgementThereAcknowledgesHere) {
  deliver(send_page(incident, now()));
  pass(1min);
  ASSERT_TRUE(genie->acknowledge(key, "ann@example.com"));
  const auto outcome = deliver(check_page(incident, now()));
  ASSERT_NE(news<AcknowledgeIncident>(outcome), nullptr) << told(outcome);
  EXPECT_EQ(std::get<Delivered>(outcome).by,
            (playbooks::Actor{"opsgenie:ann@example.com", "ann@example.com (Opsgenie)"}));
}

TEST_F(Opsgenie, ClosingThereIsAnAcknowledgementHere) {
  deliver(send_page(incident, now()));
  pass(1min);
  ASSERT_TRUE(genie->close(key, "ann@example.com"));
  const auto outcome = deliver(check_page(incident, now()));
  ASSERT_NE(news<AcknowledgeIncident>(outcome), nullptr) << told(outcome);
  EXPECT_TRUE(news<AcknowledgeIncident>(outcome)->note.starts_with("resolved in Opsgenie"));
}

TEST_F(Opsgenie, OurOwnAcknowledgementIsNobodysWhenPagedAgain) {
  deliver(send_page(incident, now()));
  deliver(end_page(incident, EndPage::How::acknowledged, now()));
  pass(10min);
  incident = alerting::paged_again(incident, now());
  deliver(send_page(incident, now(), 2));
  pass(30s);
  const auto outcome = deliver(check_page(incident, now(), 2, 2));
  EXPECT_EQ(news<AcknowledgeIncident>(outcome), nullptr);
  ASSERT_NE(news<NotePage>(outcome), nullptr);
  EXPECT_EQ(news<NotePage>(outcome)->state, PageState::failed);
}

TEST_F(Opsgenie, ATrialIsOfTheLeastPriority) {
  deliver(alerting::trial_page(Channel::opsgenie, now()));
  pass(1s);
  ASSERT_EQ(genie->alerts().size(), 1U);
  EXPECT_EQ(genie->alerts()[0].priority, "P5");
  EXPECT_EQ(genie->violations(), std::vector<std::string>{});
}

TEST(OpsgenieAlert, WhatWeDidOurselvesIsNobodysDoing) {
  const auto shown = [](const std::string& by) {
    return read_alert(*parse_json(R"({"data":{"id":"a","status":"open","acknowledged":true,)"
                                  R"("createdAt":"2026-11-21T14:05:00Z","report":{"ackTime":61000,"acknowledgedBy":")" +
                                  by + R"("}}})"));
  };
  ASSERT_TRUE(shown("Sitrep"));
  EXPECT_EQ(shown("Sitrep")->person, playbooks::Actor{});
  EXPECT_EQ(shown("ann")->person.id, "opsgenie:ann");
  EXPECT_EQ(shown("ann")->at, alerting::start_of_test() + 61s);
  EXPECT_FALSE(read_alert(*parse_json(R"({"data":{"id":"a"}})")));
}

TEST(CutText, CountsCharactersNotBytes) {
  EXPECT_EQ(cut_text("éééé", 4), "éééé");
  EXPECT_EQ(cut_text("ééééé", 4), "ééé…");
  EXPECT_EQ(cut_text("", 4), "");
}

TEST_F(Opsgenie, DoctorTriesTheKey) {
  EXPECT_EQ(world.run(client->doctor()).front().level, Finding::Level::ok);
  EXPECT_EQ(genie->violations(), std::vector<std::string>{});
}

}  // namespace
}  // namespace integrations::opsgenie
