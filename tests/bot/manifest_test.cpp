#include "bot/manifest.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "bot/configuration.hpp"
#include "config/document.hpp"
#include "integrations/slack/settings.hpp"

namespace {

using config::Node;

const Node* child(const Node& node, std::string_view key) {
  const auto found = std::ranges::find(node.children, key, &Node::key);
  return found == node.children.end() ? nullptr : &*found;
}
std::string text(const Node& node, std::string_view key) {
  const auto* found = child(node, key);
  return found == nullptr ? "(none)" : found->text;
}
const Node& at(const Node& node, std::initializer_list<std::string_view> path) {
  const Node* now = &node;
  for (const auto key : path) {
    now = child(*now, key);
    if (now == nullptr) throw std::out_of_range(std::string{key});
  }
  return *now;
}
Node parsed(const std::string& yaml) {
  auto node = config::parse(yaml, "manifest");
  if (!node) throw std::runtime_error(to_string(node.error().front()));
  return *node;
}

TEST(Manifest, RegistersTheConfiguredNamesAndNoneThatSlackKeeps) {
  const auto configuration = bot::default_configuration();
  const auto root = parsed(bot::manifest(configuration.commands, bot::manifest_commands()));
  std::vector<std::string> registered;
  for (const auto& command : at(root, {"features", "slash_commands"}).children) {
    registered.push_back(text(command, "command"));
    EXPECT_EQ(integrations::slack::command_trouble(registered.back()), "");
    EXPECT_EQ(text(command, "should_escape"), "true");
    EXPECT_FALSE(text(command, "description").empty());
  }
  EXPECT_EQ(registered, (std::vector<std::string>{"/incident", "/statuspage", "/maintenance", "/oncall", "/sitrep"}));
}

TEST(Manifest, HasNoAddressAndSwitchesSocketModeOn) {
  const auto yaml = bot::manifest({}, bot::manifest_commands());
  const auto root = parsed(yaml);
  EXPECT_EQ(at(root, {"settings", "socket_mode_enabled"}).text, "true");
  EXPECT_EQ(at(root, {"settings", "interactivity", "is_enabled"}).text, "true");
  const auto body = yaml.substr(yaml.find("_metadata"));
  EXPECT_EQ(body.find("http"), std::string::npos);
  EXPECT_EQ(body.find("url"), std::string::npos);
}

TEST(Manifest, AsksForTheLeastAndSaysWhatEachIsFor) {
  const auto yaml = bot::manifest({}, bot::manifest_commands());
  const auto root = parsed(yaml);
  std::vector<std::string> scopes;
  for (const auto& scope : at(root, {"oauth_config", "scopes", "bot"}).children) {
    scopes.push_back(scope.text);
    EXPECT_NE(yaml.find("- " + scope.text + "  # "), std::string::npos) << scope.text;
  }
  EXPECT_EQ(scopes, (std::vector<std::string>{"commands", "chat:write", "chat:write.public", "app_mentions:read",
                                              "channels:read", "groups:read", "channels:history", "groups:history",
                                              "users:read", "im:write", "im:history", "channels:write.topic",
                                              "groups:write.topic", "usergroups:write", "usergroups:read"}));
  const auto& events = at(root, {"settings", "event_subscriptions", "bot_events"}).children;
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].text, "app_mention");
}

TEST(Manifest, LetsPagesArriveAsDirectMessages) {
  const auto root = parsed(bot::manifest({}, bot::manifest_commands()));
  EXPECT_EQ(at(root, {"features", "app_home", "messages_tab_enabled"}).text, "true");
  EXPECT_EQ(at(root, {"features", "app_home", "messages_tab_read_only_enabled"}).text, "true");
}

TEST(Manifest, KeepsSlacksLengthsAndIsAlwaysYaml) {
  std::string umlauts;
  while (umlauts.size() < 3000) umlauts += "ä";
  const auto root =
      parsed(bot::manifest({{"incident", "/inc"}}, {{"incident", "a \"quote\" \\ \n# and: {more", umlauts}}));
  const auto& command = at(root, {"features", "slash_commands"}).children.at(0);
  EXPECT_EQ(text(command, "command"), "/inc");
  EXPECT_EQ(text(command, "description"), "a \"quote\" \\  # and: {more");
  EXPECT_EQ(text(command, "usage_hint").size(), 1000U);
}

}  // namespace
