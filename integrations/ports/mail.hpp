#pragma once
// One e-mail to one person and what came of it. Implemented with libcurl in http/curl_mail; tests may put a fake behind
// it.
#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>
#include <vector>

#include "playbooks/model/time.hpp"

namespace integrations {

/// Where mail is handed in.
struct MailServer {
  enum class Tls {
    starttls,  // begins in clear and must become protected before anything is said (RFC 3207)
    implicit,  // protected from the first byte (RFC 8314)
    none       // for a server on this machine only
  };
  std::string host;
  int port = 587;
  Tls tls = Tls::starttls;
  std::string user, password;  // no user: no login
  std::string ca_file;         // whom to trust instead of the system's authorities; may be empty
  playbooks::Duration timeout = std::chrono::seconds{60};  // real time, whole message; servers may scan it for long
};

struct MailMessage {
  std::string from;                                          // "Sitrep <sitrep@example.com>" or the address alone
  std::string to;                                            // the address alone
  std::string subject;                                       // UTF-8
  std::vector<std::pair<std::string, std::string>> headers;  // further ones: Date, Message-ID
  std::string body;                                          // UTF-8, lines end with \n
};

struct MailResult {
  enum class Outcome {
    accepted,  // the server has taken it
    refused,   // by the server with `code`, or with code 0 by ourselves because it would not have been protected
    not_sent,  // it ended before the whole message was there: safe to repeat
    unknown    // the whole message was there, no answer came
  };
  Outcome outcome = Outcome::unknown;
  int code = 0;      // the server's last reply (RFC 5321 §4.2): 4xx may work later, 5xx will not
  std::string text;  // the server's words, or what went wrong; without secrets
};

class Mail {
 public:
  virtual ~Mail() = default;
  /// Never throws for what the network does; throws operation_aborted when the coroutine is cancelled.
  virtual boost::asio::awaitable<MailResult> send(MailMessage message) = 0;
  /// Connects, protects and logs in like send(), but sends nothing.
  virtual boost::asio::awaitable<MailResult> check() = 0;
};

}  // namespace integrations
