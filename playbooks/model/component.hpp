#pragma once
// Components as the status page shows them, and who claims what about them.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/ids.hpp"
#include "playbooks/model/result.hpp"
#include "playbooks/model/time.hpp"

namespace playbooks {

/// In order of badness: the worst claim is the public status. The names are Statuspage's.
enum class ComponentStatus { operational, under_maintenance, degraded_performance, partial_outage, major_outage };

std::string_view to_string(ComponentStatus status);  // "partial_outage"
std::string_view in_words(ComponentStatus status);   // "partial outage"
/// Accepts the full name, with "_", "-" or " ", and the short words people type: op, ok, up, green, deg, degraded,
/// slow, part, partial, maj, major, down, red, maintenance, maint, main.
Result<ComponentStatus> parse_component_status(std::string_view text);

/// One component in an incident: what the incident says of it.
struct ComponentClaim {
  std::string component;  // Component::key of the policy
  ComponentStatus status = ComponentStatus::operational;
  bool operator==(const ComponentClaim&) const = default;
};

/// A claim with its holder: an incident ("INC-12"), a maintenance ("MNT-3") or a person's word ("manual").
struct HeldClaim {
  std::string component;
  std::string holder;
  ComponentStatus status = ComponentStatus::operational;
  bool is_public = true;  // internal incidents and drills claim without showing
  Time since{};
  Actor by;
  std::string message;
  std::optional<Time> until{};  // a person's word may have an end
  std::string because{};        // whose consequence it is, or which numbers said so
  bool operator==(const HeldClaim&) const = default;
};

}  // namespace playbooks
