// Pages over real sockets to the simulated Slack: they arrive once, are found again, and lose their buttons.
#include <gtest/gtest.h>

#include <algorithm>

#include "integrations/ports/log.hpp"
#include "integrations/slack/slack.hpp"
#include "slack_pages_support.hpp"
#include "slack_simulator_support.hpp"

namespace integrations::simulator {
namespace {
namespace asio = boost::asio;
using namespace playbooks;
using namespace std::chrono_literals;
using Fault = SlackFault::Kind;

class SlackPagesLive : public testing::Test {
 protected:
  SlackPagesLive() {
    set_log("error");  // the failures here are wanted
    policy.people[0].slack = "U1";
    policy.schedules[0].topic_channel = "#incident-response";
    incident.channel = "C1";
    incident.card = {};
    bench.slack.add_user_group("S0614TZR7", "oncall", {"U2"});
    integrations::slack::Settings settings;
    settings.api_url = bench.slack.api_url();
    settings.bot_token = "xoxb-SIMULATED";
    settings.app_token = "xapp-1-SIMULATED";
    settings.incident_channel = "#incident-response";
    client = integrations::slack::make_slack(settings, policy, *bench.http, bench.clock, bench.activity);
  }
  Delivery delivery(std::string key, EffectBody body) {
    auto effect = slack_test::effect(std::move(key), std::move(body));
    effect.created = bench.clock.now();
    return {std::move(effect), {}, incident, {}, {}, bench.clock.now(), {}};
  }
  Delivery page(std::string key) { return delivery(std::move(key), SendPage{{12}, 1, Channel::slack, ann}); }
  Outcome deliver(Delivery what) {
    Outcome outcome;
    bench.run(deliver_into(&outcome, std::move(what)));
    return outcome;
  }
  std::map<std::string, Receipt> find(std::vector<Delivery> deliveries) {
    Lookup lookup = Retry{};
    bench.run(find_into(&lookup, std::move(deliveries)));
    EXPECT_TRUE(std::holds_alternative<Found>(lookup));
    return std::holds_alternative<Found>(lookup) ? std::get<Found>(lookup).receipts : std::map<std::string, Receipt>{};
  }
  Receipt delivered(Delivery what) {
    const auto outcome = deliver(std::move(what));
    const auto* done = std::get_if<Delivered>(&outcome);
    const auto* refused = std::get_if<Refused>(&outcome);
    EXPECT_NE(done, nullptr) << outcome.index() << (refused == nullptr ? "" : refused->why);
    return done == nullptr ? Receipt{} : done->receipt;
  }
  void fault(Fault kind, std::string method) {
    SlackFault fault;
    fault.kind = kind;
    fault.method = std::move(method);
    bench.slack.fault(fault);
  }

  const Target ann{Target::Kind::person, "ann"};
  SlackBench bench;
  Policy policy = slack_test::paging_policy();
  Incident incident = slack_test::escalated();
  std::unique_ptr<Integration> client;

 private:
  asio::awaitable<void> deliver_into(Outcome* outcome, Delivery what) {
    *outcome = co_await client->deliver(std::move(what));
  }
  asio::awaitable<void> find_into(Lookup* lookup, std::vector<Delivery> what) {
    *lookup = co_await client->find(std::move(what));
  }
};

TEST_F(SlackPagesLive, APageArrivesAndItsEndTakesTheButtons) {
  const auto receipt = delivered(page("INC-12/5/page-1-slack"));
  ASSERT_EQ(bench.slack.direct_messages("ann").size(), 1U);
  auto seen = bench.slack.direct_messages("ann").front();
  EXPECT_EQ(receipt.id, seen.channel + ":" + seen.ts);
  EXPECT_EQ(seen.text, "P1 INC-12 Checkout is down — you are paged (tier 1)");
  EXPECT_TRUE(seen.blocks.contains("incident ack INC-12"));
  incident.escalation.state = EscalationState::acknowledged;
  incident.escalation.by = {"U2", "bob"};
  incident.escalation.at = bench.clock.now();
  delivered(
      delivery("INC-12/6/end-1-slack", EndPage{{12}, 1, Channel::slack, ann, receipt.id, EndPage::How::acknowledged}));
  seen = bench.slack.direct_messages("ann").front();
  EXPECT_EQ(seen.edits, 1);
  EXPECT_FALSE(seen.blocks.contains("button"));
  EXPECT_TRUE(seen.blocks.contains("*Acknowledged* by <@U2>")) << seen.blocks;
  EXPECT_EQ(bench.slack.violations(), std::vector<std::string>{});
}

TEST_F(SlackPagesLive, APageWhoseAnswerWasLostIsFoundAndNotSentTwice) {
  for (const auto kind : {Fault::done_unanswered, Fault::done_then_error}) {
    bench.clock.advance_to(bench.clock.now() + 5min);
    const auto key = "INC-12/" + std::to_string(static_cast<int>(kind)) + "/page-1-slack";
    fault(kind, "chat.postMessage");
    ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(page(key))));
    const auto receipts = find({page(key)});
    ASSERT_TRUE(receipts.contains(key));
    EXPECT_EQ(receipts.at(key).id, "DU1:" + bench.slack.direct_messages("ann").back().ts);
  }
  EXPECT_EQ(bench.slack.direct_messages("ann").size(), 2U);
  bench.clock.advance_to(bench.clock.now() + 5min);
  fault(Fault::http_error, "chat.postMessage");
  ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(page("INC-12/99/page-1-slack"))));
  EXPECT_TRUE(find({page("INC-12/99/page-1-slack")}).empty()) << "it never arrived";
  EXPECT_EQ(bench.slack.violations(), std::vector<std::string>{});
}

TEST_F(SlackPagesLive, WhoHasLeftIsRefusedSoThatTheNextWayIsTried) {
  bench.slack.deactivate("ann");
  const auto outcome = deliver(page("INC-12/5/page-1-slack"));
  ASSERT_TRUE(std::holds_alternative<Refused>(outcome));
  EXPECT_TRUE(std::get<Refused>(outcome).why.contains("Ann Lee")) << std::get<Refused>(outcome).why;
}

TEST_F(SlackPagesLive, MentionsTrialsTopicsAndGroupsAreTakenAsTheyAre) {
  delivered(delivery("k/1", SendPage{{12}, 1, Channel::mention, ann}));
  delivered(delivery("k/2", SendPage{{12}, 3, Channel::mention, {Target::Kind::user_group, "S0614TZR7"}}));
  EXPECT_EQ(bench.slack.messages("C1").size(), 2U);
  auto trial = delivery("k/3", SendPage{{}, 7, Channel::slack, ann});
  trial.test = slack_test::trial();
  delivered(std::move(trial));
  delivered(delivery("k/4", TellPerson{"ann", "You are on call now"}));
  EXPECT_EQ(bench.slack.direct_messages("ann").size(), 2U);
  for (int i = 0; i < 3; ++i) {
    delivered(delivery("k/5", SetTopic{"#incident-response", "On call: Ann <Lee>"}));
    delivered(delivery("k/6", SetUserGroup{"S0614TZR7", {"ann"}}));
    bench.clock.advance_to(bench.clock.now() + 1min);
  }
  EXPECT_EQ(bench.slack.topic("C1"), "On call: Ann <Lee>");
  EXPECT_EQ(bench.slack.user_group("S0614TZR7"), std::vector<std::string>{"U1"});
  const auto set = [](const SlackCall& call) {
    return call.method == "conversations.setTopic" || call.method == "usergroups.users.update";
  };
  EXPECT_EQ(std::ranges::count_if(bench.slack.calls(), set), 2) << "what is so already is left alone";
  EXPECT_EQ(bench.slack.violations(), std::vector<std::string>{});
}

TEST_F(SlackPagesLive, TheDoctorLooksAtWhatPagesNeed) {
  bench.slack.deactivate("ann");
  std::vector<Finding> findings;
  const auto ask = [](Integration* slack, std::vector<Finding>* result) -> asio::awaitable<void> {
    *result = co_await slack->doctor();
  };
  bench.run(ask(client.get(), &findings));
  const auto about = [&](std::string_view what) {
    const auto found = std::ranges::find(findings, what, &Finding::what);
    return found == findings.end() ? Finding{Finding::Level::error, "", "not looked at"} : *found;
  };
  EXPECT_EQ(about("Slack topic channel of primary").level, Finding::Level::ok);
  EXPECT_EQ(about("Slack user group of primary").level, Finding::Level::ok);
  EXPECT_TRUE(about("Slack account of ann").says.contains("switched off")) << about("Slack account of ann").says;
}

}  // namespace
}  // namespace integrations::simulator
