#include "integrations/slack/socket.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "curl_support.hpp"
#include "integrations/slack/socket_address.hpp"
#include "socket_support.hpp"

namespace integrations::slack {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
namespace {

/// Opens one socket and reads until it ends.
struct SocketTest : testing::Test {
  asio::io_context io{1};
  Socket socket{io.get_executor()};
  std::optional<std::expected<void, std::string>> opened;
  std::vector<std::string> read;
  std::optional<SocketEnd> end;
  int controls = 0, goodbyes = 0;

  asio::awaitable<void> use(std::string url) {
    socket.on_control([this](bool closing) { ++(closing ? goodbyes : controls); });
    opened = co_await socket.open(std::move(url));
    while (opened->has_value()) {
      auto frame = co_await socket.read();
      if (!frame) {
        end = frame.error();
        co_return;
      }
      read.push_back(std::move(*frame));
    }
  }
  void start(const std::string& url) {
    asio::co_spawn(io, use(url), [](std::exception_ptr error) { EXPECT_FALSE(error); });
  }
  bool until(const std::function<bool()>& done) { return run_until(io, done); }
  std::string trouble(const std::string& url) {
    start(url);
    EXPECT_TRUE(until([&] { return opened.has_value(); }));
    return opened && !*opened ? opened->error() : "opened";
  }
  SocketEnd ended(WsServer& server) {
    start(server.url());
    EXPECT_TRUE(until([&] { return end.has_value(); }));
    server.stop();
    return end.value_or(SocketEnd{});
  }
};

asio::awaitable<void> drain(WsPeer& peer) {
  for (;;) {
    const auto frame = co_await peer.read();
    if (!frame) co_return;
  }
}

TEST(SocketAddressTest, ReadsWhatSlackGivesVerbatim) {
  const auto address = parse_socket_address("wss://wss-primary.slack.com/link/?ticket=324c%2F&app_id=A1");
  ASSERT_TRUE(address);
  EXPECT_TRUE(address->secure);
  EXPECT_EQ(address->host, "wss-primary.slack.com");
  EXPECT_EQ(address->port, "443");
  EXPECT_EQ(address->authority, "wss-primary.slack.com");
  EXPECT_EQ(address->target, "/link/?ticket=324c%2F&app_id=A1");
  EXPECT_EQ(parse_socket_address("ws://h:81?a=b")->target, "/?a=b");
  EXPECT_EQ(parse_socket_address("ws://[::1]:81/")->host, "::1");
  for (const auto* bad :
       {"", "https://slack.com/", "wss://", "wss:///x", "wss://a b/", "wss://user@h/", "ws://h:99999999999/x y"})
    EXPECT_FALSE(parse_socket_address(bad)) << bad;
}

TEST_F(SocketTest, AnAddressThatIsNoneIsRefusedWithoutShowingIt) {
  EXPECT_EQ(trouble("https://slack.com/?ticket=secret"), "not an address of a WebSocket");
}

TEST_F(SocketTest, ReportsTheStatusOfAHandshakeThatFails) {
  for (const int status : {302, 404, 408, 409, 503}) {
    RawServer server{io, [&](const std::string&) {
                       return RawAnswer{http_answer(status, "<html>" + std::string(20000, 'x')),
                                        RawAnswer::Then::close};
                     }};
    Socket fresh{io.get_executor()};
    std::optional<std::expected<void, std::string>> result;
    const auto url = "ws" + server.url().substr(4);
    const auto attempt = [&]() -> asio::awaitable<void> { result = co_await fresh.open(url); };
    asio::co_spawn(io, attempt, [](std::exception_ptr error) { EXPECT_FALSE(error); });
    ASSERT_TRUE(until([&] { return result.has_value(); }));
    ASSERT_FALSE(*result);
    EXPECT_EQ(result->error(), "HTTP " + std::to_string(status) + " instead of a WebSocket");
    server.stop();
  }
}

TEST_F(SocketTest, GarbageInsteadOfAHandshake) {
  RawServer server{
      io, [](const std::string&) { return RawAnswer{"\x16\x03\x01 no HTTP\r\n\r\n", RawAnswer::Then::close}; }};
  EXPECT_TRUE(trouble("ws" + server.url().substr(4)).starts_with("no WebSocket: "));
  server.stop();
}

TEST_F(SocketTest, ARefusedConnection) {
  std::string url;
  {
    RawServer server{io, [](const std::string&) { return RawAnswer{}; }};
    url = "ws" + server.url().substr(4);
    server.stop();
  }
  EXPECT_EQ(trouble(url), "could not connect: Connection refused");
}

TEST_F(SocketTest, ASelfSignedCertificateIsRefused) {
  WsServer server{io, drain, "localhost"};
  EXPECT_EQ(trouble(server.url()), "TLS: self-signed certificate");
  server.stop();
}

/// Trusts this certificate alone, as an operator would with a proxy of their own.
struct Trust {
  explicit Trust(const std::string& certificate) {
    std::ofstream{path} << certificate;
    ::setenv("SSL_CERT_FILE", path.c_str(), 1);
  }
  ~Trust() {
    ::unsetenv("SSL_CERT_FILE");
    std::filesystem::remove(path);
  }
  std::filesystem::path path = std::filesystem::temp_directory_path() / "sitrep_socket_test.pem";
};

TEST_F(SocketTest, ATrustedCertificateForAnotherHostIsRefused) {
  WsServer server{io, drain, "slack.example"};
  const Trust trust{server.certificate};
  EXPECT_TRUE(trouble(server.url()).starts_with("TLS: ")) << opened->error();
  server.stop();
}

TEST_F(SocketTest, SpeaksTlsWithATrustedHost) {
  WsServer server{io,
                  [](WsPeer& peer) -> asio::awaitable<void> {
                    co_await peer.send("over TLS");
                    co_await peer.close();
                  },
                  "localhost"};
  const Trust trust{server.certificate};
  EXPECT_TRUE(ended(server).clean);
  EXPECT_EQ(read, std::vector<std::string>{"over TLS"});
}

TEST_F(SocketTest, TheHandshakeSaysWhoWeAreAndOffersNoCompression) {
  WsServer server{io, [](WsPeer& peer) -> asio::awaitable<void> { co_await peer.close(); }};
  ended(server);
  const auto& request = server.peers.at(0)->request;
  EXPECT_TRUE(request.starts_with("GET /link/?ticket=secret-1&app_id=A1 HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("\r\nUser-Agent: sitrep/"), std::string::npos);
  EXPECT_EQ(request.find("Sec-WebSocket-Extensions"), std::string::npos);
  EXPECT_EQ(request.find("Authorization"), std::string::npos);
}

TEST_F(SocketTest, PutsFragmentsTogetherAndAnswersPings) {
  std::string pong;
  WsServer server{io, [&](WsPeer& peer) -> asio::awaitable<void> {
                    co_await peer.send("{\"a\":", WsFrame::text, false);
                    co_await peer.send("Ping from applink-1", WsFrame::ping);
                    co_await peer.send("1}", WsFrame::continuation, true);
                    const auto frame = co_await peer.read();
                    if (frame && frame->opcode == WsFrame::pong) pong = frame->payload;
                    co_await peer.close();
                  }};
  const auto how = ended(server);
  EXPECT_TRUE(how.clean);
  EXPECT_EQ(how.why, "closed, code 1000");
  EXPECT_EQ(read, std::vector<std::string>{"{\"a\":1}"});
  EXPECT_EQ(pong, "Ping from applink-1");
  EXPECT_EQ(controls, 1);
  EXPECT_EQ(goodbyes, 1);
}

TEST_F(SocketTest, PeersThatVanish) {
  const struct {
    WsServer::Script script;
    std::string why;
  } table[] = {
      {[](WsPeer& peer) -> asio::awaitable<void> {
         peer.reset();
         co_return;
       },
       "Connection reset by peer"},
      {[](WsPeer& peer) -> asio::awaitable<void> {
         peer.hang_up();
         co_return;
       },
       "closed by Slack without a goodbye"},
      {[](WsPeer& peer) -> asio::awaitable<void> { co_await peer.write("\x81"); }, "closed by Slack without a goodbye"},
      {[](WsPeer& peer) -> asio::awaitable<void> {  // a header that announces 100 MB
         co_await peer.write(std::string("\x81\x7f\0\0\0\0\x05\xf5\xe1\0", 10) + std::string(1U << 20U, 'x'));
         co_await drain(peer);
       },
       "a frame over 4 MiB"},
  };
  for (const auto& row : table) {
    WsServer server{io, row.script};
    Socket fresh{io.get_executor()};
    std::optional<SocketEnd> how;
    const auto attempt = [&]() -> asio::awaitable<void> {
      const auto ok = co_await fresh.open(server.url());
      EXPECT_TRUE(ok);
      const auto frame = co_await fresh.read();
      how = frame ? SocketEnd{true, "read: " + *frame} : frame.error();
    };
    asio::co_spawn(io, attempt, [](std::exception_ptr error) { EXPECT_FALSE(error); });
    ASSERT_TRUE(until([&] { return how.has_value(); }));
    EXPECT_FALSE(how->clean);
    EXPECT_EQ(how->why, row.why);
    EXPECT_FALSE(fresh.is_open());
    EXPECT_FALSE(fresh.send("x"));
    server.stop();
  }
}

TEST_F(SocketTest, EveryFrameGoesOutWholeAndMaskedAndInOrder) {
  std::vector<WsFrame> got;
  WsServer server{io, [&](WsPeer& peer) -> asio::awaitable<void> {
                    co_await peer.send("go");
                    while (got.size() < 50) {
                      const auto frame = co_await peer.read();
                      if (!frame) co_return;
                      got.push_back(*frame);
                    }
                    co_await peer.close();
                  }};
  start(server.url());
  ASSERT_TRUE(until([&] { return read.size() == 1; }));
  Activity activity;
  for (std::size_t i = 0; i < 50; ++i) EXPECT_TRUE(socket.send(std::string(i * 400 + 1, 'x'), activity.hold()));
  EXPECT_EQ(activity.count(), 50);
  ASSERT_TRUE(until([&] { return end.has_value(); }));
  ASSERT_EQ(got.size(), 50U);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(got[i].opcode, WsFrame::text);
    EXPECT_TRUE(got[i].final && got[i].masked);
    EXPECT_EQ(got[i].payload, std::string(i * 400 + 1, 'x'));
  }
  EXPECT_TRUE(activity.quiet());
  server.stop();
}

TEST_F(SocketTest, WhatSlackWouldDropIsRefused) {
  WsServer server{io, drain};
  EXPECT_FALSE(socket.send("early"));
  start(server.url());
  ASSERT_TRUE(until([&] { return socket.is_open(); }));
  EXPECT_FALSE(socket.send(std::string(20'000, 'x')));
  EXPECT_TRUE(socket.send(std::string(19'999, 'x')));
  socket.kill();
  ASSERT_TRUE(until([&] { return end.has_value(); }));
  EXPECT_FALSE(socket.send("late"));
  server.stop();
}

TEST_F(SocketTest, CloseWritesWhatIsQueuedFirst) {
  std::vector<int> opcodes;
  WsServer server{io, [&](WsPeer& peer) -> asio::awaitable<void> {
                    while (opcodes.empty() || opcodes.back() != WsFrame::goodbye) {
                      const auto frame = co_await peer.read();
                      if (!frame) co_return;
                      opcodes.push_back(frame->opcode);
                    }
                    co_await peer.send({}, WsFrame::goodbye);
                  }};
  start(server.url());
  ASSERT_TRUE(until([&] { return socket.is_open(); }));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(socket.send("ack"));
  socket.close();
  EXPECT_FALSE(socket.send("late"));
  ASSERT_TRUE(until([&] { return end.has_value() && opcodes.size() == 4; }));
  EXPECT_TRUE(end->clean);
  EXPECT_EQ(opcodes, (std::vector<int>{1, 1, 1, 8}));
  server.stop();
}

TEST_F(SocketTest, AMutePeerCannotHoldUpTheClose) {
  WsServer server{io, drain};
  start(server.url());
  ASSERT_TRUE(until([&] { return socket.is_open(); }));
  const auto began = Steady::now();
  socket.close();
  ASSERT_TRUE(until([&] { return end.has_value(); }));
  EXPECT_FALSE(end->clean);
  EXPECT_LT(Steady::now() - began, 10s);
  server.stop();
}

TEST_F(SocketTest, KillWhileItIsBeingOpenedEndsIt) {
  RawServer server{io, [](const std::string&) { return RawAnswer{"", RawAnswer::Then::mute}; }};
  start("ws" + server.url().substr(4));
  ASSERT_TRUE(until([&] { return server.requests.size() == 1; }));
  socket.kill();
  ASSERT_TRUE(until([&] { return opened.has_value(); }));
  EXPECT_FALSE(*opened);
  server.stop();
}

}  // namespace
}  // namespace integrations::slack
