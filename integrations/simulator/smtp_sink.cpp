#include "integrations/simulator/smtp_sink.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <tuple>

#include "integrations/ports/log.hpp"
#include "integrations/ports/tasks.hpp"
#include "integrations/simulator/smtp_connection.hpp"

namespace integrations::simulator {

namespace asio = boost::asio;
using asio::ip::tcp;
using Stage = SmtpFault::Stage;
using Kind = SmtpFault::Kind;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t longest_text_line = 998;

}  // namespace

struct SmtpSink::Impl {
  Impl(asio::any_io_executor with, Clock& with_clock, Activity& with_activity, SmtpOptions with_options)
      : executor(with),
        clock(with_clock),
        activity(with_activity),
        options(std::move(with_options)),
        acceptor(with),
        tasks(with,
              [](std::string_view name, std::string_view what) {
                log_error("simulator task failed", {{"task", name}, {"what", what}});
              }),
        bell(with) {
    if (!options.certificate.empty()) {
      context.use_certificate_chain_file(options.certificate);
      context.use_private_key_file(options.key, asio::ssl::context::pem);
    }
    endpoint = {asio::ip::address_v4::loopback(), options.port};
    open();
    endpoint = acceptor.local_endpoint();
    tasks.start("accept", accept());
  }

  void open() {
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
  }

  asio::awaitable<void> accept() {
    while (true) {
      if (!acceptor.is_open()) {
        co_await bell.wait();
        continue;
      }
      auto [error, socket] = co_await acceptor.async_accept(as_result);
      if (error) continue;  // down meanwhile, or a client that went away; the loop ends by cancellation
      tasks.start("connection", serve(std::make_shared<SmtpConnection>(std::move(socket))));
    }
  }

  asio::awaitable<void> serve(std::shared_ptr<SmtpConnection> connection) {
    bool more = co_await reply(*connection, Stage::connect, "220 sink.sitrep.invalid ESMTP");
    while (more) {
      auto line = co_await connection->line();
      if (!line) co_return;
      while (line->ends_with('\n') || line->ends_with('\r')) line->pop_back();
      more = co_await command(*connection, std::move(*line));
    }
  }

  std::optional<SmtpFault> take_fault(Stage stage, const std::string& to) {
    for (auto& fault : faults) {
      if (fault.times <= 0 || fault.stage != stage || (fault.to != "*" && fault.to != to)) continue;
      --fault.times;
      return fault;
    }
    return std::nullopt;
  }

  /// Says `good`, or what a fault wants here. False when the connection is over. `taken` follows a good answer.
  asio::awaitable<bool> reply(SmtpConnection& connection, Stage stage, std::string good, bool* taken = nullptr) {
    const auto fault = take_fault(stage, connection.to.empty() ? std::string{} : connection.to.back());
    if (taken != nullptr) *taken = !fault || fault->kind == Kind::drop_taken;
    if (fault && fault->kind != Kind::reply) co_return false;
    const bool said = co_await connection.say(fault ? fmt::format("{} {}", fault->code, fault->text) : std::move(good));
    co_return said && !(fault && fault->code == 421);
  }

  asio::awaitable<bool> command(SmtpConnection& connection, std::string line) {
    const auto busy = activity.hold();
    const auto [word, rest] = smtp_words(line);
    if (word == "EHLO" || word == "HELO") {
      connection.greeted = true;
      std::string says = word == "HELO" ? "250 sink" : "250-sink\r\n250-8BITMIME";
      if (word == "EHLO" && offers_tls(connection)) says += "\r\n250-STARTTLS";
      if (word == "EHLO" && !options.user.empty()) says += "\r\n250-AUTH PLAIN LOGIN";
      if (word == "EHLO") says += "\r\n250 SIZE 4194304";
      co_return co_await connection.say(std::move(says));
    }
    if (word == "NOOP") co_return co_await connection.say("250 ok");
    if (word == "QUIT") {
      co_await connection.say("221 bye");
      co_return false;
    }
    if (!connection.greeted) co_return co_await connection.say("503 EHLO first");
    if (word == "STARTTLS" && offers_tls(connection)) {
      const bool said = co_await connection.say("220 go ahead");
      connection.greeted = false;
      co_return said&& co_await connection.protect(context);
    }
    if (word == "AUTH") co_return co_await log_in(connection, rest);
    if (word == "RSET") {
      connection.mail_open = false;
      connection.to.clear();
      co_return co_await connection.say("250 ok");
    }
    if (word == "MAIL" || word == "RCPT" || word == "DATA") co_return co_await envelope(connection, word, rest);
    co_return co_await connection.say("500 unknown command");
  }

  bool offers_tls(const SmtpConnection& connection) const { return !options.certificate.empty() && !connection.tls; }

  asio::awaitable<bool> envelope(SmtpConnection& connection, std::string word, std::string rest) {
    if (offers_tls(connection)) co_return co_await connection.say("530 STARTTLS first");
    if (!options.user.empty() && connection.login.empty()) co_return co_await connection.say("530 log in first");
    const auto address = within_brackets(rest);
    if (word == "MAIL") {
      connection.from = address;
      connection.to.clear();
      connection.mail_open = true;
      co_return co_await reply(connection, Stage::mail, "250 ok");
    }
    if (!connection.mail_open) co_return co_await connection.say("503 MAIL first");
    if (word == "RCPT") {
      if (address.find('@') == std::string::npos) co_return co_await connection.say("501 no address");
      connection.to.push_back(address);
      co_return co_await reply(connection, Stage::rcpt, "250 ok");
    }
    if (connection.to.empty()) co_return co_await connection.say("503 RCPT first");
    bool wanted = false;
    const bool more = co_await reply(connection, Stage::data, "354 end with a dot", &wanted);
    if (!more || !wanted) co_return more;
    co_return co_await data(connection);
  }

  asio::awaitable<bool> log_in(SmtpConnection& connection, std::string arguments) {
    auto [method, first] = smtp_words(arguments);
    std::string user, password;
    if (method == "PLAIN") {
      if (first.empty()) first = co_await connection.ask("334 ");
      std::tie(user, password) = plain_login(first);
    } else if (method == "LOGIN") {
      user = base64_decoded(first.empty() ? co_await connection.ask("334 VXNlcm5hbWU6") : first);
      password = base64_decoded(co_await connection.ask("334 UGFzc3dvcmQ6"));
    } else {
      co_return co_await connection.say("504 unknown method");
    }
    const bool right = !options.user.empty() && user == options.user && password == options.password;
    if (!right) co_return co_await connection.say("535 wrong user or password");
    connection.login = user;
    co_return co_await reply(connection, Stage::login, "235 welcome");
  }

  asio::awaitable<bool> data(SmtpConnection& connection) {
    SunkMail mail;
    while (true) {
      const auto line = co_await connection.line();
      if (!line || mail.raw.size() > most_mail_bytes) co_return false;
      if (!line->ends_with("\r\n")) violations.push_back("a bare line feed");
      if (line->size() > longest_text_line + 2) violations.push_back("a line of more than 998 characters");
      if (*line == ".\r\n") break;
      mail.raw += line->starts_with("..") ? line->substr(1) : *line;
    }
    mail.from = connection.from;
    mail.to = connection.to.front();
    mail.tls = connection.tls.has_value();
    mail.login = connection.login;
    mail.at = clock.now();
    if (connection.to.size() > 1) violations.push_back("more than one recipient in a message");
    read_mail(mail, violations);
    if (before) before(mail.to);
    connection.mail_open = false;
    const auto fault = take_fault(Stage::end, mail.to);
    if (!fault || fault->kind == Kind::drop_taken) take(std::move(mail));
    if (fault && fault->kind != Kind::reply) co_return false;
    co_return co_await connection.say(fault ? fmt::format("{} {}", fault->code, fault->text) : "250 taken");
  }

  void take(SunkMail mail) {
    const auto line = fmt::format("Mail to {}: {}", mail.to, mail.subject);
    mails.push_back(std::move(mail));
    if (told) told(line);
  }

  asio::any_io_executor executor;
  Clock& clock;
  Activity& activity;
  SmtpOptions options;
  asio::ssl::context context{asio::ssl::context::tls_server};
  tcp::endpoint endpoint;
  tcp::acceptor acceptor;
  std::vector<SmtpFault> faults;
  std::vector<SunkMail> mails;
  std::vector<std::string> violations;
  std::function<void(const std::string&)> told, before;
  Tasks tasks;
  Bell bell;
};

SmtpSink::SmtpSink(asio::any_io_executor executor, Clock& clock, Activity& activity, SmtpOptions options)
    : impl_(std::make_unique<Impl>(std::move(executor), clock, activity, std::move(options))) {}

SmtpSink::~SmtpSink() = default;

unsigned short SmtpSink::port() const {
  return impl_->endpoint.port();
}

asio::awaitable<void> SmtpSink::stop() {
  impl_->tasks.cancel();
  co_await impl_->tasks.wait();
  boost::system::error_code ignored;  // it may be closed already
  impl_->acceptor.close(ignored);
}

void SmtpSink::fault(SmtpFault fault) {
  impl_->faults.push_back(std::move(fault));
}
void SmtpSink::clear_faults() {
  impl_->faults.clear();
}
void SmtpSink::down(bool is_down) {
  if (is_down == !impl_->acceptor.is_open()) return;
  if (is_down) {
    impl_->acceptor.close();
    return;
  }
  impl_->open();
  impl_->bell.ring();
}

const std::vector<SunkMail>& SmtpSink::mails() const {
  return impl_->mails;
}
void SmtpSink::on_mail(std::function<void(const std::string& line)> listener) {
  impl_->told = std::move(listener);
}
void SmtpSink::on_message(std::function<void(const std::string& to)> before) {
  impl_->before = std::move(before);
}
const std::vector<std::string>& SmtpSink::violations() const {
  return impl_->violations;
}

}  // namespace integrations::simulator
