#include "integrations/simulator/block_kit/block_kit.hpp"
#include "integrations/simulator/slack/method.hpp"

namespace integrations::simulator::slack {
namespace {

using enum Argument::Kind;
constexpr int tier4 = 100;
constexpr std::size_t deepest_stack = 3;

json::object showing(const View& view) {
  auto answer = ok();
  answer["view"] = view_json(view, {});
  return answer;
}

/// Uses up the trigger: the refusal, or empty and its user.
std::string use_trigger(World& world, const std::string& id, std::string& user) {
  const auto found = world.triggers.find(id);
  if (found == world.triggers.end()) return "invalid_trigger_id";
  if (found->second.uses++ > 0) return "exchanged_trigger_id";
  if (found->second.expires < world.now()) return "expired_trigger_id";
  user = found->second.user;
  return {};
}

json::object check(const json::object& arguments, std::string_view type) {
  const auto& view = arguments.at("view");
  auto problems = block_kit::check_view(view, "/view");
  if (problems.empty() && text_of(view.as_object(), "type") != type) {
    problems.push_back("must be one of: " + std::string{type} + " [json-pointer:/view/type]");
  }
  for (const auto& problem : problems) {
    if (problem.starts_with("view_too_large")) return refusal("view_too_large");
  }
  return problems.empty() ? json::object{} : refusal("invalid_arguments", problems);
}

json::object open_on(Desk& desk, const json::object& arguments, bool push) {
  auto& world = desk.world;
  if (auto refused = check(arguments, "modal"); !refused.empty()) return refused;
  const auto external = text_of(arguments.at("view").as_object(), "external_id");
  if (!external.empty() && world.view_with_external_id(external) != nullptr) return refusal("duplicate_external_id");
  std::string user;
  if (const auto error = use_trigger(world, text_of(arguments, "trigger_id"), user); !error.empty()) {
    return refusal(error);
  }
  const View* below = push ? world.top_view(user) : nullptr;
  std::size_t depth = 0;
  for (const auto* each = below; each != nullptr; each = world.view(each->previous_id)) ++depth;
  if (depth >= deepest_stack) return refusal("push_limit_reached");
  const auto& view = world.open_view(user, arguments.at("view").as_object(), below);
  world.show_view(view);
  return showing(view);
}

json::object open(Desk& desk, const json::object& arguments) {
  return open_on(desk, arguments, false);
}

json::object push(Desk& desk, const json::object& arguments) {
  return open_on(desk, arguments, true);
}

json::object update(Desk& desk, const json::object& arguments) {
  auto& world = desk.world;
  if (auto refused = check(arguments, "modal"); !refused.empty()) return refused;
  View* view = world.view(text_of(arguments, "view_id"));
  const auto external = text_of(arguments, "external_id");
  if (view == nullptr && !external.empty()) view = world.view_with_external_id(external);
  if (view == nullptr) return refusal("not_found");
  const auto hash = text_of(arguments, "hash");
  if (!hash.empty() && hash != view->hash) return refusal("hash_conflict");
  world.change_view(*view, arguments.at("view").as_object());
  return showing(*view);
}

json::object publish(Desk& desk, const json::object& arguments) {
  auto& world = desk.world;
  if (auto refused = check(arguments, "home"); !refused.empty()) return refused;
  const auto user = text_of(arguments, "user_id");
  if (world.user(user) == nullptr) return refusal("user_not_found");
  auto& home = world.homes[user];
  const auto hash = text_of(arguments, "hash");
  if (!hash.empty() && hash != home.hash) return refusal("hash_conflict");
  if (home.id.empty()) home.id = home.root_id = world.new_id("V");
  home.user = user;
  world.change_view(home, arguments.at("view").as_object());
  return showing(home);
}

}  // namespace

std::vector<Method> view_methods() {
  const Argument view{"view", Argument::Kind::json, true}, hash{"hash", text};
  return {{"views.open", "", tier4, {view, {"trigger_id", text, true}}, open},
          {"views.push", "", tier4, {view, {"trigger_id", text, true}}, push},
          {"views.update", "", tier4, {view, hash, {"view_id", text}, {"external_id", text}}, update},
          {"views.publish", "", tier4, {view, hash, {"user_id", text, true}}, publish}};
}

}  // namespace integrations::simulator::slack
