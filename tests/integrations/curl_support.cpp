#include "curl_support.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace integrations {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

std::size_t length_of_body(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

}  // namespace

RawServer::RawServer(asio::io_context& io, Script script)
    : io_(io), script_(std::move(script)), acceptor_(io, tcp::endpoint{asio::ip::address_v4::loopback(), 0}) {
  spawn(accept());
}

RawServer::~RawServer() {
  stop();
  while (coroutines_ > 0) {
    io_.restart();
    io_.run_one_for(std::chrono::milliseconds{10});
  }
}

void RawServer::spawn(asio::awaitable<void> coroutine) {
  ++coroutines_;
  asio::co_spawn(io_, std::move(coroutine), [this](std::exception_ptr) { --coroutines_; });
}

std::string RawServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port()) + path;
}

void RawServer::stop() {
  acceptor_.close();
  for (auto& socket : sockets_) socket.close();
}

asio::awaitable<void> RawServer::accept() {
  for (;;) {
    tcp::socket accepted = co_await acceptor_.async_accept(asio::use_awaitable);
    ++connections;
    sockets_.push_back(std::move(accepted));
    spawn(serve(sockets_.back()));
  }
}

asio::awaitable<void> RawServer::serve(tcp::socket& socket) {
  std::string buffer;
  for (;;) {
    const std::size_t head =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", asio::use_awaitable);
    const std::size_t whole = head + length_of_body(buffer.substr(0, head));
    if (buffer.size() < whole)
      co_await asio::async_read(socket, asio::dynamic_buffer(buffer), asio::transfer_exactly(whole - buffer.size()),
                                asio::use_awaitable);
    requests.push_back(buffer.substr(0, whole));
    buffer.erase(0, whole);
    const RawAnswer answer = script_(requests.back());
    error_code ignored;
    co_await asio::async_write(socket, asio::buffer(answer.bytes), asio::redirect_error(asio::use_awaitable, ignored));
    if (answer.then == RawAnswer::Then::reset) socket.set_option(tcp::socket::linger{true, 0});
    if (answer.then == RawAnswer::Then::close || answer.then == RawAnswer::Then::reset) {
      socket.close();
      co_return;
    }
  }
}

std::string http_answer(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

}  // namespace integrations
