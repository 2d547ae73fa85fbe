#pragma once
// An Opsgenie of our own on loopback: alerts by alias, as strict as the real one, and like it only a moment later: what
// it answers 202 to is seen after one second.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "integrations/simulator/service_shell.hpp"

namespace integrations::simulator {

struct OpsgenieOptions {
  unsigned short port = 0;
  std::string api_key = "simulated-key";
};

/// An alert there: one for each alias that is open, a new one when an old one is closed.
struct GenieAlert {
  std::string id, alias, message, description, priority;
  std::string status = "open";  // or "closed"
  bool acknowledged = false;
  std::string by;  // whoever acknowledged or closed it
  int count = 1;   // how often it was created
  playbooks::Time created{}, changed{};
};

class OpsgenieSimulator {
 public:
  OpsgenieSimulator(boost::asio::any_io_executor executor, Clock& clock, Activity& activity,
                    OpsgenieOptions options = {});
  ~OpsgenieSimulator();
  std::string api_url() const;  // "http://127.0.0.1:PORT"
  boost::asio::awaitable<void> stop();

  /// A person acts on the open alert of that alias. False when there is none (or it is acknowledged already).
  bool acknowledge(const std::string& alias, const std::string& person);
  bool close(const std::string& alias, const std::string& person);

  void fault(ServiceFault fault);
  void clear_faults();
  /// While down nothing listens.
  void down(bool is_down);

  std::vector<GenieAlert> alerts() const;  // oldest first, as they are now
  /// One line for each change, when it is accepted: "Opsgenie: created P1 INC-12 …", "Opsgenie: acknowledged …".
  void on_change(std::function<void(const std::string& line)> listener);
  const std::vector<ServiceCall>& calls() const;
  void on_call(std::function<void(const ServiceCall&)> before);    // called before a request takes effect
  void on_answer(std::function<void(const ServiceCall&)> answer);  // after its effect, before the answer leaves
  /// What the real one would refuse: unknown keys, missing fields, sizes, unknown paths. Not a wrong key.
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
