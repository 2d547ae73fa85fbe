#include <algorithm>

#include "playbooks/rules.hpp"

namespace playbooks {
namespace {

ComponentStatus worst(const Claims& claims, std::string_view component, bool only_public) {
  const auto held = claims.find(std::string{component});
  auto result = ComponentStatus::operational;
  if (held == claims.end()) return result;
  for (const auto& claim : held->second)
    if (claim.is_public || !only_public) result = std::max(result, claim.status);
  return result;
}

}  // namespace

ComponentStatus public_status(const Claims& claims, std::string_view component) {
  return worst(claims, component, true);
}

ComponentStatus internal_status(const Claims& claims, std::string_view component) {
  return worst(claims, component, false);
}

}  // namespace playbooks
