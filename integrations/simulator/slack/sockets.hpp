#pragma once
// The server's side of Socket Mode's connections: tickets, handshake, hello, pings, refresh and the ways in which
// connections end. Knows frames, not envelopes.
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "integrations/http/server.hpp"
#include "integrations/simulator/slack/frames.hpp"
#include "integrations/simulator/slack/record.hpp"
#include "integrations/simulator/slack/world.hpp"
#include "integrations/simulator/timers.hpp"

namespace integrations::simulator::slack {

class Sockets {
 public:
  struct Hooks {
    std::function<void(int connection, const std::string& text)> text;  // one whole text frame of the bot
    std::function<void(int connection)> gone;
    std::function<std::optional<SlackFault>()> handshake;  // what goes wrong with this one
  };
  Sockets(boost::asio::any_io_executor executor, World& world, Record& record, Timers& timers, Tasks& tasks,
          Hooks hooks);

  /// "?ticket=...": good for one handshake.
  std::string new_ticket();
  boost::asio::awaitable<void> serve(RawStream stream, HttpServerRequest request);

  /// On any connection that has had its hello; which one, or nothing when there is none.
  std::optional<int> send(const std::string& text);
  /// Whether the bot could have answered on it: still there, and not silenced.
  bool answers(int connection) const;
  int open() const { return static_cast<int>(connections_.size()); }

  /// A disconnect message to everyone, closed 10 s later or at once.
  void disconnect(const std::string& reason, bool at_once);
  void kill();
  void silence(bool silent);
  void set_hello(bool hello) { hello_ = hello; }
  void set_ghosts(int ghosts) { ghosts_ = ghosts; }

 private:
  struct Connection;
  using Shared = std::shared_ptr<Connection>;
  boost::asio::awaitable<bool> shake_hands(RawStream& stream, HttpServerRequest request);
  boost::asio::awaitable<void> converse(Shared connection, bool debug_reconnects);
  boost::asio::awaitable<void> write(Shared connection);
  void greet(const Shared& connection, bool debug_reconnects);
  void push(Connection& connection, Opcode opcode, const std::string& payload);
  void take(Connection& connection, const Frame& frame);
  void take_data(Connection& connection, const Frame& frame);
  void refuse(Connection& connection, std::uint16_t code, const std::string& reason, const std::string& violation);
  void close(Connection& connection, std::uint16_t code, const std::string& reason);
  void disconnect_one(Connection& connection, const std::string& reason, bool at_once);
  void ping_later(int id);
  void leave(Connection& connection);
  Connection* find(int id) const;

  boost::asio::any_io_executor executor_;
  World& world_;
  Record& record_;
  Timers& timers_;
  Tasks& tasks_;
  Hooks hooks_;
  std::set<std::string> tickets_;
  std::map<int, Shared> connections_;
  int last_id_ = 0, last_used_ = 0, ghosts_ = 0;
  bool hello_ = true;
};

}  // namespace integrations::simulator::slack
