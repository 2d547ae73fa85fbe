#pragma once
// One client of the simulated mail server: lines in, lines out, in clear or protected, and how far it has come.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace integrations::simulator {

struct SmtpConnection {
  explicit SmtpConnection(boost::asio::ip::tcp::socket accepted) : socket(std::move(accepted)) {}

  /// One line with its end; nothing when the client is gone, or sends without end.
  boost::asio::awaitable<std::optional<std::string>> line();
  /// Adds CRLF. False when the client is gone.
  boost::asio::awaitable<bool> say(std::string text);
  /// Asks, and gives back the answer without its end; empty when the client is gone.
  boost::asio::awaitable<std::string> ask(std::string question);
  boost::asio::awaitable<bool> protect(boost::asio::ssl::context& context);

  boost::asio::ip::tcp::socket socket;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls;
  std::string buffer;
  bool greeted = false;
  std::string login;
  bool mail_open = false;
  std::string from;
  std::vector<std::string> to;
};

/// The word before the first space, in capitals, and the rest.
std::pair<std::string, std::string> smtp_words(const std::string& line);
/// "a@b" of "FROM:<a@b> SIZE=12"; empty when there is none.
std::string within_brackets(const std::string& text);
/// User and password of AUTH PLAIN (RFC 4616); empty when it is none.
std::pair<std::string, std::string> plain_login(const std::string& encoded);

inline constexpr std::size_t most_mail_bytes = 4U << 20U;

}  // namespace integrations::simulator
