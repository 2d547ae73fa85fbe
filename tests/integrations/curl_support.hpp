#pragma once
// A server that reads HTTP requests whole and then does as it is told: answer any bytes, close, reset, say nothing.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <list>
#include <string>
#include <vector>

namespace integrations {

struct RawAnswer {
  enum class Then { keep, close, reset, mute };
  std::string bytes;
  Then then = Then::keep;
};

class RawServer {
 public:
  using Script = std::function<RawAnswer(const std::string& request)>;
  RawServer(boost::asio::io_context& io, Script script);
  ~RawServer();  // stops, and runs `io` until nothing of it is left
  std::string url(const std::string& path = "/") const;
  unsigned short port() const { return acceptor_.local_endpoint().port(); }
  void stop();

  std::vector<std::string> requests;
  int connections = 0;

 private:
  using Socket = boost::asio::ip::tcp::socket;
  void spawn(boost::asio::awaitable<void> coroutine);
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(Socket& socket);
  boost::asio::io_context& io_;
  Script script_;
  int coroutines_ = 0;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::list<Socket> sockets_;
};

/// A whole answer with a Content-Length.
std::string http_answer(int status, const std::string& body, const std::string& headers = {});

}  // namespace integrations
