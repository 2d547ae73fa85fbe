#pragma once
// Who would be told, when and by what, if an incident of this severity were declared then and nobody answered. Runs the
// real rules on a copy of the state, so that it cannot differ from what would happen.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/rules.hpp"

namespace playbooks {

struct SimulatedStep {
  Time at{};
  Text says;  // "tier 1 (On-call engineer): Ann Lee by Slack message"
};
struct Simulation {
  std::string policy;                // name; empty: nobody would be paged
  std::vector<SimulatedStep> steps;  // in order of time, at most 200
  bool cut = false;                  // there would be more
};

/// Nobody acknowledges; every page is taken to arrive. `components` are keys of the policy. Goes no further than 48 h.
Result<Simulation> simulate_escalation(const Policy& policy, const OnCall& oncall, const std::string& severity,
                                       const std::vector<std::string>& components, Time at);

}  // namespace playbooks
