// The open forms of the world.
#include <algorithm>
#include <boost/json/serialize.hpp>

#include "integrations/simulator/slack/world.hpp"

namespace integrations::simulator::slack {
namespace {

void fill_element(json::value& element, World& world) {
  auto* members = element.if_object();
  if (members == nullptr) return;
  const auto* type = members->if_contains("type");
  const bool text = type == nullptr || *type == "plain_text" || *type == "mrkdwn" || *type == "image";
  if (!text && !members->contains("action_id")) (*members)["action_id"] = world.new_id("a");
}

}  // namespace

void fill_ids(json::array& blocks, World& world) {
  for (auto& block : blocks) {
    auto* members = block.if_object();
    if (members == nullptr) continue;
    if (!members->contains("block_id")) (*members)["block_id"] = world.new_id("b");
    for (const auto* place : {"accessory", "element"}) {
      if (auto* element = members->if_contains(place)) fill_element(*element, world);
    }
    auto* elements = members->if_contains("elements");
    if (elements == nullptr || !elements->is_array() || members->at("type") != "actions") continue;
    for (auto& element : elements->get_array()) fill_element(element, world);
  }
}

View& World::open_view(const std::string& user, json::object content, const View* below) {
  const auto id = new_id("V");
  auto& made = views_[id];
  made = View{.id = id,
              .user = user,
              .hash = new_ts(),
              .root_id = below == nullptr ? id : below->root_id,
              .previous_id = below == nullptr ? "" : below->id,
              .content = std::move(content)};
  fill_ids(made.content["blocks"].as_array(), *this);
  stacks_[user].push_back(id);
  return made;
}

View* World::view(const std::string& id) {
  const auto found = views_.find(id);
  return found == views_.end() ? nullptr : &found->second;
}

View* World::view_with_external_id(const std::string& id) {
  for (auto& [key, each] : views_) {
    const auto* external = each.content.if_contains("external_id");
    if (external != nullptr && external->is_string() && external->get_string() == id) return &each;
  }
  return nullptr;
}

void World::change_view(View& changed, json::object content) {
  changed.content = std::move(content);
  changed.hash = new_ts();
  fill_ids(changed.content["blocks"].as_array(), *this);
  show_view(changed);
}

View* World::top_view(const std::string& user) {
  const auto found = stacks_.find(user);
  return found == stacks_.end() || found->second.empty() ? nullptr : view(found->second.back());
}

void World::close_view(const std::string& id, bool all) {
  const auto* closing = view(id);
  if (closing == nullptr) return;
  const auto user = closing->user;
  auto& stack = stacks_[user];
  const std::vector<std::string> gone = all ? stack : std::vector<std::string>{id};
  for (const auto& each : gone) {
    views_.erase(each);
    std::erase(stack, each);
  }
  show(SlackSight::Kind::form_closed, user, {}, {}, id);
}

void World::show_view(const View& shown) {
  show(SlackSight::Kind::form, shown.user, {}, json::serialize(shown.content), shown.id);
}

void World::show_errors(const View& refused, const json::object& errors) {
  show(SlackSight::Kind::form_errors, refused.user, {}, json::serialize(errors), refused.id);
}

}  // namespace integrations::simulator::slack
