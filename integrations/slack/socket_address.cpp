#include "integrations/slack/socket_address.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <memory>

namespace integrations::slack {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Shared with the handler of a lookup that nobody waits for any more.
struct Lookup {
  Lookup(const asio::any_io_executor& executor, std::chrono::seconds limit)
      : resolver(executor), bell(executor, limit) {}
  tcp::resolver resolver;
  asio::steady_timer bell;
  error_code error = asio::error::timed_out;
  tcp::resolver::results_type found;
};

}  // namespace

std::optional<SocketAddress> parse_socket_address(const std::string& text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url || url->host().empty() || url->has_userinfo()) return std::nullopt;
  const std::string scheme{url->scheme()};
  if (scheme != "ws" && scheme != "wss") return std::nullopt;
  SocketAddress address;
  address.secure = scheme == "wss";
  address.host = url->host_address();
  const bool has_port = url->has_port() && !url->port().empty();
  address.port = has_port ? std::string{url->port()} : address.secure ? "443" : "80";
  address.authority = std::string{url->encoded_host()};
  if (has_port) address.authority += ":" + address.port;
  address.target = std::string{url->encoded_target()};
  if (!address.target.starts_with('/')) address.target.insert(0, "/");
  return address;
}

asio::awaitable<std::expected<tcp::resolver::results_type, std::string>> look_up(asio::any_io_executor executor,
                                                                                 SocketAddress address,
                                                                                 std::chrono::seconds limit) {
  const auto lookup = std::make_shared<Lookup>(executor, limit);
  lookup->resolver.async_resolve(address.host, address.port, [lookup](error_code error, auto found) {
    lookup->error = error;
    lookup->found = std::move(found);
    lookup->bell.cancel();
  });
  error_code ignored;  // cancelled is how it rings
  co_await lookup->bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  if (lookup->error) co_return std::unexpected(lookup->error.message());
  co_return lookup->found;
}

}  // namespace integrations::slack
