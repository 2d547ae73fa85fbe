#pragma once
// A Statuspage of our own on loopback, as strict as the real one: one request a second, unknown keys refused, no
// idempotency.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"

namespace integrations::simulator {

struct StatuspageOptions {
  unsigned short port = 0;
  std::string api_key = "simulated-key", page_id = "simulatedpage";
  bool rate_limits = true;  // 60 requests in a rolling 60 s, then 420 with Retry-After
};

struct PageComponent {
  std::string id, name, group, status = "operational";
};
struct PageUpdate {
  std::string status, body;
  playbooks::Time at{};
};
struct PageIncident {
  std::string id, name, status, impact, shortlink, metadata;  // metadata as JSON text
  std::vector<std::string> components;                        // names
  std::vector<PageUpdate> updates;                            // oldest first
};

struct PageFault {
  enum class Kind {
    http_error,
    rate_limited,
    html,
    half_json,
    empty,
    refuse,
    swallow,
    done_unanswered,
    done_then_error
  };
  Kind kind = Kind::http_error;
  int times = 1;
  std::optional<playbooks::Time> until;  // takes precedence over times
  int code = 503;
  int seconds = 60;
};

struct PageCall {
  std::string method, path, body, answer;
  int status = 0;
  playbooks::Time at{};
};

class StatuspageSimulator {
 public:
  StatuspageSimulator(boost::asio::any_io_executor executor, Clock& clock, Activity& activity,
                      StatuspageOptions options = {});
  ~StatuspageSimulator();
  std::string api_url() const;  // "http://127.0.0.1:PORT/v1"
  boost::asio::awaitable<void> stop();

  void add_component(std::string name, std::string group = {});
  void set_component(const std::string& name, const std::string& status);  // somebody edits the page by hand
  void fault(PageFault fault);
  void clear_faults();

  std::vector<PageComponent> components() const;
  std::vector<PageIncident> incidents() const;  // oldest first
  /// One line for each change a visitor would notice: "API: operational -> partial outage", "Checkout is down:
  /// investigating".
  void on_change(std::function<void(const std::string& line)> listener);
  const std::vector<PageCall>& calls() const;
  void on_call(std::function<void(const PageCall&)> before);
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
