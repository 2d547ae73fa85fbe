// Without any account: the demo keeps our own status page from its first moment, and a browser finds it.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/demo/playground.hpp"
#include "bot_support.hpp"
#include "integrations/http/curl.hpp"
#include "integrations/ports/system_clock.hpp"
#include "playbooks/cascade.hpp"

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct DemoPage : testing::Test {
  DemoPage()
      : playground(context.get_executor(), clock, activity,
                   {.database = scratch.database(),
                    .local_page = scratch.directory() / "page",
                    .settings = std::string{bot::demo_settings}}) {}
  ~DemoPage() override { run(playground.stop()); }

  void run(asio::awaitable<void> work) {
    bool ended = false;
    asio::co_spawn(context, std::move(work), [&](std::exception_ptr error) {
      ended = true;
      if (error) std::rethrow_exception(error);
    });
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while (!ended && std::chrono::steady_clock::now() < limit) {
      context.restart();
      context.run_one_for(100ms);
    }
    ASSERT_TRUE(ended);
  }
  std::string get(const std::string& path) {
    integrations::HttpResponse answer;
    run([&]() -> asio::awaitable<void> {
      integrations::HttpRequest request;
      request.method = "GET";
      request.url = playground.local_page_address() + path;
      answer = co_await http->request(std::move(request));
    }());
    return std::to_string(answer.status) + " " + answer.body;
  }
  /// What the page says once it says `words`; after ten seconds whatever it says.
  std::string once_it_says(const std::string& path, const std::string& words) {
    std::string said;
    const auto limit = std::chrono::steady_clock::now() + 10s;
    do {
      run([&]() -> asio::awaitable<void> {
        asio::steady_timer timer{context, 20ms};
        co_await timer.async_wait(asio::use_awaitable);
      }());
      said = get(path);
    } while (!said.contains(words) && std::chrono::steady_clock::now() < limit);
    return said;
  }

  bot_test::Scratch scratch;
  asio::io_context context{1};
  integrations::SystemClock clock{context.get_executor(), 1};
  integrations::Activity activity;
  std::unique_ptr<integrations::Http> http = integrations::make_curl_http(context.get_executor(), activity);
  bot::Playground playground;
};

TEST_F(DemoPage, IsThereBeforeAnythingHappens) {
  ASSERT_EQ(playground.start_bot(), "");
  EXPECT_TRUE(once_it_says("", "Acme").starts_with("200 <!doctype html>"));
  EXPECT_TRUE(get("api/v2/summary.json").contains("Checkout"));
  EXPECT_TRUE(get("../page.json").starts_with("404"));
}

TEST_F(DemoPage, SaysWhatIsTypedAndStaysAfterTheBotHasStopped) {
  ASSERT_EQ(playground.start_bot(), "");
  ASSERT_TRUE(once_it_says("", "Acme").starts_with("200"));
  ASSERT_TRUE(get("api/v2/components.json").contains("operational"));
  for (int i = 0; i < 500 && playground.slack().connections() == 0; ++i) context.run_one_for(20ms);
  playground.slack().slash(playground.user("ann"), playground.channel("incident-response"), "/statuspage",
                           "set db:major");
  EXPECT_TRUE(once_it_says("api/v2/components.json", "major_outage").contains("major_outage"));
  run(playground.stop_bot());
  EXPECT_TRUE(get("api/v2/components.json").contains("major_outage"));
}

TEST_F(DemoPage, ItsComponentsDependOnEachOther) {
  const auto& policy = playground.configuration().policy;
  const auto following = playbooks::consequences({{"db", playbooks::ComponentStatus::major_outage}}, {}, policy);
  ASSERT_EQ(following.size(), 4U);
  for (const auto& one : following) EXPECT_FALSE(one.effect.empty()) << one.component;
  EXPECT_TRUE(playbooks::consequences({{"email", playbooks::ComponentStatus::major_outage}}, {}, policy).empty());
}

TEST(Playground, HasNoPageOfItsOwnUnlessAsked) {
  const bot_test::Scratch scratch;
  asio::io_context context{1};
  integrations::SystemClock clock{context.get_executor(), 1};
  integrations::Activity activity;
  bot::Playground playground{context.get_executor(), clock, activity, {.database = scratch.database()}};
  EXPECT_EQ(playground.local_page_address(), "");
  EXPECT_EQ(playground.configuration().policy.publicity.pages, std::vector<std::string>{"statuspage"});
  asio::co_spawn(context, playground.stop(), [](const std::exception_ptr& error) { EXPECT_FALSE(error); });
  context.run();
}

}  // namespace
