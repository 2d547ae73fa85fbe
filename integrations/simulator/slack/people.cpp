#include "integrations/simulator/slack/people.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "integrations/simulator/slack/answers.hpp"
#include "integrations/simulator/slack/method.hpp"
#include "integrations/simulator/slack/typed_text.hpp"

namespace integrations::simulator::slack {

const User& People::person(const std::string& name) const {
  const auto* user = world_.user(name);
  if (user == nullptr) user = world_.user_named(name.starts_with('@') ? name.substr(1) : name);
  if (user == nullptr) throw std::invalid_argument("no such person: " + name);
  return *user;
}

Channel& People::place(const std::string& name) {
  if (name.starts_with('@')) return world_.direct(person(name));
  auto* channel = world_.channel(name);
  if (channel == nullptr) channel = world_.channel_named(name.starts_with('#') ? name.substr(1) : name);
  if (channel == nullptr) throw std::invalid_argument("no such channel: " + name);
  return *channel;
}

bool People::subscribed(std::string_view event) const {
  const auto& events = world_.options().events;
  return std::find(events.begin(), events.end(), event) != events.end();
}

void People::show_missed(const User& user, SlackMessage about, const std::string& error) {
  about.text = error;
  world_.show(SlackSight::Kind::timeout, user.id, std::move(about));
}

void People::slash(const std::string& user, const std::string& channel, const std::string& command,
                   const std::string& text) {
  const auto& who = person(user);
  const auto& where = place(channel);
  const Permit permit{.user = who.id, .channel = where.id, .message_ts = {}};
  json::object payload;
  payload["token"] = "simulated";
  payload["team_id"] = World::team_id;
  payload["team_domain"] = "acme";
  payload["channel_id"] = where.id;
  payload["channel_name"] = where.name;
  payload["user_id"] = who.id;
  payload["user_name"] = who.name;
  payload["command"] = command;
  payload["text"] = typed_text(world_, text, true);
  payload["api_app_id"] = World::app_id;
  payload["is_enterprise_install"] = "false";
  payload["response_url"] = base_url_ + new_response_url(world_, "commands", permit);
  payload["trigger_id"] = world_.new_trigger(who.id);
  Envelope envelope{"slash_commands", std::move(payload), true, {}, {}};
  envelope.acked = [this, permit, typed = command + (text.empty() ? "" : " " + text)](const json::object& answer) {
    answer_command(answer, permit, typed);
  };
  envelope.missed = [this, permit](const std::string& error) {
    SlackMessage about;
    about.channel = permit.channel;
    show_missed(person(permit.user), std::move(about), error);
  };
  envelopes_.send(std::move(envelope));
}

/// "in_channel" shows what was typed, too, and does nothing else when it stands alone.
void People::answer_command(const json::object& payload, const Permit& permit, const std::string& typed) {
  if (payload.empty()) return;
  if (text_of(payload, "response_type") == "in_channel") {
    Post echo;
    echo.shown.user = permit.user;
    echo.shown.text = typed_text(world_, typed, false);
    world_.add(*world_.channel(permit.channel), std::move(echo));
    if (payload.size() == 1) return;
  }
  const auto error = show_answer(world_, record_, payload, permit);
  if (!error.empty()) record_.violation(fmt::format("answer to {}: {}", typed, error));
}

std::string People::say(const std::string& user, const std::string& channel, const std::string& text,
                        const std::string& thread_ts) {
  const auto& who = person(user);
  auto& where = place(channel);
  Post post;
  post.shown.user = who.id;
  post.shown.text = typed_text(world_, text, false);
  post.shown.thread_ts = thread_ts;
  const auto said = world_.add(where, std::move(post)).shown;
  if (!where.bot_is_member) return said.ts;
  json::object event;
  event["user"] = who.id;
  event["type"] = "app_mention";
  event["ts"] = said.ts;
  event["client_msg_id"] = world_.new_uuid();
  event["text"] = said.text;
  event["team"] = World::team_id;
  if (!thread_ts.empty()) event["thread_ts"] = thread_ts;
  event["channel"] = where.id;
  event["event_ts"] = said.ts;
  const auto mention = fmt::format("<@{}>", World::bot_user);
  if (subscribed("app_mention") && said.text.contains(mention)) send_event(event);
  if (subscribed("message.channels")) {
    event["type"] = "message";
    event["channel_type"] = "channel";
    send_event(std::move(event));
  }
  return said.ts;
}

void People::open_home(const std::string& user) {
  if (!subscribed("app_home_opened")) return;
  const auto& who = person(user);
  json::object event;
  event["type"] = "app_home_opened";
  event["user"] = who.id;
  event["channel"] = world_.direct(who).id;
  event["tab"] = "home";
  event["event_ts"] = world_.new_ts();
  if (const auto found = world_.homes.find(who.id); found != world_.homes.end()) {
    event["view"] = view_json(found->second, {});
  }
  send_event(std::move(event));
}

void People::send_event(json::object event) {
  json::object authorization;
  authorization["enterprise_id"] = nullptr;
  authorization["team_id"] = World::team_id;
  authorization["user_id"] = World::bot_user;
  authorization["is_bot"] = true;
  authorization["is_enterprise_install"] = false;
  json::object payload;
  payload["token"] = "simulated";
  payload["team_id"] = World::team_id;
  payload["api_app_id"] = World::app_id;
  payload["event"] = std::move(event);
  payload["type"] = "event_callback";
  payload["event_id"] = world_.new_id("Ev");
  payload["event_time"] = playbooks::to_millis(world_.now()) / 1000;
  payload["authorizations"] = json::array{std::move(authorization)};
  payload["is_ext_shared_channel"] = false;
  payload["event_context"] = "4-simulated";
  envelopes_.send({"events_api", std::move(payload), false, {}, {}});
}

json::object People::interaction(const std::string& type, const User& user) {
  json::object who, team, payload;
  who["id"] = user.id;
  who["username"] = user.name;
  who["name"] = user.name;
  who["team_id"] = World::team_id;
  team["id"] = World::team_id;
  team["domain"] = "acme";
  payload["type"] = type;
  payload["user"] = std::move(who);
  payload["api_app_id"] = World::app_id;
  payload["token"] = "simulated";
  payload["trigger_id"] = world_.new_trigger(user.id);
  payload["team"] = std::move(team);
  payload["enterprise"] = nullptr;
  payload["is_enterprise_install"] = false;
  return payload;
}

bool People::click(const std::string& user, const std::string& channel, const std::string& ts,
                   const std::string& button) {
  const auto& who = person(user);
  const auto& where = place(channel);
  const auto* alone = world_.direct_to(where.id);
  if (alone != nullptr && alone->id != who.id)
    throw std::invalid_argument(who.name + " does not see the direct messages of " + alone->name);
  const auto* post = world_.post(where.id, ts);
  auto action = post == nullptr ? json::value(nullptr) : find_action(post->blocks, button);
  if (!action.is_object()) return false;
  action.get_object()["action_ts"] = world_.new_ts();
  auto payload = interaction("block_actions", who);
  json::object container, in, state;
  container["type"] = "message";
  container["message_ts"] = ts;
  container["channel_id"] = where.id;
  container["is_ephemeral"] = post->ephemeral;
  in["id"] = where.id;
  in["name"] = where.name;
  state["values"] = json::object{};
  payload["container"] = std::move(container);
  payload["channel"] = std::move(in);
  if (!post->ephemeral) payload["message"] = message_json(world_, *post, true);
  payload["state"] = std::move(state);
  const Permit permit{.user = who.id, .channel = where.id, .message_ts = ts};
  payload["response_url"] = base_url_ + new_response_url(world_, "actions", permit);
  payload["actions"] = json::array{std::move(action)};
  Envelope envelope{"interactive", std::move(payload), false, {}, {}};
  envelope.missed = [this, shown = post->shown, id = who.id](const std::string& error) {
    show_missed(person(id), shown, error);
  };
  envelopes_.send(std::move(envelope));
  return true;
}

bool People::click_in_view(const std::string& user, const std::string& button) {
  const auto& who = person(user);
  const View* view = world_.top_view(who.id);
  if (const auto home = world_.homes.find(who.id); view == nullptr && home != world_.homes.end()) view = &home->second;
  if (view == nullptr) return false;
  auto action = find_action(view->content.at("blocks").as_array(), button);
  if (!action.is_object()) return false;
  action.get_object()["action_ts"] = world_.new_ts();
  auto payload = interaction("block_actions", who);
  json::object container;
  container["type"] = "view";
  container["view_id"] = view->id;
  payload["container"] = std::move(container);
  payload["view"] = view_json(*view, fill_in(world_, view->content.at("blocks").as_array(), {}).state);
  payload["actions"] = json::array{std::move(action)};
  Envelope envelope{"interactive", std::move(payload), false, {}, {}};
  envelope.missed = [this, id = who.id](const std::string& error) { show_missed(person(id), {}, error); };
  envelopes_.send(std::move(envelope));
  return true;
}

}  // namespace integrations::simulator::slack
