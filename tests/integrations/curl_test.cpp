#include "integrations/http/curl.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <cstdlib>
#include <optional>

#include "curl_support.hpp"

namespace integrations {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using Outcome = HttpResponse::Outcome;
using Then = RawAnswer::Then;
namespace {

struct CurlTest : testing::Test {
  asio::io_context io{1};
  Activity activity;
  RawAnswer answer{http_answer(200, "ok"), Then::keep};
  RawServer server{io, [this](const std::string&) { return answer; }};
  std::unique_ptr<Http> http = make_curl_http(io.get_executor(), activity);

  static asio::awaitable<void> run(Http& http, HttpRequest request, std::optional<HttpResponse>& response) {
    response = co_await http.request(std::move(request));
  }
  void run_until(const std::function<bool()>& done) {
    io.restart();
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while (!done() && std::chrono::steady_clock::now() < limit) io.run_one_for(1s);
    ASSERT_TRUE(done());
  }
  HttpResponse ask(HttpRequest request) {
    std::optional<HttpResponse> response;
    asio::co_spawn(io, run(*http, std::move(request), response), [](std::exception_ptr error) { EXPECT_FALSE(error); });
    run_until([&] { return response.has_value(); });
    EXPECT_TRUE(activity.quiet());
    return response.value_or(HttpResponse{});
  }
  HttpRequest post(const std::string& body) {
    HttpRequest request;
    request.url = server.url("/api/chat.postMessage");
    request.body = body;
    request.timeout = 10s;
    return request;
  }
};

TEST_F(CurlTest, AnEmptyPostSaysContentLengthZero) {
  HttpRequest request = post("");
  request.headers = {{"Authorization", "Bearer xapp-1"}, {"Content-Type", "application/x-www-form-urlencoded"}};
  EXPECT_EQ(ask(request).outcome, Outcome::answered);
  ASSERT_EQ(server.requests.size(), 1U);
  EXPECT_TRUE(server.requests[0].starts_with("POST /api/chat.postMessage HTTP/1.1\r\n"));
  EXPECT_NE(server.requests[0].find("\r\nContent-Length: 0\r\n"), std::string::npos);
  EXPECT_NE(server.requests[0].find("\r\nUser-Agent: sitrep/"), std::string::npos);
  EXPECT_NE(server.requests[0].find("\r\nAuthorization: Bearer xapp-1\r\n"), std::string::npos);
}

TEST_F(CurlTest, SendsMethodsAndBodiesAsTheyAre) {
  for (const std::string method : {"POST", "PATCH", "PUT", "DELETE"}) {
    HttpRequest request = post(std::string("a\0b\r\n", 5));
    request.method = method;
    EXPECT_EQ(ask(request).body, "ok");
    EXPECT_TRUE(server.requests.back().starts_with(method + " /"));
    EXPECT_TRUE(server.requests.back().ends_with(std::string("\r\n\r\na\0b\r\n", 9)));
    EXPECT_EQ(server.requests.back().find("Expect"), std::string::npos);
    EXPECT_EQ(server.requests.back().find("chunked"), std::string::npos);
  }
  HttpRequest get = post("");
  get.method = "GET";
  EXPECT_EQ(ask(get).status, 200);
  EXPECT_TRUE(server.requests.back().starts_with("GET /"));
}

TEST_F(CurlTest, KeepsConnectionsAndLowersHeaderNames) {
  answer.bytes = http_answer(429, "{}", "Retry-After: 30\r\nX-OAuth-Scopes:  chat:write \r\n");
  for (int i = 0; i < 3; ++i) {
    const auto response = ask(post("x"));
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.headers.at("retry-after"), "30");
    EXPECT_EQ(response.headers.at("x-oauth-scopes"), "chat:write");
  }
  EXPECT_EQ(server.connections, 1);
}

TEST_F(CurlTest, ARefusedConnectionOrAnUnknownNameWasNotSent) {
  HttpRequest request = post("x");
  server.stop();
  auto response = ask(request);
  EXPECT_EQ(response.outcome, Outcome::not_sent);
  EXPECT_FALSE(response.trouble.empty());
  for (const auto* url : {"http://no-such-host.invalid/", "file:///etc/passwd", "not a url", ""}) {
    request.url = url;
    response = ask(request);
    EXPECT_EQ(response.outcome, Outcome::not_sent) << url;
    EXPECT_FALSE(response.trouble.empty()) << url;
  }
}

TEST_F(CurlTest, WhatIsNotAnsweredWholeIsUnknown) {
  const RawAnswer answers[] = {{"", Then::close},
                               {"", Then::reset},
                               {"HTTP/1.1 200 OK\r\nContent-Le", Then::close},
                               {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", Then::close},
                               {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123", Then::reset},
                               {"nonsense\r\n\r\n", Then::close}};
  for (const auto& each : answers) {
    answer = each;
    const auto response = ask(post("x"));
    EXPECT_EQ(response.outcome, Outcome::unknown) << each.bytes;
    EXPECT_FALSE(response.trouble.empty());
  }
}

TEST_F(CurlTest, AMutePeerIsUnknownAfterTheTimeout) {
  answer = {"", Then::mute};
  HttpRequest request = post("x");
  request.timeout = 50ms;
  EXPECT_EQ(ask(request).outcome, Outcome::unknown);
}

TEST_F(CurlTest, NeverRepeatsAPostOnADyingKeptAliveConnection) {
  for (const auto then : {Then::close, Then::reset}) {
    answer = {http_answer(200, "ok"), Then::keep};
    EXPECT_EQ(ask(post("first")).body, "ok");  // the connection is now kept alive
    const auto before = server.requests.size();
    answer = {"", then};
    EXPECT_EQ(ask(post("second")).outcome, Outcome::unknown);
    EXPECT_EQ(server.requests.size(), before + 1) << "done twice";
  }
}

TEST_F(CurlTest, AHugeBodyIsCutAndSaysSo) {
  answer = {"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + std::string(6U << 20U, 'x'), Then::mute};
  const auto response = ask(post("x"));
  EXPECT_EQ(response.outcome, Outcome::answered);
  EXPECT_TRUE(response.truncated);
  EXPECT_EQ(response.body.size(), 4U << 20U);
}

TEST_F(CurlTest, FollowsNoRedirect) {
  answer.bytes = http_answer(302, "", "Location: http://127.0.0.1:1/\r\n");
  EXPECT_EQ(ask(post("x")).status, 302);
}

TEST_F(CurlTest, UsesNoProxyForLoopbackButOneForOthers) {
  const RawServer proxy{io, [](const std::string&) { return RawAnswer{http_answer(200, "proxied"), Then::keep}; }};
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  HttpRequest request = post("x");
  EXPECT_EQ(ask(request).body, "ok");
  request.url = "http://example.invalid/";
  EXPECT_EQ(ask(request).body, "proxied");
  ::unsetenv("http_proxy");
}

TEST_F(CurlTest, CancellationRemovesTheRequest) {
  answer = {"", Then::mute};
  asio::cancellation_signal signal;
  std::optional<HttpResponse> response;
  bool ended = false;
  asio::co_spawn(io, run(*http, post("x"), response),
                 asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr error) {
                   ended = true;
                   EXPECT_TRUE(error);
                 }));
  run_until([&] { return server.requests.size() == 1; });
  EXPECT_EQ(activity.count(), 1);
  signal.emit(asio::cancellation_type::terminal);
  run_until([&] { return ended; });
  EXPECT_TRUE(activity.quiet());
  EXPECT_FALSE(response);
  answer = {http_answer(200, "ok"), Then::keep};
  EXPECT_EQ(ask(post("y")).body, "ok");
}

TEST_F(CurlTest, ManyAtOnce) {
  std::vector<std::optional<HttpResponse>> responses(100);
  for (auto& response : responses)
    asio::co_spawn(io, run(*http, post("x"), response), [](std::exception_ptr error) { EXPECT_FALSE(error); });
  for (auto& response : responses) {
    run_until([&] { return response.has_value(); });
    EXPECT_EQ(response->body, "ok");
  }
}

TEST_F(CurlTest, NoTokenInTheTrouble) {
  HttpRequest request = post("x");
  request.url = "http://no-such-host.invalid/?ticket=secret";
  EXPECT_EQ(ask(request).trouble.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace integrations
