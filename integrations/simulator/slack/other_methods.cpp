#include <algorithm>

#include "integrations/simulator/slack/method.hpp"

namespace integrations::simulator::slack {
namespace {

using enum Argument::Kind;

json::object open_connection(Desk& desk, const json::object&) {
  auto answer = ok();
  answer["url"] = desk.new_link();
  return answer;
}

json::object auth_test(Desk& desk, const json::object&) {
  auto answer = ok();
  answer["url"] = "https://acme.slack.com/";
  answer["team"] = desk.world.options().team;
  answer["user"] = desk.world.user(World::bot_user)->name;
  answer["team_id"] = World::team_id;
  answer["user_id"] = World::bot_user;
  answer["bot_id"] = World::bot_id;
  answer["is_enterprise_install"] = false;
  return answer;
}

json::object api_test(Desk&, const json::object&) {
  return ok();
}

json::object user_info(Desk& desk, const json::object& arguments) {
  const auto* user = desk.world.user(text_of(arguments, "user"));
  if (user == nullptr) return refusal("user_not_found");
  json::object profile;
  profile["display_name"] = user->name;
  profile["real_name"] = user->name;
  json::object shown;
  shown["id"] = user->id;
  shown["team_id"] = World::team_id;
  shown["name"] = user->name;
  shown["real_name"] = user->name;
  shown["deleted"] = user->deleted;
  shown["is_bot"] = user->bot;
  shown["tz"] = user->zone;
  shown["tz_label"] = user->zone;
  shown["profile"] = std::move(profile);
  auto answer = ok();
  answer["user"] = std::move(shown);
  return answer;
}

/// "U1,U2".
std::vector<std::string> ids_of(const json::object& arguments) {
  std::vector<std::string> ids;
  std::string text = text_of(arguments, "users");
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    if (end > at) ids.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return ids;
}

json::object group_members(Desk& desk, const json::object& arguments) {
  const auto found = desk.world.groups.find(text_of(arguments, "usergroup"));
  if (found == desk.world.groups.end()) return refusal("no_such_subteam");
  json::array users;
  for (const auto& id : found->second.users) users.emplace_back(id);
  auto answer = ok();
  answer["users"] = std::move(users);
  return answer;
}

/// Replaces the whole list; a group cannot be emptied, and takes neither bots nor people who have left.
json::object set_group_members(Desk& desk, const json::object& arguments) {
  const auto found = desk.world.groups.find(text_of(arguments, "usergroup"));
  if (found == desk.world.groups.end()) return refusal("no_such_subteam");
  auto ids = ids_of(arguments);
  if (ids.empty()) return refusal("no_users_provided");
  for (const auto& id : ids) {
    const auto* user = desk.world.user(id);
    if (user == nullptr || user->deleted || user->bot) return refusal("invalid_users");
  }
  auto& group = found->second;
  group.users = std::move(ids);
  json::array users;
  for (const auto& id : group.users) users.emplace_back(id);
  json::object shown;
  shown["id"] = group.id;
  shown["team_id"] = World::team_id;
  shown["is_usergroup"] = true;
  shown["handle"] = group.handle;
  shown["users"] = std::move(users);
  auto answer = ok();
  answer["usergroup"] = std::move(shown);
  return answer;
}

}  // namespace

std::vector<Method> other_methods() {
  constexpr int special = 300, tier4 = 100, tier3 = 50, tier2 = 20;
  return {{"apps.connections.open", "", tier3, {}, open_connection, true},
          {"auth.test", "", special, {}, auth_test},
          {"api.test", "", tier4, {}, api_test},
          {"users.info", "users:read", tier4, {{"user", text, true}, {"include_locale", flag}}, user_info},
          {"usergroups.users.list",
           "usergroups:read",
           tier2,
           {{"usergroup", text, true}, {"include_disabled", flag}},
           group_members},
          {"usergroups.users.update",
           "usergroups:write",
           tier2,
           {{"usergroup", text, true}, {"users", text, true}, {"include_count", flag}},
           set_group_members}};
}

}  // namespace integrations::simulator::slack
