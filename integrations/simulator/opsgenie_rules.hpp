#pragma once
// What the simulated Opsgenie accepts and answers. Sources: Opsgenie's description (opsgenie-oas swagger.json) and its
// page "Alert API".
#include <boost/json/value.hpp>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "integrations/simulator/opsgenie_simulator.hpp"

namespace integrations::simulator {

class OpsgenieRules {
 public:
  explicit OpsgenieRules(OpsgenieOptions options) : options_(std::move(options)) {}

  HttpServerReply answer(const HttpServerRequest& request, playbooks::Time now);
  bool act(const std::string& alias, const std::string& person, bool close, playbooks::Time now);
  /// Does what was accepted a second ago or earlier.
  void settle(playbooks::Time now);

  std::vector<GenieAlert> alerts;
  std::vector<std::string> violations;
  std::function<void(const std::string&)> told;

 private:
  struct Accepted {
    playbooks::Time due{};
    std::function<void()> what;
  };
  HttpServerReply create(const HttpServerRequest& request, playbooks::Time now);
  HttpServerReply change(const HttpServerRequest& request, const std::string& alias, bool close, playbooks::Time now);
  HttpServerReply show(const std::string& alias, playbooks::Time now);
  HttpServerReply wrong(int status, const std::string& message);
  HttpServerReply accepted(playbooks::Time now, std::function<void()> what);
  void open(GenieAlert alert);
  GenieAlert* newest(const std::string& alias);
  void tell(const std::string& what, const std::string& message) const;

  OpsgenieOptions options_;
  std::deque<Accepted> waiting_;
  int requests_ = 0;
};

}  // namespace integrations::simulator
