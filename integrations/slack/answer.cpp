#include "integrations/slack/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "integrations/http/json.hpp"
#include "integrations/http/retry.hpp"
#include "integrations/slack/escape.hpp"

namespace integrations::slack {
namespace {
using Kind = Trouble::Kind;
using namespace std::chrono_literals;

struct Known {
  std::string_view error, words;
};
constexpr std::array<Known, 54> known{{
    {"channel_not_found",
     "Slack knows no such channel, or it is private and Sitrep is not in it: type /invite @sitrep "
     "there, or correct the channel in the configuration."},
    {"not_in_channel", "Sitrep is not in the channel: type /invite @sitrep there."},
    {"is_archived", "The channel is archived: unarchive it, or configure another one."},
    {"user_not_in_channel", "The person is not in the channel."},
    {"user_not_found", "Slack knows no such person."},
    {"user_disabled", "The person's Slack account is switched off."},
    {"is_inactive", "The person's Slack account is switched off."},
    {"user_not_visible", "Sitrep may not see the person: a guest, or of another workspace."},
    {"cannot_dm_bot", "The person is a bot, to which Slack delivers nothing."},
    {"messages_tab_disabled",
     "The app may not write to people: in its settings, App Home, switch on the Messages Tab."},
    {"user_is_restricted", "The workspace does not let Sitrep do this: ask one of its administrators to allow it."},
    {"method_not_supported_for_channel_type", "This kind of conversation has no topic: configure a channel."},
    {"too_long", "The text is too long for Slack."},
    {"no_such_subteam", "Slack knows no such user group: correct its id (S…) in the configuration."},
    {"subteam_not_found", "Slack knows no such user group: correct its id (S…) in the configuration."},
    {"permission_denied",
     "Only some may change user groups here. An administrator can allow it: Workspace settings, Permissions, User "
     "Groups, “Everyone”."},
    {"plan_upgrade_required", "The workspace's plan has no user groups: take `user_group` out of the configuration."},
    {"invalid_users", "Slack takes a person of the group for none: a guest, a bot, or somebody who has left."},
    {"no_users_provided", "Slack does not let a user group become empty."},
    {"restricted_action",
     "The workspace allows only some to post in this channel: let a channel manager allow Sitrep."},
    {"restricted_action_read_only_channel", "The channel is read-only: let a channel manager allow Sitrep to post."},
    {"restricted_action_thread_only_channel", "The channel allows threads only."},
    {"restricted_action_non_threadable_channel", "The channel allows no threads."},
    {"restricted_action_thread_locked", "The thread is locked."},
    {"thread_not_found", "The message that this answers is gone."},
    {"cannot_reply_to_message", "This message takes no answers."},
    {"message_not_found", "The message is gone: someone deleted it."},
    {"cant_update_message",
     "The message was posted by another app, so Sitrep may not change it. Was the app created "
     "anew? Then only new incidents get a living card."},
    {"edit_window_closed", "The workspace allows no more changes of this message."},
    {"invalid_auth",
     "Slack does not accept the bot token. In the app's settings, OAuth & Permissions, copy the Bot User "
     "OAuth Token, give it to Sitrep and restart it."},
    {"not_authed", "No bot token was sent. Give Sitrep the Bot User OAuth Token and restart it."},
    {"account_inactive",
     "The app was uninstalled or its bot removed: install it again, then give Sitrep the new token."},
    {"token_revoked", "The bot token was revoked: install the app again, then give Sitrep the new token."},
    {"token_expired", "The bot token has expired: switch off token rotation in the app's settings, install it again."},
    {"not_allowed_token_type", "This kind of token may not do that: Sitrep needs a bot token (xoxb-…)."},
    {"no_permission", "The bot token lacks the permission for this."},
    {"missing_scope", "The bot token lacks a scope."},
    {"access_denied", "The workspace denies the app access to this."},
    {"org_login_required",
     "The workspace is being moved to an Enterprise organisation. Slack lets apps in again after it."},
    {"ekm_access_denied", "The workspace's administrators have suspended access (Enterprise Key Management)."},
    {"team_access_not_granted", "The app has no access to this workspace: let an administrator grant it."},
    {"enterprise_is_restricted", "The method cannot be called by an Enterprise organisation."},
    {"msg_too_long", "The message is too long for Slack."},
    {"msg_blocks_too_long", "The message is too long for Slack."},
    {"metadata_too_large", "The message carries too many keys for Slack."},
    {"message_limit_exceeded", "The workspace has reached its limit of messages for today."},
    {"no_text", "The message was empty."},
    {"invalid_blocks", "Slack does not accept the layout of the message. This is a defect of Sitrep."},
    {"invalid_blocks_format", "Slack does not accept the layout of the message. This is a defect of Sitrep."},
    {"invalid_arguments", "Slack does not accept the request. This is a defect of Sitrep."},
    {"expired_trigger_id",
     "The click is older than 3 s, and Slack then opens no form. Press again, or type the whole "
     "command."},
    {"exchanged_trigger_id", "The click has already opened a form. Press again, or type the whole command."},
    {"invalid_trigger_id", "Slack does not know the click. Press again, or type the whole command."},
    {"view_too_large", "The form is too large for Slack. Type the whole command."},
}};

/// Slack's words for "not now". On a write the last four may come after the deed.
constexpr std::array<std::string_view, 3> not_now{"ratelimited", "rate_limited", "team_added_to_org"};
constexpr std::array<std::string_view, 4> failed{"internal_error", "fatal_error", "service_unavailable",
                                                 "request_timeout"};

std::string with_details(std::string_view error, const boost::json::value& body) {
  auto words = in_words(error);
  if (const auto needed = text_at(body, "needed"); !needed.empty())
    words += fmt::format(
        " It needs {}, and has {}. In the app's settings, OAuth & Permissions, Bot Token Scopes, add it "
        "and reinstall the app.",
        one_line(needed, 200), one_line(text_at(body, "provided"), 500));
  const auto* messages = array_at(body, "response_metadata.messages");
  for (std::size_t i = 0; messages != nullptr && i < std::min<std::size_t>(messages->size(), 3); ++i)
    if (const auto* text = (*messages)[i].if_string()) words += " " + one_line(*text, 200);
  return words;
}

/// Trouble of a kind that may have come after the deed.
Trouble in_doubt(std::string_view method, std::string error, std::string why, playbooks::Duration wait) {
  return {is_read(method) ? Kind::retry : Kind::unknown, std::move(error), std::move(why), wait, false};
}

Trouble read_error(std::string_view method, std::string_view word, const boost::json::value& body,
                   const HttpResponse& response, playbooks::Time now) {
  const auto error = one_line(word, 80);
  if (std::ranges::find(not_now, error) != not_now.end()) {
    const bool limit = error != "team_added_to_org";
    const auto wait = retry_after(response, now).value_or(limit ? 30s : 60s);
    return {Kind::retry, error, fmt::format("Slack answers {}", error), wait, limit};
  }
  if (std::ranges::find(failed, error) != failed.end())
    return in_doubt(method, error, fmt::format("Slack answers {}", error), 0ms);
  return {Kind::refused, error, with_details(error, body), 0ms, false};
}

/// What the body is, when it is not Slack's JSON.
std::string what_it_is(const HttpResponse& response) {
  if (response.truncated) return "an answer of more than 4 MiB";
  const auto first = response.body.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "an empty answer";
  if (response.body[first] == '<') return "a web page instead of an answer: is a proxy in between?";
  return response.body[first] == '{' ? "half an answer" : "an answer that is not JSON";
}

}  // namespace

bool is_read(std::string_view method) {
  static constexpr std::array<std::string_view, 10> reads{
      "conversations.open",   "usergroups.users.list", "auth.test",
      "chat.getPermalink",    "conversations.history", "conversations.replies",
      "conversations.info",   "conversations.list",    "users.info",
      "apps.connections.open"};
  return std::ranges::find(reads, method) != reads.end();
}

std::string in_words(std::string_view error) {
  const auto found = std::ranges::find(known, error, &Known::error);
  if (found == known.end()) return fmt::format("Slack refuses: {}", one_line(error, 80));
  return fmt::format("{} ({})", found->words, error);
}

std::expected<Answer, Trouble> read_answer(std::string_view method, const HttpResponse& response, playbooks::Time now) {
  const auto judgement = judge(response, now);
  const bool answered = response.outcome == HttpResponse::Outcome::answered;
  if (response.status == 429 && answered)
    return std::unexpected(Trouble{Kind::retry, "ratelimited", "Slack rate limit", judgement.wait, true});
  if (judgement.verdict == Verdict::retry)
    return std::unexpected(Trouble{
        Kind::retry, {}, (answered ? "Slack answers " : "Slack not reached: ") + judgement.why, judgement.wait, false});

  auto body = answered && !response.truncated ? parse_json(response.body) : std::nullopt;
  const auto ok = body ? flag_at(*body, "ok") : std::nullopt;
  const auto error = body ? text_at(*body, "error") : std::string_view{};
  if (judgement.verdict == Verdict::ambiguous)
    return std::unexpected(in_doubt(method, std::string{one_line(error, 80)},
                                    answered ? fmt::format("Slack answers {}", judgement.why)
                                             : fmt::format("no answer from Slack: {}", judgement.why),
                                    judgement.wait));
  if (ok == false && !error.empty()) return std::unexpected(read_error(method, error, *body, response, now));
  if (judgement.verdict == Verdict::refused)
    return std::unexpected(Trouble{
        Kind::refused, {}, fmt::format("Slack answers {}: is slack.api_url right?", judgement.why), 0ms, false});
  if (ok != true) return std::unexpected(in_doubt(method, {}, "Slack sent " + what_it_is(response), 0ms));
  return Answer{std::move(*body), response.headers};
}

}  // namespace integrations::slack
