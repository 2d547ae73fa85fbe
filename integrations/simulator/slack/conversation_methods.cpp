#include <algorithm>
#include <boost/json/value_to.hpp>

#include "integrations/simulator/block_kit/block_kit.hpp"
#include "integrations/simulator/slack/method.hpp"

namespace integrations::simulator::slack {
namespace {

using enum Argument::Kind;

bool granted(const World& world, std::string_view scope) {
  const auto& scopes = world.options().scopes;
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

json::object missing(std::string_view scope) {
  auto answer = refusal("missing_scope");
  answer["needed"] = scope;
  return answer;
}

/// As Slack gives back what was set.
std::string escaped(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    if (c == '&')
      shown += "&amp;";
    else if (c == '<' || c == '>')
      shown += c == '<' ? "&lt;" : "&gt;";
    else
      shown += c;
  }
  return shown;
}

json::object channel_json(const Channel& channel) {
  const bool direct = channel.id.starts_with('D');
  json::object shown;
  shown["id"] = channel.id;
  shown["name"] = channel.name;
  shown["name_normalized"] = channel.name;
  shown["is_channel"] = !direct;
  shown["is_group"] = false;
  shown["is_im"] = direct;
  shown["is_private"] = direct;
  shown["is_archived"] = false;
  shown["is_member"] = channel.bot_is_member;
  shown["context_team_id"] = World::team_id;
  json::object topic;
  topic["value"] = escaped(channel.topic);
  topic["creator"] = channel.topic.empty() ? "" : World::bot_user;
  topic["last_set"] = 0;
  shown["topic"] = std::move(topic);
  return shown;
}

/// Which messages a reader wants, as microseconds; both ends included.
struct Window {
  std::uint64_t from = 0, to = UINT64_MAX;
  std::size_t limit = 100;
  std::string error;
};

Window read_window(const json::object& arguments, std::size_t max) {
  Window window;
  const std::uint64_t edge = flag_of(arguments, "inclusive") ? 0 : 1;
  if (const auto oldest = text_of(arguments, "oldest"); !oldest.empty() && oldest != "0") {
    const auto at = parse_ts(oldest);
    if (!at) window.error = "invalid_ts_oldest";
    window.from = at.value_or(0) + edge;
  }
  if (const auto latest = text_of(arguments, "latest"); !latest.empty()) {
    const auto at = parse_ts(latest);
    if (!at) window.error = "invalid_ts_latest";
    window.to = at.value_or(1) - edge;
  }
  if (const auto* limit = arguments.if_contains("limit")) {
    const auto wanted = limit->to_number<std::int64_t>();
    if (wanted < 1 || wanted > static_cast<std::int64_t>(max)) window.error = "invalid_limit";
    window.limit = static_cast<std::size_t>(std::max<std::int64_t>(wanted, 1));
  }
  return window;
}

void add_cursor(json::object& answer, const std::string& next) {
  answer["has_more"] = !next.empty();
  json::object metadata;
  metadata["next_cursor"] = next.empty() ? "" : "next:" + next;
  answer["response_metadata"] = std::move(metadata);
}

/// The ts at which the page before ended; empty at the first page.
bool read_cursor(const json::object& arguments, std::string& after) {
  after = text_of(arguments, "cursor");
  if (after.empty()) return true;
  if (!after.starts_with("next:")) return false;
  after.erase(0, 5);
  return true;
}

const Channel* readable(const World& world, const json::object& arguments, std::string& error) {
  const auto* channel = world.channel(text_of(arguments, "channel"));
  if (channel == nullptr) error = "channel_not_found";
  if (channel != nullptr && !channel->bot_is_member) error = "not_in_channel";
  if (channel != nullptr && channel->id.starts_with('D') && !granted(world, "im:history")) error = "missing_scope";
  return error.empty() ? channel : nullptr;
}

json::object unreadable(const std::string& error) {
  return error == "missing_scope" ? missing("im:history") : refusal(error);
}

/// Pages through posts given in the order of the answer.
json::object page(const World& world, const std::vector<const Post*>& posts, const json::object& arguments) {
  const auto window = read_window(arguments, 999);
  if (!window.error.empty()) return refusal(window.error);
  std::string after, next;
  if (!read_cursor(arguments, after)) return refusal("invalid_cursor");
  const bool metadata = flag_of(arguments, "include_all_metadata");
  json::array messages;
  bool started = after.empty();
  for (const auto* post : posts) {
    const auto at = parse_ts(post->shown.ts).value_or(0);
    const bool was_last = post->shown.ts == after;
    if (started && at >= window.from && at <= window.to) {
      if (messages.size() == window.limit) {
        next = std::string{messages.back().at("ts").as_string()};
        break;
      }
      messages.emplace_back(message_json(world, *post, metadata));
    }
    if (was_last) started = true;
  }
  auto answer = ok();
  answer["messages"] = std::move(messages);
  add_cursor(answer, next);
  return answer;
}

json::object history(Desk& desk, const json::object& arguments) {
  std::string error;
  const auto* channel = readable(desk.world, arguments, error);
  if (channel == nullptr) return unreadable(error);
  std::vector<const Post*> posts;
  for (auto at = channel->posts.rbegin(); at != channel->posts.rend(); ++at) {
    if (at->second.shown.thread_ts.empty() && !at->second.ephemeral) posts.push_back(&at->second);
  }
  auto answer = page(desk.world, posts, arguments);
  answer["pin_count"] = 0;
  return answer;
}

json::object replies(Desk& desk, const json::object& arguments) {
  std::string error;
  const auto* channel = readable(desk.world, arguments, error);
  if (channel == nullptr) return unreadable(error);
  const auto found = channel->posts.find(text_of(arguments, "ts"));
  if (found == channel->posts.end() || found->second.ephemeral) return refusal("thread_not_found");
  const auto root = found->second.shown.thread_ts.empty() ? found->first : found->second.shown.thread_ts;
  std::vector<const Post*> posts;
  for (const auto& [ts, post] : channel->posts) {
    if (!post.ephemeral && (ts == root || post.shown.thread_ts == root)) posts.push_back(&post);
  }
  return page(desk.world, posts, arguments);
}

json::object info(Desk& desk, const json::object& arguments) {
  const auto* channel = desk.world.channel(text_of(arguments, "channel"));
  if (channel == nullptr) return refusal("channel_not_found");
  auto answer = ok();
  answer["channel"] = channel_json(*channel);
  return answer;
}

json::object list(Desk& desk, const json::object& arguments) {
  std::string after, next;
  if (!read_cursor(arguments, after)) return refusal("invalid_cursor");
  const auto window = read_window(arguments, 1000);
  if (!window.error.empty()) return refusal(window.error);
  const auto types = text_of(arguments, "types");
  if (types.contains("private_channel") && !granted(desk.world, "groups:read")) return missing("groups:read");
  const bool public_ones = types.empty() || types.contains("public_channel");
  json::array channels;
  for (const auto& [id, channel] : desk.world.channels()) {
    const bool wanted = id.starts_with('D') ? ("," + types + ",").contains(",im,") : public_ones;
    if (!wanted || id <= after) continue;
    if (channels.size() == window.limit) {
      next = std::string{channels.back().at("id").as_string()};
      break;
    }
    channels.emplace_back(channel_json(channel));
  }
  auto answer = ok();
  answer["channels"] = std::move(channels);
  add_cursor(answer, next);
  answer.erase("has_more");
  return answer;
}

/// One person only: the bot has no conversations of several.
json::object open(Desk& desk, const json::object& arguments) {
  const auto given = text_of(arguments, "users");
  const auto id = text_of(arguments, "channel");
  if (given.empty() && id.empty()) return refusal("users_list_not_supplied");
  const auto* user = given.empty() ? desk.world.direct_to(id) : desk.world.user(given);
  if (user == nullptr) return refusal(given.empty() ? "channel_not_found" : "user_not_found");
  if (user->deleted) return refusal("user_disabled");
  if (user->bot) return refusal("cannot_dm_bot");
  const bool there = desk.world.channel("D" + user->id) != nullptr;
  const auto& channel = desk.world.direct(*user);
  auto answer = ok();
  if (there) {
    answer["no_op"] = true;
    answer["already_open"] = true;
  }
  json::object shown;
  shown["id"] = channel.id;
  answer["channel"] = flag_of(arguments, "return_im") ? channel_json(channel) : std::move(shown);
  return answer;
}

/// Everybody in the channel sees that the topic was set, also when it was so already.
json::object set_topic(Desk& desk, const json::object& arguments) {
  constexpr std::size_t longest = 250;
  auto& world = desk.world;
  auto* channel = world.channel(text_of(arguments, "channel"));
  if (channel == nullptr) return refusal("channel_not_found");
  if (channel->id.starts_with('D')) return refusal("method_not_supported_for_channel_type");
  if (!granted(world, "channels:write.topic") && !granted(world, "channels:manage"))
    return missing("channels:write.topic");
  if (!channel->bot_is_member) return refusal("not_in_channel");
  const auto topic = text_of(arguments, "topic");
  if (block_kit::characters(topic) > longest) return refusal("too_long");
  channel->topic = topic;
  Post told;
  told.shown.user = World::bot_user;
  told.shown.text = "set the channel topic: " + escaped(topic);
  world.add(*channel, std::move(told));
  auto answer = ok();
  answer["channel"] = channel_json(*channel);
  return answer;
}

json::object join(Desk& desk, const json::object& arguments) {
  auto* channel = desk.world.channel(text_of(arguments, "channel"));
  if (channel == nullptr) return refusal("channel_not_found");
  auto answer = ok();
  if (channel->bot_is_member) answer["warning"] = "already_in_channel";
  channel->bot_is_member = true;
  answer["channel"] = channel_json(*channel);
  return answer;
}

}  // namespace

std::vector<Method> conversation_methods() {
  constexpr int tier3 = 50, tier2 = 20;
  const std::vector<Argument> reading{{"channel", text, true}, {"cursor", text}, {"include_all_metadata", flag},
                                      {"inclusive", flag},     {"latest", text}, {"limit", number},
                                      {"oldest", text}};
  auto thread = reading;
  thread.push_back({"ts", text, true});
  return {{"conversations.history", "channels:history", tier3, reading, history},
          {"conversations.replies", "channels:history", tier3, thread, replies},
          {"conversations.info",
           "channels:read",
           tier3,
           {{"channel", text, true}, {"include_locale", flag}, {"include_num_members", flag}},
           info},
          {"conversations.list",
           "channels:read",
           tier2,
           {{"cursor", text}, {"exclude_archived", flag}, {"limit", number}, {"team_id", text}, {"types", text}},
           list},
          {"conversations.open",
           "im:write",
           tier3,
           {{"channel", text}, {"users", text}, {"return_im", flag}, {"prevent_creation", flag}},
           open},
          {"conversations.setTopic", "", tier2, {{"channel", text, true}, {"topic", text, true}}, set_topic},
          {"conversations.join", "channels:join", tier3, {{"channel", text, true}}, join}};
}

}  // namespace integrations::simulator::slack
