#include "integrations/slack/doctor.hpp"

#include <gtest/gtest.h>

#include "integrations/slack/slack.hpp"
#include "slack_support.hpp"

namespace {
using namespace integrations;
using namespace integrations::slack;
using slack_test::FakeSlack;
using Level = Finding::Level;

constexpr auto all_scopes =
    "commands,chat:write,chat:write.public,app_mentions:read,channels:read,groups:read,channels:history, "
    "groups:history,users:read,im:write,im:history,channels:write.topic,groups:write.topic,usergroups:write,"
    "usergroups:read";

struct SlackDoctor : testing::Test {
  slack_test::StillClock clock;
  FakeSlack http;
  Activity activity;
  playbooks::Policy policy = slack_test::policy();
  Settings settings;

  void SetUp() override {
    settings.bot_token = "xoxb-secret";
    settings.app_token = "xapp-secret";
    policy.incident_channel = "C0INC";
  }
  void healthy(std::string scopes = all_scopes) {
    http.answer("auth.test", FakeSlack::status(200, R"({"ok":true,"team":"Acme","user":"sitrep","bot_id":"B1"})",
                                               {{"x-oauth-scopes", std::move(scopes)}}));
  }
  std::vector<Finding> examine() {
    const auto slack = make_slack(settings, policy, http, clock, activity);
    auto findings = slack_test::run(slack->doctor());
    for (const auto& finding : findings) EXPECT_FALSE(finding.says.contains("secret")) << finding.says;
    return findings;
  }
  static const Finding* about(const std::vector<Finding>& findings, std::string_view what) {
    for (const auto& finding : findings)
      if (finding.what == what) return &finding;
    return nullptr;
  }
  void expect(std::string_view what, Level level, std::string_view says) {
    const auto findings = examine();
    const auto* finding = about(findings, what);
    ASSERT_NE(finding, nullptr) << what;
    EXPECT_EQ(finding->level, level) << what << ": " << finding->says;
    EXPECT_TRUE(finding->says.contains(says)) << finding->says;
  }
};

TEST_F(SlackDoctor, SaysThatAllIsWell) {
  healthy();
  http.answer("conversations.info", R"({"ok":true,"channel":{"name":"incidents","is_member":true}})");
  for (const auto& finding : examine()) EXPECT_EQ(finding.level, Level::ok) << finding.what << ": " << finding.says;
}

TEST_F(SlackDoctor, NamesTheWrongToken) {
  settings.bot_token = "xapp-secret";
  expect("Slack bot token", Level::error, "swapped");
  settings.bot_token = "xoxp-secret";
  expect("Slack bot token", Level::error, "user token");
  settings.bot_token = "";
  expect("Slack bot token", Level::error, "SITREP_SLACK_BOT_TOKEN");
  EXPECT_TRUE(http.calls.empty()) << "a wrong token is not sent anywhere";
  settings.app_token = "xoxb-secret";
  expect("Slack app token", Level::error, "swapped");
  settings.app_token = "";
  expect("Slack app token", Level::error, "connections:write");
}

TEST_F(SlackDoctor, ARefusedTokenEndsTheExaminationAndATroubledNetworkIsNoFault) {
  http.answer("auth.test", R"({"ok":false,"error":"invalid_auth"})");
  expect("Slack bot token", Level::error, "Bot User OAuth Token");
  EXPECT_EQ(http.calls.size(), 1U);
  http.answer("auth.test", FakeSlack::failed(HttpResponse::Outcome::not_sent, "no route to host"));
  expect("Slack bot token", Level::warning, "no route to host");
}

TEST_F(SlackDoctor, NamesEveryMissingScopeWithItsFeature) {
  healthy("chat:write,commands");
  const auto findings = examine();
  const auto* history = about(findings, "Slack scope channels:history");
  ASSERT_NE(history, nullptr);
  EXPECT_EQ(history->level, Level::error);
  EXPECT_TRUE(history->says.contains("Reinstall to Workspace"));
  const auto* mentions = about(findings, "Slack scope app_mentions:read");
  ASSERT_NE(mentions, nullptr);
  EXPECT_EQ(mentions->level, Level::warning);
  EXPECT_EQ(about(findings, "Slack scope chat:write"), nullptr);
  EXPECT_EQ(missing_scopes(all_scopes).size(), 0U);
  EXPECT_EQ(missing_scopes("").size(), needed_scopes().size());
}

TEST_F(SlackDoctor, NamesTheScopesOfOnCallOnlyWhereTheyAreUsed) {
  const auto missing = [&] {
    healthy(
        "commands,chat:write,chat:write.public,app_mentions:read,channels:read,groups:read,channels:history,"
        "groups:history,users:read");
    std::vector<std::string> names;
    for (const auto& finding : examine())
      if (finding.what.starts_with("Slack scope ")) {
        names.push_back(finding.what.substr(12));
        EXPECT_EQ(finding.level, Level::warning) << "incidents run without it";
      }
    return names;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(missing(), Names{});
  policy.people.push_back({});
  policy.people.back().slack = "U0ANN";
  EXPECT_EQ(missing(), (Names{"im:write", "im:history"}));
  policy.people.clear();
  policy.schedules.push_back({});
  policy.schedules.back().topic_channel = "C0INC";
  EXPECT_EQ(missing(), (Names{"channels:write.topic", "groups:write.topic"}));
  policy.schedules.back() = {};
  policy.schedules.back().user_group = "S0614TZR7";
  EXPECT_EQ(missing(), (Names{"usergroups:write", "usergroups:read"}));
}

TEST_F(SlackDoctor, LooksAtTheAccountsOfThePeople) {
  playbooks::Responder person;
  person.key = "ann";
  person.slack = "U0ANN";
  policy.people = {person};
  for (const auto& [answer, level, says] : std::vector<std::tuple<const char*, Level, const char*>>{
           {R"({"ok":false,"error":"user_not_found"})", Level::error, "correct `slack` of ann"},
           {R"({"ok":true,"user":{"name":"ann","deleted":true}})", Level::error, "switched off"},
           {R"({"ok":true,"user":{"name":"ann","is_bot":true}})", Level::error, "bot"}}) {
    healthy();
    http.answer("users.info", answer);
    expect("Slack account of ann", level, says);
  }
  policy.people.assign(25, person);
  healthy();
  expect("Slack accounts", Level::warning, "the first 20 of 25");
}

struct ChannelCase {
  const char* answer;
  Level level;
  const char* says;
};

TEST_F(SlackDoctor, LooksAtTheChannel) {
  for (const auto& each : std::vector<ChannelCase>{
           {R"({"ok":true,"channel":{"name":"inc","is_member":false}})", Level::warning, "/invite @sitrep in #inc"},
           {R"({"ok":true,"channel":{"name":"inc","is_member":true,"is_archived":true}})", Level::error, "unarchive"},
           {R"({"ok":false,"error":"channel_not_found"})", Level::error, "/invite @sitrep"},
           {"<html>", Level::warning, "web page"}}) {
    healthy();
    http.answer("conversations.info", each.answer);
    expect("Slack incident channel", each.level, each.says);
  }
  policy.incident_channel = "#nowhere";
  healthy();
  http.answer("conversations.list", R"({"ok":true,"channels":[]})");
  expect("Slack incident channel", Level::error, "“#nowhere”");
}

}  // namespace
