#pragma once
// What can be set about Slack: the values, their rows in the table of settings, and the names Slack keeps for itself.
#include <string>
#include <string_view>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::slack {

struct Settings {
  std::string api_url = "https://slack.com/api/";  // ends with "/"; SITREP_SLACK_API_URL overrides it
  std::string app_token;                           // xapp-..., connections:write
  std::string bot_token;                           // xoxb-...
  int connections = 1;                             // 1 to 10 (Slack's limit)
  std::string incident_channel;                    // id or "#name"; names are resolved once, at start
  bool debug_reconnects = false;                   // Slack then recycles every 360 s
};

/// The rows under `slack`, tokens included (those come from the environment only).
config::Table fields();
/// Everything but `incident_channel`, which is not a setting of Slack's.
Settings settings(const config::Values& values);

/// Empty when Slack takes `command` ("/incident") as a slash command; otherwise why not. Slack keeps some names for
/// itself and rejects the whole manifest when one is in it; its own schema does not say so.
std::string command_trouble(std::string_view command);
/// Empty when `channel` is an id ("C0123ABCD") or a name ("#incident-response" or without "#"); otherwise why not.
std::string channel_trouble(std::string_view channel);
/// A name gets its "#"; an id stays as it is.
std::string spelled_channel(std::string_view channel);

}  // namespace integrations::slack
