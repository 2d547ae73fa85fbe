#include <fmt/core.h>

#include <algorithm>

#include "integrations/simulator/block_kit/block_kit.hpp"
#include "integrations/simulator/slack/method.hpp"

namespace integrations::simulator::slack {
namespace {

using enum Argument::Kind;

bool granted(const World& world, std::string_view scope) {
  const auto& scopes = world.options().scopes;
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

/// A channel id, "#name", or a user id for a direct message; otherwise the refusal in `error`.
Channel* target(World& world, const std::string& name, std::string& error) {
  const auto* user = world.user(name);
  if (user == nullptr) user = world.direct_to(name);
  if (user != nullptr && user->bot) error = "cannot_dm_bot";
  if (user != nullptr && user->deleted) error = "is_inactive";
  if (!error.empty()) return nullptr;
  auto* channel = user != nullptr ? &world.direct(*user) : world.channel(name);
  if (channel == nullptr && name.starts_with('#')) channel = world.channel_named(std::string_view{name}.substr(1));
  if (channel == nullptr) error = "channel_not_found";
  return channel;
}

/// The refusal of a thread that cannot be answered in, or nothing.
std::string check_thread(World& world, const Channel& channel, const std::string& thread_ts) {
  if (thread_ts.empty()) return {};
  const auto* root = world.post(channel.id, thread_ts);
  if (root == nullptr || root->ephemeral) return "thread_not_found";
  return root->shown.thread_ts.empty() ? "" : "cannot_reply_to_message";
}

json::object placed(const Post& post) {
  auto answer = ok();
  answer["channel"] = post.shown.channel;
  answer["ts"] = post.shown.ts;
  return answer;
}

json::object post_message(Desk& desk, const json::object& arguments) {
  auto& world = desk.world;
  std::string error;
  auto* channel = target(world, text_of(arguments, "channel"), error);
  if (channel == nullptr) return refusal(error);
  if (!channel->bot_is_member && !granted(world, "chat:write.public")) return refusal("not_in_channel");
  Post post;
  post.shown.user = World::bot_user;
  post.shown.thread_ts = text_of(arguments, "thread_ts");
  if (auto refused = read_content(desk.record, arguments, post); !refused.empty()) return refused;
  const auto thread = check_thread(world, *channel, post.shown.thread_ts);
  if (!thread.empty()) return refusal(thread);
  const auto& stored = world.add(*channel, std::move(post));
  auto answer = placed(stored);
  answer["message"] = message_json(world, stored, true);
  return answer;
}

json::object post_ephemeral(Desk& desk, const json::object& arguments) {
  auto& world = desk.world;
  std::string error;
  auto* channel = target(world, text_of(arguments, "channel"), error);
  if (channel == nullptr) return refusal(error);
  if (!channel->bot_is_member) return refusal("not_in_channel");
  const auto user = text_of(arguments, "user");
  if (world.user(user) == nullptr) return refusal("user_not_in_channel");
  Post post;
  post.ephemeral = true;
  post.to = user;
  post.shown.user = World::bot_user;
  post.shown.thread_ts = text_of(arguments, "thread_ts");
  if (auto refused = read_content(desk.record, arguments, post); !refused.empty()) return refused;
  const auto& stored = world.add(*channel, std::move(post));
  auto answer = ok();
  answer["message_ts"] = stored.shown.ts;
  return answer;
}

/// The bot's own visible message, or the refusal in `error`.
Post* own_message(World& world, const json::object& arguments, std::string_view not_own, std::string& error) {
  const auto* channel = world.channel(text_of(arguments, "channel"));
  if (channel == nullptr) {
    error = "channel_not_found";
    return nullptr;
  }
  auto* post = world.post(channel->id, text_of(arguments, "ts"));
  if (post == nullptr || post->ephemeral) {
    error = "message_not_found";
  } else if (post->shown.user != World::bot_user) {
    error = not_own;
  }
  return error.empty() ? post : nullptr;
}

json::object update(Desk& desk, const json::object& arguments) {
  constexpr std::size_t longest = 4'000;
  std::string error;
  auto* post = own_message(desk.world, arguments, "cant_update_message", error);
  if (post == nullptr) return refusal(error);
  if (block_kit::characters(text_of(arguments, "text")) > longest) return refusal("msg_too_long");
  Post changed = *post;
  if ((arguments.contains("text") || arguments.contains("markdown_text")) && !arguments.contains("blocks")) {
    changed.blocks.clear();
  }
  if (auto refused = read_content(desk.record, arguments, changed); !refused.empty()) return refused;
  *post = std::move(changed);
  desk.world.edited(*post);
  auto answer = placed(*post);
  answer["text"] = post->shown.text;
  answer["message"] = message_json(desk.world, *post, true);
  return answer;
}

json::object erase(Desk& desk, const json::object& arguments) {
  std::string error;
  auto* post = own_message(desk.world, arguments, "cant_delete_message", error);
  if (post == nullptr) return refusal(error);
  auto answer = placed(*post);
  desk.world.erase(*desk.world.channel(post->shown.channel), std::string{post->shown.ts});
  return answer;
}

json::object permalink(Desk& desk, const json::object& arguments) {
  const auto channel = text_of(arguments, "channel");
  if (desk.world.channel(channel) == nullptr) return refusal("channel_not_found");
  const auto* post = desk.world.post(channel, text_of(arguments, "message_ts"));
  if (post == nullptr || post->ephemeral) return refusal("message_not_found");
  std::string digits = post->shown.ts;
  std::erase(digits, '.');
  auto link = fmt::format("https://acme.slack.com/archives/{}/p{}", channel, digits);
  if (!post->shown.thread_ts.empty()) link += fmt::format("?thread_ts={}&cid={}", post->shown.thread_ts, channel);
  auto answer = ok();
  answer["channel"] = channel;
  answer["permalink"] = link;
  return answer;
}

std::vector<Argument> content_and(std::vector<Argument> more) {
  more.insert(more.end(), {{"channel", text, true},
                           {"text", text},
                           {"blocks", Argument::Kind::json},
                           {"attachments", Argument::Kind::json},
                           {"markdown_text", text},
                           {"parse", text},
                           {"link_names", flag},
                           {"as_user", flag}});
  return more;
}

}  // namespace

std::vector<Method> chat_methods() {
  constexpr int special = 300, tier4 = 100, tier3 = 50;
  return {
      {"chat.postMessage", "chat:write", special,
       content_and({{"thread_ts", text},
                    {"reply_broadcast", flag},
                    {"metadata", Argument::Kind::json},
                    {"unfurl_links", flag},
                    {"unfurl_media", flag},
                    {"mrkdwn", flag},
                    {"username", text},
                    {"icon_emoji", text},
                    {"icon_url", text}}),
       post_message},
      {"chat.postEphemeral", "chat:write", tier4,
       content_and(
           {{"user", text, true}, {"thread_ts", text}, {"username", text}, {"icon_emoji", text}, {"icon_url", text}}),
       post_ephemeral},
      {"chat.update", "chat:write", tier3,
       content_and({{"ts", text, true},
                    {"metadata", Argument::Kind::json},
                    {"reply_broadcast", flag},
                    {"file_ids", Argument::Kind::json}}),
       update},
      {"chat.delete", "chat:write", tier3, {{"channel", text, true}, {"ts", text, true}, {"as_user", flag}}, erase},
      {"chat.getPermalink", "", special, {{"channel", text, true}, {"message_ts", text, true}}, permalink}};
}

}  // namespace integrations::simulator::slack
