#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json/parse.hpp>

#include "slack_simulator_support.hpp"

namespace integrations::simulator {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;
using Kind = SlackSight::Kind;

std::string ack(const json::object& envelope, const std::string& payload = {}) {
  const std::string id{envelope.at("envelope_id").as_string()};
  return R"({"envelope_id":")" + id + "\"" + (payload.empty() ? "" : R"(,"payload":)" + payload) + "}";
}

asio::awaitable<void> check_ticket(SlackBench* bench) {
  const auto url = co_await bench->new_link();
  WildClient first{bench->io}, second{bench->io}, third{bench->io};
  const int status = co_await first.connect(url);
  EXPECT_EQ(status, 101);
  const auto hello = co_await first.message();
  EXPECT_EQ(hello.at("num_connections"), 1);
  EXPECT_EQ(hello.at("debug_info").at("approximate_connection_time"), 18'000);
  const int again = co_await second.connect(url);
  EXPECT_EQ(again, 404);
  EXPECT_EQ(bench->slack.violations().size(), 1U);
  SlackFault busy;
  busy.method = "link";
  busy.code = 409;
  bench->slack.fault(busy);
  const auto next = co_await bench->new_link();
  const int refused = co_await third.connect(next);
  EXPECT_EQ(refused, 409);
  EXPECT_EQ(bench->slack.connections(), 1);
}

TEST(SlackSimulatorSocket, TakesATicketOnce) {
  SlackBench bench;
  bench.run(check_ticket(&bench));
}

asio::awaitable<void> check_eleventh(SlackBench* bench) {
  std::vector<std::unique_ptr<WildClient>> clients;
  for (int i = 0; i < 10; ++i) {
    auto client = co_await bench->connect();
    clients.push_back(std::move(client));
  }
  EXPECT_EQ(bench->slack.connections(), 10);
  const auto url = co_await bench->new_link();
  WildClient eleventh{bench->io};
  co_await eleventh.connect(url);
  const auto told = co_await eleventh.message();
  EXPECT_EQ(told.at("type"), "disconnect");
  EXPECT_EQ(told.at("reason"), "too_many_websockets");
  const auto end = co_await eleventh.message();
  EXPECT_TRUE(end.empty());
  EXPECT_EQ(bench->slack.connections(), 10);
}

TEST(SlackSimulatorSocket, TurnsTheEleventhAway) {
  SlackBench bench;
  bench.run(check_eleventh(&bench));
}

struct Breach {
  std::string name;
  std::function<std::string(const std::string& ack)> bytes;
  std::string violation;
  bool closed = false;
};

class Breaches : public testing::TestWithParam<Breach> {};

asio::awaitable<void> check_breach(SlackBench* bench, const Breach* breach) {
  const auto client = co_await bench->connect();
  bench->slack.slash("ann", "C1", "/incident", "list");
  const auto envelope = co_await client->message();
  const auto bytes = breach->bytes(ack(envelope, R"({"text":")" + std::string(5000, 'x') + "\"}"));
  co_await client->write(bytes);
  if (breach->closed) {
    const auto frame = co_await client->frame();
    EXPECT_TRUE(frame && frame->is(slack::Opcode::close));
  } else {
    co_await client->flush();
  }
  EXPECT_EQ(bench->slack.violations().size(), 1U);
  EXPECT_TRUE(!bench->slack.violations().empty() && bench->slack.violations()[0].contains(breach->violation))
      << (bench->slack.violations().empty() ? "none" : bench->slack.violations()[0]);
  EXPECT_TRUE(bench->sights.empty());  // the answer was not taken
  co_await bench->pass(3s);
  EXPECT_EQ(bench->sights.size(), 1U);
  EXPECT_EQ(bench->sights.at(0).kind, Kind::timeout);
}

TEST_P(Breaches, AreNotTakenForAnAcknowledgement) {
  SlackBench bench;
  bench.run(check_breach(&bench, &GetParam()));
}

std::string fragments(const std::string& text) {
  return client_frame(0x01, text.substr(0, 4096)) + client_frame(0x80, text.substr(4096));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Breaches,
    testing::Values(
        Breach{"fragmented", fragments, "fragmented"},
        Breach{"binary", [](const std::string& text) { return client_frame(0x82, text); }, "opcode 2"},
        Breach{"unmasked", [](const std::string& text) { return client_frame(0x81, text, false); }, "without a mask",
               true},
        Breach{"compressed", [](const std::string& text) { return client_frame(0xC1, text); }, "reserved bits", true},
        Breach{"oversized", [](const std::string& text) { return client_frame(0x81, text + std::string(20'480, ' ')); },
               "20480", true},
        Breach{"not_json", [](const std::string&) { return client_frame(0x81, "yes"); }, "not an acknowledgement"},
        Breach{"unknown", [](const std::string&) { return client_frame(0x81, R"({"envelope_id":"x"})"); },
               "not known"}),
    [](const auto& each) { return each.param.name; });

asio::awaitable<void> check_beast(SlackBench* bench, bool fragment) {
  constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
  const auto url = co_await bench->new_link();
  const auto port = static_cast<unsigned short>(std::stoi(url.substr(15)));
  boost::beast::websocket::stream<asio::ip::tcp::socket> stream{bench->io};
  stream.auto_fragment(fragment);
  co_await stream.next_layer().async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
  co_await stream.async_handshake("127.0.0.1", url.substr(url.find('/', 6)), asio::use_awaitable);
  boost::beast::flat_buffer hello, frame;
  co_await stream.async_read(hello, asio::use_awaitable);
  bench->slack.slash("ann", "C1", "/incident", "list");
  co_await stream.async_read(frame, asio::use_awaitable);
  const std::string_view text{static_cast<const char*>(frame.data().data()), frame.size()};
  const auto answer = ack(json::parse(text).as_object(), R"({"text":")" + std::string(5000, 'x') + "\"}");
  stream.text(true);
  co_await stream.async_write(asio::buffer(answer), asio::use_awaitable);
  co_await stream.async_close(boost::beast::websocket::close_code::normal, as_result);  // all before it has been read
  EXPECT_EQ(bench->slack.violations().size(), fragment ? 1U : 0U);
  EXPECT_EQ(bench->sights.size(), fragment ? 0U : 1U);
}

TEST(SlackSimulatorSocket, SeesTheFragmentsThatBeastMakesByItself) {
  SlackBench bench;
  bench.run(check_beast(&bench, true));
}

TEST(SlackSimulatorSocket, TakesALargeAcknowledgementInOneFrame) {
  SlackBench bench;
  bench.run(check_beast(&bench, false));
}

asio::awaitable<void> check_refresh(SlackBench* bench) {
  const auto old = co_await bench->connect();
  bench->slack.refresh();
  const auto told = co_await old->message();
  EXPECT_EQ(told.at("reason"), "refresh_requested");
  const auto successor = co_await bench->connect();
  EXPECT_EQ(bench->slack.connections(), 2);
  bench->slack.slash("ann", "C1", "/incident", "one");  // any of the two gets it, the old one too
  bench->slack.slash("ann", "C1", "/incident", "two");
  const auto here = co_await old->message();
  const auto there = co_await successor->message();
  co_await old->say(ack(here));
  co_await successor->say(ack(there));
  co_await old->flush();
  co_await successor->flush();
  co_await bench->pass(10s);
  const auto end = co_await old->message();
  EXPECT_TRUE(end.empty());
  co_await bench->pass(3s);
  EXPECT_EQ(bench->slack.connections(), 1);
  EXPECT_TRUE(bench->slack.violations().empty());
}

TEST(SlackSimulatorSocket, ClosesTenSecondsAfterAskingForARefresh) {
  SlackBench bench;
  bench.run(check_refresh(&bench));
}

asio::awaitable<void> check_life(SlackBench* bench) {
  const auto client = co_await bench->connect();
  co_await bench->pass(10s);
  const auto ping = co_await client->frame();
  EXPECT_TRUE(ping->is(slack::Opcode::ping));
  EXPECT_TRUE(ping->payload.starts_with("Ping from applink-"));
  co_await client->write(client_frame(0x8A, ping->payload));
  co_await client->flush();
  EXPECT_TRUE(bench->slack.violations().empty());
  co_await client->write(client_frame(0x8A, "something else"));
  co_await client->flush();
  EXPECT_EQ(bench->slack.violations().size(), 1U);
  co_await bench->pass(110s);  // the connection's time is over
  const auto told = co_await client->message();
  EXPECT_EQ(told.at("reason"), "refresh_requested");
}

TEST(SlackSimulatorSocket, PingsAndRecyclesByItself) {
  SlackOptions options;
  options.approximate_connection_time = 2min;
  SlackBench bench{options};
  bench.run(check_life(&bench));
}

asio::awaitable<void> check_ends(SlackBench* bench) {
  const auto killed = co_await bench->connect();
  bench->slack.kill_connections();
  EXPECT_EQ(bench->slack.connections(), 0);
  const auto nothing = co_await killed->frame();
  EXPECT_FALSE(nothing);
  const auto disabled = co_await bench->connect();
  bench->slack.disconnect("link_disabled");
  const auto told = co_await disabled->message();
  EXPECT_EQ(told.at("reason"), "link_disabled");
  const auto close = co_await disabled->frame();
  EXPECT_TRUE(close->is(slack::Opcode::close));
  co_await disabled->write(client_frame(0x88, close->payload));
  const auto end = co_await disabled->frame();
  EXPECT_FALSE(end);
  bench->slack.set_num_connections_offset(4);
  const auto url = co_await bench->new_link();
  WildClient ghostly{bench->io};
  co_await ghostly.connect(url);
  const auto hello = co_await ghostly.message();
  EXPECT_EQ(hello.at("num_connections"), 5);
}

TEST(SlackSimulatorSocket, EndsConnectionsInEveryWay) {
  SlackBench bench;
  bench.run(check_ends(&bench));
}

asio::awaitable<void> check_silence(SlackBench* bench) {
  const auto deaf = co_await bench->connect();
  bench->slack.set_silent(true);
  bench->slack.slash("ann", "C1", "/incident", "list");
  EXPECT_TRUE(bench->activity.quiet());  // it will never arrive
  co_await bench->pass(3s);
  EXPECT_EQ(bench->sights.at(0).kind, Kind::timeout);
  EXPECT_TRUE(bench->slack.violations().empty());  // not the bot's fault
  const auto fresh = co_await bench->connect();    // a new one carries again
  EXPECT_EQ(bench->slack.connections(), 2);
  bench->slack.set_silent(false);
  co_await bench->pass(10s);
  const auto ping = co_await deaf->frame();
  EXPECT_TRUE(ping->is(slack::Opcode::ping));
}

TEST(SlackSimulatorSocket, SilenceLosesWhatIsSent) {
  SlackBench bench;
  bench.run(check_silence(&bench));
}

asio::awaitable<void> check_hello(SlackBench* bench) {
  bench->slack.set_hello(false);
  const auto url = co_await bench->new_link();
  WildClient client{bench->io};
  co_await client.connect(url);
  co_await client.flush();
  bench->slack.slash("ann", "C1", "/incident", "list");
  EXPECT_EQ(bench->sights.at(0).message.text, "dispatch_failed");  // not connected before the hello
}

TEST(SlackSimulatorSocket, SendsNothingBeforeTheHello) {
  SlackBench bench;
  bench.run(check_hello(&bench));
}

}  // namespace
}  // namespace integrations::simulator
