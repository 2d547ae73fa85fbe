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
  shown["deleted"] = false;
  shown["is_bot"] = user->bot;
  shown["tz"] = user->zone;
  shown["tz_label"] = user->zone;
  shown["profile"] = std::move(profile);
  auto answer = ok();
  answer["user"] = std::move(shown);
  return answer;
}

}  // namespace

std::vector<Method> other_methods() {
  constexpr int special = 300, tier4 = 100, tier3 = 50;
  return {{"apps.connections.open", "", tier3, {}, open_connection, true},
          {"auth.test", "", special, {}, auth_test},
          {"api.test", "", tier4, {}, api_test},
          {"users.info", "users:read", tier4, {{"user", text, true}, {"include_locale", flag}}, user_info}};
}

}  // namespace integrations::simulator::slack
