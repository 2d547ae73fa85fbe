#pragma once
// The auditor: compares what should have happened with what did, apart from the rules that make it happen.
#include <string>
#include <vector>

#include "playbooks/rules.hpp"

namespace playbooks {

/// One sentence for each thing that is not as it should be, in a fixed order, without figures that change by the
/// minute (a finding that stays must stay the same text): overdue tiers, pages without a receipt, acknowledged
/// incidents that nobody has updated for twice the time after which it is asked, policies whose every tier leads
/// to nobody, calendars that could not be read. Empty: all is well.
std::vector<std::string> audit(const State& state, const Policy& policy, Time now);

}  // namespace playbooks
