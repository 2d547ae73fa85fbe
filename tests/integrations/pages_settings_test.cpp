// The settings of Instatus, Better Stack and Cachet: what is read, and what is refused at load.
#include <gtest/gtest.h>

#include "config/load.hpp"
#include "integrations/better_stack/settings.hpp"
#include "integrations/cachet/settings.hpp"
#include "integrations/instatus/settings.hpp"

namespace integrations::pages {
namespace {

config::Table table() {
  config::Table all{{.path = "components", .type = config::Type::objects, .help = "Components."},
                    {.path = "components[].key", .help = "Key.", .required = true}};
  for (const auto& part : {instatus::fields(), better_stack::fields(), cachet::fields()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

const config::Environment keys{{"SITREP_INSTATUS_API_KEY", "key-of-instatus"},
                               {"SITREP_BETTER_STACK_API_KEY", "key-of-better-stack"},
                               {"SITREP_CACHET_API_KEY", "key-of-cachet"}};

config::Loaded load(std::string_view text, const config::Environment& environment) {
  return config::load(text, "sitrep.yaml", table(), environment, config::Secrets::required);
}

std::string problems(const config::Loaded& loaded) {
  std::string all;
  for (const auto& problem : loaded.problems) all += problem.path + ": " + problem.says + "\n";
  return all;
}

TEST(PagesSettings, NothingIsNothing) {
  const auto loaded = load("components: []\n", {});
  EXPECT_EQ(problems(loaded), "");
  EXPECT_FALSE(instatus::settings(loaded.values));
  EXPECT_FALSE(better_stack::settings(loaded.values));
  EXPECT_FALSE(cachet::settings(loaded.values));
}

TEST(PagesSettings, KeysAndPagesAreMissed) {
  const auto says = problems(load("instatus: {}\nbetter_stack: {}\ncachet: {}\n", {}));
  for (const auto* missed : {"SITREP_INSTATUS_API_KEY", "SITREP_BETTER_STACK_API_KEY", "SITREP_CACHET_API_KEY",
                             "instatus.page_id", "better_stack.page_id", "cachet.api_url"})
    EXPECT_TRUE(says.contains(missed)) << missed << " in\n" << says;
}

TEST(PagesSettings, WhatCannotBeIsRefused) {
  const auto says =
      problems(load("instatus: {page_id: a/b}\nbetter_stack: {page_id: my-page}\ncachet: {api_url: ftp://x}\n", keys));
  for (const auto* refused : {"instatus.page_id", "better_stack.page_id", "cachet.api_url"})
    EXPECT_TRUE(says.contains(refused)) << refused << " in\n" << says;
}

TEST(PagesSettings, AreRead) {
  const auto loaded = load(
      "components:\n  - {key: api, instatus_id: ckA_1, better_stack_id: 71, cachet_id: 3}\n  - {key: db}\n"
      "instatus: {page_id: p1}\nbetter_stack: {page_id: 12, notify_subscribers: true}\n"
      "cachet: {api_url: \"https://status.example.com/api/\"}\n",
      keys);
  ASSERT_EQ(problems(loaded), "");
  const auto one = instatus::settings(loaded.values), two = better_stack::settings(loaded.values),
             three = cachet::settings(loaded.values);
  ASSERT_TRUE(one && two && three);
  EXPECT_EQ(one->api_url, "https://api.instatus.com");
  EXPECT_EQ(one->page_id, "p1");
  EXPECT_FALSE(one->notify_subscribers);
  EXPECT_EQ(one->component_ids, (std::map<std::string, std::string>{{"api", "ckA_1"}}));
  EXPECT_EQ(two->api_url, "https://uptime.betterstack.com/api/v2");
  EXPECT_TRUE(two->notify_subscribers);
  EXPECT_EQ(two->component_ids.at("api"), "71");
  EXPECT_EQ(three->api_url, "https://status.example.com/api") << "without the final slash";
  EXPECT_EQ(three->api_key, "key-of-cachet");
}

}  // namespace
}  // namespace integrations::pages
