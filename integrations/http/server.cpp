#include "integrations/http/server.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <cctype>
#include <exception>
#include <set>

#include "integrations/ports/log.hpp"
#include "integrations/ports/tasks.hpp"

namespace integrations {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Parser = http::request_parser<http::string_body>;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t max_body = 8 * 1024 * 1024;

HttpServerRequest to_request(const http::request<http::string_body>& from) {
  HttpServerRequest request;
  request.method = std::string{from.method_string()};
  request.target = std::string{from.target()};
  request.path = request.target.substr(0, request.target.find('?'));
  for (const auto& field : from) {
    std::string name{field.name_string()};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers.insert_or_assign(std::move(name), std::string{field.value()});
  }
  request.body = from.body();
  return request;
}

http::response<http::string_body> to_response(HttpServerReply reply, unsigned version, bool keep_alive) {
  http::response<http::string_body> response;
  response.version(version);
  response.result(static_cast<unsigned>(reply.status));
  if (!reply.content_type.empty()) response.set(http::field::content_type, reply.content_type);
  for (const auto& [name, value] : reply.headers) response.set(name, value);
  response.body() = std::move(reply.body);
  response.keep_alive(keep_alive);
  response.prepare_payload();
  return response;
}

void reset_socket(tcp::socket& socket) {
  boost::system::error_code ignored;  // a socket that is gone already cannot be reset, and need not be
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

struct RawStream::Impl {
  tcp::socket socket;
  std::string early;  // bytes that came in the same packet as the request
};

RawStream::RawStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RawStream::RawStream(RawStream&&) noexcept = default;
RawStream& RawStream::operator=(RawStream&&) noexcept = default;
RawStream::~RawStream() = default;

asio::awaitable<std::string> RawStream::read() {
  if (!impl_->early.empty()) co_return std::exchange(impl_->early, {});
  std::string bytes(16 * 1024, '\0');
  const auto [error, size] = co_await impl_->socket.async_read_some(asio::buffer(bytes), as_result);
  bytes.resize(error ? 0 : size);
  co_return bytes;
}

asio::awaitable<bool> RawStream::write(std::string bytes) {
  const auto [error, size] = co_await asio::async_write(impl_->socket, asio::buffer(bytes), as_result);
  co_return !error && size == bytes.size();
}

void RawStream::close() {
  boost::system::error_code ignored;  // closing twice is not an error here
  impl_->socket.shutdown(tcp::socket::shutdown_both, ignored);
  impl_->socket.close(ignored);
}

void RawStream::reset() {
  reset_socket(impl_->socket);
}

struct HttpServer::Impl {
  /// One accepted connection; `idle` while it waits for the next request.
  struct Connection {
    tcp::socket socket;
    beast::flat_buffer buffer;
    bool idle = true;
  };

  Impl(asio::any_io_executor with, unsigned short port, Handler handle, Upgrade upgrade)
      : executor(with),
        handler(std::move(handle)),
        upgraded(std::move(upgrade)),
        acceptor(with),
        tasks(with,
              [](std::string_view name, std::string_view what) {
                log_error("simulator task failed", {{"task", name}, {"what", what}});
              }),
        bell(with) {
    endpoint = {asio::ip::address_v4::loopback(), port};
    open();
    endpoint = acceptor.local_endpoint();
    tasks.start("accept", accept());
  }

  void open() {
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
  }

  asio::awaitable<void> accept() {
    while (true) {
      if (!acceptor.is_open()) {
        co_await bell.wait();
        continue;
      }
      auto [error, socket] = co_await acceptor.async_accept(as_result);
      if (error) continue;  // refused meanwhile, or a client that went away; the loop ends by cancellation
      boost::system::error_code ignored;  // a client that is gone already is noticed by the first read
      socket.set_option(tcp::no_delay(true), ignored);
      tasks.start("connection", serve(std::make_shared<Connection>(std::move(socket))));
    }
  }

  asio::awaitable<void> serve(std::shared_ptr<Connection> connection) {
    connections.insert(connection.get());
    const std::shared_ptr<void> leave(nullptr, [this, at = connection.get()](void*) { connections.erase(at); });
    bool more = true;
    while (more) more = co_await serve_one(*connection);
  }

  /// Reads one request; false when there is none.
  asio::awaitable<bool> read_request(Connection& connection, Parser& parser) {
    parser.body_limit(max_body);
    connection.idle = true;
    const auto head = co_await http::async_read_header(connection.socket, connection.buffer, parser, as_result);
    connection.idle = false;
    if (std::get<0>(head)) co_return false;
    if (parser.get()[http::field::expect] == "100-continue") {
      http::response<http::empty_body> go_on{http::status::continue_, parser.get().version()};
      const auto told = co_await http::async_write(connection.socket, go_on, as_result);
      if (std::get<0>(told)) co_return false;
    }
    const auto body = co_await http::async_read(connection.socket, connection.buffer, parser, as_result);
    co_return !std::get<0>(body);
  }

  asio::awaitable<bool> serve_one(Connection& connection) {
    Parser parser;
    const bool read = co_await read_request(connection, parser);
    if (!read) co_return false;
    auto request = to_request(parser.get());
    if (upgraded && beast::websocket::is_upgrade(parser.get())) {
      const auto data = connection.buffer.data();
      auto raw = std::make_unique<RawStream::Impl>(RawStream::Impl{
          std::move(connection.socket), std::string{static_cast<const char*>(data.data()), data.size()}});
      RawStream stream{std::move(raw)};
      co_await upgraded(std::move(stream), std::move(request));
      co_return false;
    }
    auto reply = co_await answer(std::move(request));
    if (reply.act == HttpServerReply::Act::close) {
      reset_socket(connection.socket);
      co_return false;
    }
    if (reply.act == HttpServerReply::Act::never) {
      co_await wait_for_end(connection);
      co_return false;
    }
    const bool keep = parser.get().keep_alive();
    auto response = to_response(std::move(reply), parser.get().version(), keep);
    const auto written = co_await http::async_write(connection.socket, response, as_result);
    co_return !std::get<0>(written) && keep;
  }

  asio::awaitable<HttpServerReply> answer(HttpServerRequest request) {
    HttpServerReply reply;
    const std::string path = request.path;
    try {
      reply = co_await handler(std::move(request));
    } catch (const std::exception& error) {
      log_error("simulator handler failed", {{"path", path}, {"what", error.what()}});
      reply.status = 500;
      reply.body = "{}";
    }
    co_return reply;
  }

  static asio::awaitable<void> wait_for_end(Connection& connection) {
    std::string ignored(4096, '\0');
    boost::system::error_code error;
    while (!error) {
      const auto result = co_await connection.socket.async_read_some(asio::buffer(ignored), as_result);
      error = std::get<0>(result);
    }
  }

  asio::any_io_executor executor;
  Handler handler;
  Upgrade upgraded;
  tcp::endpoint endpoint;
  tcp::acceptor acceptor;
  std::set<Connection*> connections;
  Tasks tasks;
  Bell bell;
};

HttpServer::HttpServer(asio::any_io_executor executor, unsigned short port, Handler handler, Upgrade upgrade)
    : impl_(std::make_unique<Impl>(executor, port, std::move(handler), std::move(upgrade))) {}

HttpServer::~HttpServer() = default;

unsigned short HttpServer::port() const {
  return impl_->endpoint.port();
}

void HttpServer::refuse(bool refusing) {
  if (refusing == !impl_->acceptor.is_open()) return;
  if (!refusing) {
    impl_->open();
    impl_->bell.ring();
    return;
  }
  impl_->acceptor.close();
  for (auto* connection : impl_->connections) {
    if (connection->idle) reset_socket(connection->socket);
  }
}

asio::awaitable<void> HttpServer::stop() {
  impl_->tasks.cancel();
  co_await impl_->tasks.wait();
  boost::system::error_code ignored;  // it may be closed already
  impl_->acceptor.close(ignored);
}

}  // namespace integrations
