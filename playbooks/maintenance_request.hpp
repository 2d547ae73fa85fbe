#pragma once
// From what was asked to a window as it will be kept: checked, questioned, with its checklist.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/rules.hpp"

namespace playbooks::maintenance_request {

/// Refuses what cannot be, and questions what is doubtful unless it is wanted anyway.
Result<Maintenance> planned(const ScheduleMaintenance& asked, const State& state, const Context& context,
                            const Policy& policy);

/// Why somebody should look again: longer than a day, on components of another window at the same time, begun again
/// before it ends. It ends with how to have it anyway.
std::optional<std::string> doubt(const Maintenance& window, const State& state, const Policy& policy);

/// The checklist of the policy, nothing done.
std::vector<MaintenanceStep> steps(const Policy& policy);

}  // namespace playbooks::maintenance_request
