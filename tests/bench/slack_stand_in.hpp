#pragma once
// As little of Slack as a Socket Mode client needs to start and to be loaded: the Web API's answers and one WebSocket,
// on loopback, in one thread. It checks nothing (the simulator does) so that it measures the client and not itself.
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

using SteadyClock = std::chrono::steady_clock;

/// A port of loopback that nobody listens on at the moment.
int free_port();

class SlackStandIn {
 public:
  SlackStandIn();
  ~SlackStandIn();
  SlackStandIn(const SlackStandIn&) = delete;
  SlackStandIn& operator=(const SlackStandIn&) = delete;

  std::string api_url() const;
  /// Called with every text frame of the client, in the order of arrival.
  void on_text(std::function<void(std::string_view)> take) { take_ = std::move(take); }
  /// Serves whatever comes within `wait`; returns after the first that came.
  void serve(std::chrono::milliseconds wait);
  /// When the hello was sent on the connection that is open now; nothing without one.
  std::optional<SteadyClock::time_point> greeted() const { return greeted_; }
  /// Puts a text frame behind those that wait; flush() writes them in one go.
  void put(std::string_view text);
  void flush();
  /// Cuts every connection: the client that had them is gone.
  void forget_clients();
  /// How often a method of the Web API was called.
  int calls(const std::string& method) const;

 private:
  struct Peer {
    std::string in;
    bool socket = false;  // a WebSocket, after the upgrade
  };
  void accept_one();
  bool read_some(int number, Peer& peer);
  bool take_request(int number, Peer& peer);
  void answer(int number, std::string_view path);
  void upgrade(int number, Peer& peer, std::string_view head);
  bool take_frame(int number, Peer& peer);
  void drop(int number);
  static void write_all(int number, std::string_view bytes);

  int listener_ = -1, socket_ = -1, port_ = 0;
  std::map<int, Peer> peers_;
  std::map<std::string, int, std::less<>> calls_;
  std::function<void(std::string_view)> take_;
  std::optional<SteadyClock::time_point> greeted_;
  std::string out_;
  int posted_ = 0;
};

}  // namespace bench
