// Several status pages at once: each that is configured is kept, and delivered to by an integration of its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "bot/configuration.hpp"
#include "bot/outside.hpp"
#include "integrations/ports/virtual_clock.hpp"

namespace bot {
namespace {

const config::Environment keys{{"SITREP_INSTATUS_API_KEY", "key-of-instatus"},
                               {"SITREP_BETTER_STACK_API_KEY", "key-of-better-stack"},
                               {"SITREP_CACHET_API_KEY", "key-of-cachet"}};
constexpr std::string_view three =
    "channels: {incidents: \"#incidents\"}\n"
    "components: [{key: api, name: API, cachet_id: 3}]\n"
    "instatus: {page_id: p1}\nbetter_stack: {page_id: 12}\ncachet: {api_url: \"https://status.example.com/api\"}\n";

class NoHttp : public integrations::Http {
  boost::asio::awaitable<integrations::HttpResponse> request(integrations::HttpRequest) override {
    co_return integrations::HttpResponse{};
  }
};

TEST(ConfigurationPages, EachThatIsConfiguredIsKeptAndDeliveredTo) {
  const auto loaded = parse_configuration(three, "sitrep.yaml", keys, config::Secrets::optional);
  ASSERT_TRUE(loaded) << config::to_string(loaded.error().front());
  for (const auto* page : {"instatus", "better_stack", "cachet"}) EXPECT_TRUE(loaded->policy.publicity.keeps(page));
  EXPECT_FALSE(loaded->policy.publicity.keeps("statuspage"));
  ASSERT_TRUE(loaded->cachet);
  EXPECT_EQ(loaded->cachet->component_ids.at("api"), "3");

  boost::asio::io_context io{1};
  integrations::VirtualClock clock{io.get_executor(), {}};
  integrations::Activity activity;
  NoHttp http;
  const auto all = make_integrations(*loaded, {http, clock, activity});
  for (const auto* page : {"instatus", "better_stack", "cachet"}) {
    playbooks::Effect effect;
    effect.body = playbooks::PublishComponent{"api", page};
    EXPECT_EQ(std::ranges::count_if(all, [&](const auto& one) { return one->takes(effect); }), 1) << page;
  }
}

TEST(ConfigurationPages, WithoutTheirSectionsThereAreNone) {
  const auto loaded =
      parse_configuration("channels: {incidents: \"#incidents\"}\n", "sitrep.yaml", keys, config::Secrets::optional);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->instatus || loaded->better_stack || loaded->cachet);
  for (const auto* page : {"instatus", "better_stack", "cachet"}) EXPECT_FALSE(loaded->policy.publicity.keeps(page));
}

}  // namespace
}  // namespace bot
