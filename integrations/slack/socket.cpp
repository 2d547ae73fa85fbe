#include "integrations/slack/socket.hpp"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>

#include "integrations/ports/log.hpp"
#include "integrations/slack/socket_address.hpp"

namespace integrations::slack {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;
using Opened = std::expected<void, std::string>;

namespace {

constexpr auto step_limit = 10s, goodbye_limit = 3s;
constexpr std::size_t longest_read = 4U << 20U;

using Plain = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;

/// How it ended, for the log. After a close frame it does not matter in which way the rest went.
SocketEnd describe(const error_code& error, bool goodbye, const websocket::close_reason& reason) {
  if (goodbye || error == websocket::error::closed) {
    const std::string said = redact(std::string_view{reason.reason.data(), reason.reason.size()});
    return {true,
            fmt::format("closed, code {}{}{}", static_cast<unsigned>(reason.code), said.empty() ? "" : ": ", said)};
  }
  if (error == asio::error::eof || error == asio::ssl::error::stream_truncated)
    return {false, "closed by Slack without a goodbye"};
  if (error == websocket::error::message_too_big) return {false, "a frame over 4 MiB"};
  if (error == asio::error::operation_aborted) return {false, "hung up"};
  return {false, error.message()};
}

}  // namespace

struct Socket::Impl : std::enable_shared_from_this<Socket::Impl> {
  struct Frame {
    std::string text;
    Activity::Token token;
  };
  explicit Impl(const asio::any_io_executor& executor) : deadline(executor) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  virtual ~Impl() = default;
  virtual asio::awaitable<Opened> start(SocketAddress address, tcp::resolver::results_type endpoints) = 0;
  virtual asio::awaitable<std::expected<std::string, SocketEnd>> read() = 0;
  virtual void write() = 0;
  virtual void ping() = 0;
  virtual void say_goodbye() = 0;
  virtual void hang_up() = 0;

  void written(const error_code& error) {
    if (error) {
      queue.clear();
      hang_up();
      return;
    }
    queue.pop_front();
    if (!queue.empty())
      write();
    else if (closing)
      say_goodbye();
  }

  std::deque<Frame> queue;  // the first one is being written
  asio::steady_timer deadline;
  Control control;
  bool open = false, pinging = false;
  bool closing = false;  // we have said goodbye, or will when the queue is empty
  bool goodbye = false;  // the peer has
};

namespace {

template <class Next>
struct Channel : Socket::Impl {
  explicit Channel(const asio::any_io_executor& executor)
      : Impl(executor), tls(asio::ssl::context::tls_client), ws(make(executor)) {
    ws.auto_fragment(false);
    ws.write_buffer_bytes(32U << 10U);
    ws.read_message_max(longest_read);
    ws.text(true);
    ws.set_option(websocket::stream_base::timeout{step_limit, websocket::stream_base::none(), false});
    ws.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(beast::http::field::user_agent, "sitrep/" SITREP_VERSION);
    }));
  }

  websocket::stream<Next, false> make(const asio::any_io_executor& executor) {
    if constexpr (std::is_same_v<Next, Tls>) {
      tls.set_default_verify_paths();
      tls.set_verify_mode(asio::ssl::verify_peer);
      SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
      return websocket::stream<Next, false>{executor, tls};
    } else {
      return websocket::stream<Next, false>{executor};
    }
  }

  asio::awaitable<Opened> start(SocketAddress address, tcp::resolver::results_type endpoints) override {
    const auto self = shared_from_this();
    error_code error;
    auto& bottom = beast::get_lowest_layer(ws);
    bottom.expires_after(step_limit);
    co_await bottom.async_connect(endpoints, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return std::unexpected("could not connect: " + error.message());
    bottom.socket().set_option(tcp::no_delay{true}, error);
    if constexpr (std::is_same_v<Next, Tls>) {
      bottom.expires_after(step_limit);
      const Opened secured = co_await secure(address.host);
      if (!secured) co_return secured;
    }
    bottom.expires_never();
    websocket::response_type response;
    co_await ws.async_handshake(response, address.authority, address.target,
                                asio::redirect_error(asio::use_awaitable, error));
    if (error == websocket::error::upgrade_declined)
      co_return std::unexpected(fmt::format("HTTP {} instead of a WebSocket", response.result_int()));
    if (error) co_return std::unexpected("no WebSocket: " + error.message());
    listen();
    co_return Opened{};
  }

  asio::awaitable<Opened> secure(std::string host)
    requires std::is_same_v<Next, Tls>
  {
    auto& layer = ws.next_layer();
    SSL* native = layer.native_handle();
    layer.set_verify_callback(asio::ssl::host_name_verification(host));
    error_code error;
    if (ERR_clear_error(); SSL_set_tlsext_host_name(native, host.c_str()) != 1)
      co_return std::unexpected("TLS: the name of the host cannot be used");
    co_await layer.async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_return Opened{};
    const long verdict = SSL_get_verify_result(native);
    co_return std::unexpected(std::string{"TLS: "} +
                              (verdict == X509_V_OK ? error.message() : X509_verify_cert_error_string(verdict)));
  }

  /// The socket is in use from here on.
  void listen() {
    open = true;
    ws.set_option(websocket::stream_base::timeout{goodbye_limit, websocket::stream_base::none(), false});
    ws.control_callback([this](websocket::frame_type kind, beast::string_view) { heard(kind); });
  }

  void heard(websocket::frame_type kind) {
    goodbye = goodbye || kind == websocket::frame_type::close;
    if (control) control(goodbye);
  }

  asio::awaitable<std::expected<std::string, SocketEnd>> read() override {
    const auto self = shared_from_this();
    error_code error;
    co_await ws.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      auto end = describe(error, goodbye || ws.reason().code != websocket::close_code::none, ws.reason());
      hang_up();
      co_return std::unexpected(std::move(end));
    }
    std::string text{static_cast<const char*>(buffer.data().data()), buffer.size()};
    buffer.consume(buffer.size());
    co_return text;
  }

  void write() override {
    ws.async_write(asio::buffer(queue.front().text),
                   [self = shared_from_this()](error_code error, std::size_t) { self->written(error); });
  }
  void ping() override {
    if (pinging) return;
    pinging = true;
    ws.async_ping({}, [self = shared_from_this()](error_code) { self->pinging = false; });
  }
  void say_goodbye() override {
    ws.async_close(websocket::close_code::normal, [self = shared_from_this()](error_code error) {
      self->goodbye = self->goodbye || !error;
      self->hang_up();
    });
  }
  void hang_up() override {
    open = false;
    deadline.cancel();
    beast::get_lowest_layer(ws).close();
  }

  asio::ssl::context tls;
  websocket::stream<Next, false> ws;
  beast::flat_buffer buffer;
};

}  // namespace

Socket::Socket(asio::any_io_executor executor) : executor_(std::move(executor)) {}

Socket::~Socket() {
  if (impl_) impl_->control = nullptr;
  kill();
}

void Socket::on_control(Control control) {
  control_ = std::move(control);
}

asio::awaitable<Opened> Socket::open(std::string url) {
  const auto address = parse_socket_address(url);
  if (!address) co_return std::unexpected("not an address of a WebSocket");
  if (address->secure)
    impl_ = std::make_shared<Channel<Tls>>(executor_);
  else
    impl_ = std::make_shared<Channel<Plain>>(executor_);
  const auto impl = impl_;
  impl->control = control_;
  const auto lookup = co_await look_up(executor_, *address, step_limit);
  if (!lookup) co_return std::unexpected("no address found for the host: " + lookup.error());
  if (killed_) co_return std::unexpected("hung up");
  co_return co_await impl->start(*address, *lookup);
}

asio::awaitable<std::expected<std::string, SocketEnd>> Socket::read() {
  return impl_->read();
}

bool Socket::send(std::string frame, Activity::Token token) {
  if (!can_send() || frame.size() >= longest_send) return false;
  impl_->queue.push_back({std::move(frame), std::move(token)});
  if (impl_->queue.size() == 1) impl_->write();
  return true;
}

void Socket::ping() {
  if (can_send()) impl_->ping();
}

void Socket::close() {
  if (!is_open()) return kill();
  if (impl_->closing) return;
  impl_->closing = true;
  impl_->deadline.expires_after(goodbye_limit);
  impl_->deadline.async_wait([impl = impl_](error_code error) {
    if (!error) impl->hang_up();
  });
  if (impl_->queue.empty()) impl_->say_goodbye();
}

void Socket::kill() {
  killed_ = true;
  if (impl_) impl_->hang_up();
}

bool Socket::is_open() const {
  return impl_ && impl_->open;
}

bool Socket::can_send() const {
  return is_open() && !impl_->closing && !impl_->goodbye;
}

}  // namespace integrations::slack
