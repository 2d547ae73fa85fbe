#pragma once
// What Sitrep needs of Slack, each scope with the feature that needs it.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace integrations::slack {

struct NeededScope {
  std::string_view name, feature;
  bool optional = false;  // something is missing without it, but incidents run
};
std::span<const NeededScope> needed_scopes();

/// Those of needed_scopes() that are not in Slack's header: "chat:write,commands".
std::vector<NeededScope> missing_scopes(std::string_view granted);

}  // namespace integrations::slack
