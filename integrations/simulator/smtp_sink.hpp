#pragma once
// A mail server of our own on loopback that keeps what it is given: RFC 5321 with STARTTLS (RFC 3207) and AUTH PLAIN
// and LOGIN (RFC 4954), as strict about order and line lengths as the standards.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/simulator/sunk_mail.hpp"

namespace integrations::simulator {

struct SmtpOptions {
  unsigned short port = 0;
  std::string user, password;    // not empty: nobody may send without this login
  std::string certificate, key;  // paths of PEM files; not empty: STARTTLS is offered, and wanted before MAIL
};

struct SmtpFault {
  enum class Stage { connect, login, mail, rcpt, data, end };  // end: after the dot that ends the message
  enum class Kind {
    reply,      // with `code` and `text`, not taken
    drop,       // the connection is closed unanswered, not taken
    drop_taken  // at the end only: taken, then closed unanswered
  };
  Stage stage = Stage::rcpt;
  Kind kind = Kind::reply;
  int code = 550;
  std::string text = "no such user here";
  int times = 1;
  std::string to = "*";  // only mail to this address (from rcpt on)
};

class SmtpSink {
 public:
  SmtpSink(boost::asio::any_io_executor executor, Clock& clock, Activity& activity, SmtpOptions options = {});
  ~SmtpSink();
  unsigned short port() const;
  /// Ends every connection; call and await before destruction.
  boost::asio::awaitable<void> stop();

  void fault(SmtpFault fault);
  void clear_faults();
  /// While down nothing listens.
  void down(bool is_down);

  /// Everything taken, oldest first.
  const std::vector<SunkMail>& mails() const;
  /// One line when a mail is taken: "Mail to ann@example.com: INC-12: Checkout is down".
  void on_mail(std::function<void(const std::string& line)> listener);
  /// Called with the recipient when the whole message is there, before it is taken.
  void on_message(std::function<void(const std::string& to)> before);
  /// What the standards forbid: bare line feeds, lines over 998 characters, headers missing or not ASCII.
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
