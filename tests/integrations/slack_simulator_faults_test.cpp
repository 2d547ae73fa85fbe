#include <gtest/gtest.h>

#include "slack_simulator_support.hpp"

namespace integrations::simulator {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct FaultCase {
  std::string name;
  SlackFault::Kind kind;
  int status;  // 0: no answer
  std::size_t messages;
};

class Faulty : public testing::TestWithParam<FaultCase> {};

asio::awaitable<void> check_fault(SlackBench* bench, FaultCase expected) {
  SlackFault fault;
  fault.kind = expected.kind;
  fault.method = "chat.postMessage";
  bench->slack.fault(fault);
  HttpRequest request;
  request.url = bench->slack.api_url() + "chat.postMessage";
  request.headers = {{"Authorization", "Bearer xoxb-SIMULATED"}, {"Content-Type", "application/json; charset=utf-8"}};
  request.body = R"({"channel":"C1","text":"x"})";
  request.timeout = expected.kind == SlackFault::Kind::swallow ? 300ms : 10s;
  const auto response = co_await bench->send(request);
  EXPECT_EQ(response.status, expected.status);
  EXPECT_EQ(bench->slack.messages("C1").size(), expected.messages);
  if (expected.status == 429) EXPECT_EQ(response.headers.at("retry-after"), "30");
  if (expected.kind == SlackFault::Kind::half_json) EXPECT_FALSE(response.body.ends_with("}"));
  const auto other = co_await bench->call("chat.postMessage", request.body);
  EXPECT_EQ(other.at("ok"), true);  // one time only
}

TEST_P(Faulty, DoesAsTold) {
  SlackBench bench;
  bench.run(check_fault(&bench, GetParam()));
}

using K = SlackFault::Kind;
INSTANTIATE_TEST_SUITE_P(
    Table, Faulty,
    testing::Values(FaultCase{"rate_limited", K::rate_limited, 429, 0}, FaultCase{"http_error", K::http_error, 500, 0},
                    FaultCase{"slack_error", K::slack_error, 200, 0}, FaultCase{"html", K::html, 502, 0},
                    FaultCase{"half_json", K::half_json, 200, 1}, FaultCase{"empty", K::empty, 200, 0},
                    FaultCase{"refuse", K::refuse, 0, 0}, FaultCase{"swallow", K::swallow, 0, 0},
                    FaultCase{"done_unanswered", K::done_unanswered, 0, 1},
                    FaultCase{"done_then_error", K::done_then_error, 500, 1}),
    [](const auto& each) { return each.param.name; });

asio::awaitable<void> check_down(SlackBench* bench) {
  SlackFault fault;
  fault.kind = SlackFault::Kind::refuse;
  fault.until = bench->clock.now() + 60s;
  bench->slack.fault(fault);
  HttpRequest request;
  request.url = bench->slack.api_url() + "auth.test";
  const auto response = co_await bench->send(request);
  EXPECT_EQ(response.outcome, HttpResponse::Outcome::not_sent);
  co_await bench->pass(61s);
  const auto answer = co_await bench->call("auth.test", "");
  EXPECT_EQ(answer.at("ok"), true);
}

TEST(SlackSimulatorApi, ListensToNothingWhileDown) {
  SlackBench bench;
  bench.run(check_down(&bench));
}

asio::awaitable<void> check_hooks(SlackBench* bench) {
  auto& slack = bench->slack;
  bool before = true;
  slack.on_call([&](const SlackCall& call) {
    if (before && call.method == "chat.postMessage") slack.drop_call();
  });
  slack.on_answer([&](const SlackCall& call) {
    if (call.method == "chat.postMessage") slack.drop_call();
  });
  const std::string message = R"({"channel":"C1","text":"x"})";
  auto answer = co_await bench->call("chat.postMessage", message);
  EXPECT_EQ(answer.at("status"), 0);
  EXPECT_EQ(slack.messages("C1").size(), 0U);
  before = false;
  answer = co_await bench->call("chat.postMessage", message);
  EXPECT_EQ(answer.at("status"), 0);
  EXPECT_EQ(slack.messages("C1").size(), 1U);
}

TEST(SlackSimulatorApi, HooksMayDropACallBeforeOrAfterItsEffect) {
  SlackBench bench;
  bench.run(check_hooks(&bench));
}

}  // namespace
}  // namespace integrations::simulator
