#pragma once
// The Slack app manifest for this configuration: what a person pastes into Slack to create the app.
#include <map>
#include <string>
#include <vector>

namespace bot {

/// How one of our commands is described to people who type "/".
struct ManifestCommand {
  std::string command;      // ours: "incident"
  std::string description;  // one line; Slack takes 2,000 characters
  std::string usage_hint;   // "declare | list | show"; Slack takes 1,000 characters
};

/// The commands that Sitrep has, with their hints.
std::vector<ManifestCommand> manifest_commands();

/// YAML. `commands` maps ours to what is registered ("status" -> "/statuspage"), as configured and checked; one that is
/// not in it is registered as "/<command>". Least scopes, each with the feature that needs it; no URL, because Socket
/// Mode needs none.
std::string manifest(const std::map<std::string, std::string>& commands, const std::vector<ManifestCommand>& described);

}  // namespace bot
