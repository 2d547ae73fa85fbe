#include "integrations/slack/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "integrations/http/json.hpp"
#include "integrations/slack/deliver.hpp"
#include "integrations/slack/escape.hpp"

namespace integrations::slack {
namespace {
using Level = Finding::Level;

constexpr std::array<NeededScope, 9> scopes{{
    {"commands", "slash commands"},
    {"chat:write", "the card, its thread, answers"},
    {"chat:write.public", "posting in public channels that Sitrep was not invited to", true},
    {"app_mentions:read", "“@sitrep …”, the only way to type a command in a thread", true},
    {"channels:read", "finding public channels"},
    {"groups:read", "finding private channels", true},
    {"channels:history", "seeing whether a message arrived when Slack's answer was lost"},
    {"groups:history", "the same in private channels", true},
    {"users:read", "names and time zones", true},
}};

constexpr std::string_view app_page = "https://api.slack.com/apps, your app";

std::string token_advice(const std::string& token) {
  if (token.empty())
    return fmt::format(
        "missing: copy it from {}, OAuth & Permissions, Bot User OAuth Token, into SITREP_SLACK_BOT_TOKEN", app_page);
  if (token.starts_with("xapp-"))
    return "this is the app-level token (xapp-…): the two tokens are swapped. The bot token begins with xoxb-";
  if (token.starts_with("xoxp-"))
    return fmt::format(
        "this is a user token (xoxp-…): take the Bot User OAuth Token (xoxb-…) from {}, OAuth & Permissions", app_page);
  return {};
}

Finding app_token_finding(const std::string& token) {
  const std::string what = "Slack app token";
  const auto advice = fmt::format(
      "make one with the scope connections:write: {}, Basic Information, App-Level Tokens; put it into "
      "SITREP_SLACK_APP_TOKEN",
      app_page);
  if (token.empty()) return {Level::error, what, "missing: " + advice};
  if (token.starts_with("xoxb-"))
    return {Level::error, what, "this is the bot token (xoxb-…): the two tokens are swapped"};
  if (!token.starts_with("xapp-")) return {Level::error, what, "this is no app-level token (xapp-…): " + advice};
  return {Level::ok, what, "present; whether it opens connections is seen in “connection”"};
}

Finding scope_finding(const NeededScope& scope) {
  return {scope.optional ? Level::warning : Level::error, fmt::format("Slack scope {}", scope.name),
          fmt::format("missing, needed for {}: {}, OAuth & Permissions, Bot Token Scopes, add {}, then Reinstall to "
                      "Workspace",
                      scope.feature, app_page, scope.name)};
}

/// Passing trouble (a limit, the network) is no fault of the configuration.
Finding finding_of(std::string what, const Trouble& trouble) {
  return {trouble.kind == Trouble::Kind::refused ? Level::error : Level::warning, std::move(what), trouble.why};
}

}  // namespace

std::span<const NeededScope> needed_scopes() {
  return scopes;
}

std::vector<NeededScope> missing_scopes(std::string_view granted) {
  std::vector<NeededScope> missing;
  for (const auto& scope : scopes) {
    bool there = false;
    for (std::size_t at = 0; at <= granted.size() && !there;) {
      const auto end = std::min(granted.find(',', at), granted.size());
      auto name = granted.substr(at, end - at);
      while (name.starts_with(' ')) name.remove_prefix(1);
      while (name.ends_with(' ')) name.remove_suffix(1);
      there = name == scope.name;
      at = end + 1;
    }
    if (!there) missing.push_back(scope);
  }
  return missing;
}

boost::asio::awaitable<std::vector<Finding>> Slack::check_bot_token() {
  std::vector<Finding> findings;
  const std::string what = "Slack bot token";
  if (auto advice = token_advice(settings_.bot_token); !advice.empty()) {
    findings.push_back({Level::error, what, std::move(advice)});
    co_return findings;
  }
  const auto answer = co_await api_.call("auth.test", Arguments());
  if (!answer) {
    findings.push_back(finding_of(what, answer.error().trouble));
    co_return findings;
  }
  const auto team = one_line(text_at(answer->body, "team"), 80), user = one_line(text_at(answer->body, "user"), 80);
  if (text_at(answer->body, "bot_id").empty())
    findings.push_back({Level::error, what, fmt::format("valid, but it is {}'s own token and not a bot's", user)});
  else
    findings.push_back({Level::ok, what, fmt::format("valid: @{} in {}", user, team)});
  const auto granted = answer->headers.find("x-oauth-scopes");
  if (granted == answer->headers.end()) {
    findings.push_back({Level::warning, "Slack scopes", "Slack does not say which ones the bot token has"});
    co_return findings;
  }
  const auto missing = missing_scopes(granted->second);
  for (const auto& scope : missing) findings.push_back(scope_finding(scope));
  if (missing.empty()) findings.push_back({Level::ok, "Slack scopes", "all there"});
  co_return findings;
}

boost::asio::awaitable<Finding> Slack::check_channel(std::string what, std::string channel) {
  const auto id = co_await channels_.id_of(std::move(channel));
  if (!id) co_return finding_of(std::move(what), id.error().trouble);
  Arguments arguments;
  arguments.text("channel", *id);
  const auto answer = co_await api_.call("conversations.info", std::move(arguments));
  if (!answer) co_return finding_of(std::move(what), answer.error().trouble);
  const auto name = "#" + one_line(text_at(answer->body, "channel.name"), 80);
  if (flag_at(answer->body, "channel.is_archived") == true)
    co_return Finding{Level::error, std::move(what), name + " is archived: unarchive it, or configure another one"};
  if (flag_at(answer->body, "channel.is_member") != true)
    co_return Finding{Level::warning, std::move(what),
                      fmt::format("Sitrep is not in {0}: type /invite @sitrep in {0}, so that it can see whether a "
                                  "message arrived",
                                  name)};
  co_return Finding{Level::ok, std::move(what), fmt::format("{} ({}), Sitrep is in it", name, *id)};
}

boost::asio::awaitable<std::vector<Finding>> Slack::doctor() {
  const auto counted = activity_.hold();
  std::vector<Finding> findings{app_token_finding(settings_.app_token)};
  auto bot_token = co_await check_bot_token();
  const bool usable = !bot_token.empty() && bot_token.front().level != Level::error;
  std::ranges::move(bot_token, std::back_inserter(findings));
  if (!usable) co_return findings;
  const auto incidents = policy_.incident_channel.empty() ? settings_.incident_channel : policy_.incident_channel;
  findings.push_back(co_await check_channel("Slack incident channel", incidents));
  if (policy_.launch_channel.empty()) co_return findings;
  findings.push_back(co_await check_channel("Slack launch channel", policy_.launch_channel));
  co_return findings;
}

}  // namespace integrations::slack
