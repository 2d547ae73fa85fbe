#include "bot/manifest.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace bot {
namespace {

struct Scope {
  std::string_view name, used_for;
};
// Ask for little: each scope is a question by the person who must approve the app.
constexpr std::array<Scope, 15> scopes{{
    {"commands", "the slash commands below `features`"},
    {"chat:write", "the incident's card, its thread, answers"},
    {"chat:write.public", "the same in public channels that nobody invited Sitrep to"},
    {"app_mentions:read", "@sitrep <command>, the only way to type a command in a thread"},
    {"channels:read", "finding the configured public channels by name"},
    {"groups:read", "finding the configured private channels by name"},
    {"channels:history", "after an unclear answer of Slack: was the message posted? So that it is never posted twice"},
    {"groups:history", "the same in private channels"},
    {"users:read", "names and time zones of people in the history"},
    {"im:write", "finding the direct messages with a person who was paged"},
    {"im:history", "after an unclear answer of Slack: did the page arrive? So that nobody is paged twice"},
    {"channels:write.topic", "the topic that says who is on call; leave it out when no schedule has a topic_channel"},
    {"groups:write.topic", "the same in private channels"},
    {"usergroups:write", "the user group that follows the rotation; leave it out when no schedule has a user_group"},
    {"usergroups:read", "seeing who is in it, so that it is changed only when the rotation moves"},
}};

/// At most `most` bytes, never half a character.
std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string{text};
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return std::string{text.substr(0, most)};
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (c == '"' || c == '\\') result += '\\';
    result += control ? ' ' : c;
  }
  return result + '"';
}

std::string slash_commands(const std::map<std::string, std::string>& commands,
                           const std::vector<ManifestCommand>& described) {
  constexpr std::size_t longest_description = 2000, longest_hint = 1000;
  std::string yaml;
  for (const auto& each : described) {
    const auto found = commands.find(each.command);
    const auto registered = found == commands.end() ? "/" + each.command : found->second;
    yaml += fmt::format("    - command: {}\n      description: {}\n", registered,
                        quoted(cut(each.description, longest_description)));
    if (!each.usage_hint.empty())
      yaml += fmt::format("      usage_hint: {}\n", quoted(cut(each.usage_hint, longest_hint)));
    yaml += "      should_escape: true  # people and channels arrive as ids, not as text\n";
  }
  return yaml;
}

}  // namespace

std::vector<ManifestCommand> manifest_commands() {
  return {{"incident", "Run incidents: declare, update, resolve",
           "declare P1 \"what is broken\" | list | show | update | resolve | help"},
          {"status", "What the status page says of each component", "show | set <component> <status> | history"},
          {"maintenance", "Plan maintenance, announce it, run it",
           "schedule \"title\" \"sun 02:00\" 2h on db | list | start | extend 30m | complete"},
          {"oncall", "Who is on call, stand-ins, checks of the rota",
           "now | week | who payments | override @bob fri 18:00 mon 9:00 | lint | simulate P0 | help"},
          {"sitrep", "Help, and every command of Sitrep in one", "help | doctor | incident ... | status ..."}};
}

std::string manifest(const std::map<std::string, std::string>& commands,
                     const std::vector<ManifestCommand>& described) {
  std::string yaml = R"(# Slack: https://api.slack.com/apps, Create New App, From a manifest; paste this.
# Then: Install to Workspace, and create an app-level token with the scope connections:write.
_metadata:
  major_version: 1
  minor_version: 1
display_information:
  name: Sitrep
  description: Runs incidents, from the first word to the status page
features:
  app_home:
    home_tab_enabled: false
    messages_tab_enabled: true  # without it Slack delivers no direct messages: pages
    messages_tab_read_only_enabled: true  # nobody types there; buttons work
  bot_user:
    display_name: sitrep
    always_online: true
  slash_commands:
)";
  yaml += slash_commands(commands, described);
  yaml += "oauth_config:\n  scopes:\n    bot:\n";
  for (const auto& scope : scopes) yaml += fmt::format("      - {}  # {}\n", scope.name, scope.used_for);
  yaml += R"(settings:
  event_subscriptions:
    bot_events:
      - app_mention  # @sitrep <command>
  interactivity:
    is_enabled: true  # buttons and forms
  org_deploy_enabled: false
  socket_mode_enabled: true  # Sitrep dials out: it needs no public address
  token_rotation_enabled: false
)";
  return yaml;
}

}  // namespace bot
