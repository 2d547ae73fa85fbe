// What the bot's own server gives to whoever asks: health, and the status page below /status/.
#include "bot/health_server.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

asio::awaitable<std::string> exchange(unsigned short port, std::string request) {
  tcp::socket socket{co_await asio::this_coro::executor};
  co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
  std::string answer;
  boost::system::error_code end;
  co_await asio::async_read(socket, asio::dynamic_buffer(answer), asio::redirect_error(asio::use_awaitable, end));
  co_return answer;
}

struct HealthServer : testing::Test {
  HealthServer() {
    std::filesystem::create_directories(site / "api/v2");
    std::ofstream{site / "index.html"} << "<!doctype html>front";
    std::ofstream{site / "api/v2/status.json"} << "{}";
    std::ofstream{site / "page.json"} << "memory";
    std::ofstream{site.parent_path() / "secret.html"} << "secret";
    serve(site);
  }
  ~HealthServer() override {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }
  void serve(const std::filesystem::path& shown) {
    stop();
    server = std::make_unique<bot::HealthServer>(
        context.get_executor(), "127.0.0.1:0", [] { return bot::Health{R"({"status":"ok"})", 200}; }, shown);
  }
  void stop() {
    if (server) run(server->stop());
    server.reset();
  }
  /// Head and body as they came.
  std::string ask(const std::string& path, const std::string& method = "GET") {
    std::string answer;
    const auto request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    run([&]() -> asio::awaitable<void> { answer = co_await exchange(server->port(), request); }());
    return answer;
  }
  void run(asio::awaitable<void> task) {
    bool done = false;
    asio::co_spawn(context, std::move(task), [&](std::exception_ptr error) {
      done = true;
      if (error) std::rethrow_exception(error);
    });
    while (!done) {
      context.restart();
      context.run_one_for(std::chrono::seconds{10});
    }
  }

  static std::filesystem::path new_directory() {
    auto name = (std::filesystem::temp_directory_path() / "sitrep-site-XXXXXX").string();
    return ::mkdtemp(name.data()) == nullptr ? "" : name;
  }

  const std::filesystem::path directory = new_directory();
  const std::filesystem::path site = directory / "site";
  asio::io_context context{1};
  std::unique_ptr<bot::HealthServer> server;
};

TEST_F(HealthServer, NothingOutsideOfTheSiteIsGivenAway) {
  for (const auto* path : {"/status/../secret.html", "/status/%2e%2e/secret.html", "/status//secret.html",
                           "/status/page.json", "/status/nosuch.html", "/statuses/index.html", "/secret.html", "/"}) {
    const auto answer = ask(path);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 404 ")) << path << ": " << answer;
    EXPECT_FALSE(answer.ends_with("secret") || answer.contains("memory")) << path;
  }
}

TEST_F(HealthServer, TheSiteIsOnlyRead) {
  for (const auto* method : {"POST", "PUT", "DELETE"})
    EXPECT_TRUE(ask("/status/", method).starts_with("HTTP/1.1 405 ")) << method;
}

TEST_F(HealthServer, GivesThePageWithItsTypesAndAllowsNoScript) {
  const auto front = ask("/status/");
  EXPECT_TRUE(front.starts_with("HTTP/1.1 200 ")) << front;
  EXPECT_TRUE(front.ends_with("<!doctype html>front")) << front;
  EXPECT_TRUE(front.contains("Content-Type: text/html; charset=utf-8")) << front;
  EXPECT_TRUE(front.contains("Content-Security-Policy: default-src 'none'")) << front;
  EXPECT_TRUE(front.contains("X-Content-Type-Options: nosniff")) << front;
  EXPECT_TRUE(ask("/status/api/v2/status.json?now").contains("Content-Type: application/json"));
}

TEST_F(HealthServer, TheAddressWithoutItsLastStrokeLeadsToThePage) {
  const auto answer = ask("/status");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 308 ")) << answer;
  EXPECT_TRUE(answer.contains("Location: /status/\r\n")) << answer;
}

TEST_F(HealthServer, WithoutAPageThereIsOnlyHealth) {
  serve({});
  EXPECT_TRUE(ask("/status/").starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(ask("/api/health").ends_with(R"({"status":"ok"})"));
}

}  // namespace
