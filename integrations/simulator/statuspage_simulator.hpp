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
  std::string weak_key = "simulated-weak-key";  // of somebody who may not manage the page: 403
  bool rate_limits = true;                      // 60 requests in a rolling 60 s, then 420 with Retry-After
};

struct PageComponent {
  std::string id, name, group, status = "operational";
};
struct PageUpdate {
  std::string status, body;
  playbooks::Time at{};
};
struct PageIncident {
  std::string id, name, status, impact, shortlink, metadata;                  // metadata as JSON text
  std::vector<std::string> components;                                        // names
  std::vector<PageUpdate> updates;                                            // oldest first
  std::optional<playbooks::Time> starts = std::nullopt, ends = std::nullopt;  // of a scheduled maintenance
};

struct PageFault {
  enum class Kind {
    http_error,       // status `code`, empty body, not done
    rate_limited,     // 420 with Retry-After `seconds`
    html,             // 502 with an HTML page from a proxy, not done
    half_json,        // done, but the answer is cut in the middle
    empty,            // done, but the answer has no body
    refuse,           // with `until`: nothing listens; else the connection is closed unanswered, not done
    swallow,          // not done, never answered until the client gives up
    done_unanswered,  // done, then the connection is closed without an answer
    done_then_error   // done, then status `code`
  };
  Kind kind = Kind::http_error;
  int times = 1;
  std::optional<playbooks::Time> until = std::nullopt;  // takes precedence over times
  int code = 503;
  int seconds = 60;
  std::string method = "*";  // only calls with this one: "POST", "PATCH", "GET"
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
  // Somebody edits the page by hand. Names in any case.
  void set_component(const std::string& name, const std::string& status);
  /// Opens an incident without a mark of ours; `component` may be empty. Its id.
  std::string open_incident(const std::string& name, const std::string& component = {}, const std::string& text = {});
  /// By name or id; false when no such one is open. A maintenance is completed.
  bool resolve_incident(const std::string& name);
  void remove_incident(const std::string& id);
  void fault(PageFault fault);
  void clear_faults();

  std::vector<PageComponent> components() const;
  std::vector<PageIncident> incidents() const;  // oldest first
  /// One line for each change a visitor would notice: "API: operational -> partial outage", "Checkout is down:
  /// investigating - We are looking into it."
  void on_change(std::function<void(const std::string& line)> listener);
  const std::vector<PageCall>& calls() const;
  void on_call(std::function<void(const PageCall&)> before);    // called before a call takes effect
  void on_answer(std::function<void(const PageCall&)> answer);  // after its effect, before the answer leaves
  /// What the real one would refuse in every case: unknown paths, keys, types, values and sizes. Not wrong keys and not
  /// too many requests.
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
