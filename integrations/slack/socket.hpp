#pragma once
// A WebSocket to Slack behind four calls: open, read, send, close. Every frame goes out whole (Slack drops fragments),
// pings are answered while somebody reads, and nothing waits for a peer that has gone. socket.cpp is the only file that
// knows Beast's client.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "integrations/ports/activity.hpp"

namespace integrations::slack {

/// Slack closes the connection, or silently drops the frame, from 20,480 bytes on.
inline constexpr std::size_t longest_send = 20'000;

/// How a connection ended.
struct SocketEnd {
  bool clean = false;  // with a close handshake
  std::string why;
};

class Socket {
 public:
  /// Called for each ping, pong and close frame that comes in; `closing`: the peer says goodbye.
  using Control = std::function<void(bool closing)>;

  explicit Socket(boost::asio::any_io_executor executor);
  ~Socket();  // hangs up without a word
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void on_control(Control control);
  /// ws:// or wss:// (verified against the system's certificates). Once. Each step may take 10 s. The error says what
  /// went wrong, without the address: "HTTP 409 instead of a WebSocket", "TLS: self-signed certificate".
  boost::asio::awaitable<std::expected<void, std::string>> open(std::string url);
  /// The next text message, at most 4 MiB; or how it ended. One reader, for the life of the connection: cancelling a
  /// read ends the connection.
  boost::asio::awaitable<std::expected<std::string, SocketEnd>> read();
  /// Queues one frame; `token` is released when it has been written or never will be. False when the connection is not
  /// open or is closing, or the frame has `longest_send` bytes or more.
  bool send(std::string frame, Activity::Token token = {});
  void ping();
  /// Writes what is queued, says goodbye (1000) and hangs up; read() returns the end within 3 s.
  void close();
  /// Hangs up at once; read() returns the end.
  void kill();
  bool is_open() const;
  bool can_send() const;  // open, and not saying goodbye on either side

  struct Impl;

 private:
  boost::asio::any_io_executor executor_;
  std::shared_ptr<Impl> impl_;  // its handlers may outlive the socket
  Control control_;
  bool killed_ = false;
};

}  // namespace integrations::slack
