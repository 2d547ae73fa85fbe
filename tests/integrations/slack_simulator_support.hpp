#pragma once
// A simulated Slack on virtual time, a real HTTP client, and a WebSocket client that may break every rule.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <vector>

#include "integrations/http/curl.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/virtual_clock.hpp"
#include "integrations/simulator/slack/frames.hpp"
#include "integrations/simulator/slack_simulator.hpp"

namespace integrations::simulator {

/// Speaks WebSocket by hand: whole frames in, any bytes out.
class WildClient {
 public:
  explicit WildClient(boost::asio::io_context& io) : socket_(io) {}
  /// The status of the handshake's answer; 101 when it is open.
  boost::asio::awaitable<int> connect(std::string url);
  /// The next frame; nothing when the server has gone.
  boost::asio::awaitable<std::optional<slack::Frame>> frame();
  /// The next text message as JSON, answering nothing; an empty object when the server has gone or closes.
  boost::asio::awaitable<boost::json::object> message();
  boost::asio::awaitable<void> write(std::string bytes);
  boost::asio::awaitable<void> say(std::string text);
  /// Returns when the server has read all that was written so far.
  boost::asio::awaitable<void> flush();

 private:
  boost::asio::ip::tcp::socket socket_;
  slack::FrameReader reader_;
};

/// A client's frame: masked unless told otherwise. `first` is the first byte: 0x81 a whole text, 0x01 a first fragment.
std::string client_frame(unsigned first, std::string_view payload, bool masked = true);

struct SlackBench {
  explicit SlackBench(SlackOptions options = {});
  ~SlackBench();
  /// Runs the test's coroutine to its end; fails after 20 s of real time.
  void run(boost::asio::awaitable<void> test);

  /// POST as JSON with the bot's token (apps.*: the app's); the answer with "status" added.
  boost::asio::awaitable<boost::json::object> call(std::string method, std::string arguments);
  boost::asio::awaitable<HttpResponse> send(HttpRequest request);
  /// A fresh connection with its hello read.
  boost::asio::awaitable<std::unique_ptr<WildClient>> connect();
  boost::asio::awaitable<std::string> new_link();
  /// Lets virtual time pass, sleeper by sleeper.
  boost::asio::awaitable<void> pass(playbooks::Duration span);

  boost::asio::io_context io{1};
  VirtualClock clock{io.get_executor(), playbooks::from_millis(1'763'708'400'000)};
  Activity activity, http_activity;
  SlackSimulator slack;
  std::unique_ptr<Http> http;
  std::vector<SlackSight> sights;
};

}  // namespace integrations::simulator
