#include "integrations/slack/web_api.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "slack_support.hpp"

namespace {
using namespace integrations;
using namespace integrations::slack;
using namespace std::chrono_literals;
using slack_test::FakeSlack;
using slack_test::run;
using Kind = Trouble::Kind;
using Sent = HttpResponse::Outcome;

const playbooks::Time now = slack_test::StillClock{}.now();

struct Case {
  const char* name;
  HttpResponse response;
  Kind write, read;
  const char* says;
  playbooks::Duration wait = 0ms;
};

HttpResponse truncated() {
  auto response = FakeSlack::ok(R"({"ok":true,"messages":[)" + std::string(5000, ' '));
  response.truncated = true;
  return response;
}

std::vector<Case> cases() {
  using F = FakeSlack;
  return {
      {"429", F::status(429, "", {{"retry-after", "7"}}), Kind::retry, Kind::retry, "Slack rate limit", 7s},
      {"429 with JSON", F::status(429, R"({"ok":false,"error":"ratelimited"})", {{"retry-after", "3"}}), Kind::retry,
       Kind::retry, "Slack rate limit", 3s},
      {"429 without Retry-After", F::status(429, "slow down"), Kind::retry, Kind::retry, "Slack rate limit", 30s},
      {"ratelimited with 200", F::ok(R"({"ok":false,"error":"ratelimited"})"), Kind::retry, Kind::retry, "ratelimited",
       30s},
      {"not sent", F::failed(Sent::not_sent, "Connection refused"), Kind::retry, Kind::retry, "Connection refused"},
      {"no answer", F::failed(Sent::unknown, "timed out after 15 s"), Kind::unknown, Kind::retry, "timed out"},
      {"500", F::status(500, ""), Kind::unknown, Kind::retry, "HTTP 500"},
      {"502 from a proxy", F::status(502, "<html><h1>Bad Gateway"), Kind::unknown, Kind::retry, "HTTP 502"},
      {"503 before it was looked at", F::status(503, "", {{"retry-after", "4"}}), Kind::retry, Kind::retry, "HTTP 503",
       4s},
      {"500 with Slack's words", F::status(500, R"({"ok":false,"error":"fatal_error"})"), Kind::unknown, Kind::retry,
       "HTTP 500"},
      {"fatal_error", F::ok(R"({"ok":false,"error":"fatal_error"})"), Kind::unknown, Kind::retry, "fatal_error"},
      {"internal_error", F::ok(R"({"ok":false,"error":"internal_error"})"), Kind::unknown, Kind::retry,
       "internal_error"},
      {"service_unavailable", F::ok(R"({"ok":false,"error":"service_unavailable"})"), Kind::unknown, Kind::retry,
       "service_unavailable"},
      {"team_added_to_org", F::ok(R"({"ok":false,"error":"team_added_to_org"})"), Kind::retry, Kind::retry,
       "team_added_to_org", 60s},
      {"a web page with 200", F::ok("<!doctype html><title>Sign in</title>"), Kind::unknown, Kind::retry, "web page"},
      {"an empty answer", F::ok(""), Kind::unknown, Kind::retry, "an empty answer"},
      {"spaces", F::ok(" \n"), Kind::unknown, Kind::retry, "an empty answer"},
      {"half an answer", F::ok(R"({"ok":true,"ts":"17)"), Kind::unknown, Kind::retry, "half an answer"},
      {"not JSON", F::ok("ok"), Kind::unknown, Kind::retry, "not JSON"},
      {"JSON that says nothing", F::ok("[]"), Kind::unknown, Kind::retry, "not JSON"},
      {"an object without ok", F::ok("{}"), Kind::unknown, Kind::retry, "half an answer"},
      {"a hundred megabytes", truncated(), Kind::unknown, Kind::retry, "more than 4 MiB"},
      {"404 from another server", F::status(404, R"({"message":"Not Found"})"), Kind::refused, Kind::refused,
       "is slack.api_url right?"},
      {"a redirect", F::status(302, "", {{"location", "https://x"}}), Kind::refused, Kind::refused, "HTTP 302"},
      {"not_in_channel", F::ok(R"({"ok":false,"error":"not_in_channel"})"), Kind::refused, Kind::refused,
       "type /invite @sitrep there. (not_in_channel)"},
      {"403 with Slack's words", F::status(403, R"({"ok":false,"error":"invalid_auth"})"), Kind::refused, Kind::refused,
       "Bot User OAuth Token"},
      {"channel_not_found", F::ok(R"({"ok":false,"error":"channel_not_found"})"), Kind::refused, Kind::refused,
       "/invite @sitrep"},
      {"is_archived", F::ok(R"({"ok":false,"error":"is_archived"})"), Kind::refused, Kind::refused, "unarchive it"},
      {"missing_scope", F::ok(R"({"ok":false,"error":"missing_scope","needed":"chat:write","provided":"commands"})"),
       Kind::refused, Kind::refused, "It needs chat:write, and has commands."},
      {"invalid_blocks with the place",
       F::ok(
           R"({"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["[ERROR] no more than 50 items"]}})"),
       Kind::refused, Kind::refused, "no more than 50 items"},
      {"a word that nobody knows", F::ok(R"({"ok":false,"error":"computer_says_no"})"), Kind::refused, Kind::refused,
       "Slack refuses: computer_says_no"},
      {"a word that is none", F::ok(R"({"ok":false,"error":")" + std::string(5000, 'x') + R"("})"), Kind::refused,
       Kind::refused, "xxx…"},
  };
}

TEST(WebApi, KnowsWhatEveryAnswerMeans) {
  for (const auto& each : cases()) {
    const auto write = read_answer("chat.postMessage", each.response, now);
    const auto read = read_answer("conversations.history", each.response, now);
    ASSERT_FALSE(write) << each.name;
    ASSERT_FALSE(read) << each.name;
    EXPECT_EQ(write.error().kind, each.write) << each.name;
    EXPECT_EQ(read.error().kind, each.read) << each.name;
    EXPECT_TRUE(write.error().why.contains(each.says)) << each.name << ": " << write.error().why;
    EXPECT_EQ(write.error().wait, each.wait) << each.name;
    EXPECT_LT(write.error().why.size(), 1200U) << each.name;
  }
}

TEST(WebApi, GivesBackTheAnswerWithItsHeaders) {
  const auto response = FakeSlack::status(200, R"({"ok":true,"ts":"1.2"})", {{"x-oauth-scopes", "chat:write"}});
  const auto answer = read_answer("chat.postMessage", response, now);
  ASSERT_TRUE(answer);
  EXPECT_EQ(boost::json::serialize(answer->body), R"({"ok":true,"ts":"1.2"})");
  EXPECT_EQ(answer->headers.at("x-oauth-scopes"), "chat:write");
}

struct WebApiCalls : testing::Test {
  slack_test::StillClock clock;
  FakeSlack http;
  WebApi api{"https://slack.test/api/", "xoxb-secret-token", http, clock};
  WebApi::Result call(std::string method, Arguments arguments = {}) {
    return run(api.call(std::move(method), std::move(arguments)));
  }
};

TEST_F(WebApiCalls, WritesAsJsonAndReadsWithAForm) {
  Arguments post;
  post.text("channel", "C1").text("text", "a \"b\"\n\xFF").json("blocks", "[]").flag("unfurl_links", false);
  ASSERT_TRUE(call("chat.postMessage", post));
  Arguments history;
  history.text("channel", "C 1&x").flag("inclusive", true).text("limit", "200");
  ASSERT_TRUE(call("conversations.history", history));
  ASSERT_EQ(http.calls.size(), 2U);
  const auto& first = http.calls[0].request;
  EXPECT_EQ(first.url, "https://slack.test/api/chat.postMessage");
  EXPECT_EQ(first.body,
            "{\"channel\":\"C1\",\"text\":\"a \\\"b\\\"\\n\xEF\xBF\xBD\",\"blocks\":[],\"unfurl_links\":false}");
  EXPECT_EQ(first.headers[0], (std::pair<std::string, std::string>{"Authorization", "Bearer xoxb-secret-token"}));
  EXPECT_EQ(first.headers[1].second, "application/json; charset=utf-8");
  EXPECT_EQ(http.calls[1].request.body, "channel=C%201%26x&inclusive=true&limit=200");
  EXPECT_EQ(http.calls[1].request.headers[1].second, "application/x-www-form-urlencoded");
}

TEST_F(WebApiCalls, AfterA429NothingIsSentBeforeItsTime) {
  http.answer("chat.postMessage", FakeSlack::status(429, "", {{"retry-after", "30"}}));
  Arguments post;
  post.text("channel", "C1");
  const auto limited = call("chat.postMessage", post);
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().at, clock.now() + 30s);
  EXPECT_EQ(limited.error().trouble.why, "Slack rate limit until 14:05:30 UTC");
  clock.advance(29s);
  const auto waiting = call("chat.postMessage", post);
  ASSERT_FALSE(waiting);
  EXPECT_EQ(waiting.error().at, clock.now() + 1s);
  EXPECT_EQ(http.calls.size(), 1U) << "it was not even tried";
  EXPECT_TRUE(call("chat.update", post)) << "other methods are not held up";
  clock.advance(1s);
  EXPECT_TRUE(call("chat.postMessage", post));
}

TEST_F(WebApiCalls, WaitsLongerAfterEveryFailureAndForgetsThemAfterASuccess) {
  const auto down = FakeSlack::failed(Sent::not_sent, "Connection refused");
  for (int i = 0; i < 12; ++i) http.answer("chat.update", down);
  std::vector<playbooks::Duration> waits;
  for (int i = 0; i < 12; ++i) {
    const auto result = call("chat.update");
    ASSERT_FALSE(result);
    waits.push_back(result.error().at - clock.now());
    clock.advance(waits.back());
  }
  EXPECT_EQ(waits[0], 1s);
  EXPECT_EQ(waits[1], 2s);
  EXPECT_EQ(waits[5], 32s);
  EXPECT_EQ(waits[11], 60s);
  ASSERT_TRUE(call("chat.update"));
  http.answer("chat.update", down);
  const auto again = call("chat.update");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().at, clock.now() + 1s);
}

TEST_F(WebApiCalls, NeverShowsTheToken) {
  for (const auto& each : cases()) {
    http.answer("chat.postMessage", each.response);
    const auto result = call("chat.postMessage");
    ASSERT_FALSE(result) << each.name;
    EXPECT_FALSE(result.error().trouble.why.contains("secret")) << each.name;
    clock.advance(2h);
  }
}

}  // namespace
