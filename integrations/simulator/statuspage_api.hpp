#pragma once
// The simulated page's API: who may ask, how often, and which path leads where. No sockets.
#include <boost/json/object.hpp>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "integrations/http/server.hpp"
#include "integrations/simulator/statuspage_page.hpp"
#include "integrations/simulator/statuspage_rules.hpp"

namespace integrations::simulator {

class SimulatedApi {
 public:
  /// `weak_key` is one of somebody who may not manage the page.
  SimulatedApi(SimulatedPage& page, std::string key, std::string weak_key, bool rate_limits)
      : page_(page), key_(std::move(key)), weak_key_(std::move(weak_key)), rate_limits_(rate_limits) {}
  /// Does what the request says, at once.
  HttpServerReply answer(const HttpServerRequest& request, playbooks::Time now);
  const std::vector<std::string>& violations() const { return violations_; }

 private:
  using Parts = std::vector<std::string>;
  using Then = std::function<SimulatedPage::Reply(const boost::json::object&)>;
  /// Seconds to wait when there were too many requests in the last minute; counts this one otherwise.
  std::optional<std::int64_t> over_limit(playbooks::Time now);
  SimulatedPage::Reply no_route(const HttpServerRequest& request);
  SimulatedPage::Reply route(const HttpServerRequest& request, Parts parts, playbooks::Time now);
  SimulatedPage::Reply component_call(const HttpServerRequest& request, const Parts& parts);
  SimulatedPage::Reply incident_call(const HttpServerRequest& request, const Parts& parts, playbooks::Time now);
  SimulatedPage::Reply postmortem_call(const HttpServerRequest& request, const Parts& parts, playbooks::Time now);
  static SimulatedPage::Reply with_body(const HttpServerRequest& request, BodyKind kind, const Then& then);

  SimulatedPage& page_;
  std::string key_, weak_key_;
  bool rate_limits_;
  std::deque<playbooks::Time> requests_;  // of the last minute
  std::vector<std::string> violations_;
};

}  // namespace integrations::simulator
