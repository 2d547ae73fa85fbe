#pragma once
// What the simulated alerting services share: a server on loopback, faults on demand, and a record of what was asked.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "integrations/http/server.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"

namespace integrations::simulator {

struct ServiceFault {
  enum class Kind {
    rate_limited,     // 429 with Retry-After `seconds`, not done
    http_error,       // status `code`, not done
    html,             // 200 with an HTML page, not done
    refuse,           // the connection is closed unanswered, not done
    done_unanswered,  // done, then the connection is closed without an answer
    done_then_error   // done, then status `code`
  };
  Kind kind = Kind::http_error;
  int times = 1;
  int code = 503;
  int seconds = 30;
  std::string method = "*";  // only calls with this one: "POST", "GET"
};

/// One request with its answer. `status` is 0 when there was none.
struct ServiceCall {
  std::string method, path, body, answer;      // path with its query
  std::map<std::string, std::string> headers;  // names in lower case
  int status = 0;
  playbooks::Time at{};
};

class ServiceShell {
 public:
  using Answer = std::function<HttpServerReply(const HttpServerRequest&)>;
  ServiceShell(boost::asio::any_io_executor executor, unsigned short port, Clock& clock, Activity& activity,
               Answer answer);
  std::string url() const;  // "http://127.0.0.1:PORT"
  boost::asio::awaitable<void> stop();

  void fault(ServiceFault fault) { faults_.push_back(std::move(fault)); }
  void clear_faults() { faults_.clear(); }
  void down(bool is_down) { server_.refuse(is_down); }
  const std::vector<ServiceCall>& calls() const { return calls_; }

  std::function<void(const ServiceCall&)> before;  // called before a request takes effect
  std::function<void(const ServiceCall&)> after;   // after its effect, before the answer leaves

 private:
  boost::asio::awaitable<HttpServerReply> handle(HttpServerRequest request);
  std::optional<ServiceFault> take_fault(const std::string& method);
  static void spoil(HttpServerReply& reply, const ServiceFault& fault);

  Clock& clock_;
  Activity& activity_;
  Answer answer_;
  std::vector<ServiceFault> faults_;
  std::vector<ServiceCall> calls_;
  HttpServer server_;
};

/// A JSON answer.
HttpServerReply json_reply(int status, std::string body);

}  // namespace integrations::simulator
