// The client, libcurl and the simulated Twilio over real sockets, on virtual time.
#include <gtest/gtest.h>

#include "integrations/http/curl.hpp"
#include "integrations/simulator/twilio_simulator.hpp"
#include "integrations/twilio/twilio.hpp"
#include "statuspage_support.hpp"
#include "twilio_support.hpp"

namespace integrations::twilio {
namespace {

using namespace std::chrono_literals;
using playbooks::Channel;
using playbooks::PageState;
using simulator::TwilioFault;
using statuspage::deliver_to_the_end;

class TwilioLive : public ::testing::Test {
 protected:
  TwilioLive() {
    twilio->on_page([this](const std::string& line) { seen.push_back(line); });
    restart();
  }
  ~TwilioLive() override {
    world.run(twilio->stop());
    EXPECT_EQ(twilio->violations(), std::vector<std::string>{});
  }
  /// The client as after a restart: it knows nothing.
  void restart() {
    Settings settings;
    settings.api_url = twilio->api_url();
    settings.account_sid = "AC00000000000000000000000000000000";
    settings.auth_token = token;
    settings.from = "+15551234567";
    settings.timeout = 2s;
    client = make_twilio(settings, policy, *http, world.clock, world.activity);
  }
  statuspage::Delivering page(Channel channel) {
    return world.run(deliver_to_the_end(*client, world.clock, page_delivery(page_effect(channel))));
  }
  Outcome once(playbooks::Effect effect) { return world.run(client->deliver(page_delivery(std::move(effect)))); }
  std::vector<playbooks::Command> news(Channel channel, const std::string& receipt) {
    auto outcome = once(check_effect(channel, receipt));
    auto* delivered = std::get_if<Delivered>(&outcome);
    EXPECT_NE(delivered, nullptr) << in_words(outcome);
    return delivered == nullptr ? std::vector<playbooks::Command>{} : delivered->news;
  }
  Found found(std::vector<Delivery> deliveries) {
    auto lookup = world.run(client->find(std::move(deliveries)));
    EXPECT_TRUE(std::holds_alternative<Found>(lookup));
    return std::holds_alternative<Found>(lookup) ? std::get<Found>(lookup) : Found{};
  }
  void pass(playbooks::Duration span) { world.clock.advance_to(world.clock.now() + span); }

  statuspage::World world;
  playbooks::Policy policy = paging_policy();
  std::string token = "simulated-token";
  std::vector<std::string> seen;
  std::unique_ptr<simulator::TwilioSimulator> twilio =
      std::make_unique<simulator::TwilioSimulator>(world.io.get_executor(), world.clock, world.activity);
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<Integration> client;
};

TEST_F(TwilioLive, AnSmsIsDeliveredAfterAWhile) {
  const auto receipt = receipt_id(page(Channel::sms).outcome);
  ASSERT_EQ(twilio->pages().size(), 1U);
  EXPECT_EQ(twilio->pages()[0].sid, receipt);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_TRUE(seen[0].starts_with("SMS to +4915112345678: P1 INC-12 Checkout is down")) << seen[0];
  EXPECT_TRUE(news(Channel::sms, receipt).empty());
  pass(2s);
  EXPECT_TRUE(news(Channel::sms, receipt).empty());
  pass(2s);
  const auto learned = news(Channel::sms, receipt);
  ASSERT_EQ(learned.size(), 1U);
  EXPECT_EQ(std::get<playbooks::NotePage>(learned[0]).state, PageState::delivered);
}

TEST_F(TwilioLive, ACallIsTakenOrNot) {
  const auto taken = receipt_id(page(Channel::voice).outcome);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_TRUE(seen[0].starts_with("Call to +4915112345678: ")) << seen[0];
  twilio->fail("+4915112345678", "no-answer");
  const auto missed = receipt_id(once(page_effect(Channel::voice, 5)));
  EXPECT_NE(taken, missed);
  pass(3s);
  EXPECT_TRUE(news(Channel::voice, taken).empty()) << "it rings";
  pass(20s);
  EXPECT_EQ(std::get<playbooks::NotePage>(news(Channel::voice, taken).at(0)).state, PageState::delivered);
  EXPECT_EQ(std::get<playbooks::NotePage>(news(Channel::voice, missed).at(0)).why, "nobody took the call");
}

TEST_F(TwilioLive, AnSmsThatDoesNotArriveSaysWhy) {
  twilio->fail("+4915112345678", "undelivered", 30006);
  const auto receipt = receipt_id(page(Channel::sms).outcome);
  pass(5s);
  const auto note = std::get<playbooks::NotePage>(news(Channel::sms, receipt).at(0));
  EXPECT_EQ(note.state, PageState::failed);
  EXPECT_EQ(note.why, "the number is a landline or its network takes no SMS");
}

TEST_F(TwilioLive, ANumberThatIsNoneIsRefusedAtOnce) {
  twilio->no_such_number("+4915112345678");
  for (const auto channel : {Channel::sms, Channel::voice}) {
    const auto result = page(channel);
    EXPECT_EQ(result.deliveries, 1);
    EXPECT_NE(in_words(result.outcome).find("number of Ann Lee"), std::string::npos) << in_words(result.outcome);
  }
}

TEST_F(TwilioLive, AWrongTokenIsRefusedAtOnce) {
  token = "another-token";
  restart();
  EXPECT_NE(in_words(page(Channel::sms).outcome).find("SITREP_TWILIO_AUTH_TOKEN"), std::string::npos);
  EXPECT_EQ(world.run(client->doctor()).at(0).level, Finding::Level::error);
}

TEST_F(TwilioLive, DoctorIsContent) {
  EXPECT_EQ(world.run(client->doctor()).at(0).says, "active, \"Simulated account\"");
}

TEST_F(TwilioLive, WaitsAsLongAsTwilioAsks) {
  twilio->fault({.kind = TwilioFault::Kind::rate_limited, .seconds = 20});
  const auto begin = world.clock.now();
  const auto result = page(Channel::sms);
  EXPECT_EQ(twilio->pages().size(), 1U) << in_words(result.outcome);
  EXPECT_EQ(world.clock.now() - begin, 20s);
}

TEST_F(TwilioLive, WhileNothingListensItTriesAgain) {
  twilio->down(true);
  EXPECT_TRUE(in_words(once(page_effect(Channel::sms))).starts_with("retry at 2026-11-21T14:05:02Z: Twilio cannot be"));
  twilio->down(false);
  EXPECT_FALSE(receipt_id(page(Channel::sms).outcome).empty());
}

TEST_F(TwilioLive, AnAnswerThatIsLostIsReadBackAndNotDoubled) {
  for (const auto channel : {Channel::sms, Channel::voice})
    for (const auto kind : {TwilioFault::Kind::done_unanswered, TwilioFault::Kind::done_then_error}) {
      const auto before = twilio->pages().size();
      twilio->fault({.kind = kind, .code = 502});
      auto effect = page_effect(channel);
      effect.created = world.clock.now();
      auto result = world.run(deliver_to_the_end(*client, world.clock, page_delivery(effect)));
      EXPECT_EQ(twilio->pages().size(), before + 1) << in_words(result.outcome);
      EXPECT_EQ(receipt_id(result.outcome), twilio->pages().back().sid);
      EXPECT_EQ(result.deliveries, 1);
      pass(10min);
    }
}

TEST_F(TwilioLive, WhatWasNotDoneIsDoneOnce) {
  for (const auto channel : {Channel::sms, Channel::voice}) {
    const auto before = twilio->pages().size();
    twilio->fault({.kind = TwilioFault::Kind::refuse});
    const auto result = page(channel);
    EXPECT_EQ(result.deliveries, 2) << in_words(result.outcome);
    EXPECT_EQ(twilio->pages().size(), before + 1);
  }
}

TEST_F(TwilioLive, AfterACrashItIsFoundAgain) {
  for (const auto channel : {Channel::sms, Channel::voice}) {
    const auto sid = receipt_id(once(page_effect(channel)));
    restart();
    const auto receipts = found({page_delivery(page_effect(channel))}).receipts;
    ASSERT_EQ(receipts.size(), 1U);
    EXPECT_EQ(receipts.begin()->second.id, sid);
  }
}

TEST_F(TwilioLive, NothingIsFoundBeforeItWasSent) {
  EXPECT_TRUE(
      found({page_delivery(page_effect(Channel::sms)), page_delivery(page_effect(Channel::voice))}).receipts.empty());
  once(page_effect(Channel::sms));
  once(page_effect(Channel::voice));
  restart();
  pass(10min);
  auto later = page_effect(Channel::sms, 5), later_call = page_effect(Channel::voice, 5);
  later.created = later_call.created = world.clock.now();
  EXPECT_TRUE(found({page_delivery(later), page_delivery(later_call)}).receipts.empty());
}

TEST_F(TwilioLive, OneSmsIsNotTheReceiptOfTwoPages) {
  const auto sid = receipt_id(once(page_effect(Channel::sms, 3)));
  restart();
  const auto receipts =
      found({page_delivery(page_effect(Channel::sms, 3)), page_delivery(page_effect(Channel::sms, 5))}).receipts;
  ASSERT_EQ(receipts.size(), 1U);
  EXPECT_TRUE(receipts.contains("INC-12/p3/sms"));
  // What history knows to be of another page is not taken either.
  restart();
  auto other = page_delivery(page_effect(Channel::sms, 5));
  other.incident->escalation.pages[0].attempts.push_back({Channel::sms, PageState::sent, {}, {}, {}, sid});
  EXPECT_TRUE(found({other}).receipts.empty());
}

TEST_F(TwilioLive, AnotherIncidentsSmsIsNotOurs) {
  auto delivery = page_delivery(page_effect(Channel::sms));
  delivery.incident->id = {1};  // “INC-1” stands within “INC-12”
  delivery.incident->escalation.pages[0].number = 3;
  std::get<playbooks::SendPage>(delivery.effect.body).incident = {1};
  once(page_effect(Channel::sms));
  restart();
  EXPECT_TRUE(found({delivery}).receipts.empty());
}

TEST_F(TwilioLive, AnSmsWhoseWordsHaveChangedIsStillFound) {
  once(page_effect(Channel::sms));
  restart();
  auto delivery = page_delivery(page_effect(Channel::sms));
  delivery.incident->severity = "P0";
  EXPECT_EQ(found({delivery}).receipts.size(), 1U);
}

TEST_F(TwilioLive, WhenTwoCallsMayBeOursItIsMadeAgain) {
  once(page_effect(Channel::voice, 3));
  once(page_effect(Channel::voice, 5));
  restart();
  EXPECT_TRUE(found({page_delivery(page_effect(Channel::voice, 5))}).receipts.empty());
}

TEST_F(TwilioLive, ALookUpThatFailsIsTriedAgain) {
  twilio->fault({.kind = TwilioFault::Kind::http_error, .code = 500, .method = "GET"});
  const auto lookup = world.run(client->find({page_delivery(page_effect(Channel::sms))}));
  EXPECT_TRUE(std::holds_alternative<Retry>(lookup));
}

TEST(TwilioSimulator, RefusesWhatTwilioRefuses) {
  statuspage::World world;
  simulator::TwilioSimulator twilio{world.io.get_executor(), world.clock, world.activity};
  const auto http = make_curl_http(world.io.get_executor(), world.activity);
  const auto post = [&](const std::string& kind, const std::string& body) {
    HttpRequest request;
    request.url = twilio.api_url() + "/2010-04-01/Accounts/AC00000000000000000000000000000000/" + kind + ".json";
    // AC00000000000000000000000000000000:simulated-token
    request.headers = {{"Authorization", "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpzaW11bGF0ZWQtdG9rZW4="},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = body;
    const auto response = world.run(http->request(std::move(request)));
    return response.status == 201
               ? std::string{"201"}
               : std::to_string(response.status) + " " + statuspage::json_text(response.body, "message");
  };
  const std::string from = "&From=%2B15551234567", to = "To=%2B4915112345678";
  EXPECT_EQ(post("Messages", to + from + "&Body=hi"), "201");
  EXPECT_EQ(post("Messages", "Body=hi" + from), "400 A 'To' phone number is required.");
  EXPECT_EQ(post("Messages", to + from), "400 Message body is required.");
  EXPECT_EQ(post("Messages", to + "&Body=hi").substr(0, 22), "400 A 'From' phone num");
  EXPECT_EQ(post("Messages", to + "&From=%2B19998887777&Body=hi").substr(0, 24), "400 The 'From' number is");
  EXPECT_EQ(post("Messages", "To=0151" + from + "&Body=hi"), "400 Invalid 'To' Phone Number: 0151");
  EXPECT_EQ(post("Messages", to + from + "&Body=" + std::string(1601, 'x')).substr(0, 16), "400 The concaten");
  EXPECT_EQ(post("Messages", to + from + "&Body=hi&ValidityPeriod=36001").substr(0, 12), "400 The Vali");
  const std::string say = "&Twiml=%3CResponse%3E%3CSay%3Ehi%3C/Say%3E%3C/Response%3E";
  EXPECT_EQ(post("Calls", to + from + say), "201");
  EXPECT_EQ(post("Calls", to + from), "400 Url parameter is required.");
  EXPECT_EQ(post("Calls", to + from + "&Twiml=hi"), "400 Document parse failure");
  EXPECT_EQ(post("Calls", to + from + "&Twiml=" + std::string(4001, 'x')).substr(0, 12), "400 Twiml mu");
  EXPECT_EQ(post("Calls", to + from + say + "&Timeout=601").substr(0, 12), "400 Timeout ");
  EXPECT_EQ(post("Elsewhere", ""), "404 The requested resource was not found");
  EXPECT_EQ(twilio.pages().size(), 2U);
  EXPECT_EQ(twilio.violations().size(), 11U);
  world.run(twilio.stop());
}

}  // namespace
}  // namespace integrations::twilio
