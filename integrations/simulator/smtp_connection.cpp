#include "integrations/simulator/smtp_connection.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cctype>

#include "integrations/simulator/sunk_mail.hpp"

namespace integrations::simulator {

namespace asio = boost::asio;

namespace {
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
}  // namespace

asio::awaitable<std::optional<std::string>> SmtpConnection::line() {
  auto end = buffer.find('\n');
  while (end == std::string::npos) {
    std::string bytes(4096, '\0');
    const auto [error, size] = tls ? co_await tls->async_read_some(asio::buffer(bytes), as_result)
                                   : co_await socket.async_read_some(asio::buffer(bytes), as_result);
    if (error || buffer.size() > most_mail_bytes) co_return std::nullopt;
    buffer.append(bytes, 0, size);
    end = buffer.find('\n');
  }
  auto result = buffer.substr(0, end + 1);
  buffer.erase(0, end + 1);
  co_return result;
}

asio::awaitable<bool> SmtpConnection::say(std::string text) {
  text += "\r\n";
  const auto [error, size] = tls ? co_await asio::async_write(*tls, asio::buffer(text), as_result)
                                 : co_await asio::async_write(socket, asio::buffer(text), as_result);
  co_return !error && size == text.size();
}

asio::awaitable<std::string> SmtpConnection::ask(std::string question) {
  const bool said = co_await say(std::move(question));
  if (!said) co_return std::string{};
  auto answer = co_await line();
  auto result = answer.value_or("");
  while (result.ends_with('\n') || result.ends_with('\r')) result.pop_back();
  co_return result;
}

asio::awaitable<bool> SmtpConnection::protect(asio::ssl::context& context) {
  buffer.clear();  // RFC 3207 §4.2: what came in clear before does not count
  tls.emplace(socket, context);
  const auto [error] = co_await tls->async_handshake(asio::ssl::stream_base::server, as_result);
  co_return !error;
}

std::pair<std::string, std::string> smtp_words(const std::string& line) {
  const auto space = line.find(' ');
  auto word = line.substr(0, space);
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return {word, space == std::string::npos ? std::string{} : line.substr(space + 1)};
}

std::string within_brackets(const std::string& text) {
  const auto open = text.find('<'), close = text.find('>');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  return text.substr(open + 1, close - open - 1);
}

std::pair<std::string, std::string> plain_login(const std::string& encoded) {
  const auto parts = base64_decoded(encoded);
  const auto user = parts.find('\0');
  const auto password = user == std::string::npos ? user : parts.find('\0', user + 1);
  if (password == std::string::npos) return {};
  return {parts.substr(user + 1, password - user - 1), parts.substr(password + 1)};
}

}  // namespace integrations::simulator
