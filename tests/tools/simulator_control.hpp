#pragma once
// The simulated Slack over HTTP, for programs that are not ours: POST /_control/<act> with a JSON object plays a person
// or Slack itself, GET /_control/state tells what everyone has seen.
#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "integrations/simulator/slack_simulator.hpp"
#include "integrations/simulator/statuspage_simulator.hpp"

namespace integrations::simulator {

class SimulatorControl {
 public:
  SimulatorControl(SlackSimulator& slack, StatuspageSimulator& page);

 private:
  using Act = std::function<boost::json::object(const boost::json::object&)>;
  void add_people_acts();
  void add_server_acts();
  void add_page_acts();
  HttpServerReply answer(const HttpServerRequest& request);
  boost::json::object state() const;

  SlackSimulator& slack_;
  StatuspageSimulator& page_;
  std::vector<SlackSight> sights_;
  std::vector<std::string> channels_;
  std::map<std::string, Act> acts_;
};

}  // namespace integrations::simulator
