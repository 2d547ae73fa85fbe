#include "integrations/simulator/slack/method.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace integrations::simulator::slack {

const Method* find_method(std::string_view name) {
  static const auto table = [] {
    std::vector<Method> all;
    for (auto&& part : {chat_methods(), conversation_methods(), view_methods(), other_methods()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Method& method) { return method.name == name; });
  return found == table.end() ? nullptr : &*found;
}

json::object ok() {
  json::object answer;
  answer["ok"] = true;
  return answer;
}

json::object refusal(std::string_view error) {
  json::object answer;
  answer["ok"] = false;
  answer["error"] = error;
  return answer;
}

json::object refusal(std::string_view error, const std::vector<std::string>& problems) {
  auto answer = refusal(error);
  json::array plain, marked;
  for (const auto& problem : problems) {
    plain.emplace_back(problem);
    marked.emplace_back("[ERROR] " + problem);
  }
  if (error == "invalid_blocks") answer["errors"] = std::move(plain);
  json::object metadata;
  metadata["messages"] = std::move(marked);
  answer["response_metadata"] = std::move(metadata);
  return answer;
}

std::string text_of(const json::object& arguments, std::string_view name) {
  const auto* value = arguments.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{*text};
}

bool flag_of(const json::object& arguments, std::string_view name) {
  const auto* value = arguments.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::optional<std::uint64_t> parse_ts(std::string_view ts) {
  const auto dot = ts.find('.');
  const auto whole = ts.substr(0, dot);
  std::string fraction{dot == std::string_view::npos ? std::string_view{} : ts.substr(dot + 1)};
  if (whole.empty() || fraction.size() > 6) return std::nullopt;
  fraction.resize(6, '0');
  std::uint64_t seconds = 0, micros = 0;
  const auto read = [](std::string_view digits, std::uint64_t& into) {
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), into);
    return result.ec == std::errc{} && result.ptr == digits.data() + digits.size();
  };
  if (!read(whole, seconds) || !read(fraction, micros)) return std::nullopt;
  return seconds * 1'000'000 + micros;
}

namespace {

void add_thread(json::object& message, const World& world, const Post& post) {
  const auto& shown = post.shown;
  if (!shown.thread_ts.empty()) {
    message["thread_ts"] = shown.thread_ts;
    return;
  }
  const auto* channel = world.channel(shown.channel);
  if (channel == nullptr) return;
  std::int64_t replies = 0;
  std::string latest;
  for (auto at = channel->posts.upper_bound(shown.ts); at != channel->posts.end(); ++at) {
    if (at->second.shown.thread_ts != shown.ts || at->second.ephemeral) continue;
    ++replies;
    latest = at->first;
  }
  if (replies == 0) return;
  message["thread_ts"] = shown.ts;
  message["reply_count"] = replies;
  message["latest_reply"] = latest;
}

}  // namespace

json::object message_json(const World& world, const Post& post, bool whole_metadata) {
  const auto& shown = post.shown;
  json::object message;
  message["type"] = "message";
  message["user"] = shown.user;
  message["text"] = shown.text;
  message["ts"] = shown.ts;
  message["team"] = World::team_id;
  if (shown.user == World::bot_user) {
    message["bot_id"] = World::bot_id;
    message["app_id"] = World::app_id;
  }
  if (!post.blocks.empty()) message["blocks"] = post.blocks;
  if (!post.edited_ts.empty()) {
    json::object edited;
    edited["user"] = shown.user;
    edited["ts"] = post.edited_ts;
    message["edited"] = std::move(edited);
  }
  if (post.metadata) {
    json::object metadata = *post.metadata;
    if (!whole_metadata) metadata.erase("event_payload");
    message["metadata"] = std::move(metadata);
  }
  add_thread(message, world, post);
  return message;
}

json::object view_json(const View& view, const json::object& values) {
  json::object shown;
  shown["id"] = view.id;
  shown["team_id"] = World::team_id;
  shown["app_id"] = World::app_id;
  shown["app_installed_team_id"] = World::team_id;
  shown["bot_id"] = World::bot_id;
  shown["hash"] = view.hash;
  shown["root_view_id"] = view.root_id;
  shown["previous_view_id"] = view.previous_id.empty() ? json::value(nullptr) : json::value(view.previous_id);
  for (const auto* name : {"private_metadata", "callback_id", "external_id"}) shown[name] = "";
  for (const auto* name : {"clear_on_close", "notify_on_close"}) shown[name] = false;
  for (const auto* name : {"close", "submit"}) shown[name] = nullptr;
  for (const auto& member : view.content) shown[member.key()] = member.value();
  json::object state;
  state["values"] = values;
  shown["state"] = std::move(state);
  return shown;
}

}  // namespace integrations::simulator::slack
