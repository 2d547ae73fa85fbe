#include "integrations/slack/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/checks.hpp"

namespace integrations::slack {
namespace {

using config::Field;
using config::Type;

/// Names of Slack's own commands.
constexpr std::array<std::string_view, 19> reserved{
    "/status",   "/me",     "/join",  "/away", "/dnd",    "/shrug", "/remind", "/msg", "/feed",     "/who",
    "/collapse", "/expand", "/leave", "/open", "/search", "/topic", "/mute",   "/pro", "/shortcuts"};

struct TokenKind {
  std::string_view prefix, name;
};
constexpr std::array<TokenKind, 6> kinds{{{"xapp-", "an app-level token (xapp-…)"},
                                          {"xoxb-", "a bot token (xoxb-…)"},
                                          {"xoxp-", "a user token (xoxp-…)"},
                                          {"xoxe", "a refresh or configuration token (xoxe…)"},
                                          {"xoxa-", "an old workspace token (xoxa-…)"},
                                          {"xoxs-", "a session token (xoxs-…)"}}};

/// "got" this, without a character of the token.
std::string token_trouble(const std::string& token, std::string_view wanted, std::string_view where) {
  if (token.starts_with(wanted) && token.size() > wanted.size() + 1) return {};
  const auto* kind = std::ranges::find_if(kinds, [&](const TokenKind& k) { return token.starts_with(k.prefix); });
  if (kind == kinds.end() || kind->prefix == wanted) return fmt::format("something that is none; {}", where);
  const bool swapped = kind->prefix == "xapp-" || kind->prefix == "xoxb-";
  return fmt::format("{}{}; {}", kind->name, swapped ? ": are the two tokens swapped?" : "", where);
}

config::Check check_token(std::string_view prefix, std::string_view where) {
  return [prefix, where](const std::string& token) { return token_trouble(token, prefix, where); };
}

bool is_id(std::string_view text) {
  return text.size() >= 9 && (text.front() == 'C' || text.front() == 'G') &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

}  // namespace

config::Table fields() {
  return {
      {.path = "slack", .type = Type::section, .help = "How Sitrep reaches Slack. The tokens are not set here."},
      {.path = "slack.app_token",
       .help =
           "Opens the connection. In the app's settings: Basic Information, App-Level Tokens, scope connections:write.",
       .expected = "an app-level token (xapp-…)",
       .required = true,
       .check = check_token("xapp-", "an app-level token is under Basic Information, App-Level Tokens"),
       .environment = "SITREP_SLACK_APP_TOKEN",
       .secret = true},
      {.path = "slack.bot_token",
       .help = "Posts and edits messages. In the app's settings: OAuth & Permissions, Bot User OAuth Token.",
       .expected = "a bot token (xoxb-…)",
       .required = true,
       .check = check_token("xoxb-", "a bot token is under OAuth & Permissions, Bot User OAuth Token"),
       .environment = "SITREP_SLACK_BOT_TOKEN",
       .secret = true},
      {.path = "slack.api_url",
       .help = "Where Slack's Web API is. GovSlack has its own: https://slack-gov.com/api/.",
       .fallback = "https://slack.com/api/",
       .expected = "an address such as https://slack.com/api/",
       .max = 500,
       .pattern = "^https?://",
       .check = config::url_trouble,
       .environment = "SITREP_SLACK_API_URL"},
      {.path = "slack.connections",
       .type = Type::number,
       .help = "How many connections are held open at once. One is enough: its successor is open before it is closed.",
       .fallback = "1",
       .min = 1,
       .max = 10},
      {.path = "slack.debug_reconnects",
       .type = Type::flag,
       .help = "Asks Slack to recycle every connection after 6 minutes, to watch reconnects happen. Not for daily use.",
       .fallback = "false"},
  };
}

Settings settings(const config::Values& values) {
  Settings result;
  result.api_url = values.text("slack.api_url");
  if (!result.api_url.ends_with('/')) result.api_url += '/';
  result.app_token = values.text("slack.app_token");
  result.bot_token = values.text("slack.bot_token");
  result.connections = static_cast<int>(values.number("slack.connections"));
  result.debug_reconnects = values.flag("slack.debug_reconnects");
  return result;
}

std::string command_trouble(std::string_view command) {
  if (!command.starts_with('/')) return fmt::format("it must begin with “/”: /{}", command);
  if (command.size() < 2 || command.size() > 32) return "Slack takes 2 to 32 characters, the “/” included";
  if (!std::ranges::all_of(command.substr(1), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      })) {
    return "Slack takes lower-case letters, digits, “-” and “_”";
  }
  if (std::ranges::find(reserved, command) == reserved.end()) return {};
  return "Slack keeps this name for itself and rejects the whole app when its manifest registers it; choose another, "
         "such "
         "as /statuspage";
}

std::string channel_trouble(std::string_view channel) {
  if (is_id(channel)) return {};
  if (channel.starts_with('#')) channel.remove_prefix(1);
  if (channel.empty() || channel.size() > 80 * 4) return "a channel name has 1 to 80 characters";
  const auto wrong = std::ranges::find_if(channel, [](char c) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    return !plain && static_cast<unsigned char>(c) < 0x80;  // Slack takes letters of other scripts
  });
  if (wrong == channel.end()) return {};
  if (*wrong >= 'A' && *wrong <= 'Z') return "names of channels are in lower case";
  return "a channel name has letters, digits, “-” and “_” only";
}

std::string spelled_channel(std::string_view channel) {
  if (is_id(channel) || channel.starts_with('#')) return std::string{channel};
  return fmt::format("#{}", channel);
}

}  // namespace integrations::slack
