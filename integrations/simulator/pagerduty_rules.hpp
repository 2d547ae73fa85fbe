#pragma once
// What the simulated PagerDuty accepts and answers. Sources: PagerDuty's descriptions of both APIs (openapiv3.json) and
// its pages "Trigger events", "Acknowledge or resolve", "Rate limits".
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "integrations/simulator/pagerduty_simulator.hpp"

namespace integrations::simulator {

class PagerDutyRules {
 public:
  explicit PagerDutyRules(PagerDutyOptions options) : options_(std::move(options)) {}

  HttpServerReply answer(const HttpServerRequest& request, playbooks::Time now);
  bool act(const std::string& key, const std::string& user, const std::string& status, playbooks::Time now);
  DutyIncident* newest(const std::string& key);

  struct Schedule {
    std::string name;
    std::vector<DutyTurn> turns;
  };
  std::map<std::string, DutyUser> users;
  std::map<std::string, Schedule> schedules;
  std::vector<DutyIncident> incidents;
  std::vector<std::string> violations;
  std::function<void(const std::string&)> told;

 private:
  HttpServerReply enqueue(const HttpServerRequest& request, playbooks::Time now);
  HttpServerReply rest(const HttpServerRequest& request, playbooks::Time now);
  HttpServerReply list_incidents(const HttpServerRequest& request, playbooks::Time now) const;
  HttpServerReply schedule(const HttpServerRequest& request, const std::string& id);
  HttpServerReply invalid(std::vector<std::string> errors);
  std::vector<std::string> problems_of(const boost::json::value& event) const;
  void trigger(const boost::json::value& event, playbooks::Time now);
  void tell(const std::string& what, const DutyIncident& incident) const;
  boost::json::object reference(const std::string& user) const;
  boost::json::object shown(const DutyIncident& incident) const;

  PagerDutyOptions options_;
};

}  // namespace integrations::simulator
