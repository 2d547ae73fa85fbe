#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "integrations/ports/log.hpp"
#include "integrations/ports/tasks.hpp"
#include "integrations/ports/virtual_clock.hpp"
#include "integrations/slack/slack.hpp"
#include "socket_support.hpp"

namespace integrations::slack {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using playbooks::Time;
using State = SocketStatus::State;
using Frames = std::vector<std::string>;
namespace {

std::string hello(int connections = 1) {
  return fmt::format(
      R"({{"type":"hello","num_connections":{},"debug_info":{{"host":"applink-1","approximate_connection_time":18060}}}})",
      connections);
}
std::string disconnect(const std::string& reason) {
  return fmt::format(R"({{"type":"disconnect","reason":"{}"}})", reason);
}
std::string slash(const std::string& id, bool may_answer = true) {
  return fmt::format(
      R"({{"envelope_id":"{}","type":"slash_commands","accepts_response_payload":{},"payload":{{"user_id":"U1","command":"/incident","text":"list","trigger_id":"T{}"}}}})",
      id, may_answer, id);
}

/// Answers apps.connections.open; a script may answer something else.
struct FakeOpen : Http {
  std::function<HttpResponse(int)> script;
  std::vector<HttpRequest> requests;
  asio::awaitable<HttpResponse> request(HttpRequest request) override {
    requests.push_back(std::move(request));
    asio::steady_timer turn{co_await asio::this_coro::executor, 0s};
    co_await turn.async_wait(asio::use_awaitable);
    co_return script(static_cast<int>(requests.size()));
  }
};

HttpResponse answer(int status, const std::string& body) {
  HttpResponse response;
  response.outcome = HttpResponse::Outcome::answered;
  response.status = status;
  response.body = body;
  return response;
}

/// Slack's side of a connection, under the control of the test.
struct Side {
  WsPeer* peer = nullptr;
  Frames got;  // text frames
  std::vector<WsFrame> frames;
  bool gone = false;
};

struct SocketModeTest : testing::Test {
  asio::io_context io{1};
  Activity activity;
  VirtualClock clock{io.get_executor(), playbooks::from_millis(1'000'000'000)};
  FakeOpen http;
  std::vector<std::shared_ptr<Side>> sides;
  bool greets = true, answers_pings = true, answers_goodbye = true, throws = false;
  WsServer server{io, [this](WsPeer& peer) { return slack(peer); }};
  std::vector<Inbound> inbound;
  std::vector<Acknowledge> waiting;         // acknowledgements not given yet
  std::optional<std::string> payload = "";  // what is answered at once; nothing: later
  std::optional<SocketMode> mode;
  Tasks tasks{io.get_executor(),
              [](std::string_view name, std::string_view what) { ADD_FAILURE() << name << ": " << what; }};

  asio::awaitable<void> slack(WsPeer& peer) {
    const auto side = std::make_shared<Side>();
    side->peer = &peer;
    sides.push_back(side);
    if (greets) co_await peer.send(hello(static_cast<int>(sides.size())));
    for (;;) {
      const auto frame = co_await peer.read();
      if (!frame) break;
      side->frames.push_back(*frame);
      if (frame->opcode == WsFrame::text) side->got.push_back(frame->payload);
      if (frame->opcode == WsFrame::ping && answers_pings) co_await peer.send(frame->payload, WsFrame::pong);
      if (frame->opcode == WsFrame::goodbye && answers_goodbye) {
        co_await peer.send(frame->payload, WsFrame::goodbye);
        break;
      }
    }
    side->gone = true;
  }

  void SetUp() override {
    set_log("off");
    http.script = [this](int) { return answer(200, fmt::format(R"({{"ok":true,"url":"{}"}})", server.url())); };
  }
  void start(int connections = 1) {
    Settings settings;
    settings.api_url = "http://127.0.0.1:1/api/";
    settings.app_token = "xapp-1-secret";
    settings.connections = connections;
    mode.emplace(settings, http, clock, activity, [this](Inbound in, Acknowledge acknowledge) {
      inbound.push_back(std::move(in));
      if (throws) throw std::runtime_error("broken");
      if (payload)
        acknowledge(*payload);
      else
        waiting.push_back(std::move(acknowledge));
    });
    tasks.start("socket mode", mode->run());
  }
  void TearDown() override {
    tasks.cancel();
    EXPECT_TRUE(until([&] { return tasks.running() == 0; }));
    server.stop();
    io.restart();
    io.poll();
    set_log("info");
  }

  bool until(const std::function<bool()>& done) { return run_until(io, done); }
  bool connected(int count = 1) {
    return until([&] { return mode->status().connections == count; });
  }
  /// Slack sends this on the connection (counted from 0).
  void send(std::size_t side, std::string frame) {
    bool sent = false;
    asio::co_spawn(io, sides.at(side)->peer->send(std::move(frame)), [&](std::exception_ptr) { sent = true; });
    EXPECT_TRUE(until([&] { return sent; }));
  }
  /// Time passes from sleeper to sleeper, each time after all is quiet.
  void pass(playbooks::Duration span) {
    const Time end = clock.now() + span;
    for (;;) {
      ASSERT_TRUE(until([&] { return activity.quiet(); }));
      io.poll();
      const auto next = clock.next_sleeper();
      if (!next || *next > end) break;
      clock.step();
    }
    clock.advance_to(end);
    io.poll();
  }
};

TEST_F(SocketModeTest, ConnectsWithAFreshAddressAndTheAppToken) {
  start();
  EXPECT_EQ(mode->status().state, State::connecting);
  ASSERT_TRUE(connected());
  EXPECT_EQ(http.requests.at(0).url, "http://127.0.0.1:1/api/apps.connections.open");
  EXPECT_EQ(http.requests.at(0).method, "POST");
  EXPECT_EQ(http.requests.at(0).body, "");
  EXPECT_EQ(http.requests.at(0).headers.at(0).second, "Bearer xapp-1-secret");
  EXPECT_EQ(mode->status().state, State::connected);
  EXPECT_TRUE(activity.quiet());
}

TEST_F(SocketModeTest, HandsEnvelopesOnAndAcknowledgesThemInOneWholeFrame) {
  start();
  ASSERT_TRUE(connected());
  payload = R"({"text":")" + std::string(6000, 'x') + R"("})";
  send(0, slash("E1"));
  ASSERT_TRUE(until([&] { return sides[0]->got.size() == 1; }));
  EXPECT_EQ(sides[0]->got[0], R"({"envelope_id":"E1","payload":)" + *payload + "}");
  EXPECT_TRUE(sides[0]->frames[0].final);
  ASSERT_EQ(inbound.size(), 1U);
  EXPECT_EQ(inbound[0].line, "incident list");
  EXPECT_EQ(mode->status().envelopes, 1U);
  ASSERT_TRUE(until([&] { return activity.quiet(); }));
}

TEST_F(SocketModeTest, APayloadGoesOnlyWhereItIsAcceptedAndFits) {
  start();
  ASSERT_TRUE(connected());
  payload = R"({"text":"x"})";
  send(0, slash("E1", false));
  ASSERT_TRUE(until([&] { return sides[0]->got.size() == 1; }));
  const auto around = std::string{R"({"envelope_id":"E2","payload":{"text":""}})"}.size();
  payload = R"({"text":")" + std::string(20'000 - around, 'x') + R"("})";
  send(0, slash("E2"));
  ASSERT_TRUE(until([&] { return sides[0]->got.size() == 2; }));
  payload = R"({"text":")" + std::string(19'999 - around, 'x') + R"("})";
  send(0, slash("E3"));
  ASSERT_TRUE(until([&] { return sides[0]->got.size() == 3; }));
  EXPECT_EQ(sides[0]->got[0], R"({"envelope_id":"E1"})");
  EXPECT_EQ(sides[0]->got[1], R"({"envelope_id":"E2"})");
  EXPECT_EQ(sides[0]->got[2].size(), 19'999U);
}

TEST_F(SocketModeTest, NothingIsAcknowledgedBeforeItIsSafe) {
  start();
  ASSERT_TRUE(connected());
  payload.reset();
  send(0, slash("E1"));
  send(0, slash("E2"));
  ASSERT_TRUE(until([&] { return waiting.size() == 2; }));
  EXPECT_EQ(activity.count(), 2);
  waiting.erase(waiting.begin());  // the commit failed
  EXPECT_EQ(activity.count(), 1);
  waiting[0]("");
  ASSERT_TRUE(until([&] { return sides[0]->got.size() == 1 && activity.quiet(); }));
  EXPECT_EQ(sides[0]->got[0], R"({"envelope_id":"E2"})");
}

TEST_F(SocketModeTest, TheUnreadableIsHandedOnTheRestIgnoredAndDuplicatesAreLeftToTheEngine) {
  start();
  ASSERT_TRUE(connected());
  for (const auto* frame : {"nonsense", "{}", R"({"type":"news"})", R"({"envelope_id":"E1","type":"new"})"})
    send(0, frame);
  send(0, slash("E2"));
  send(0, slash("E2"));
  ASSERT_TRUE(until([&] { return sides[0]->got.size() == 3; }));
  ASSERT_EQ(inbound.size(), 3U);
  EXPECT_EQ(inbound[0].kind, Inbound::Kind::unparseable);
  EXPECT_EQ(inbound[0].raw, R"({"envelope_id":"E1","type":"new"})");
  EXPECT_EQ(inbound[1].keys, inbound[2].keys);
}

class SocketModeRecycled : public SocketModeTest, public testing::WithParamInterface<const char*> {};

TEST_P(SocketModeRecycled, TheSuccessorIsThereBeforeTheOldOneCloses) {
  start();
  ASSERT_TRUE(connected());
  pass(2min);
  bool deaf = false;
  const auto watched = [&](const std::function<bool()>& done) {
    return until([&] {
      deaf = deaf || mode->status().connections < 1;
      return done();
    });
  };
  send(0, disconnect(GetParam()));
  ASSERT_TRUE(watched([&] { return mode->status().connections == 2; }));
  send(0, slash("E1"));  // the old one is still read, and acknowledged where it came from
  ASSERT_TRUE(watched([&] { return sides[0]->got.size() == 1; }));
  asio::co_spawn(io, sides[0]->peer->close(), [](std::exception_ptr) {});
  ASSERT_TRUE(watched([&] { return mode->status().connections == 1; }));
  send(1, slash("E2"));
  ASSERT_TRUE(watched([&] { return sides[1]->got.size() == 1; }));
  EXPECT_FALSE(deaf);
  EXPECT_EQ(http.requests.size(), 2U) << "a fresh address for each dial";
}

INSTANTIATE_TEST_SUITE_P(Reasons, SocketModeRecycled, testing::Values("warning", "refresh_requested"));

TEST_F(SocketModeTest, TooManyAndLinkDisabledCloseFirst) {
  for (const auto* reason : {"too_many_websockets", "link_disabled"}) {
    if (!mode) start();
    const auto last = sides.empty() ? 0 : sides.size();
    ASSERT_TRUE(until([&] { return sides.size() > last && mode->status().connections == 1; }));
    send(last, disconnect(reason));
    ASSERT_TRUE(until([&] { return sides[last]->gone && activity.quiet(); }));
    EXPECT_EQ(sides[last]->frames.back().opcode, WsFrame::goodbye);
    EXPECT_EQ(sides.size(), last + 1) << "nothing was dialled beside it";
    EXPECT_NE(mode->status().state, State::connected);
    if (last == 0) clock.advance_to(clock.now() + 6s);
  }
  EXPECT_EQ(mode->status().state, State::degraded);
}

TEST_F(SocketModeTest, AnAcknowledgementWhoseConnectionHasGoneTakesTheNext) {
  start();
  ASSERT_TRUE(connected());
  pass(2min);
  payload.reset();
  send(0, slash("E1"));
  ASSERT_TRUE(until([&] { return waiting.size() == 1; }));
  sides[0]->peer->reset();
  ASSERT_TRUE(until([&] { return mode->status().connections == 0; }));
  waiting[0]("");
  EXPECT_TRUE(activity.count() >= 0);
  ASSERT_TRUE(until([&] { return sides.size() == 2 && !sides[1]->got.empty(); }));
  EXPECT_EQ(sides[1]->got[0], R"({"envelope_id":"E1"})");
}

TEST_F(SocketModeTest, AnAcknowledgementAfterTheEndIsHarmless) {
  start();
  ASSERT_TRUE(connected());
  payload.reset();
  send(0, slash("E1"));
  ASSERT_TRUE(until([&] { return waiting.size() == 1; }));
  tasks.cancel();
  ASSERT_TRUE(until([&] { return tasks.running() == 0; }));
  waiting[0]("");
  send(0, slash("E2"));
  mode.reset();
  waiting.clear();
  EXPECT_TRUE(activity.quiet());
}

TEST_F(SocketModeTest, KilledConnectionsComeBack) {
  start(2);
  ASSERT_TRUE(connected(2));
  pass(2min);
  for (const std::size_t side : {0U, 1U}) sides[side]->peer->reset();
  ASSERT_TRUE(until([&] { return mode->status().connections < 2; }));
  ASSERT_TRUE(connected(2));
  EXPECT_EQ(sides.size(), 4U);
  EXPECT_EQ(mode->status().reconnects, 2U);
}

TEST_F(SocketModeTest, SilenceIsNoticedWithinThirtySeconds) {
  start();
  ASSERT_TRUE(connected());
  pass(2min);
  EXPECT_EQ(sides.size(), 1U) << "pongs keep it alive";
  answers_pings = false;
  const Time began = clock.now();
  pass(25s);
  EXPECT_EQ(sides.size(), 1U);
  pass(15s);
  ASSERT_TRUE(connected());
  EXPECT_EQ(sides.size(), 2U);
  EXPECT_LE(clock.now() - began, 41s);
  ASSERT_TRUE(until([&] { return sides[0]->gone; })) << "the old one is hung up, not left as a ghost";
}

TEST_F(SocketModeTest, WithoutHelloItTriesAgain) {
  greets = false;
  start();
  ASSERT_TRUE(until([&] { return sides.size() == 1 && activity.quiet(); })) << "virtual time is not held up for ever";
  EXPECT_EQ(mode->status().connections, 0);
  greets = true;
  pass(11s);
  ASSERT_TRUE(connected());
  EXPECT_EQ(sides.size(), 2U);
}

TEST_F(SocketModeTest, FailuresOfTheCallAreToldAndRetried) {
  http.script = [&](int count) {
    if (count == 1) return answer(500, "<html>");
    if (count == 2) return answer(200, "<html>proxy</html>");
    if (count == 3) return answer(200, R"({"ok":false,"error":"internal_error"})");
    if (count == 4) {
      auto limited = answer(429, "");
      limited.headers["retry-after"] = "7";
      return limited;
    }
    return answer(200, fmt::format(R"({{"ok":true,"url":"{}"}})", server.url()));
  };
  std::string told;  // everything that status() has said in between; the pauses are random
  start();
  ASSERT_TRUE(until([&] {
    told += mode->status().trouble;
    if (activity.quiet() && http.requests.size() < 4) clock.step();
    return activity.quiet() && http.requests.size() == 4;
  }));
  told += mode->status().trouble;
  for (const auto* part : {"apps.connections.open: HTTP 500", "not JSON (18 bytes)",
                           "apps.connections.open: internal_error", "rate limited for 7 s"})
    EXPECT_NE(told.find(part), std::string::npos) << part;
  pass(6s);
  EXPECT_EQ(http.requests.size(), 4U) << "Retry-After is honoured";
  pass(8s);
  ASSERT_TRUE(connected());
  EXPECT_EQ(mode->status().trouble, "");
}

TEST_F(SocketModeTest, AFatalErrorSaysWhatToClick) {
  http.script = [](int) { return answer(200, R"({"ok":false,"error":"invalid_auth"})"); };
  start();
  ASSERT_TRUE(until([&] { return mode->status().state == State::degraded; }));
  EXPECT_NE(mode->status().trouble.find("connections:write"), std::string::npos);
  EXPECT_EQ(mode->status().trouble.find("secret"), std::string::npos);
  pass(299s);
  EXPECT_EQ(http.requests.size(), 1U);
  pass(2s);
  EXPECT_EQ(http.requests.size(), 2U);
}

TEST_F(SocketModeTest, CloseSaysGoodbyeAndTakesNothingMore) {
  start(2);
  ASSERT_TRUE(connected(2));
  bool closed = false;
  asio::co_spawn(io, mode->close(), [&](std::exception_ptr error) {
    EXPECT_FALSE(error);
    closed = true;
  });
  ASSERT_TRUE(until([&] { return closed; }));
  ASSERT_TRUE(until([&] { return sides[0]->gone && sides[1]->gone; }));
  for (const auto& side : sides) {
    ASSERT_EQ(side->frames.size(), 1U);
    EXPECT_EQ(side->frames[0].opcode, WsFrame::goodbye);
    EXPECT_EQ(side->frames[0].payload, std::string("\x03\xe8", 2)) << "1000";
  }
  EXPECT_EQ(mode->status().state, State::stopped);
  EXPECT_EQ(http.requests.size(), 2U);
}

TEST_F(SocketModeTest, CloseEndsInTimeWithAMutePeerAndDuringAReconnect) {
  answers_goodbye = false;
  start(2);
  ASSERT_TRUE(connected(2));
  pass(2min);
  greets = false;
  sides[0]->peer->reset();
  ASSERT_TRUE(until([&] { return sides.size() == 3; }));  // a reconnect waits for its hello
  const auto began = std::chrono::steady_clock::now();
  bool closed = false;
  asio::co_spawn(io, mode->close(), [&](std::exception_ptr error) {
    EXPECT_FALSE(error);
    closed = true;
  });
  ASSERT_TRUE(until([&] { return closed; }));
  tasks.cancel();
  ASSERT_TRUE(until([&] { return tasks.running() == 0; }));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 8s);
  EXPECT_EQ(http.requests.size(), 3U);
}

TEST_F(SocketModeTest, HostileNestingIsAcknowledgedAndSurvived) {
  start();
  ASSERT_TRUE(connected());
  send(0, std::string(100'000, '['));
  send(0, R"({"envelope_id":"E1","type":"interactive","payload":)" + std::string(3'000'000, '[') + "}");
  ASSERT_TRUE(until([&] { return sides[0]->got.size() == 1; }));
  EXPECT_EQ(mode->status().connections, 1);
}

TEST_F(SocketModeTest, AnEngineThatThrowsCostsItsEnvelopeAlone) {
  start();
  ASSERT_TRUE(connected());
  throws = true;
  send(0, slash("E1"));
  ASSERT_TRUE(until([&] { return inbound.size() == 1; }));
  throws = false;
  send(0, slash("E2"));
  ASSERT_TRUE(until([&] { return sides[0]->got.size() == 1; }));
  EXPECT_EQ(sides[0]->got[0], R"({"envelope_id":"E2"})");
}

}  // namespace
}  // namespace integrations::slack
