#pragma once
// A WebSocket server made by hand, frame by frame, so that it can do what no decent server does.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace integrations {

struct WsFrame {
  enum Opcode { continuation = 0, text = 1, binary = 2, goodbye = 8, ping = 9, pong = 10 };
  int opcode = text;
  bool final = true;
  bool masked = false;
  std::string payload;
};

/// The server's end of one connection, after the handshake.
class WsPeer {
 public:
  virtual ~WsPeer() = default;
  /// Nothing when the connection is gone. Answers nothing by itself.
  boost::asio::awaitable<std::optional<WsFrame>> read();
  boost::asio::awaitable<void> send(std::string payload, int opcode = WsFrame::text, bool final = true);
  virtual boost::asio::awaitable<void> write(std::string bytes) = 0;
  virtual boost::asio::awaitable<std::string> read_some() = 0;  // empty: gone
  /// Says goodbye and hangs up.
  boost::asio::awaitable<void> close(unsigned code = 1000);
  void reset();    // TCP RST
  void hang_up();  // FIN, without a close frame
  virtual boost::asio::ip::tcp::socket& socket() = 0;

  std::string request;  // the HTTP request of the handshake
  int number = 0;       // counts the connections from 1

 protected:
  boost::asio::awaitable<bool> fill(std::size_t bytes);
  std::string buffer_;
  friend class WsServer;
};

class WsServer {
 public:
  /// Runs once for each connection; the connection ends with it.
  using Script = std::function<boost::asio::awaitable<void>(WsPeer&)>;
  /// With a certificate for `tls_name`, made on the spot, the server speaks TLS. `certificate` is its PEM.
  WsServer(boost::asio::io_context& io, Script script, const std::string& tls_name = {});
  ~WsServer();  // stops, and runs `io` until nothing of it is left
  std::string url() const;
  void stop();

  std::string certificate;
  int accepted = 0;
  std::vector<std::shared_ptr<WsPeer>> peers;

 private:
  void spawn(boost::asio::awaitable<void> coroutine);
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(std::shared_ptr<WsPeer> peer);
  boost::asio::io_context& io_;
  Script script_;
  int coroutines_ = 0;
  std::optional<boost::asio::ssl::context> tls_;
  boost::asio::ip::tcp::acceptor acceptor_;
};

/// Runs until `done`; false after `limit` of real time.
bool run_until(boost::asio::io_context& io, const std::function<bool()>& done,
               std::chrono::seconds limit = std::chrono::seconds{20});

}  // namespace integrations
