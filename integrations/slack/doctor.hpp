#pragma once
// What Sitrep needs of Slack, each scope with the feature that needs it.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/policy.hpp"

namespace integrations::slack {

struct NeededScope {
  /// Most are always needed; the others once people are configured, or a schedule has a topic channel or a user group.
  enum class When { always, people, topics, groups };
  std::string_view name, feature;
  bool optional = false;  // something is missing without it, but incidents run
  When when = When::always;
};
std::span<const NeededScope> needed_scopes();
/// Whether this configuration uses what the scope is for.
bool is_used(const NeededScope& scope, const playbooks::Policy& policy);

/// Those of needed_scopes() that are not in Slack's header: "chat:write,commands".
std::vector<NeededScope> missing_scopes(std::string_view granted);

}  // namespace integrations::slack
