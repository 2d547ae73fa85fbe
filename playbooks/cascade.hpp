#pragma once
// What the failure of one component does to those that depend on it, as the configuration says of each.
#include <vector>

#include "playbooks/model/policy.hpp"
#include "playbooks/state.hpp"

namespace playbooks {

struct Consequence {
  std::string component;  // Component::key
  ComponentStatus status = ComponentStatus::operational;
  std::string because;  // Component::key of the one that fails
  std::string effect;   // what its users notice, in words; may be empty
  bool operator==(const Consequence&) const = default;
};

/// What follows from these claims for components that they do not name, the worst for each, in the order of the
/// configuration. What is said of a component already (`claims`) is left out where it is as bad.
std::vector<Consequence> consequences(const std::vector<ComponentClaim>& of, const Claims& claims,
                                      const Policy& policy);

}  // namespace playbooks
