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

using When = NeededScope::When;
constexpr std::array<NeededScope, 15> scopes{{
    {"commands", "slash commands"},
    {"chat:write", "the card, its thread, answers"},
    {"chat:write.public", "posting in public channels that Sitrep was not invited to", true},
    {"app_mentions:read", "“@sitrep …”, the only way to type a command in a thread", true},
    {"channels:read", "finding public channels"},
    {"groups:read", "finding private channels", true},
    {"channels:history", "seeing whether a message arrived when Slack's answer was lost"},
    {"groups:history", "the same in private channels", true},
    {"users:read", "names and time zones", true},
    {"im:write", "finding the direct messages with a person who was paged", true, When::people},
    {"im:history", "seeing whether a page arrived when Slack's answer was lost; without it it may come twice", true,
     When::people},
    {"channels:write.topic", "the topic that says who is on call", true, When::topics},
    {"groups:write.topic", "the same in private channels", true, When::topics},
    {"usergroups:write", "the user group that follows the rotation", true, When::groups},
    {"usergroups:read", "seeing who is in it, so that it is changed only when the rotation moves", true, When::groups},
}};

constexpr std::size_t most_people = 20;  // Slack answers 100 such questions a minute, and others ask too

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

bool is_used(const NeededScope& scope, const playbooks::Policy& policy) {
  switch (scope.when) {
    case When::always:
      return true;
    case When::people:
      return std::ranges::any_of(policy.people, [](const auto& person) { return !person.slack.empty(); });
    case When::topics:
      return std::ranges::any_of(policy.schedules, [](const auto& each) { return !each.topic_channel.empty(); });
    case When::groups:
      return std::ranges::any_of(policy.schedules, [](const auto& each) { return !each.user_group.empty(); });
  }
  return true;
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
  auto missing = missing_scopes(granted->second);
  std::erase_if(missing, [&](const NeededScope& scope) { return !is_used(scope, policy_); });
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

/// Whether Slack would deliver a page to this person.
boost::asio::awaitable<Finding> Slack::check_person(playbooks::Responder person) {
  const auto what = "Slack account of " + one_line(person.key, 80);
  Arguments arguments;
  arguments.text("user", person.slack);
  const auto answer = co_await api_.call("users.info", std::move(arguments));
  if (!answer) {
    auto finding = finding_of(what, answer.error().trouble);
    if (answer.error().trouble.error == "user_not_found")
      finding.says = fmt::format(
          "{} is nobody: correct `slack` of {} in the configuration (on Slack: profile, ⋮, Copy "
          "member ID)",
          person.slack, one_line(person.key, 80));
    co_return finding;
  }
  if (flag_at(answer->body, "user.deleted") == true)
    co_return Finding{Level::error, what, "switched off: no page arrives there. Take the person out of the rotations"};
  if (flag_at(answer->body, "user.is_bot") == true)
    co_return Finding{Level::error, what, "a bot, to which Slack delivers no messages of others"};
  co_return Finding{Level::ok, what, "@" + one_line(text_at(answer->body, "user.name"), 80)};
}

boost::asio::awaitable<Finding> Slack::check_group(playbooks::Schedule schedule) {
  const auto what = "Slack user group of " + one_line(schedule.key, 80);
  Arguments arguments;
  arguments.text("usergroup", schedule.user_group);
  const auto answer = co_await api_.call("usergroups.users.list", std::move(arguments));
  if (!answer) co_return finding_of(what, answer.error().trouble);
  co_return Finding{
      Level::ok, what,
      schedule.user_group + " is there; whether Sitrep may change it is seen at the next change of shift"};
}

/// What pages and rotations need of Slack.
boost::asio::awaitable<std::vector<Finding>> Slack::check_on_call() {
  std::vector<Finding> findings;
  for (const auto& schedule : policy_.schedules) {
    if (!schedule.topic_channel.empty())
      findings.push_back(co_await check_channel("Slack topic channel of " + schedule.key, schedule.topic_channel));
    if (!schedule.user_group.empty()) findings.push_back(co_await check_group(schedule));
  }
  std::size_t asked = 0, all = 0;
  for (const auto& person : policy_.people) {
    if (person.slack.empty() || ++all > most_people) continue;
    ++asked;
    auto finding = co_await check_person(person);
    if (finding.level == Level::ok) continue;
    const bool same = !findings.empty() && findings.back().says == finding.says;
    if (same) break;  // a missing scope, the network: the same for all
    findings.push_back(std::move(finding));
  }
  if (all > asked)
    findings.push_back(
        {Level::warning, "Slack accounts", fmt::format("the first {} of {} were looked at", asked, all)});
  co_return findings;
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
  if (!policy_.launch_channel.empty())
    findings.push_back(co_await check_channel("Slack launch channel", policy_.launch_channel));
  auto on_call = co_await check_on_call();
  std::ranges::move(on_call, std::back_inserter(findings));
  co_return findings;
}

}  // namespace integrations::slack
