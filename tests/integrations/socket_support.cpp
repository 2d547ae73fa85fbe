#include "socket_support.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>

namespace integrations {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

template <class Stream>
struct StreamPeer : WsPeer {
  explicit StreamPeer(Stream from) : stream(std::move(from)) {}
  asio::awaitable<void> write(std::string bytes) override {
    error_code ignored;  // the client may have gone: the script sees it when it reads
    co_await asio::async_write(stream, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ignored));
  }
  asio::awaitable<std::string> read_some() override {
    std::string bytes(65536, '\0');
    error_code error;
    const auto count =
        co_await stream.async_read_some(asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
    bytes.resize(error ? 0 : count);
    co_return bytes;
  }
  tcp::socket& socket() override {
    if constexpr (std::is_same_v<Stream, tcp::socket>)
      return stream;
    else
      return stream.next_layer();
  }
  Stream stream;
};

using TlsStream = asio::ssl::stream<tcp::socket>;

std::string accept_key(const std::string& request) {
  const auto at = request.find("Sec-WebSocket-Key: ");
  if (at == std::string::npos) throw std::runtime_error("no WebSocket request:\n" + request);
  const auto key = request.substr(at + 19, request.find('\r', at) - at - 19) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_Digest(key.data(), key.size(), digest, &length, EVP_sha1(), nullptr);
  unsigned char text[64];
  const int size = EVP_EncodeBlock(text, digest, static_cast<int>(length));
  return {text, text + size};
}

std::string header(const std::string& payload, int opcode, bool final) {
  std::string bytes;
  bytes += static_cast<char>((final ? 0x80 : 0) | opcode);
  const auto size = payload.size();
  const int width = size < 126 ? 0 : size < 65536 ? 2 : 8;
  bytes += static_cast<char>(width == 0 ? size : width == 2 ? 126U : 127U);
  for (int i = width - 1; i >= 0; --i) bytes += static_cast<char>(size >> (8 * i) & 0xffU);
  return bytes;
}

template <class Make>
std::string pem(Make make) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out{BIO_new(BIO_s_mem()), &BIO_free};
  make(out.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

/// A self-signed certificate for `name` and its key, as PEM.
std::pair<std::string, std::string> self_signed(const std::string& name) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
  const std::unique_ptr<X509, decltype(&X509_free)> made{X509_new(), &X509_free};
  X509* certificate = made.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
  X509_set_pubkey(certificate, key.get());
  X509_NAME* subject = X509_get_subject_name(certificate);
  const std::vector<unsigned char> bytes{name.begin(), name.end()};
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, bytes.data(), static_cast<int>(bytes.size()), -1, 0);
  X509_set_issuer_name(certificate, subject);
  const auto alternative = "DNS:" + name;
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate, key.get(), EVP_sha256());
  return {pem([&](BIO* out) { PEM_write_bio_X509(out, certificate); }),
          pem([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
}

}  // namespace

asio::awaitable<bool> WsPeer::fill(std::size_t bytes) {
  while (buffer_.size() < bytes) {
    const std::string more = co_await read_some();
    if (more.empty()) co_return false;
    buffer_ += more;
  }
  co_return true;
}

asio::awaitable<std::optional<WsFrame>> WsPeer::read() {
  const auto byte = [this](std::size_t at) { return static_cast<unsigned char>(buffer_[at]); };
  const bool begun = co_await fill(2);
  if (!begun) co_return std::nullopt;
  WsFrame frame{byte(0) & 0x0f, (byte(0) & 0x80) != 0, (byte(1) & 0x80) != 0, {}};
  std::size_t size = byte(1) & 0x7fU;
  const std::size_t width = size < 126 ? 0 : size == 126 ? 2 : 8;
  const std::size_t head = 2 + width + (frame.masked ? 4 : 0);
  const bool headed = co_await fill(head);
  if (!headed) co_return std::nullopt;
  if (width > 0) size = 0;
  for (std::size_t i = 0; i < width; ++i) size = size << 8U | byte(2 + i);
  const bool whole = co_await fill(head + size);
  if (!whole) co_return std::nullopt;
  frame.payload = buffer_.substr(head, size);
  for (std::size_t i = 0; frame.masked && i < size; ++i)
    frame.payload[i] = static_cast<char>(frame.payload[i] ^ buffer_[head - 4 + i % 4]);
  buffer_.erase(0, head + size);
  co_return frame;
}

asio::awaitable<void> WsPeer::send(std::string payload, int opcode, bool final) {
  std::string bytes = header(payload, opcode, final) + payload;
  co_await write(std::move(bytes));
}

asio::awaitable<void> WsPeer::close(unsigned code) {
  std::string payload{static_cast<char>(code >> 8U), static_cast<char>(code & 0xffU)};
  co_await send(std::move(payload), WsFrame::goodbye);
  for (;;) {  // until the client has answered or hung up
    const auto frame = co_await read();
    if (!frame || frame->opcode == WsFrame::goodbye) break;
  }
  hang_up();
}

void WsPeer::reset() {
  error_code ignored;
  socket().set_option(tcp::socket::linger{true, 0}, ignored);
  socket().close(ignored);
}

void WsPeer::hang_up() {
  error_code ignored;
  socket().close(ignored);
}

WsServer::WsServer(asio::io_context& io, Script script, const std::string& tls_name)
    : io_(io), script_(std::move(script)), acceptor_(io, tcp::endpoint{asio::ip::address_v4::loopback(), 0}) {
  if (!tls_name.empty()) {
    const auto [made, key] = self_signed(tls_name);
    certificate = made;
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->use_certificate_chain(asio::buffer(certificate));
    tls_->use_private_key(asio::buffer(key), asio::ssl::context::pem);
  }
  spawn(accept());
}

WsServer::~WsServer() {
  stop();
  while (coroutines_ > 0) {
    io_.restart();
    io_.run_one_for(std::chrono::milliseconds{10});
  }
}

void WsServer::spawn(asio::awaitable<void> coroutine) {
  ++coroutines_;
  asio::co_spawn(io_, std::move(coroutine), [this](std::exception_ptr) { --coroutines_; });
}

std::string WsServer::url() const {
  return (tls_ ? "wss://localhost:" : "ws://127.0.0.1:") + std::to_string(acceptor_.local_endpoint().port()) +
         "/link/?ticket=secret-1&app_id=A1";
}

void WsServer::stop() {
  acceptor_.close();
  for (const auto& peer : peers) peer->hang_up();
}

asio::awaitable<void> WsServer::accept() {
  for (;;) {
    tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
    ++accepted;
    std::shared_ptr<WsPeer> peer;
    if (tls_) {
      auto secured = std::make_shared<StreamPeer<TlsStream>>(TlsStream{std::move(socket), *tls_});
      peer = secured;
    } else {
      peer = std::make_shared<StreamPeer<tcp::socket>>(std::move(socket));
    }
    peer->number = accepted;
    peers.push_back(peer);
    spawn(serve(peer));
  }
}

asio::awaitable<void> WsServer::serve(std::shared_ptr<WsPeer> peer) {
  if (auto* secured = dynamic_cast<StreamPeer<TlsStream>*>(peer.get()))
    co_await secured->stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
  std::size_t end = std::string::npos;
  while (end == std::string::npos) {
    const std::string more = co_await peer->read_some();
    if (more.empty()) co_return;
    peer->buffer_ += more;
    end = peer->buffer_.find("\r\n\r\n");
  }
  peer->request = peer->buffer_.substr(0, end + 4);
  peer->buffer_.erase(0, end + 4);
  std::string answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
      accept_key(peer->request) + "\r\n\r\n";
  co_await peer->write(std::move(answer));
  co_await script_(*peer);
  peer->hang_up();
}

bool run_until(asio::io_context& io, const std::function<bool()>& done, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  io.restart();
  while (!done() && std::chrono::steady_clock::now() < end) {
    if (io.run_one_for(std::chrono::milliseconds{100}) == 0 && io.stopped()) break;
  }
  return done();
}

}  // namespace integrations
