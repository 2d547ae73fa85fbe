#include "slack_simulator_support.hpp"

#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/url/parse.hpp>
#include <exception>

namespace integrations::simulator {

namespace asio = boost::asio;
namespace json = boost::json;
using asio::ip::tcp;

namespace {
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
}

std::string client_frame(unsigned first, std::string_view payload, bool masked) {
  const std::string mask = masked ? "\x12\x34\x56\x78" : "";
  std::string frame(1, static_cast<char>(first));
  const unsigned bit = masked ? 0x80U : 0U;
  if (payload.size() < 126) {
    frame += static_cast<char>(bit | payload.size());
  } else {
    frame += static_cast<char>(bit | 126U);
    frame += static_cast<char>(payload.size() >> 8U);
    frame += static_cast<char>(payload.size() & 0xFFU);
  }
  frame += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i];
  }
  return frame;
}

asio::awaitable<int> WildClient::connect(std::string url) {
  const auto parsed = boost::urls::parse_uri(url);
  const auto port = static_cast<unsigned short>(std::stoi(std::string{parsed->port()}));
  co_await socket_.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
  const std::string target = url.substr(url.find('/', 6));
  co_await write("GET " + target +
                 " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  std::string head, buffer(4096, '\0');
  while (!head.contains("\r\n\r\n")) {
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(buffer), as_result);
    if (error) co_return 0;
    head += buffer.substr(0, size);
  }
  reader_.feed(std::string_view{head}.substr(head.find("\r\n\r\n") + 4));
  if (head.starts_with("HTTP/1.1 101")) EXPECT_TRUE(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));  // RFC 6455, 1.3
  co_return std::stoi(head.substr(9, 3));
}

asio::awaitable<std::optional<slack::Frame>> WildClient::frame() {
  std::string buffer(16 * 1024, '\0');
  while (true) {
    if (auto next = reader_.next()) co_return next;
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(buffer), as_result);
    if (error) co_return std::nullopt;
    reader_.feed(std::string_view{buffer}.substr(0, size));
  }
}

asio::awaitable<json::object> WildClient::message() {
  while (true) {
    const auto next = co_await frame();
    if (!next || next->is(slack::Opcode::close)) co_return json::object{};
    if (next->is(slack::Opcode::text)) co_return json::parse(next->payload).as_object();
  }
}

asio::awaitable<void> WildClient::write(std::string bytes) {
  co_await asio::async_write(socket_, asio::buffer(bytes), as_result);
}

asio::awaitable<void> WildClient::say(std::string text) {
  auto bytes = client_frame(0x81, text);
  co_await write(std::move(bytes));
}

asio::awaitable<void> WildClient::flush() {
  auto bytes = client_frame(0x89, "are you there");
  co_await write(std::move(bytes));
  while (true) {
    const auto next = co_await frame();
    if (!next || next->is(slack::Opcode::pong)) co_return;
  }
}

SlackBench::SlackBench(SlackOptions options)
    : slack(io.get_executor(), clock, activity, std::move(options)),
      http(make_curl_http(io.get_executor(), http_activity)) {
  slack.add_user("U1", "ann", "Europe/Berlin");
  slack.add_user("U2", "bob");
  slack.add_channel("C1", "incident-response");
  slack.add_channel("C2", "secrets", false);
  slack.on_sight([this](const SlackSight& sight) { sights.push_back(sight); });
}

SlackBench::~SlackBench() {
  run(slack.stop());
}

void SlackBench::run(asio::awaitable<void> test) {
  bool ended = false;
  std::exception_ptr thrown;
  asio::co_spawn(io, std::move(test), [&](std::exception_ptr error) {
    ended = true;
    thrown = error;
  });
  io.restart();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!ended && std::chrono::steady_clock::now() < deadline) io.run_one_for(std::chrono::seconds{1});
  ASSERT_TRUE(ended) << "the test's coroutine did not end";
  if (thrown) std::rethrow_exception(thrown);
}

asio::awaitable<HttpResponse> SlackBench::send(HttpRequest request) {
  return http->request(std::move(request));
}

asio::awaitable<json::object> SlackBench::call(std::string method, std::string arguments) {
  HttpRequest request;
  request.url = slack.api_url() + method;
  const bool app = method.starts_with("apps.");
  request.headers = {{"Authorization", app ? "Bearer xapp-1-SIMULATED" : "Bearer xoxb-SIMULATED"},
                     {"Content-Type", "application/json; charset=utf-8"}};
  request.body = std::move(arguments);
  const auto response = co_await send(std::move(request));
  boost::system::error_code error;
  const auto body = json::parse(response.body, error);
  json::object answer;
  if (!error && body.is_object()) answer = body.get_object();
  answer["status"] = response.status;
  co_return answer;
}

asio::awaitable<std::string> SlackBench::new_link() {
  const auto answer = co_await call("apps.connections.open", "");
  co_return std::string{answer.at("url").as_string()};
}

asio::awaitable<std::unique_ptr<WildClient>> SlackBench::connect() {
  const auto url = co_await new_link();
  auto client = std::make_unique<WildClient>(io);
  const int status = co_await client->connect(url);
  EXPECT_EQ(status, 101);
  const auto hello = co_await client->message();
  EXPECT_EQ(hello.at("type"), "hello");
  co_return client;
}

asio::awaitable<void> SlackBench::pass(playbooks::Duration span) {
  const auto until = clock.now() + span;
  while (true) {
    for (int turn = 0; turn < 50; ++turn) co_await asio::post(io, asio::use_awaitable);
    const auto next = clock.next_sleeper();
    if (!next || *next > until) break;
    clock.step();
  }
  clock.advance_to(until);
}

}  // namespace integrations::simulator
