#pragma once
// The sentences about maintenance: for the channel, the timeline and the public.
#include <string>
#include <vector>

#include "playbooks/model/events.hpp"
#include "playbooks/model/policy.hpp"
#include "playbooks/model/text.hpp"
#include "playbooks/state.hpp"

namespace playbooks::wording {

/// The sentence for one event of the stream "maintenance".
Text maintenance_sentence(const Recorded& event, const Policy& policy);

// Parts.
/// "API, Database".
std::string maintained(const std::vector<std::string>& components, const Policy& policy);
std::string shared_components(const Maintenance& one, const Maintenance& other, const Policy& policy);
/// "2026-12-06 02:00 CET".
std::string in_zone(Time at, const std::string& zone);
/// "2026-12-06 02:00 to 04:00 CET (2 h)".
std::string stretch(Time starts, Time ends, const std::string& zone);
/// What others say of its components, one sentence each: "Database: partial outage, INC-12 since 02:10 UTC". With
/// `since` only what came up after it.
std::vector<std::string> claims_of_others(const Maintenance& window, const State& state, const Policy& policy,
                                          std::optional<Time> since = std::nullopt);

// New messages in the channel. `now` is when it happened.
Text maintenance_scheduled(const Maintenance& window, const Policy& policy);
Text maintenance_announced(const Maintenance& window, const Policy& policy, Time now);
Text maintenance_start_asked(const Maintenance& window, const Policy& policy, Time now);
Text maintenance_started(const Maintenance& window, const MaintenanceStarted& event, const Policy& policy);
Text maintenance_updated(const Maintenance& window, const MaintenanceUpdated& event, const Actor& by);
Text maintenance_overdue(const Maintenance& window, const MaintenanceUpdateOverdue& event, Time now);
Text maintenance_extended(const Maintenance& window, const MaintenanceExtended& event, const Actor& by);
Text maintenance_completed(const Maintenance& window, const MaintenanceCompleted& event, const Actor& by);
Text maintenance_cancelled(const Maintenance& window, const MaintenanceCancelled& event, const Actor& by);
Text maintenance_watched(const Maintenance& window, const MaintenanceWatched& event);
Text maintenance_untold(const Maintenance& window, const MaintenanceDeliveryFailed& event);

// Words for the public.
std::string public_scheduled(const Maintenance& window, const Policy& policy);
std::string public_announced(const Maintenance& window, const Policy& policy);
std::string public_started(const Maintenance& window, const Policy& policy);
std::string public_extended(const Maintenance& window, const MaintenanceExtended& event, const Policy& policy);
/// True to the components as they are: where something is still broken it says so.
std::string public_completed(const Maintenance& window, const MaintenanceCompleted& event, const State& after,
                             const Policy& policy);
std::string public_cancelled(const Maintenance& window, const MaintenanceCancelled& event, const Policy& policy);

}  // namespace playbooks::wording
