// The settings of PagerDuty, Opsgenie, the webhook and the dead-man address: what is read, and what is refused at load.
#include <gtest/gtest.h>

#include <algorithm>

#include "config/load.hpp"
#include "integrations/dead_man/settings.hpp"
#include "integrations/opsgenie/settings.hpp"
#include "integrations/pagerduty/settings.hpp"
#include "integrations/webhook/settings.hpp"

namespace integrations {
namespace {

config::Table table() {
  config::Table all{{.path = "operations", .type = config::Type::section, .help = "Operations.", .optional = true}};
  for (const auto& part : {pagerduty::fields(), opsgenie::fields(), webhook::fields(), dead_man::fields()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

const config::Environment all_secrets{{"SITREP_PAGERDUTY_ROUTING_KEY", "0123456789abcdef0123456789abcdef"},
                                      {"SITREP_PAGERDUTY_API_TOKEN", "token-token"},
                                      {"SITREP_OPSGENIE_API_KEY", "genie-genie"},
                                      {"SITREP_WEBHOOK_SECRET", "a-secret-of-16-characters"},
                                      {"SITREP_DEAD_MAN_URL", "https://hc.example.com/ping/abc?x=1"}};
constexpr std::string_view everything =
    "pagerduty:\n  region: eu\nopsgenie:\n  region: eu\npaging_webhook:\n  url: https://alerts.example.com/sitrep\n";

config::Loaded load(std::string_view text, const config::Environment& environment) {
  return config::load(text, "sitrep.yaml", table(), environment, config::Secrets::required);
}

std::string problems(const config::Loaded& loaded) {
  std::string all;
  for (const auto& problem : loaded.problems) all += problem.path + ": " + problem.says + "\n";
  return all;
}

TEST(AlertingSettings, NothingIsNothing) {
  const auto loaded = load("operations: {}\n", {});
  EXPECT_EQ(problems(loaded), "");
  EXPECT_FALSE(pagerduty::settings(loaded.values));
  EXPECT_FALSE(opsgenie::settings(loaded.values));
  EXPECT_FALSE(webhook::settings(loaded.values));
  EXPECT_FALSE(dead_man::settings(loaded.values));
}

TEST(AlertingSettings, SecretsAreMissed) {
  const auto says = problems(load(everything, {}));
  for (const auto* name : {"SITREP_PAGERDUTY_ROUTING_KEY", "SITREP_OPSGENIE_API_KEY", "SITREP_WEBHOOK_SECRET"})
    EXPECT_TRUE(says.contains(name)) << says;
  EXPECT_FALSE(says.contains("SITREP_PAGERDUTY_API_TOKEN")) << says;  // not needed for pages
}

TEST(AlertingSettings, WrongSecretsAreRefusedWithoutRepeatingThem) {
  for (const auto* wrong :
       {"http://hc.example.com/ping/abc", "ftp-wrong-abc", "https:///wrong-abc", "https://a b/abc"}) {
    auto environment = all_secrets;
    environment["SITREP_DEAD_MAN_URL"] = wrong;
    environment["SITREP_PAGERDUTY_ROUTING_KEY"] = "not-a-key-abc";
    environment["SITREP_WEBHOOK_SECRET"] = "short-abc";
    const auto loaded = load(everything, environment);
    const auto says = problems(loaded);
    EXPECT_EQ(std::ranges::count(says, '\n'), 3) << says;
    EXPECT_FALSE(says.contains("abc")) << says;
  }
}

TEST(AlertingSettings, AreRead) {
  const auto loaded = load(everything, all_secrets);
  ASSERT_EQ(problems(loaded), "");
  const auto duty = pagerduty::settings(loaded.values);
  ASSERT_TRUE(duty);
  EXPECT_EQ(duty->events_url, "https://events.eu.pagerduty.com/v2");
  EXPECT_EQ(duty->api_url, "https://api.eu.pagerduty.com");
  EXPECT_EQ(duty->api_token, "token-token");
  EXPECT_EQ(opsgenie::settings(loaded.values)->api_url, "https://api.eu.opsgenie.com");
  EXPECT_EQ(webhook::settings(loaded.values)->url, "https://alerts.example.com/sitrep");
  EXPECT_EQ(dead_man::settings(loaded.values)->url, "https://hc.example.com/ping/abc?x=1");
}

TEST(AlertingSettings, TheEnvironmentNamesOtherServers) {
  auto environment = all_secrets;
  environment["SITREP_PAGERDUTY_EVENTS_URL"] = "http://127.0.0.1:1/v2/";
  environment["SITREP_PAGERDUTY_API_URL"] = "http://127.0.0.1:1";
  environment["SITREP_OPSGENIE_API_URL"] = "http://127.0.0.1:2/";
  environment["SITREP_WEBHOOK_URL"] = "http://127.0.0.1:3/page";
  const auto loaded = load(everything, environment);
  ASSERT_EQ(problems(loaded), "");
  EXPECT_EQ(pagerduty::settings(loaded.values)->events_url, "http://127.0.0.1:1/v2");
  EXPECT_EQ(pagerduty::settings(loaded.values)->api_url, "http://127.0.0.1:1");
  EXPECT_EQ(opsgenie::settings(loaded.values)->api_url, "http://127.0.0.1:2");
  EXPECT_EQ(webhook::settings(loaded.values)->url, "http://127.0.0.1:3/page");
}

}  // namespace
}  // namespace integrations
