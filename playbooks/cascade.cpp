#include "playbooks/cascade.hpp"

#include <algorithm>

#include "playbooks/rules.hpp"

namespace playbooks {

std::vector<Consequence> consequences(const std::vector<ComponentClaim>& of, const Claims& claims,
                                      const Policy& policy) {
  std::vector<Consequence> found;
  for (const auto& claim : of) {
    const auto* component = policy.component(claim.component);
    if (component == nullptr) continue;
    for (const auto& dependent : component->dependents) {
      const bool applies = claim.status >= dependent.from && claim.status != ComponentStatus::operational;
      const bool named = std::ranges::any_of(of, [&](const auto& one) { return one.component == dependent.component; });
      if (!applies || named || dependent.status <= internal_status(claims, dependent.component)) continue;
      const auto same = std::ranges::find(found, dependent.component, &Consequence::component);
      if (same == found.end())
        found.push_back({dependent.component, dependent.status, component->key, dependent.effect});
      else if (same->status < dependent.status)
        *same = {dependent.component, dependent.status, component->key, dependent.effect};
    }
  }
  std::ranges::sort(found, [&](const Consequence& a, const Consequence& b) {
    return policy.component(a.component) < policy.component(b.component);
  });
  return found;
}

}  // namespace playbooks
