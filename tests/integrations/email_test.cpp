// What is said by e-mail, as bytes and as outcomes, with a mail server made by hand.
#include "integrations/email/email.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "integrations/email/letters.hpp"
#include "integrations/email/mime.hpp"
#include "integrations/simulator/sunk_mail.hpp"
#include "statuspage_support.hpp"
#include "twilio_support.hpp"

namespace integrations::email {
namespace {

using namespace std::chrono_literals;
using playbooks::Channel;
using playbooks::EndPage;
using Answer = MailResult::Outcome;

class FakeMail : public Mail {
 public:
  std::deque<MailResult> answers;  // an empty list accepts
  std::vector<MailMessage> sent;
  boost::asio::awaitable<MailResult> send(MailMessage message) override {
    sent.push_back(std::move(message));
    co_return next();
  }
  boost::asio::awaitable<MailResult> check() override { co_return next(); }

 private:
  MailResult next() {
    MailResult result{Answer::accepted, 250, "ok"};
    if (answers.empty()) return result;
    result = answers.front();
    answers.pop_front();
    return result;
  }
};

/// What a mail program sees of it.
simulator::SunkMail opened(const MailMessage& message) {
  simulator::SunkMail mail;
  mail.raw = compose(message);
  std::vector<std::string> violations;
  simulator::read_mail(mail, violations);
  EXPECT_EQ(violations, std::vector<std::string>{});
  for (std::size_t at = 0; at < mail.raw.size();) {
    const auto end = mail.raw.find("\r\n", at);
    EXPECT_NE(end, std::string::npos);
    if (end == std::string::npos) break;
    EXPECT_LE(end - at, 78U) << mail.raw.substr(at, end - at);
    at = end + 2;
  }
  return mail;
}

class EmailTest : public ::testing::Test {
 protected:
  static Settings settings() {
    Settings settings;
    settings.server.host = "smtp.test";
    settings.from = "Sitrep <sitrep@acme.test>";
    return settings;
  }
  Outcome deliver(Delivery delivery) { return world.run(client->deliver(std::move(delivery))); }
  Outcome page() { return deliver(page_delivery(page_effect(Channel::email))); }

  statuspage::World world;
  playbooks::Policy policy = paging_policy();
  FakeMail mail;
  std::unique_ptr<Integration> client = make_email(settings(), policy, mail, world.clock, world.activity);
};

TEST_F(EmailTest, TakesPagesByEmailAndWordsToPeopleWithoutSlack) {
  EXPECT_TRUE(client->takes(page_effect(Channel::email)));
  EXPECT_TRUE(client->takes(check_effect(Channel::email, "<x@y>")));
  EXPECT_TRUE(client->takes(end_effect(Channel::email, EndPage::How::resolved, "<x@y>")));
  EXPECT_FALSE(client->takes(page_effect(Channel::sms)));
  playbooks::Effect tell;
  for (const auto& [person, takes] :
       {std::pair{"bob", true}, std::pair{"ann", false}, std::pair{"cleo", false}, std::pair{"zoe", false}}) {
    tell.body = playbooks::TellPerson{person, "hello"};
    EXPECT_EQ(client->takes(tell), takes) << person;
  }
}

TEST_F(EmailTest, APageHasEverythingAMailNeeds) {
  const auto outcome = page();
  ASSERT_EQ(mail.sent.size(), 1U) << in_words(outcome);
  auto shown = opened(mail.sent[0]);
  EXPECT_EQ(mail.sent[0].to, "ann@example.com");
  EXPECT_EQ(shown.headers["from"], "\"Sitrep\" <sitrep@acme.test>");
  EXPECT_EQ(shown.subject, "INC-12: Checkout is down");
  EXPECT_EQ(shown.headers["date"], "Sat, 21 Nov 2026 14:05:00 +0000");
  EXPECT_EQ(shown.headers["message-id"], "<inc-12.p3.email.1795269900@acme.test>");
  EXPECT_EQ(receipt_id(outcome), shown.headers["message-id"]);
  EXPECT_EQ(shown.headers["references"], "<inc-12.1795269900@acme.test>");
  EXPECT_EQ(shown.headers["in-reply-to"], shown.headers["references"]);
  EXPECT_EQ(shown.headers["auto-submitted"], "auto-generated");
  EXPECT_EQ(shown.headers["content-type"], "text/plain; charset=utf-8");
  EXPECT_NE(shown.body.find("INC-12"), std::string::npos) << shown.body;
  EXPECT_NE(shown.body.find("sitrep incident ack INC-12"), std::string::npos) << shown.body;
}

TEST_F(EmailTest, EveryTryHasTheSameIdAndEveryPageAnotherInTheSameThread) {
  mail.answers.push_back({Answer::unknown, 0, "timeout"});
  EXPECT_TRUE(std::holds_alternative<Unknown>(page()));
  world.clock.advance_to(world.clock.now() + 1min);
  page();
  deliver(page_delivery(page_effect(Channel::email, 5)));
  ASSERT_EQ(mail.sent.size(), 3U);
  auto first = opened(mail.sent[0]), again = opened(mail.sent[1]), other = opened(mail.sent[2]);
  EXPECT_EQ(first.headers["message-id"], again.headers["message-id"]);
  EXPECT_NE(first.headers["message-id"], other.headers["message-id"]);
  EXPECT_EQ(first.headers["references"], other.headers["references"]);
  EXPECT_EQ(first.subject, other.subject);
}

TEST(EmailLetters, ANumberUsedAgainInANewDatabaseGivesAnotherId) {
  auto old = page_effect(Channel::email), fresh = old;
  fresh.created += 24h;
  EXPECT_NE(message_id(old, "x.test"), message_id(fresh, "x.test"));
  old.key = "oncall//Übung/../7/";
  old.created = playbooks::Time{};
  EXPECT_EQ(message_id(old, "x.test"), "<oncall.bung.7.0@x.test>");
}

TEST_F(EmailTest, TheEndIsAnAnswerToThePage) {
  auto end = page_delivery(end_effect(Channel::email, EndPage::How::resolved, "<inc-12.p3.email.1@acme.test>"));
  end.incident->status = playbooks::Status::resolved;
  end.incident->resolved = world.clock.now();
  end.incident->status_set.by = {"U1", "Ann Lee"};
  end.incident->last_update = "Rolled back.";
  deliver(end);
  ASSERT_EQ(mail.sent.size(), 1U);
  auto shown = opened(mail.sent[0]);
  EXPECT_EQ(shown.subject, "Re: INC-12: Checkout is down");
  EXPECT_EQ(shown.headers["in-reply-to"], "<inc-12.p3.email.1@acme.test>");
  EXPECT_EQ(shown.headers["references"], "<inc-12.1795269900@acme.test> <inc-12.p3.email.1@acme.test>");
  EXPECT_EQ(
      shown.body,
      "INC-12 is resolved by Ann Lee, 2026-11-21 14:05 UTC.\nNothing is left to do about this page.\n\nRolled back.\n");
}

TEST_F(EmailTest, AnAcknowledgementSendsNothing) {
  for (const auto& [how, receipt] :
       {std::pair{EndPage::How::acknowledged, "<a@b>"}, std::pair{EndPage::How::resolved, ""}})
    EXPECT_EQ(in_words(deliver(page_delivery(end_effect(Channel::email, how, receipt)))), "delivered: nothing is sent");
  EXPECT_TRUE(mail.sent.empty());
  const auto check = deliver(page_delivery(check_effect(Channel::email, "<a@b>")));
  EXPECT_TRUE(std::get<Delivered>(check).news.empty());
}

TEST_F(EmailTest, TellsPeople) {
  playbooks::Effect tell;
  tell.key = "oncall/9/tell/bob";
  tell.created = world.clock.now();
  tell.body = playbooks::TellPerson{
      "bob", "You are on call for Primary now, until Monday 09:00, and this sentence is too long for a subject."};
  Delivery delivery;
  delivery.effect = tell;
  EXPECT_FALSE(receipt_id(deliver(delivery)).empty());
  const auto shown = opened(mail.sent.at(0));
  EXPECT_EQ(mail.sent[0].to, "bob@example.com");
  EXPECT_EQ(shown.subject, "Acme: You are on call for Primary now, until Monday 09:00, and this …");
  EXPECT_TRUE(shown.body.ends_with("too long for a subject.\n"));
}

TEST_F(EmailTest, ATrialSaysSo) {
  deliver(trial_delivery(Channel::email));
  const auto shown = opened(mail.sent.at(0));
  EXPECT_EQ(shown.subject, "Acme: trial page 7, nothing is wrong");
  EXPECT_NE(shown.body.find("trial"), std::string::npos);
}

TEST_F(EmailTest, NobodyToWriteToIsRefused) {
  EXPECT_EQ(in_words(deliver(page_delivery(page_effect(Channel::email, 6, "cleo")))),
            "refused: Cleo has no e-mail address. Set `people[].email` of cleo: ann@example.com.");
  EXPECT_TRUE(in_words(deliver(page_delivery(page_effect(Channel::email, 3, "zoe")))).starts_with("refused: “zoe”"));
  EXPECT_TRUE(in_words(deliver(page_delivery(page_effect(Channel::email, 99)))).starts_with("refused: Page 99"));
  policy.people[0].email = "ann@example.com\r\nRCPT TO:<eve@example.com>";
  EXPECT_TRUE(in_words(page()).starts_with("refused: Ann Lee has no e-mail address"));
  EXPECT_TRUE(mail.sent.empty());
}

TEST_F(EmailTest, EveryAnswerHasItsOutcome) {
  const std::pair<MailResult, std::string> table[] = {
      {{Answer::refused, 451, "try later"},
       "retry at 2026-11-21T14:05:02Z: the mail server asks to come again (it says: 451 try later)"},
      {{Answer::not_sent, 0, "refused"}, "retry at 2026-11-21T14:05:04Z: the mail server cannot be reached: refused"},
      {{Answer::unknown, 0, "gone"}, "unknown: no answer from the mail server after the whole mail: gone"},
      {{Answer::refused, 550, "who?"},
       "refused: The mail server does not take mail from `email.from` to Ann Lee (it says: 550 who?). "
       "Correct `people[].email`, or allow the sender at the mail server."},
      {{Answer::refused, 535, "no"},
       "refused: The mail server did not let us in (it says: 535 no). Set `email.user` and SITREP_SMTP_PASSWORD to "
       "what it expects, and restart Sitrep."},
      {{Answer::refused, 554, "spam"}, "refused: The mail server refused the mail to Ann Lee (it says: 554 spam)."},
      {{Answer::refused, 0, "no STARTTLS"}, "refused: The mail was not sent: no STARTTLS."},
  };
  for (const auto& [answer, words] : table) {
    mail.answers.push_back(answer);
    EXPECT_EQ(in_words(page()), words);
  }
}

TEST_F(EmailTest, AMailWhoseFateIsUnknownIsSentAgain) {
  const auto lookup = world.run(client->find({page_delivery(page_effect(Channel::email))}));
  ASSERT_TRUE(std::holds_alternative<Found>(lookup));
  EXPECT_TRUE(std::get<Found>(lookup).receipts.empty());
}

TEST_F(EmailTest, ThrottlesAllButTheFirstPageOfAnIncident) {
  for (int i = 0; i < 20; ++i) page();
  EXPECT_EQ(in_words(page()),
            "retry at 2026-11-21T14:20:00Z: at most 20 e-mails in 15 min to one person; next at 14:20 UTC");
  auto first = page_effect(Channel::email);
  first.priority = playbooks::Priority::form;
  EXPECT_FALSE(receipt_id(deliver(page_delivery(first))).empty());
  EXPECT_EQ(mail.sent.size(), 21U);
}

TEST_F(EmailTest, DoctorSaysWhatToMend) {
  auto findings = world.run(client->doctor());
  EXPECT_EQ(findings.at(0).level, Finding::Level::ok);
  EXPECT_EQ(findings[0].what, "mail server smtp.test:587");
  mail.answers = {{Answer::refused, 535, "no"}, {Answer::not_sent, 0, "Connection refused"}};
  findings = world.run(client->doctor());
  EXPECT_EQ(findings.at(0).level, Finding::Level::error);
  EXPECT_NE(findings[0].says.find("SITREP_SMTP_PASSWORD"), std::string::npos);
  findings = world.run(client->doctor());
  EXPECT_EQ(findings.at(0).level, Finding::Level::warning);
}

TEST(EmailMime, NoValueBeginsAHeaderOfItsOwn) {
  MailMessage message;
  message.from = "Eve\r\nBcc: eve@example.com <sitrep@acme.test>";
  message.to = "ann@example.com";
  message.subject = "a\r\nBcc: eve@example.com\r\n\r\nbody";
  message.headers = {{"Date", "now"}, {"Message-ID", "<1@x>\nX-Evil: 1"}};
  message.body = "hello";
  auto shown = opened(message);
  EXPECT_FALSE(shown.headers.contains("bcc"));
  EXPECT_FALSE(shown.headers.contains("x-evil"));
  EXPECT_EQ(shown.subject, "a  Bcc: eve@example.com    body");
  EXPECT_EQ(shown.body, "hello\n");
}

TEST(EmailMime, EveryTextComesBackAsItWas) {
  const std::string texts[] = {"plain",
                               "=20 is not a space, = neither",
                               "Straße – 日本 🚨",
                               std::string(300, 'x'),
                               "a line that ends with a space \nand one with a tab\t\nFrom here\n.\n..two dots",
                               std::string(75, 'x') + " \n" + std::string(74, 'y') + "ü",
                               "tab\tinside"};
  for (const auto& text : texts) {
    MailMessage message{"a@b.test", "c@d.test", "x", {{"Date", "d"}, {"Message-ID", "<m@n>"}}, text};
    EXPECT_EQ(opened(message).body, text + "\n");
  }
  for (const auto& text : {texts[0], texts[2], texts[3], std::string{"=?UTF-8?B?eA==?= is no word of ours"},
                           texts[2] + texts[2] + texts[2] + texts[2]}) {
    MailMessage message{"a@b.test", "c@d.test", text, {{"Date", "d"}, {"Message-ID", "<m@n>"}}, "x"};
    EXPECT_EQ(opened(message).subject, text);
  }
}

TEST(EmailMime, KnowsAddresses) {
  EXPECT_EQ(address_of("ann@example.com"), "ann@example.com");
  EXPECT_EQ(address_of("Ann Lee <ann@example.com>"), "ann@example.com");
  EXPECT_EQ(domain_of("ann@example.com"), "example.com");
  for (const auto* bad :
       {"", "ann", "@example.com", "ann@", "a@b@c", "a b@c.test", "Ann <ann@example.com", "ann@example.com>",
        "Ann <ann@example.com> x", "änn@example.com", "ann@example.com\r\n", "a,b@c.test"})
    EXPECT_EQ(address_of(bad), "") << bad;
  EXPECT_EQ(address_of(std::string(250, 'a') + "@example.com"), "");
}

TEST(EmailMime, WritesDates) {
  EXPECT_EQ(mail_date(playbooks::Time{}), "Thu, 01 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(mail_date(playbooks::Time{951782399999ms}), "Mon, 28 Feb 2000 23:59:59 +0000");
  EXPECT_EQ(mail_date(playbooks::Time{951782400000ms}), "Tue, 29 Feb 2000 00:00:00 +0000");
}

}  // namespace
}  // namespace integrations::email
