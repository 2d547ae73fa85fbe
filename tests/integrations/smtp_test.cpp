// libcurl's SMTP against the simulated mail server over real sockets: protection, login, and every moment at which the
// connection can end.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <cstdlib>
#include <filesystem>

#include "curl_support.hpp"
#include "integrations/email/email.hpp"
#include "integrations/http/curl_mail.hpp"
#include "integrations/simulator/smtp_sink.hpp"
#include "statuspage_support.hpp"
#include "twilio_support.hpp"

namespace integrations {
namespace {

using namespace std::chrono_literals;
using simulator::SmtpFault;
using Answer = MailResult::Outcome;
using Stage = SmtpFault::Stage;
using Kind = SmtpFault::Kind;

/// A certificate for 127.0.0.1 that signs itself, made by the openssl program; empty when there is none.
struct Certificate {
  Certificate() {
    folder = std::filesystem::temp_directory_path() / ("sitrep-smtp-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    certificate = folder / "certificate.pem";
    key = folder / "key.pem";
    const auto command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
        "-addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout " +
        key + " -out " + certificate + " 2>/dev/null";
    made = std::system(command.c_str()) == 0;
  }
  ~Certificate() { std::filesystem::remove_all(folder); }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  std::filesystem::path folder;
  std::string certificate, key;
  bool made = false;
};

const Certificate& test_certificate() {
  static const Certificate made;
  return made;
}

class SmtpTest : public ::testing::Test {
 protected:
  void listen(simulator::SmtpOptions options = {}) {
    sink = std::make_unique<simulator::SmtpSink>(world.io.get_executor(), world.clock, world.activity, options);
    sink->on_mail([this](const std::string& line) { seen.push_back(line); });
    server.host = "127.0.0.1";
    server.port = sink->port();
    server.tls = options.certificate.empty() ? MailServer::Tls::none : MailServer::Tls::starttls;
    server.ca_file = options.certificate;
    server.timeout = 5s;
  }
  ~SmtpTest() override {
    if (sink) world.run(sink->stop());
    if (sink) EXPECT_EQ(sink->violations(), std::vector<std::string>{});
  }
  static MailMessage message(std::string body = "Checkout is down.\n.\n..\n") {
    MailMessage message;
    message.from = "Sitrep <sitrep@acme.test>";
    message.to = "ann@example.com";
    message.subject = "INC-12: Straße";
    message.headers = {{"Date", "Sat, 21 Nov 2026 14:05:00 +0000"}, {"Message-ID", "<inc-12.p3@acme.test>"}};
    message.body = std::move(body);
    return message;
  }
  MailResult send(MailMessage mail = message()) {
    const auto client = make_curl_mail(world.io.get_executor(), world.activity, server);
    auto result = world.run(client->send(std::move(mail)));
    EXPECT_TRUE(world.activity.quiet());
    return result;
  }
  MailResult check() {
    const auto client = make_curl_mail(world.io.get_executor(), world.activity, server);
    return world.run(client->check());
  }

  statuspage::World world;
  std::unique_ptr<simulator::SmtpSink> sink;
  MailServer server;
  std::vector<std::string> seen;
};

TEST_F(SmtpTest, AMailArrivesAsItWasWritten) {
  listen();
  const auto result = send();
  EXPECT_EQ(result.outcome, Answer::accepted) << result.text;
  ASSERT_EQ(sink->mails().size(), 1U);
  const auto& mail = sink->mails()[0];
  EXPECT_EQ(mail.from, "sitrep@acme.test");
  EXPECT_EQ(mail.to, "ann@example.com");
  EXPECT_EQ(mail.subject, "INC-12: Straße");
  EXPECT_EQ(mail.body, "Checkout is down.\n.\n..\n") << "dots are doubled on the way and undoubled at the end";
  EXPECT_FALSE(mail.tls);
  EXPECT_EQ(seen, (std::vector<std::string>{"Mail to ann@example.com: INC-12: Straße"}));
}

TEST_F(SmtpTest, ALongMailArrivesWhole) {
  listen();
  std::string body;
  for (int i = 0; i < 20000; ++i) body += "line " + std::to_string(i) + "\n";
  EXPECT_EQ(send(message(body)).outcome, Answer::accepted);
  EXPECT_EQ(sink->mails().at(0).body, body);
}

TEST_F(SmtpTest, ProtectedAndLoggedIn) {
  ASSERT_TRUE(test_certificate().made) << "the openssl program is not installed";
  listen({.user = "sitrep",
          .password = "pass wörd",
          .certificate = test_certificate().certificate,
          .key = test_certificate().key});
  server.user = "sitrep";
  server.password = "pass wörd";
  EXPECT_EQ(check().outcome, Answer::accepted);
  EXPECT_TRUE(sink->mails().empty()) << "a check sends nothing";
  const auto result = send();
  EXPECT_EQ(result.outcome, Answer::accepted) << result.text;
  ASSERT_EQ(sink->mails().size(), 1U);
  EXPECT_TRUE(sink->mails()[0].tls);
  EXPECT_EQ(sink->mails()[0].login, "sitrep");
  server.password = "wrong";
  const auto refused = send();
  EXPECT_EQ(refused.outcome, Answer::refused);
  EXPECT_EQ(refused.code, 535);
  EXPECT_EQ(refused.text, "wrong user or password");
  EXPECT_EQ(check().code, 535);
}

TEST_F(SmtpTest, WithoutStarttlsNothingIsSaid) {
  listen();
  server.tls = MailServer::Tls::starttls;
  server.user = "sitrep";
  server.password = "secret-word";
  for (const auto& result : {send(), check()}) {
    EXPECT_EQ(result.outcome, Answer::refused);
    EXPECT_EQ(result.code, 0);
    EXPECT_NE(result.text.find("STARTTLS"), std::string::npos) << result.text;
    EXPECT_EQ(result.text.find("secret-word"), std::string::npos);
  }
  EXPECT_TRUE(sink->mails().empty());
}

TEST_F(SmtpTest, AStrangersCertificateIsNotTrusted) {
  ASSERT_TRUE(test_certificate().made) << "the openssl program is not installed";
  listen({.user = {}, .password = {}, .certificate = test_certificate().certificate, .key = test_certificate().key});
  server.ca_file.clear();
  const auto result = send();
  EXPECT_EQ(result.outcome, Answer::refused);
  EXPECT_NE(result.text.find("certificate is not trusted"), std::string::npos) << result.text;
  EXPECT_TRUE(sink->mails().empty());
}

TEST_F(SmtpTest, WithoutTlsOnlyToThisMachine) {
  listen();
  server.host = "smtp.example.com";
  const auto result = send();
  EXPECT_EQ(result.outcome, Answer::refused);
  EXPECT_NE(result.text.find("email.tls"), std::string::npos) << result.text;
}

TEST_F(SmtpTest, AWrongAddressNeverReachesTheServer) {
  listen();
  auto mail = message();
  mail.to = "ann@example.com>\r\nRCPT TO:<eve@example.com";
  EXPECT_EQ(send(mail).outcome, Answer::refused);
  mail = message();
  mail.from = "nobody";
  EXPECT_EQ(send(mail).outcome, Answer::refused);
  EXPECT_TRUE(sink->mails().empty());
}

struct Ending {
  std::string name;
  SmtpFault fault;
  Answer outcome;
  int code;
  std::size_t taken;
};
class SmtpEndings : public SmtpTest, public ::testing::WithParamInterface<Ending> {};

TEST_P(SmtpEndings, AreToldApart) {
  listen();
  const auto& ending = GetParam();
  sink->fault(ending.fault);
  const auto result = send();
  EXPECT_EQ(static_cast<int>(result.outcome), static_cast<int>(ending.outcome)) << result.code << " " << result.text;
  EXPECT_EQ(result.code, ending.code);
  if (ending.code != 0) EXPECT_EQ(result.text, ending.fault.text);
  EXPECT_EQ(sink->mails().size(), ending.taken);
  EXPECT_EQ(send().outcome, Answer::accepted) << "and the next one passes";
}

INSTANTIATE_TEST_SUITE_P(
    Table, SmtpEndings,
    ::testing::Values(Ending{"busy", {Stage::connect, Kind::reply, 421, "too busy"}, Answer::refused, 421, 0},
                      Ending{"sender", {Stage::mail, Kind::reply, 550, "not you"}, Answer::refused, 550, 0},
                      Ending{"greylisted", {Stage::rcpt, Kind::reply, 450, "come again"}, Answer::refused, 450, 0},
                      Ending{"nobody", {Stage::rcpt, Kind::reply, 550, "no such user here"}, Answer::refused, 550, 0},
                      Ending{"data", {Stage::data, Kind::reply, 451, "disk full"}, Answer::refused, 451, 0},
                      Ending{"spam", {Stage::end, Kind::reply, 554, "looks like spam"}, Answer::refused, 554, 0},
                      Ending{"later", {Stage::end, Kind::reply, 452, "no room"}, Answer::refused, 452, 0},
                      Ending{"drop_connect", {Stage::connect, Kind::drop}, Answer::not_sent, 0, 0},
                      Ending{"drop_mail", {Stage::mail, Kind::drop}, Answer::not_sent, 0, 0},
                      Ending{"drop_rcpt", {Stage::rcpt, Kind::drop}, Answer::not_sent, 0, 0},
                      Ending{"drop_data", {Stage::data, Kind::drop}, Answer::not_sent, 0, 0},
                      Ending{"drop_end", {Stage::end, Kind::drop}, Answer::unknown, 0, 0},
                      Ending{"drop_taken", {Stage::end, Kind::drop_taken}, Answer::unknown, 0, 1}),
    [](const auto& info) { return info.param.name; });

TEST_F(SmtpTest, NobodyListens) {
  listen();
  sink->down(true);
  const auto result = send();
  EXPECT_EQ(result.outcome, Answer::not_sent) << result.text;
  EXPECT_EQ(check().outcome, Answer::not_sent);
  sink->down(false);
  EXPECT_EQ(send().outcome, Answer::accepted);
}

TEST_F(SmtpTest, AServerThatSaysNothingIsGivenUp) {
  RawServer mute{world.io, [](const std::string&) { return RawAnswer{"", RawAnswer::Then::mute}; }};
  server.host = "127.0.0.1";
  server.port = mute.port();
  server.tls = MailServer::Tls::none;
  server.timeout = 300ms;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(send().outcome, Answer::not_sent);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
}

TEST_F(SmtpTest, ACancelledMailLeavesNothingBehind) {
  RawServer mute{world.io, [](const std::string&) { return RawAnswer{"", RawAnswer::Then::mute}; }};
  server.host = "127.0.0.1";
  server.port = mute.port();
  server.tls = MailServer::Tls::none;
  auto client = make_curl_mail(world.io.get_executor(), world.activity, server);
  boost::asio::cancellation_signal cancel;
  bool done = false;
  std::exception_ptr failure;
  boost::asio::co_spawn(world.io, client->send(message()),
                        boost::asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr error, MailResult) {
                          failure = error;
                          done = true;
                        }));
  for (int i = 0; i < 10; ++i) world.io.run_one_for(20ms);
  EXPECT_FALSE(world.activity.quiet());
  cancel.emit(boost::asio::cancellation_type::terminal);
  world.turn_until(done);
  EXPECT_TRUE(failure);
  EXPECT_TRUE(world.activity.quiet());
  const auto begin = std::chrono::steady_clock::now();
  client.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
}

TEST_F(SmtpTest, ManyAtOnceAllArrive) {
  listen();
  const auto client = make_curl_mail(world.io.get_executor(), world.activity, server);
  constexpr int count = 20;
  int accepted = 0, ended = 0;
  bool done = false;
  for (int i = 0; i < count; ++i)
    boost::asio::co_spawn(world.io, client->send(message("number " + std::to_string(i))),
                          [&](std::exception_ptr error, MailResult result) {
                            if (!error && result.outcome == Answer::accepted) ++accepted;
                            done = ++ended == count;
                          });
  world.turn_until(done);
  EXPECT_EQ(accepted, count);
  EXPECT_EQ(sink->mails().size(), static_cast<std::size_t>(count));
}

TEST_F(SmtpTest, APageThatWasTakenWithoutAnAnswerComesAgainUnderTheSameId) {
  listen();
  sink->fault({.stage = Stage::end, .kind = Kind::drop_taken});
  const auto mail = make_curl_mail(world.io.get_executor(), world.activity, server);
  auto policy = paging_policy();
  email::Settings settings{server, "Sitrep <sitrep@acme.test>"};
  const auto client = email::make_email(settings, policy, *mail, world.clock, world.activity);
  const auto result = world.run(
      statuspage::deliver_to_the_end(*client, world.clock, page_delivery(page_effect(playbooks::Channel::email))));
  EXPECT_FALSE(receipt_id(result.outcome).empty()) << in_words(result.outcome);
  EXPECT_EQ(result.lookups, 1);
  ASSERT_EQ(sink->mails().size(), 2U);
  EXPECT_EQ(sink->mails()[0].headers.at("message-id"), sink->mails()[1].headers.at("message-id"));
}

}  // namespace
}  // namespace integrations
