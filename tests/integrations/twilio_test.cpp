// What is sent to Twilio and what its answers mean, with answers made by hand.
#include "integrations/twilio/twilio.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integrations/http/server.hpp"
#include "integrations/twilio/answers.hpp"
#include "integrations/twilio/requests.hpp"
#include "statuspage_support.hpp"
#include "twilio_support.hpp"

namespace integrations::twilio {
namespace {

using namespace std::chrono_literals;
using playbooks::Channel;
using playbooks::PageState;
using statuspage::answered;

constexpr auto sid = "SM00000000000000000000000000000001", call_sid = "CA00000000000000000000000000000001";

std::string made(const std::string& id, const std::string& status = "queued") {
  return fmt::format(R"({{"sid":"{}","status":"{}","date_created":"Sat, 21 Nov 2026 14:05:00 +0000"}})", id, status);
}
std::string error(int code) {
  return fmt::format(R"({{"code":{},"message":"Twilio's own words","status":400}})", code);
}

class Twilio : public ::testing::Test {
 protected:
  static Settings settings() {
    Settings settings;
    settings.api_url = "http://twilio.test";
    settings.account_sid = "AC0123456789abcdef0123456789abcdef";
    settings.auth_token = "a-secret-token";
    settings.from = "+15551234567";
    return settings;
  }
  Outcome deliver(Delivery delivery) { return world.run(client->deliver(std::move(delivery))); }
  Outcome send(Channel channel, HttpResponse answer) {
    http.answers.push_back(std::move(answer));
    return deliver(page_delivery(page_effect(channel)));
  }
  std::map<std::string, std::string> form(std::size_t request) const {
    std::map<std::string, std::string> result;
    if (request < http.requests.size())
      for (const auto& [name, value] : parse_form(http.requests[request].body)) result[name] = value;
    return result;
  }

  statuspage::World world;
  playbooks::Policy policy = paging_policy();
  statuspage::FakeHttp http;
  std::unique_ptr<Integration> client = make_twilio(settings(), policy, http, world.clock, world.activity);
};

TEST_F(Twilio, TakesWhatGoesByTelephone) {
  EXPECT_TRUE(client->takes(page_effect(Channel::sms)));
  EXPECT_TRUE(client->takes(page_effect(Channel::voice)));
  EXPECT_TRUE(client->takes(check_effect(Channel::sms, sid)));
  EXPECT_TRUE(client->takes(end_effect(Channel::voice, playbooks::EndPage::How::resolved, call_sid)));
  EXPECT_FALSE(client->takes(page_effect(Channel::email)));
  playbooks::Effect other;
  other.body = playbooks::TellPerson{"bob", "hello"};
  EXPECT_FALSE(client->takes(other));
}

TEST_F(Twilio, AnSmsIsOneFormPostAndItsSidTheReceipt) {
  const auto outcome = send(Channel::sms, answered(201, made(sid)));
  EXPECT_EQ(receipt_id(outcome), sid) << in_words(outcome);
  ASSERT_EQ(http.requests.size(), 1U);
  const auto& request = http.requests[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "http://twilio.test/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json");
  auto fields = form(0);
  EXPECT_EQ(fields["To"], "+4915112345678");
  EXPECT_EQ(fields["From"], "+15551234567");
  EXPECT_NE(fields["Body"].find("P1 INC-12 Checkout is down"), std::string::npos) << fields["Body"];
  EXPECT_EQ(fields["ValidityPeriod"], "1800");
  const std::pair<std::string, std::string> login{
      "Authorization", "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjphLXNlY3JldC10b2tlbg=="};
  EXPECT_NE(std::ranges::find(request.headers, login), request.headers.end());
}

TEST_F(Twilio, AMessagingServiceChoosesTheSenderOfSms) {
  auto with_service = settings();
  with_service.messaging_service_sid = "MG0123456789abcdef0123456789abcdef";
  client = make_twilio(with_service, policy, http, world.clock, world.activity);
  send(Channel::sms, answered(201, made(sid)));
  EXPECT_EQ(form(0)["MessagingServiceSid"], "MG0123456789abcdef0123456789abcdef");
  EXPECT_FALSE(form(0).contains("From"));
}

TEST_F(Twilio, ACallSpeaksTwice) {
  const auto outcome = send(Channel::voice, answered(201, made(call_sid)));
  EXPECT_EQ(receipt_id(outcome), call_sid) << in_words(outcome);
  auto fields = form(0);
  const auto& words = fields["Twiml"];
  EXPECT_TRUE(words.starts_with("<Response><Pause length=\"1\"/><Say>")) << words;
  const auto first = words.find("ncident 12"), second = words.rfind("ncident 12");
  EXPECT_NE(first, std::string::npos) << words;
  EXPECT_LT(first, second);
  EXPECT_EQ(words.find("Gather"), std::string::npos);
}

TEST_F(Twilio, ATrialPageSaysSo) {
  http.answers.push_back(answered(201, made(sid)));
  const auto outcome = deliver(trial_delivery(Channel::sms));
  EXPECT_EQ(receipt_id(outcome), sid) << in_words(outcome);
  EXPECT_NE(form(0)["Body"].find("trial"), std::string::npos) << form(0)["Body"];
}

TEST_F(Twilio, NobodyToCallIsRefusedWithoutARequest) {
  EXPECT_EQ(in_words(deliver(page_delivery(page_effect(Channel::sms, 4, "bob")))),
            "refused: Bob has no telephone number. Set `people[].phone` of bob, with country code: +15551234567.");
  EXPECT_TRUE(
      in_words(deliver(page_delivery(page_effect(Channel::sms, 3, "zoe")))).starts_with("refused: “zoe” is not"));
  EXPECT_TRUE(
      in_words(deliver(page_delivery(page_effect(Channel::sms, 99)))).starts_with("refused: Page 99 of INC-12"));
  auto group = page_effect(Channel::sms);
  std::get<playbooks::SendPage>(group.body).to = {playbooks::Target::Kind::user_group, "S1"};
  EXPECT_TRUE(in_words(deliver(page_delivery(group))).starts_with("refused: Twilio reaches people only"));
  auto trial = trial_delivery(Channel::sms);
  trial.test.reset();
  EXPECT_TRUE(in_words(deliver(trial)).starts_with("refused: This trial"));
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(Twilio, RefusalsSayWhoMustDoWhat) {
  const std::map<int, std::string> expected = {{20003, "SITREP_TWILIO_AUTH_TOKEN"},
                                               {21211, "the number of Ann Lee"},
                                               {21614, "people[].phone"},
                                               {21606, "twilio.from"},
                                               {21408, "Geo permissions"},
                                               {21608, "is a trial one"},
                                               {21610, "unsubscribed"},
                                               {99999, "(error 99999): Twilio's own words"}};
  for (const auto& [code, words] : expected) {
    const auto outcome = send(Channel::sms, answered(code == 20003 ? 401 : 400, error(code)));
    ASSERT_TRUE(std::holds_alternative<Refused>(outcome)) << in_words(outcome);
    EXPECT_NE(in_words(outcome).find(words), std::string::npos) << in_words(outcome);
    EXPECT_EQ(in_words(outcome).find("+49"), std::string::npos) << "telephone numbers are not for everybody to read";
  }
}

TEST_F(Twilio, WhatIsCertainlyNotDoneIsTriedAgain) {
  auto outcome = send(Channel::sms, answered(429, error(20429), {{"retry-after", "40"}}));
  EXPECT_EQ(in_words(outcome), "retry at 2026-11-21T14:05:40Z: Twilio: rate limited for 40 s");
  HttpResponse unreachable;
  unreachable.outcome = HttpResponse::Outcome::not_sent;
  unreachable.trouble = "Connection refused";
  outcome = send(Channel::sms, unreachable);
  EXPECT_EQ(in_words(outcome), "retry at 2026-11-21T14:05:04Z: Twilio cannot be reached: Connection refused");
}

TEST_F(Twilio, WhatMayHaveBeenDoneIsUnknown) {
  HttpResponse lost;
  lost.outcome = HttpResponse::Outcome::unknown;
  lost.trouble = "timeout";
  for (const auto& answer : {lost, answered(500, "oops"), answered(201, "<html>"), answered(201, "{}")}) {
    const auto outcome = send(Channel::voice, answer);
    EXPECT_TRUE(std::holds_alternative<Unknown>(outcome)) << in_words(outcome);
    world.clock.advance_to(world.clock.now() + 1h);
  }
}

TEST_F(Twilio, ThrottlesAllButTheFirstPageOfAnIncident) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(receipt_id(send(Channel::sms, answered(201, made(sid)))), sid);
  EXPECT_EQ(in_words(deliver(page_delivery(page_effect(Channel::sms)))),
            "retry at 2026-11-21T14:20:00Z: at most 5 SMS in 15 min to one person; next at 14:20 UTC");
  EXPECT_EQ(http.requests.size(), 5U);
  auto first = page_effect(Channel::sms);
  first.priority = playbooks::Priority::form;
  http.answers.push_back(answered(201, made(sid)));
  EXPECT_EQ(receipt_id(deliver(page_delivery(first))), sid);
}

TEST_F(Twilio, WhatDidNotLeaveDoesNotCount) {
  for (int i = 0; i < 9; ++i) send(Channel::sms, answered(429, error(20429)));
  EXPECT_EQ(receipt_id(send(Channel::sms, answered(201, made(sid)))), sid);
}

TEST_F(Twilio, EndingSendsNothing) {
  const auto outcome = deliver(page_delivery(end_effect(Channel::voice, playbooks::EndPage::How::resolved, call_sid)));
  EXPECT_TRUE(std::holds_alternative<Delivered>(outcome));
  EXPECT_TRUE(http.requests.empty());
}

struct Fated {
  Channel channel;
  std::string status;
  int error;
  PageState state;
  std::string why;
};

TEST(TwilioAnswers, EveryStatusHasItsMeaning) {
  const Fated table[] = {
      {Channel::sms, "queued", 0, PageState::sent, ""},
      {Channel::sms, "accepted", 0, PageState::sent, ""},
      {Channel::sms, "sending", 0, PageState::sent, ""},
      {Channel::sms, "sent", 0, PageState::sent, ""},
      {Channel::sms, "delivered", 0, PageState::delivered, ""},
      {Channel::sms, "read", 0, PageState::delivered, ""},
      {Channel::sms, "undelivered", 30003, PageState::failed, "the phone is switched off or out of reach"},
      {Channel::sms, "failed", 12345, PageState::failed, "the SMS could not be delivered (Twilio: error 12345)"},
      {Channel::sms, "failed", 0, PageState::failed, "the SMS could not be delivered"},
      {Channel::sms, "canceled", 0, PageState::failed, "the SMS was taken back at Twilio"},
      {Channel::voice, "queued", 0, PageState::sent, ""},
      {Channel::voice, "ringing", 0, PageState::sent, ""},
      {Channel::voice, "in-progress", 0, PageState::delivered, ""},
      {Channel::voice, "completed", 0, PageState::delivered, ""},
      {Channel::voice, "busy", 0, PageState::failed, "the line was busy"},
      {Channel::voice, "no-answer", 0, PageState::failed, "nobody took the call"},
      {Channel::voice, "failed", 0, PageState::failed, "the number could not be called"},
      {Channel::voice, "canceled", 0, PageState::failed, "the call was taken back at Twilio"},
      {Channel::voice, "something new", 0, PageState::sent, ""},
  };
  for (const auto& row : table) {
    Sent sent;
    sent.status = row.status;
    sent.error = row.error;
    const auto fate = fate_of(sent, row.channel);
    EXPECT_EQ(fate.state, row.state) << row.status;
    EXPECT_EQ(fate.why, row.why) << row.status;
  }
}

TEST_F(Twilio, ACheckBringsNewsOrNone) {
  http.answers.push_back(answered(200, made(sid, "sent")));
  auto outcome = deliver(page_delivery(check_effect(Channel::sms, sid)));
  EXPECT_EQ(http.requests[0].method, "GET");
  EXPECT_TRUE(http.requests[0].url.ends_with(std::string{"/Messages/"} + sid + ".json")) << http.requests[0].url;
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  EXPECT_TRUE(std::get<Delivered>(outcome).news.empty());

  http.answers.push_back(answered(200, made(call_sid, "busy")));
  outcome = deliver(page_delivery(check_effect(Channel::voice, call_sid)));
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  ASSERT_EQ(std::get<Delivered>(outcome).news.size(), 1U);
  const auto* note = std::get_if<playbooks::NotePage>(&std::get<Delivered>(outcome).news[0]);
  ASSERT_NE(note, nullptr);
  EXPECT_EQ(note->incident.number, 12);
  EXPECT_EQ(note->page, 3);
  EXPECT_EQ(note->channel, Channel::voice);
  EXPECT_EQ(note->state, PageState::failed);
  EXPECT_EQ(note->why, "the line was busy");
  EXPECT_EQ(note->receipt, call_sid);
}

TEST_F(Twilio, ACheckOfATrialNotesTheTrial) {
  auto check = check_effect(Channel::sms, sid, 7);
  std::get<playbooks::CheckPage>(check.body).incident = {0};
  http.answers.push_back(answered(200, made(sid, "delivered")));
  const auto outcome = deliver(page_delivery(check));
  ASSERT_EQ(std::get<Delivered>(outcome).news.size(), 1U);
  const auto* note = std::get_if<playbooks::NoteContactTest>(&std::get<Delivered>(outcome).news[0]);
  ASSERT_NE(note, nullptr);
  EXPECT_EQ(note->test, 7);
  EXPECT_EQ(note->state, PageState::delivered);
}

TEST_F(Twilio, ACheckThatFailsIsOnlyAskedAgain) {
  HttpResponse lost;
  lost.outcome = HttpResponse::Outcome::unknown;
  for (const auto& answer : {lost, answered(502, ""), answered(200, "[]")}) {
    http.answers.push_back(answer);
    EXPECT_TRUE(in_words(deliver(page_delivery(check_effect(Channel::sms, sid)))).starts_with("retry"));
  }
  http.answers.push_back(answered(404, error(20404)));
  EXPECT_EQ(in_words(deliver(page_delivery(check_effect(Channel::sms, sid)))),
            "delivered: Twilio does not know it any more");
  const auto asked = http.requests.size();
  deliver(page_delivery(check_effect(Channel::sms, "../../Accounts")));
  EXPECT_EQ(http.requests.size(), asked) << "only a sid goes into a path";
}

TEST(TwilioRequests, AFormIsEncodedWhole) {
  EXPECT_EQ(encode_form({{"To", "+49 1"}, {"Body", "a&b=ü\r\n"}}), "To=%2B49%201&Body=a%26b%3D%C3%BC%0D%0A");
  EXPECT_EQ(encode_form({}), "");
}

TEST(TwilioRequests, TwimlIsWellFormedWhateverIsSaid) {
  const auto words = twiml("a<b>&\"c\"'\x01");
  EXPECT_EQ(words,
            "<Response><Pause length=\"1\"/><Say>a&lt;b&gt;&amp;&quot;c&quot;&apos; </Say><Pause length=\"2\"/>"
            "<Say>a&lt;b&gt;&amp;&quot;c&quot;&apos; </Say></Response>");
}

TEST(TwilioRequests, LongTextsAreCutBetweenCharacters) {
  for (const auto* piece : {"a", "&", "ü", "日", "🚨"}) {
    std::string text;
    while (text.size() < 9000) text += piece;
    const auto words = twiml(text);
    EXPECT_LE(words.size(), twiml_limit);
    EXPECT_GT(words.size(), twiml_limit - 20);
    EXPECT_TRUE(words.ends_with("</Say></Response>"));
    Settings settings;
    const auto body = sms_form(settings, "+1", text)[1].second;
    EXPECT_LE(body.size(), sms_limit);
    EXPECT_EQ(body.size() % std::string_view{piece}.size(), 0U);
  }
}

TEST(TwilioAnswers, ReadsItsDates) {
  const playbooks::Time expected = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 14h + 5min + 9s;
  EXPECT_EQ(read_time("Sat, 21 Nov 2026 14:05:09 +0000"), expected);
  for (const auto* wrong :
       {"", "2026-11-21T14:05:09Z", "Sat, 21 Nov 2026 14:05:09 +0100", "Sat, 41 Nov 2026 14:05:09 +0000"})
    EXPECT_FALSE(read_time(wrong)) << wrong;
}

TEST(TwilioSettings, KnowsTelephoneNumbers) {
  for (const auto* good : {"+4915112345678", "+15551234567", "+1234567"}) EXPECT_TRUE(is_phone_number(good)) << good;
  for (const auto* bad :
       {"", "+", "015112345678", "+0151123456", "+49 151 123", "+123456", "+1234567890123456", "+49a1234567"})
    EXPECT_FALSE(is_phone_number(bad)) << bad;
}

TEST_F(Twilio, DoctorSaysWhatToMend) {
  http.answers.push_back(answered(200, R"({"sid":"AC","status":"active","type":"Full","friendly_name":"Acme"})"));
  auto findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Finding::Level::ok);
  http.answers.push_back(answered(401, error(20003)));
  findings = world.run(client->doctor());
  EXPECT_EQ(findings[0].level, Finding::Level::error);
  EXPECT_NE(findings[0].says.find("SITREP_TWILIO_AUTH_TOKEN"), std::string::npos);
  http.answers.push_back(answered(200, R"({"status":"suspended","type":"Trial"})"));
  findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].level, Finding::Level::error);
  EXPECT_EQ(findings[1].level, Finding::Level::warning);
}

}  // namespace
}  // namespace integrations::twilio
