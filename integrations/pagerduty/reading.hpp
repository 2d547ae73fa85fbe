#pragma once
// What PagerDuty's REST API answers, understood. Pure. Shapes: its description of the REST API v2 (openapiv3.json).
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "integrations/paging/far_side.hpp"
#include "playbooks/model/oncall.hpp"

namespace integrations::pagerduty {

/// The newest of the incidents; none when the list is empty. Whoever acknowledged it counts only when it was a person:
/// our own events, automation and time limits are shown as services and integrations.
struct Newest {
  bool understood = false;  // there was a list
  std::optional<FarAlert> alert;
};
Newest newest_incident(const boost::json::value& answer);

/// Somebody's turn as PagerDuty knows them.
struct Turn {
  playbooks::Time from{}, to{};
  std::string user, name;  // PagerDuty's id of the user; their name there
};
/// The turns of a schedule, overrides there included, in order. Nothing when the shape is wrong.
std::optional<std::vector<Turn>> read_turns(const boost::json::value& answer);

}  // namespace integrations::pagerduty
