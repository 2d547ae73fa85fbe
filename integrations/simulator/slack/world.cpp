#include "integrations/simulator/slack/world.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <random>

namespace integrations::simulator::slack {

World::World(Clock& clock, SlackOptions options)
    : clock_(clock), options_(std::move(options)), seed_(std::random_device{}() & 0xFFFF'FFFFU) {
  add_user({.id = bot_user, .name = "sitrep", .zone = "UTC", .bot = true});
}

std::string World::new_ts() {
  const auto now = static_cast<std::uint64_t>(playbooks::to_millis(clock_.now())) * 1000;
  last_ts_ = std::max(now, last_ts_ + 1);
  return fmt::format("{:010}.{:06}", last_ts_ / 1'000'000, last_ts_ % 1'000'000);
}

std::string World::new_id(std::string_view prefix) {
  return fmt::format("{}{:08X}{:02X}", prefix, seed_, ++count_);
}

std::string World::new_uuid() {
  return fmt::format("{:08x}-0000-4000-8000-{:012x}", seed_, ++count_);
}

std::string World::new_trigger(const std::string& user) {
  auto id = fmt::format("{}.{}.{:08x}", ++count_, 111, seed_);
  triggers[id] = Permit{.user = user, .channel = {}, .message_ts = {}, .expires = now() + options_.answer_within};
  return id;
}

User& World::add_user(User user) {
  auto id = user.id;
  return users_.insert_or_assign(std::move(id), std::move(user)).first->second;
}

void World::deactivate(const std::string& user) {
  if (const auto found = users_.find(user); found != users_.end()) found->second.deleted = true;
}

Channel& World::add_channel(std::string id, std::string name, bool bot_is_member) {
  auto& channel = channels_[id];
  channel.id = std::move(id);
  channel.name = std::move(name);
  channel.bot_is_member = bot_is_member;
  return channel;
}

const User* World::user(const std::string& id) const {
  const auto found = users_.find(id);
  return found == users_.end() ? nullptr : &found->second;
}

const User* World::user_named(std::string_view name) const {
  for (const auto& [id, user] : users_) {
    if (user.name == name) return &user;
  }
  return nullptr;
}

Channel* World::channel(const std::string& id) {
  const auto found = channels_.find(id);
  return found == channels_.end() ? nullptr : &found->second;
}

const Channel* World::channel(const std::string& id) const {
  const auto found = channels_.find(id);
  return found == channels_.end() ? nullptr : &found->second;
}

Channel* World::channel_named(std::string_view name) {
  for (auto& [id, channel] : channels_) {
    if (channel.name == name) return &channel;
  }
  return nullptr;
}

Channel& World::direct(const User& user) {
  const auto id = "D" + user.id;
  if (auto* there = channel(id)) return *there;
  return add_channel(id, "directmessage", true);
}

const User* World::direct_to(const std::string& channel) const {
  return channel.starts_with('D') ? user(channel.substr(1)) : nullptr;
}

Post* World::post(const std::string& channel_id, const std::string& ts) {
  auto* in = channel(channel_id);
  if (in == nullptr) return nullptr;
  const auto found = in->posts.find(ts);
  return found == in->posts.end() ? nullptr : &found->second;
}

Post& World::add(Channel& channel, Post post) {
  if (post.shown.ts.empty()) post.shown.ts = new_ts();
  post.shown.channel = channel.id;
  fill_ids(post.blocks, *this);
  post.shown.blocks = post.blocks.empty() ? "" : json::serialize(post.blocks);
  auto& stored = channel.posts.insert_or_assign(post.shown.ts, post).first->second;
  show(stored.ephemeral ? SlackSight::Kind::ephemeral : SlackSight::Kind::posted, stored.to, stored.shown);
  return stored;
}

void World::edited(Post& post) {
  fill_ids(post.blocks, *this);
  post.shown.blocks = post.blocks.empty() ? "" : json::serialize(post.blocks);
  ++post.shown.edits;
  post.edited_ts = new_ts();
  show(post.ephemeral ? SlackSight::Kind::ephemeral : SlackSight::Kind::edited, post.to, post.shown);
}

void World::erase(Channel& channel, const std::string& ts) {
  const auto found = channel.posts.find(ts);
  if (found == channel.posts.end()) return;
  const auto gone = channel.posts.extract(found);
  show(SlackSight::Kind::deleted, gone.mapped().to, gone.mapped().shown);
}

void World::show(SlackSight::Kind kind, std::string to, SlackMessage message, std::string view, std::string view_id) {
  const SlackSight sight{kind, std::move(to), std::move(message), std::move(view), std::move(view_id), now()};
  const auto listeners = listeners_;  // one may add another
  for (const auto& listener : listeners) listener(sight);
}

}  // namespace integrations::simulator::slack
