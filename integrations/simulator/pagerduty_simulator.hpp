#pragma once
// A PagerDuty of our own on loopback: the Events API v2 and as much of the REST API as Sitrep uses, as strict as the
// real ones. People there act by acknowledge() and resolve().
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "integrations/simulator/service_shell.hpp"

namespace integrations::simulator {

struct PagerDutyOptions {
  unsigned short port = 0;
  std::string routing_key = "0123456789abcdef0123456789abcdef", api_token = "simulated-token";
};

struct DutyUser {
  std::string id, name, email;
};
struct DutyTurn {
  playbooks::Time from{}, to{};
  std::string user;  // DutyUser::id
};

/// An incident there: one for each key that is open, a new one when an old one is resolved.
struct DutyIncident {
  std::string id, key, summary, severity;
  std::string status = "triggered";
  std::string by;       // DutyUser::id of whoever acknowledged or resolved it; empty: an event of ours
  std::string details;  // custom_details as JSON text
  std::string link;     // of the first of its links
  int triggers = 1;     // how often it was triggered
  playbooks::Time created{}, changed{};
};

class PagerDutySimulator {
 public:
  PagerDutySimulator(boost::asio::any_io_executor executor, Clock& clock, Activity& activity,
                     PagerDutyOptions options = {});
  ~PagerDutySimulator();
  std::string events_url() const;  // "http://127.0.0.1:PORT/v2"
  std::string api_url() const;     // "http://127.0.0.1:PORT"
  boost::asio::awaitable<void> stop();

  void add_user(DutyUser user);
  /// Turns as they are after overrides.
  void set_schedule(const std::string& id, const std::string& name, std::vector<DutyTurn> turns);
  /// A person acts on the open incident of that key. False when there is none (or it is acknowledged already).
  bool acknowledge(const std::string& key, const std::string& user);
  bool resolve(const std::string& key, const std::string& user);

  void fault(ServiceFault fault);
  void clear_faults();
  /// While down nothing listens.
  void down(bool is_down);

  std::vector<DutyIncident> incidents() const;  // oldest first
  /// The newest incident of that key; nothing in it when there is none.
  DutyIncident incident(const std::string& key) const;
  /// One line for each change that people there see: "PagerDuty: triggered P1 INC-12 Checkout is down. …",
  /// "PagerDuty: acknowledged P1 INC-12 …", "PagerDuty: Ann Lee resolved P1 INC-12 …".
  void on_change(std::function<void(const std::string& line)> listener);
  const std::vector<ServiceCall>& calls() const;
  void on_call(std::function<void(const ServiceCall&)> before);    // called before a request takes effect
  void on_answer(std::function<void(const ServiceCall&)> answer);  // after its effect, before the answer leaves
  /// What the real one would refuse, or drop without a word: unknown keys, missing fields, sizes, unknown paths. Not
  /// wrong credentials.
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
