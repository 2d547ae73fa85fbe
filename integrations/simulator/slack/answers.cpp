#include "integrations/simulator/slack/answers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "integrations/simulator/slack/method.hpp"

namespace integrations::simulator::slack {

using namespace std::chrono_literals;

namespace {

constexpr int most_uses = 5;
constexpr auto lifetime = 30min;

void note_unknown(Record& record, const json::object& message) {
  static constexpr std::array<std::string_view, 16> known{
      "text",       "blocks",   "attachments",  "response_type", "replace_original", "delete_original",
      "thread_ts",  "mrkdwn",   "unfurl_links", "unfurl_media",  "metadata",         "parse",
      "link_names", "username", "icon_emoji",   "icon_url"};
  for (const auto& member : message) {
    if (std::find(known.begin(), known.end(), std::string_view{member.key()}) == known.end()) {
      record.violation(fmt::format("answer: unknown field `{}`", std::string_view{member.key()}));
    }
  }
  const auto type = text_of(message, "response_type");
  if (!type.empty() && type != "ephemeral" && type != "in_channel") {
    record.violation(fmt::format("answer: response_type `{}`", type));
  }
}

std::string replace(World& world, Record& record, const json::object& message, const Permit& permit) {
  auto* original = world.post(permit.channel, permit.message_ts);
  if (original == nullptr) return "message_not_found";
  Post changed = *original;
  if (message.contains("text") && !message.contains("blocks")) changed.blocks.clear();
  const auto refused = read_content(record, message, changed);
  if (!refused.empty()) return std::string{refused.at("error").as_string()};
  *original = std::move(changed);
  world.edited(*original);
  return {};
}

}  // namespace

std::string show_answer(World& world, Record& record, const json::object& message, const Permit& permit) {
  note_unknown(record, message);
  auto* channel = world.channel(permit.channel);
  if (channel == nullptr) return "channel_not_found";
  if (flag_of(message, "delete_original")) {
    if (permit.message_ts.empty()) return "message_not_found";
    world.erase(*channel, permit.message_ts);
    return {};
  }
  if (flag_of(message, "replace_original") && !permit.message_ts.empty()) {
    return replace(world, record, message, permit);
  }
  Post post;
  post.shown.user = World::bot_user;
  post.ephemeral = text_of(message, "response_type") != "in_channel";
  if (post.ephemeral) {
    post.to = permit.user;
  } else {
    post.shown.thread_ts = text_of(message, "thread_ts");
  }
  const auto refused = read_content(record, message, post);
  if (!refused.empty()) return std::string{refused.at("error").as_string()};
  world.add(*channel, std::move(post));
  return {};
}

std::string new_response_url(World& world, const std::string& kind, Permit permit) {
  permit.expires = world.now() + lifetime;
  auto path = fmt::format("/{}/{}/{}", kind, World::team_id, world.new_uuid());
  world.response_urls[path] = std::move(permit);
  return path;
}

std::string use_response_url(World& world, Record& record, const std::string& path, const json::object& message) {
  const auto found = world.response_urls.find(path);
  if (found == world.response_urls.end()) return "invalid_url";
  if (found->second.expires < world.now()) return "expired_url";
  if (found->second.uses >= most_uses) return "used_url";
  ++found->second.uses;
  const Permit permit = found->second;
  return show_answer(world, record, message, permit);
}

}  // namespace integrations::simulator::slack
