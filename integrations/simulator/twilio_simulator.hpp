#pragma once
// A Twilio of our own on loopback: messages and calls that really change their state as time passes, with its limits,
// its error numbers, and no idempotency.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"

namespace integrations::simulator {

struct TwilioOptions {
  unsigned short port = 0;
  std::string account_sid = "AC00000000000000000000000000000000", auth_token = "simulated-token";
  std::string from = "+15551234567";
  std::string messaging_service_sid;  // MG…: known beside the number
  bool trial = false;                 // reaches nobody but `from`'s owner: 21608, 21219
};

/// An SMS or a call that was accepted. SMS: queued, after 1 s sent, after 3 s delivered. Calls: queued, after 1 s
/// ringing, after 5 s in-progress, after 15 s completed; or as fail() says, at the same times.
struct TwilioPage {
  bool call = false;
  std::string sid, to, from;
  std::string text;    // of an SMS; of a call all that is spoken, once
  std::string twiml;   // of a call
  std::string status;  // now
  int error = 0;       // of an SMS that did not arrive
  playbooks::Time at{};
};

struct TwilioFault {
  enum class Kind {
    rate_limited,     // 429 with code 20429 and Retry-After `seconds`, not done
    http_error,       // status `code`, not done
    refuse,           // the connection is closed unanswered, not done
    done_unanswered,  // done, then the connection is closed without an answer
    done_then_error   // done, then status `code`
  };
  Kind kind = Kind::http_error;
  int times = 1;
  int code = 503;
  int seconds = 30;
  std::string method = "POST";  // only calls with this one; "*" for all
};

/// One request with its answer. `status` is 0 when there was none.
struct TwilioCall {
  std::string method, path, body, answer;
  int status = 0;
  playbooks::Time at{};
};

class TwilioSimulator {
 public:
  TwilioSimulator(boost::asio::any_io_executor executor, Clock& clock, Activity& activity, TwilioOptions options = {});
  ~TwilioSimulator();
  std::string api_url() const;  // "http://127.0.0.1:PORT"
  boost::asio::awaitable<void> stop();

  void fault(TwilioFault fault);
  void clear_faults();
  /// While down nothing listens.
  void down(bool is_down);
  /// What becomes of pages to this number from now on: "failed", "undelivered", "busy", "no-answer". `error` is the
  /// number that an SMS then carries. An empty status: all is well again.
  void fail(const std::string& number, const std::string& status, int error = 30003);
  /// It is none: 21211 for an SMS, 21217 for a call.
  void no_such_number(const std::string& number);

  /// Everything accepted, oldest first.
  std::vector<TwilioPage> pages() const;
  /// One line when somebody's phone would ring or show something: "SMS to +4915112345678: P1 INC-12 …",
  /// "Call to +4915112345678: This is …".
  void on_page(std::function<void(const std::string& line)> listener);
  const std::vector<TwilioCall>& calls() const;
  void on_call(std::function<void(const TwilioCall&)> before);    // called before a request takes effect
  void on_answer(std::function<void(const TwilioCall&)> answer);  // after its effect, before the answer leaves
  /// What the real one would refuse in every case: missing and unknown fields, bad numbers, texts that are too long.
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
