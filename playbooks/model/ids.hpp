#pragma once
// Who and what: names that cannot be mixed up.
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "playbooks/model/result.hpp"

namespace playbooks {

/// INC-12. Zero means "none".
struct IncidentId {
  std::int64_t number = 0;
  auto operator<=>(const IncidentId&) const = default;
};

std::string to_string(IncidentId id);
/// Accepts "#INC-12", "INC-12", "inc-12", "#12" and "12".
Result<IncidentId> parse_incident_id(std::string_view text);

/// MNT-3. Zero means "none".
struct MaintenanceId {
  std::int64_t number = 0;
  auto operator<=>(const MaintenanceId&) const = default;
};

std::string to_string(MaintenanceId id);
/// Accepts "#MNT-3", "MNT-3", "mnt-3", "#3" and "3".
Result<MaintenanceId> parse_maintenance_id(std::string_view text);

/// A person (a Slack user id and the name last seen with it) or a part of Sitrep ("sitrep"), or a shell user
/// ("cli:root").
struct Actor {
  std::string id;
  std::string name;
  bool operator==(const Actor&) const = default;
};

}  // namespace playbooks
