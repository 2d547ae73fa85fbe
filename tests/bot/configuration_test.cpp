#include "bot/configuration.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace {

using config::Environment;
using config::Secrets;

const Environment tokens{{"SITREP_SLACK_APP_TOKEN", "xapp-1-A1-2-abc"}, {"SITREP_SLACK_BOT_TOKEN", "xoxb-1-2-abc"}};
constexpr const char* two_channels = "channels: {incidents: \"#incident-response\", launch: \"#product-launch\"}\n";

Environment with(std::string name, std::string value) {
  auto environment = tokens;
  environment[std::move(name)] = std::move(value);
  return environment;
}

std::vector<std::string> problems(const std::string& text, const Environment& environment = tokens) {
  std::vector<std::string> lines;
  const auto loaded = bot::parse_configuration(text, "s.yaml", environment);
  for (const auto& p : loaded ? loaded->warnings : loaded.error()) lines.push_back(to_string(p));
  return lines;
}

std::string only_problem(const std::string& more, const Environment& environment = tokens) {
  const auto found = problems(two_channels + more, environment);
  return found.size() == 1 ? found.front() : std::to_string(found.size()) + " problems";
}

bool says(const std::string& line, std::string_view part) {
  return line.find(part) != std::string::npos;
}

// --- what is refused

TEST(Configuration, SlacksOwnCommandNamesAreRefusedWithTheReason) {
  for (const auto* name :
       {"/status", "/me", "/join", "/away", "/dnd", "/shrug", "/remind", "/msg", "/feed", "/who", "/collapse",
        "/expand", "/leave", "/open", "/search", "/topic", "/mute", "/pro", "/shortcuts"}) {
    const auto problem = only_problem("commands: {status: " + std::string{name} + "}\n");
    EXPECT_TRUE(says(problem, "s.yaml:2:20: commands.status: ")) << problem;
    EXPECT_TRUE(says(problem, "Slack keeps this name for itself and rejects the whole app")) << problem;
    EXPECT_TRUE(says(problem, "such as /statuspage")) << problem;
  }
}

TEST(Configuration, CommandNamesMustBeOnesThatSlackTakes) {
  for (const auto* name : {"incident", "/", "/In", "/a b", "/ärger", "/123456789012345678901234567890123"}) {
    EXPECT_TRUE(
        says(only_problem("commands: {incident: \"" + std::string{name} + "\"}\n"), "commands.incident: expected"))
        << name;
  }
  EXPECT_TRUE(says(only_problem("commands: {incident: /sitrep}\n"), "is already the name of a slash command"));
  EXPECT_TRUE(says(only_problem("commands: {incidnt: /inc}\n"), "did you mean “incident”?"));
}

TEST(Configuration, ATokenInTheWrongPlaceIsNamedButNeverShown) {
  const std::string bot_token = "xoxb-1234567890-abcdefghijkl", app_token = "xapp-1-A0123456789-99-abcdef";
  const std::vector<std::pair<Environment, std::string>> table{
      {with("SITREP_SLACK_APP_TOKEN", bot_token), "got a bot token (xoxb-…): are the two tokens swapped?"},
      {with("SITREP_SLACK_BOT_TOKEN", app_token), "got an app-level token (xapp-…): are the two tokens swapped?"},
      {with("SITREP_SLACK_BOT_TOKEN", "xoxp-1234567890-abcdefghijkl"), "got a user token (xoxp-…)"},
      {with("SITREP_SLACK_BOT_TOKEN", "xoxe.xoxb-1-1234567890abcdef"), "got a refresh or configuration token"},
      {with("SITREP_SLACK_BOT_TOKEN", "xoxb-"), "got something that is none"},
      {with("SITREP_SLACK_BOT_TOKEN", "hunter2hunter2hunter2"), "got something that is none"}};
  for (const auto& [environment, expected] : table) {
    const auto problem = only_problem("", environment);
    EXPECT_TRUE(says(problem, expected)) << problem;
    EXPECT_FALSE(says(problem, "1234567890") || says(problem, "hunter2") || says(problem, "A0123")) << problem;
  }
  for (const auto* key : {"app_token", "bot_token", "token", "bottoken"}) {
    const auto problem = only_problem("slack: {" + std::string{key} + ": " + bot_token + "}\n");
    EXPECT_TRUE(says(problem, "secrets do not belong in this file; set SITREP_SLACK_")) << problem;
    EXPECT_FALSE(says(problem, "1234567890")) << problem;
  }
}

TEST(Configuration, MissingTokensAreErrorsToRunAndWarningsToCheck) {
  EXPECT_EQ(problems(two_channels, {}).size(), 2U);
  EXPECT_FALSE(bot::parse_configuration(two_channels, "s.yaml", {}));
  const auto checked = bot::parse_configuration(two_channels, "s.yaml", {}, Secrets::optional);
  ASSERT_TRUE(checked);
  ASSERT_EQ(checked->warnings.size(), 2U);
  EXPECT_TRUE(to_string(checked->warnings[0]).starts_with("environment: warning: SITREP_SLACK_APP_TOKEN: missing"));
  const auto page =
      problems(std::string{two_channels} + "components: [{key: a, name: A}]\nstatuspage: {page_id: abc}\n");
  ASSERT_EQ(page.size(), 1U);
  EXPECT_TRUE(says(page[0], "SITREP_STATUSPAGE_API_KEY: missing"));
}

TEST(Configuration, OnlyThisMachineMayAskForHealth) {
  for (const auto* address : {"0.0.0.0:8321", "\"[::]:80\"", "10.1.2.3:80", "\"*:80\""}) {
    EXPECT_TRUE(says(only_problem("listen: " + std::string{address}), "it is only for this machine")) << address;
  }
}

TEST(Configuration, PlainHttpIsOnlyForThisMachineAlsoFromTheEnvironment) {
  EXPECT_TRUE(says(only_problem("slack: {api_url: \"http://slack.com/api/\"}"), "tokens would travel unprotected"));
  EXPECT_TRUE(says(only_problem("", with("SITREP_STATUSPAGE_API_URL", "http://status.example/v1")),
                   "environment: SITREP_STATUSPAGE_API_URL: expected"));
}

TEST(Configuration, ReferencesMustExist) {
  const std::string components = "components:\n  - {key: api, name: API, dependents: [{component: ";
  EXPECT_TRUE(says(only_problem(components + "apj}]}\n"), "got “apj”; did you mean “api”?"));
  EXPECT_TRUE(says(only_problem(components + "api}]}\n"), "expected the name of another component"));
  EXPECT_TRUE(
      says(only_problem("default_severity: P7\n"), "expected the name of a severity, got “P7”; did you mean “P0”?"));
  EXPECT_TRUE(says(only_problem("severities: [{name: bad}]\ndefault_severity: P2\n"), "got “P2”; there are: bad"));
}

TEST(Configuration, AFileWithManyMistakesIsAnsweredWithAllOfThem) {
  const auto found = problems(R"(organisaton: Acme
channels:
  incidents: #incident-response
  launch: "#Product Launch"
timezone: Berlin
severities:
  - name: P0
    aliases: [critical]
    respond_within: 5
  - name: critical
    update_every: 30s
    impact: huge
components:
  - {key: api, name: API, dependents: [{component: databse}, {component: api}]}
  - {key: database, name: Api}
commands: {status: /status}
slack:
  conections: 2
  connections: 11
slack: {}
)",
                              {});
  const std::vector<std::string> expected{
      "s.yaml:1:1: organisaton: unknown key; did you mean “organisation”?",
      "s.yaml:3:3: channels.incidents: expected a channel",
      "s.yaml:4:11: channels.launch: expected a channel",
      "s.yaml:5:11: timezone: expected a time zone such as Europe/Berlin, got “Berlin”: did you mean “Europe/Berlin”?",
      "s.yaml:9:21: severities[0].respond_within: expected a duration",
      "s.yaml:10:11: severities[1].name: “critical” is already the name of a severity",
      "s.yaml:11:19: severities[1].update_every: expected",
      "s.yaml:12:13: severities[1].impact: expected one of none, minor, major, critical, got “huge”",
      "s.yaml:14:52: components[0].dependents[0].component: expected the name of a component, got “databse”; did you "
      "mean",
      "s.yaml:14:74: components[0].dependents[1].component: expected the name of another component",
      "s.yaml:15:27: components[1].name: “Api” is already the name of a component (components[0].key, line 14)",
      "s.yaml:16:20: commands.status: expected a slash command",
      "s.yaml:18:3: slack.conections: unknown key; did you mean “connections”?",
      "s.yaml:19:16: slack.connections: expected a whole number from 1 to 10, got “11”",
      "s.yaml:20:1: slack: given twice, first in line 17",
      "environment: SITREP_SLACK_APP_TOKEN: missing",
      "environment: SITREP_SLACK_BOT_TOKEN: missing"};
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_TRUE(found[i].starts_with(expected[i])) << found[i];
}

// --- what is accepted

TEST(Configuration, TwoChannelsAreEnough) {
  const auto loaded = bot::parse_configuration(two_channels, "/etc/sitrep/s.yaml", tokens);
  ASSERT_TRUE(loaded) << to_string(loaded.error().front());
  EXPECT_TRUE(loaded->warnings.empty());
  EXPECT_EQ(loaded->policy.incident_channel, "#incident-response");
  EXPECT_EQ(loaded->policy.launch_channel, "#product-launch");
  EXPECT_EQ(loaded->policy.zone, "UTC");
  EXPECT_EQ(loaded->policy.default_severity, "P2");
  EXPECT_EQ(loaded->policy.duplicate_window, std::chrono::minutes{10});
  EXPECT_EQ(loaded->policy.publicity.pages, std::vector<std::string>{"local"})
      << "without an account, a page of our own";
  EXPECT_TRUE(loaded->local_page);
  EXPECT_FALSE(loaded->statuspage);
  EXPECT_EQ(loaded->slack.incident_channel, "#incident-response");
  EXPECT_EQ(loaded->slack.api_url, "https://slack.com/api/");
  EXPECT_EQ(loaded->slack.app_token, tokens.at("SITREP_SLACK_APP_TOKEN"));
  EXPECT_EQ(loaded->slack.bot_token, tokens.at("SITREP_SLACK_BOT_TOKEN"));
  EXPECT_EQ(loaded->slack.connections, 1);
  EXPECT_EQ(loaded->database, "/etc/sitrep/sitrep.db");
  EXPECT_EQ(loaded->listen, "127.0.0.1:8321");
  EXPECT_EQ(loaded->log_level, "info");
  const std::map<std::string, std::string> commands{{"incident", "/incident"},
                                                    {"status", "/statuspage"},
                                                    {"maintenance", "/maintenance"},
                                                    {"oncall", "/oncall"},
                                                    {"sitrep", "/sitrep"}};
  EXPECT_EQ(loaded->commands, commands);
}

TEST(Configuration, TheBuiltInSeveritiesAreTheRulesOwn) {
  const auto ours = bot::default_configuration().policy.severities;
  const auto rules = playbooks::default_severities();
  ASSERT_EQ(ours.size(), rules.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].name, rules[i].name);
    EXPECT_EQ(ours[i].means, rules[i].means);
    EXPECT_EQ(ours[i].aliases, rules[i].aliases);
    EXPECT_EQ(ours[i].respond_within, rules[i].respond_within);
    EXPECT_EQ(ours[i].update_every, rules[i].update_every);
    EXPECT_EQ(ours[i].public_at_once, rules[i].public_at_once);
    EXPECT_EQ(ours[i].impact, rules[i].impact);
  }
}

TEST(Configuration, ADefaultSeverityIsFoundInAnyList) {
  const auto of = [](const std::string& more) {
    return bot::parse_configuration(two_channels + more, "s", tokens)->policy.default_severity;
  };
  EXPECT_EQ(of("severities: [{name: bad}]"), "bad");
  EXPECT_EQ(of("severities: [{name: a}, {name: b}, {name: c}, {name: d}]"), "c");
  EXPECT_EQ(of("severities: [{name: a}, {name: P2}, {name: c}]"), "P2");
  EXPECT_EQ(of("default_severity: SEV1"), "P1") << "an alias, in any case";
}

TEST(Configuration, ComponentsReferToEachOtherByAnyName) {
  const auto loaded = bot::parse_configuration(
      std::string{two_channels} +
          "components:\n  - {key: db, name: Main database, group: Core, owner: storage, "
          "aliases: [pg], dependents: [{component: public api, effect: slow}]}\n"
          "  - {key: api, name: Public API, statuspage_id: abc1}\n"
          "statuspage: {page_id: p1, notify_subscribers: false, api_url: \"https://s.example/v1/\"}\n",
      "s", with("SITREP_STATUSPAGE_API_KEY", "key-of-the-page"));
  ASSERT_TRUE(loaded) << to_string(loaded.error().front());
  const auto& db = loaded->policy.components.at(0);
  EXPECT_EQ(db.dependents.at(0).component, "api");
  EXPECT_EQ(db.dependents.at(0).effect, "slow");
  EXPECT_EQ(db.group, "Core");
  EXPECT_EQ(db.owner, "storage");
  EXPECT_TRUE(loaded->policy.publishes());
  ASSERT_TRUE(loaded->statuspage);
  EXPECT_EQ(loaded->statuspage->page_id, "p1");
  EXPECT_EQ(loaded->statuspage->api_key, "key-of-the-page");
  EXPECT_EQ(loaded->statuspage->api_url, "https://s.example/v1") << "without the final slash";
  EXPECT_FALSE(loaded->statuspage->notify_subscribers);
  EXPECT_EQ(loaded->statuspage->component_ids, (std::map<std::string, std::string>{{"api", "abc1"}}));
}

TEST(Configuration, TheEnvironmentMovesTheServices) {
  const auto loaded =
      bot::parse_configuration(std::string{two_channels} + "slack: {api_url: \"https://slack-gov.com/api\"}", "s",
                               with("SITREP_SLACK_API_URL", "http://127.0.0.1:9/api"));
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->slack.api_url, "http://127.0.0.1:9/api/") << "with a final slash";
}

TEST(Configuration, AChannelIsANameOrAnId) {
  const auto channel = [](const std::string& text) {
    const auto loaded = bot::parse_configuration("channels: {incidents: \"" + text + "\"}", "s", tokens);
    return loaded ? loaded->policy.incident_channel : "refused";
  };
  EXPECT_EQ(channel("#incident-response"), "#incident-response");
  EXPECT_EQ(channel("incidents"), "#incidents");
  EXPECT_EQ(channel("C0123ABCD"), "C0123ABCD");
  EXPECT_EQ(channel("#störungen"), "#störungen");
  for (const auto* bad : {"#", "#In", "#a b", "##a", "@ann", "<#C0123ABCD>"}) EXPECT_EQ(channel(bad), "refused") << bad;
}

TEST(Configuration, WhatMakesNoSenseAloneIsAWarning) {
  EXPECT_TRUE(
      says(only_problem("", with("SITREP_STATUSPAGE_API_KEY", "key-of-the-page")), "nothing will be published"));
  EXPECT_TRUE(says(only_problem("statuspage: {page_id: p1}", with("SITREP_STATUSPAGE_API_KEY", "key-of-the-page")),
                   "there are no components"));
}

TEST(Configuration, AnyBytesAreAnswered) {
  for (const auto& entry : std::filesystem::directory_iterator{SITREP_SOURCE_DIR "/tests/fuzz/corpus/config"}) {
    const auto loaded = bot::load_configuration(entry.path(), tokens);
    EXPECT_FALSE(loaded) << entry.path() << " is about a tea house";
  }
}

}  // namespace
