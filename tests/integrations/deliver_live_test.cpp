// The integration, libcurl and the simulated Slack over real sockets: what is sent is accepted, and what became unclear
// is found again.
#include <gtest/gtest.h>

#include <algorithm>

#include "integrations/ports/log.hpp"
#include "integrations/slack/slack.hpp"
#include "slack_simulator_support.hpp"
#include "slack_support.hpp"

namespace integrations::simulator {
namespace {
namespace asio = boost::asio;
using namespace playbooks;
using namespace std::chrono_literals;
using Fault = SlackFault::Kind;

class SlackLive : public testing::Test {
 protected:
  SlackLive() {
    set_log("error");  // the failures here are wanted
    incident.channel = "#incident-response";
    incident.card = {};
    integrations::slack::Settings settings;
    settings.api_url = bench.slack.api_url();
    settings.bot_token = "xoxb-SIMULATED";
    settings.app_token = "xapp-1-SIMULATED";
    client = integrations::slack::make_slack(settings, policy, *bench.http, bench.clock, bench.activity);
  }
  Delivery delivery(std::string key, EffectBody body) {
    auto effect = slack_test::effect(std::move(key), std::move(body));
    effect.created = bench.clock.now();
    return {std::move(effect), {}, incident, {}, {}, bench.clock.now()};
  }
  Outcome deliver(std::string key, EffectBody body) {
    Outcome outcome;
    bench.run(deliver_into(&outcome, delivery(std::move(key), std::move(body))));
    return outcome;
  }
  std::map<std::string, Receipt> find(std::vector<Delivery> deliveries) {
    Lookup lookup = Retry{};
    bench.run(find_into(&lookup, std::move(deliveries)));
    EXPECT_TRUE(std::holds_alternative<Found>(lookup));
    return std::holds_alternative<Found>(lookup) ? std::get<Found>(lookup).receipts : std::map<std::string, Receipt>{};
  }
  void draw_first_card() {
    const auto outcome = deliver("INC-12/1/card", DrawCard{{12}});
    ASSERT_TRUE(std::holds_alternative<Delivered>(outcome)) << outcome.index();
    const auto& receipt = std::get<Delivered>(outcome).receipt;
    incident.card = {receipt.detail, receipt.id, receipt.link};
  }
  void fault(Fault kind, std::string method) {
    SlackFault fault;
    fault.kind = kind;
    fault.method = std::move(method);
    bench.slack.fault(fault);
  }
  long posts(const std::string& key) {
    return std::ranges::count(bench.slack.messages("C1"), key, &SlackMessage::metadata_key);
  }

  SlackBench bench;
  Policy policy = slack_test::policy();
  Incident incident = slack_test::incident();
  std::unique_ptr<Integration> client;

 private:
  asio::awaitable<void> deliver_into(Outcome* outcome, Delivery what) {
    *outcome = co_await client->deliver(std::move(what));
  }
  asio::awaitable<void> find_into(Lookup* lookup, std::vector<Delivery> what) {
    *lookup = co_await client->find(std::move(what));
  }
};

TEST_F(SlackLive, ACardItsThreadItsEditsAndAnAnswer) {
  draw_first_card();
  EXPECT_EQ(incident.card.channel, "C1");
  EXPECT_FALSE(incident.card.permalink.empty());
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver("INC-12/2/thread", PostToThread{{12}, "by @here & <you>"})));
  incident.status = Status::resolved;
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver("INC-12/3/card", DrawCard{{12}})));
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver("a/1", Answer{"C1", "U1", "", "Only you"})));
  const auto messages = bench.slack.messages("C1");
  const auto card = bench.slack.message("C1", incident.card.ts);
  ASSERT_TRUE(card);
  EXPECT_EQ(card->metadata_key, "INC-12/3/card");
  EXPECT_EQ(card->edits, 1);
  EXPECT_EQ(card->text, "INC-12 P1 resolved: Checkout is down");
  EXPECT_EQ(std::ranges::count(messages, incident.card.ts, &SlackMessage::thread_ts), 1);
  EXPECT_EQ(bench.slack.violations(), std::vector<std::string>{});
}

TEST_F(SlackLive, AnAnswerThatWasLostIsLookedUpAndNothingIsSentTwice) {
  for (const auto kind : {Fault::done_unanswered, Fault::done_then_error}) {
    bench.clock.advance_to(bench.clock.now() + 5min);
    incident.card = {};
    const auto key = "INC-12/" + std::to_string(static_cast<int>(kind) + 10);
    fault(kind, "chat.postMessage");
    const auto outcome = deliver(key + "/card", DrawCard{{12}});
    ASSERT_TRUE(std::holds_alternative<Unknown>(outcome)) << outcome.index();
    const auto receipts = find({delivery(key + "/card", DrawCard{{12}})});
    ASSERT_TRUE(receipts.contains(key + "/card"));
    incident.card = {"C1", receipts.at(key + "/card").id, ""};
    EXPECT_EQ(posts(key + "/card"), 1);

    fault(kind, "chat.update");
    EXPECT_TRUE(std::holds_alternative<Unknown>(deliver(key + "1/card", DrawCard{{12}})));
    EXPECT_TRUE(find({delivery(key + "1/card", DrawCard{{12}})}).contains(key + "1/card"));

    fault(kind, "chat.postMessage");
    EXPECT_TRUE(std::holds_alternative<Unknown>(deliver(key + "/thread", PostToThread{{12}, "line"})));
    EXPECT_TRUE(find({delivery(key + "/thread", PostToThread{{12}, "line"})}).contains(key + "/thread"));
  }
}

TEST_F(SlackLive, WhatWasNotDoneIsNotFound) {
  draw_first_card();
  fault(Fault::http_error, "chat.postMessage");
  EXPECT_TRUE(std::holds_alternative<Unknown>(deliver("INC-12/2/notice", PostToChannel{{12}, "x"})));
  EXPECT_TRUE(find({delivery("INC-12/2/notice", PostToChannel{{12}, "x"})}).empty());
  fault(Fault::rate_limited, "chat.postMessage");
  const auto limited = deliver("INC-12/2/notice", PostToChannel{{12}, "x"});
  ASSERT_TRUE(std::holds_alternative<Retry>(limited));
  EXPECT_EQ(std::get<Retry>(limited).at, bench.clock.now() + 30s);
  for (const auto kind : {Fault::html, Fault::half_json, Fault::empty}) {
    bench.clock.advance_to(bench.clock.now() + 5min);
    fault(kind, "chat.update");
    EXPECT_TRUE(std::holds_alternative<Unknown>(deliver("INC-12/4/card", DrawCard{{12}})));
  }
  EXPECT_EQ(posts("INC-12/2/notice"), 0);
}

TEST_F(SlackLive, FormsNeedAClickThatIsFresh) {
  const auto outcome = deliver(
      "f/1", OpenForm{"1.2.unknown",
                      "U1",
                      "C1",
                      {"Update", "Post", "incident update INC-12", {FormField{"", "Text", "", {}, true, "", {}}}}});
  ASSERT_TRUE(std::holds_alternative<Refused>(outcome));
  EXPECT_TRUE(std::get<Refused>(outcome).why.contains("_trigger_id)")) << std::get<Refused>(outcome).why;
}

TEST_F(SlackLive, TheDoctorFindsNothingThatHinders) {
  std::vector<Finding> findings;
  const auto ask = [](Integration* slack, std::vector<Finding>* result) -> asio::awaitable<void> {
    *result = co_await slack->doctor();
  };
  bench.run(ask(client.get(), &findings));
  for (const auto& finding : findings)
    EXPECT_NE(finding.level, Finding::Level::error) << finding.what << ": " << finding.says;
}

}  // namespace
}  // namespace integrations::simulator
