// Pages by webhook and the dead-man address: the clients, libcurl and a site's server over real sockets, on virtual
// time.
#include "integrations/webhook/webhook.hpp"

#include <gtest/gtest.h>

#include "alerting_support.hpp"
#include "integrations/dead_man/dead_man.hpp"
#include "integrations/simulator/webhook_simulator.hpp"

namespace integrations::webhook {
namespace {

using namespace std::chrono_literals;
using alerting::end_page;
using alerting::send_page;
using alerting::told;
using playbooks::Channel;
using playbooks::EndPage;
using simulator::ServiceFault;
using statuspage::json_text;

class Webhook : public ::testing::Test {
 protected:
  Webhook() { restart(); }
  ~Webhook() override { world.run(site->stop()); }

  void restart() {
    Settings settings;
    settings.url = site->page_url();
    settings.secret = secret;
    settings.timeout = 2s;
    client = make_webhook(settings, policy, *http, world.clock, world.activity);
  }
  Outcome deliver(Delivery delivery) { return world.run(client->deliver(std::move(delivery))); }
  playbooks::Time now() const { return world.clock.now(); }

  alerting::World world;
  playbooks::Policy policy = alerting::test_policy();
  playbooks::Incident incident = alerting::test_incident(Channel::webhook);
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<simulator::WebhookSimulator> site =
      std::make_unique<simulator::WebhookSimulator>(world.io.get_executor(), world.clock, world.activity);
  std::unique_ptr<Integration> client;
  std::string secret = "simulated-webhook-secret";
};

TEST_F(Webhook, AWrongSecretIsRefusedWithWhatToDo) {
  secret = "another-webhook-secret";
  restart();
  const auto says = told(deliver(send_page(incident, now())));
  EXPECT_TRUE(says.starts_with("refused: The webhook's server does not accept our signature (HTTP 401")) << says;
  EXPECT_TRUE(says.contains("SITREP_WEBHOOK_SECRET")) << says;
  EXPECT_FALSE(says.contains(secret)) << says;
  EXPECT_TRUE(site->pages().empty());
}

TEST_F(Webhook, ARedirectIsNotFollowed) {
  site->fault({.kind = ServiceFault::Kind::http_error, .code = 302});
  EXPECT_EQ(told(deliver(send_page(incident, now()))),
            "refused: The webhook's server sends us elsewhere (HTTP 302). Check `paging_webhook.url`.");
}

TEST_F(Webhook, TooManyRequestsWait) {
  site->fault({.kind = ServiceFault::Kind::rate_limited, .seconds = 40});
  const auto outcome = deliver(send_page(incident, now()));
  ASSERT_TRUE(std::holds_alternative<Retry>(outcome)) << told(outcome);
  EXPECT_EQ(std::get<Retry>(outcome).at, now() + 40s);
}

TEST_F(Webhook, AnAnswerThatNeverCameIsKnownByItsKey) {
  site->fault({.kind = ServiceFault::Kind::done_unanswered});
  const auto result = world.run(alerting::deliver_to_the_end(*client, world.clock, send_page(incident, now())));
  EXPECT_EQ(told(result.outcome), "delivered: HTTP 200");
  ASSERT_EQ(site->pages().size(), 1U);
  EXPECT_EQ(site->pages()[0].repeats, 1);
  EXPECT_EQ(site->pages()[0].idempotency_key, "INC-12/2/page-1-webhook");
}

TEST_F(Webhook, AnAnswerNeedsNoBody) {
  site->fault({.kind = ServiceFault::Kind::done_then_error, .code = 204});
  EXPECT_EQ(told(deliver(send_page(incident, now()))), "delivered: HTTP 204");
}

TEST_F(Webhook, APageSaysAllThatAServerNeeds) {
  deliver(send_page(incident, now()));
  ASSERT_EQ(site->pages().size(), 1U);
  const auto& body = site->pages()[0].body;
  EXPECT_EQ(json_text(body, "event"), "page");
  EXPECT_EQ(json_text(body, "key"), alerting::ann_key);
  EXPECT_EQ(json_text(body, "sent_at"), "2026-11-21T14:05:00Z");
  EXPECT_EQ(json_text(body, "to.key"), "ann");
  EXPECT_EQ(json_text(body, "to.email"), "ann@example.com");
  EXPECT_EQ(json_text(body, "to.phone"), "+4915112345678");
  EXPECT_EQ(json_text(body, "incident.id"), "INC-12");
  EXPECT_EQ(json_text(body, "incident.severity"), "P1");
  EXPECT_EQ(json_text(body, "incident.components.0.status"), "major_outage");
  EXPECT_EQ(json_text(body, "incident.slack"), "https://acme.slack.com/archives/C1/p12");
  EXPECT_TRUE(statuspage::json_has(body, "page.number"));
  EXPECT_EQ(site->violations(), std::vector<std::string>{});
}

TEST_F(Webhook, EndsAndTrialsAreEventsOfTheirOwn) {
  std::vector<std::string> seen;
  site->on_page([&](const std::string& line) { seen.push_back(line); });
  incident.escalation.by = {"U1", "Ann Lee"};
  incident.status = playbooks::Status::resolved;
  deliver(end_page(incident, EndPage::How::acknowledged, now()));
  deliver(end_page(incident, EndPage::How::resolved, now()));
  deliver(alerting::trial_page(Channel::webhook, now()));
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0], "Webhook: acknowledged P1 INC-12 is acknowledged by Ann Lee.");
  EXPECT_EQ(seen[1], "Webhook: resolved P1 INC-12 is over: resolved.");
  EXPECT_TRUE(seen[2].starts_with("Webhook: trial Acme: this is a trial page")) << seen[2];
  EXPECT_EQ(site->pages()[0].key, alerting::ann_key);
}

TEST_F(Webhook, CheckingSendsNothing) {
  deliver(alerting::check_page(incident, now()));
  EXPECT_TRUE(site->calls().empty());
}

// Made with: printf '%s' '1763733909.{"event":"page"}' | openssl dgst -sha256 -hmac 'a-secret-of-a-site'
TEST(WebhookSignature, IsWhatOpensslSays) {
  const playbooks::Time at{std::chrono::milliseconds{1763733909'999}};
  EXPECT_EQ(signature("a-secret-of-a-site", at, R"({"event":"page"})"),
            "t=1763733909,v1=39227313d3843b9ecd0cadc375f0ccbbe4dccb492e5d8bd4e8c3a8857673bbee");
}

class DeadMan : public Webhook {
 protected:
  DeadMan() {
    dead_man::Settings settings;
    settings.url = site->alive_url();
    settings.timeout = 2s;
    pinger = dead_man::make_dead_man(settings, *http, world.clock, world.activity);
  }
  Delivery ping(int number) {
    Delivery delivery;
    delivery.effect.key = "oncall/dead-man@" + std::to_string(number);
    delivery.effect.lane = "dead-man";
    delivery.effect.body = playbooks::PingDeadMan{};
    delivery.now = now();
    return delivery;
  }
  std::unique_ptr<Integration> pinger;
};

TEST_F(DeadMan, IsHeard) {
  EXPECT_TRUE(pinger->takes(ping(1).effect));
  EXPECT_FALSE(client->takes(ping(1).effect));
  EXPECT_EQ(told(world.run(pinger->deliver(ping(1)))), "delivered: heard");
  EXPECT_EQ(site->pings(), 1);
}

TEST_F(DeadMan, IsTriedThreeTimesAndNeverTellsItsAddress) {
  site->down(true);
  const auto result = world.run(alerting::deliver_to_the_end(*pinger, world.clock, ping(1)));
  EXPECT_EQ(result.deliveries, 3);
  EXPECT_EQ(told(result.outcome), "refused: the dead-man address does not answer");
  EXPECT_EQ(now(), alerting::start_of_test() + 40s);
  site->down(false);
  site->fault({.kind = ServiceFault::Kind::http_error, .times = 2, .code = 404});
  const auto next = world.run(alerting::deliver_to_the_end(*pinger, world.clock, ping(2)));
  EXPECT_EQ(told(next.outcome), "delivered: heard");
  EXPECT_EQ(next.waits, (std::vector<std::string>{"the dead-man address answers HTTP 404",
                                                  "the dead-man address answers HTTP 404"}));
}

}  // namespace
}  // namespace integrations::webhook
