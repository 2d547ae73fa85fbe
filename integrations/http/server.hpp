#pragma once
// A small HTTP/1.1 server on loopback, for health and for the simulators: keep-alive, bodies up to 8 MiB, any path to
// one handler. It can do what bad servers do: close without answering, or never answer. A WebSocket upgrade is handed
// over as a raw byte stream, because a strict peer must see frame boundaries that libraries hide.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace integrations {

struct HttpServerRequest {
  std::string method;                          // "POST"
  std::string target;                          // as sent: "/api/chat.update?x=1"
  std::string path;                            // the target without its query
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  /// Empty when the header is not there.
  std::string header(const std::string& lower_case_name) const;
  /// The value of one query parameter, percent-decoded.
  std::optional<std::string> query(const std::string& name) const;
};

struct HttpServerReply {
  enum class Act {
    answer,
    close,  // the connection is reset, nothing is sent
    never   // nothing is sent until the client gives up
  };
  Act act = Act::answer;
  int status = 200;
  std::string body;
  std::string content_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;  // besides Content-Type and Content-Length
};

/// One TCP connection after an upgrade. Not copyable; closed when destroyed.
class RawStream {
 public:
  struct Impl;
  explicit RawStream(std::unique_ptr<Impl> impl);
  RawStream(RawStream&&) noexcept;
  RawStream& operator=(RawStream&&) noexcept;
  ~RawStream();
  /// What has arrived, at least one byte; empty when the other side has closed or the connection broke.
  boost::asio::awaitable<std::string> read();
  /// False when the connection is gone. One write at a time.
  boost::asio::awaitable<bool> write(std::string bytes);
  void close();  // orderly (FIN); a pending read or write ends
  void reset();  // RST

 private:
  std::unique_ptr<Impl> impl_;
};

class HttpServer {
 public:
  using Handler = std::function<boost::asio::awaitable<HttpServerReply>(HttpServerRequest)>;
  using Upgrade = std::function<boost::asio::awaitable<void>(RawStream, HttpServerRequest)>;

  /// Listens at once on 127.0.0.1; port 0 means any free one. Throws when the port is taken. Without `upgrade` a
  /// WebSocket request goes to the handler like any other. A handler that throws is answered with 500.
  HttpServer(boost::asio::any_io_executor executor, unsigned short port, Handler handler, Upgrade upgrade = {});
  ~HttpServer();
  unsigned short port() const;
  /// While refusing nothing listens: a new connection is refused by the system, and idle ones are closed.
  void refuse(bool refusing);
  /// Ends every connection and coroutine; call and await before destruction.
  boost::asio::awaitable<void> stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Decodes "a%20b+c" to "a b c"; anything malformed stays as it is.
std::string url_decode(std::string_view text);
/// Name and value of every pair of a form body or query, in order.
std::vector<std::pair<std::string, std::string>> parse_form(std::string_view body);

}  // namespace integrations
