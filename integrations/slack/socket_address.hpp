#pragma once
// Where a WebSocket goes, and the lookup of its host. For socket.cpp.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <expected>
#include <optional>
#include <string>

namespace integrations::slack {

struct SocketAddress {
  bool secure = false;
  std::string host, port;
  std::string authority;  // for the Host header
  std::string target;     // path and query, verbatim
};

/// Nothing when it is no ws:// or wss:// address.
std::optional<SocketAddress> parse_socket_address(const std::string& text);

/// Can be cancelled and has a limit although the system's lookup has neither: that is left behind.
boost::asio::awaitable<std::expected<boost::asio::ip::tcp::resolver::results_type, std::string>> look_up(
    boost::asio::any_io_executor executor, SocketAddress address, std::chrono::seconds limit);

}  // namespace integrations::slack
