#pragma once
// What the rules see: the incident a command is about (if any), the open ones, and every claim on a component.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/incident.hpp"
#include "playbooks/model/maintenance.hpp"
#include "playbooks/model/status_desk.hpp"

namespace playbooks {

/// All claims by component. The worst public one is what the status page must say.
using Claims = std::map<std::string, std::vector<HeldClaim>>;

struct State {
  std::map<IncidentId, Incident> incidents;  // every open one, and any closed one that is being asked about
  Claims claims;
  std::int64_t next_incident = 1;
  int components_version = 0;  // number of the last event on the stream "components"
  OnCall oncall;
  Upkeep upkeep;
  StatusDesk pages;
};

}  // namespace playbooks
