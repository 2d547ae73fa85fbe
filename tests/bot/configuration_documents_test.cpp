// The example, the reference and the schema: current, complete, and true.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "bot/configuration.hpp"

namespace {

const config::Environment tokens{{"SITREP_SLACK_APP_TOKEN", "xapp-1-A1-2-abc"},
                                 {"SITREP_SLACK_BOT_TOKEN", "xoxb-1-2-abc"}};
constexpr const char* two_channels = "channels: {incidents: \"#incident-response\", launch: \"#product-launch\"}\n";

bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string content(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream{path, std::ios::binary}.rdbuf();
  return text.str();
}

class Documents : public testing::TestWithParam<std::pair<const char*, std::string (*)()>> {};

/// With SITREP_WRITE_DOCS=1 it writes them instead.
TEST_P(Documents, AreCurrent) {
  const auto path = std::filesystem::path{SITREP_SOURCE_DIR} / "docs" / GetParam().first;
  const auto text = GetParam().second();
  if (std::getenv("SITREP_WRITE_DOCS") != nullptr) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "documents are compared in CI, not written";
    std::ofstream{path, std::ios::binary} << text;
  }
  EXPECT_EQ(content(path), text) << "type: SITREP_WRITE_DOCS=1 bot_tests --gtest_filter='*Documents*'";
}

INSTANTIATE_TEST_SUITE_P(Generated, Documents,
                         testing::Values(std::pair{"sitrep.example.yaml", &bot::configuration_example},
                                         std::pair{"configuration.md", &bot::configuration_reference},
                                         std::pair{"sitrep.schema.json", &bot::configuration_schema}));

TEST(ExampleFile, LoadsAsItIsAndMeansTheDefaults) {
  const auto loaded = bot::load_configuration(SITREP_SOURCE_DIR "/docs/sitrep.example.yaml", tokens);
  ASSERT_TRUE(loaded) << to_string(loaded.error().front());
  EXPECT_TRUE(loaded->warnings.empty());
  const auto least = bot::parse_configuration(two_channels, SITREP_SOURCE_DIR "/docs/s.yaml", tokens);
  ASSERT_TRUE(least);
  EXPECT_EQ(loaded->commands, least->commands);
  EXPECT_EQ(loaded->database, least->database);
  EXPECT_EQ(loaded->listen, least->listen);
  EXPECT_EQ(loaded->log_level, least->log_level);
  EXPECT_EQ(loaded->slack.api_url, least->slack.api_url);
  EXPECT_EQ(loaded->slack.connections, least->slack.connections);
  EXPECT_EQ(loaded->slack.debug_reconnects, least->slack.debug_reconnects);
  EXPECT_EQ(loaded->policy.organisation, least->policy.organisation);
  EXPECT_EQ(loaded->policy.zone, least->policy.zone);
  EXPECT_EQ(loaded->policy.duplicate_window, least->policy.duplicate_window);
  EXPECT_EQ(loaded->policy.default_severity, least->policy.default_severity);
  EXPECT_EQ(loaded->policy.severities.size(), least->policy.severities.size());
  EXPECT_TRUE(loaded->policy.components.empty());
  EXPECT_TRUE(loaded->policy.people.empty() && loaded->policy.schedules.empty());
  EXPECT_TRUE(loaded->policy.escalation_policies.empty() && loaded->policy.escalation_routes.empty());
  EXPECT_EQ(loaded->policy.page_patience, least->policy.page_patience);
  EXPECT_EQ(loaded->policy.answer_within, least->policy.answer_within);
  EXPECT_EQ(loaded->policy.audit_every, least->policy.audit_every);
  EXPECT_EQ(loaded->policy.operations_channel, least->policy.operations_channel);
  EXPECT_FALSE(loaded->statuspage || loaded->twilio || loaded->email || loaded->pagerduty || loaded->opsgenie ||
               loaded->webhook);
}

TEST(ExampleFile, LoadsWithEverythingSwitchedOn) {
  static const std::regex off{"(^|\n)#((?:  )*[a-z_#-])"};
  const auto text = std::regex_replace(content(SITREP_SOURCE_DIR "/docs/sitrep.example.yaml"), off, "$1$2");
  auto with_page = tokens;
  with_page["SITREP_STATUSPAGE_API_KEY"] = "key-of-the-page";
  with_page["SITREP_TWILIO_AUTH_TOKEN"] = "token-of-the-account";
  with_page["SITREP_SMTP_PASSWORD"] = "password-of-the-user";
  with_page["SITREP_PAGERDUTY_ROUTING_KEY"] = "0123456789abcdef0123456789abcdef";
  with_page["SITREP_OPSGENIE_API_KEY"] = "key-of-the-integration";
  with_page["SITREP_INSTATUS_API_KEY"] = "key-of-instatus";
  with_page["SITREP_BETTER_STACK_API_KEY"] = "key-of-better-stack";
  with_page["SITREP_CACHET_API_KEY"] = "key-of-cachet";
  with_page["SITREP_WEBHOOK_SECRET"] = "secret-of-the-webhook";
  const auto loaded = bot::parse_configuration(text, "e.yaml", with_page);
  ASSERT_TRUE(loaded) << to_string(loaded.error().front());
  EXPECT_TRUE(loaded->warnings.empty());
  EXPECT_EQ(loaded->policy.components.size(), 3U);
  ASSERT_TRUE(loaded->statuspage);
  EXPECT_FALSE(loaded->statuspage->component_ids.empty());
  EXPECT_EQ(loaded->policy.people.size(), 3U);
  EXPECT_EQ(loaded->policy.schedules.size(), 1U);
  EXPECT_EQ(loaded->policy.escalation_policies.size(), 1U);
  EXPECT_EQ(loaded->policy.escalation_routes.size(), 2U);
  EXPECT_TRUE(loaded->twilio && loaded->email && loaded->pagerduty && loaded->opsgenie && loaded->webhook);
}

TEST(ExampleFile, AndItsSiblingsNameEveryRow) {
  for (const auto& field : bot::table()) {
    const auto name = field.path.substr(field.path.find_last_of('.') + 1);
    const auto example = bot::configuration_example();
    EXPECT_TRUE(says(example, name + ":") || says(example, name + " (required):")) << field.path;
    EXPECT_TRUE(says(bot::configuration_schema(), "\"" + name + "\":")) << field.path;
    EXPECT_TRUE(says(bot::configuration_reference(), "`" + field.path + "`")) << field.path;
  }
}

}  // namespace
