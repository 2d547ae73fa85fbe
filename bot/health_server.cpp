#include "bot/health_server.hpp"

#include <charconv>
#include <exception>

#include "integrations/http/server.hpp"
#include "integrations/ports/log.hpp"

namespace bot {
namespace asio = boost::asio;
using integrations::HttpServer;
using integrations::HttpServerReply;
using integrations::HttpServerRequest;

struct HealthServer::Impl {
  std::function<Health()> look;
  std::unique_ptr<HttpServer> server;

  asio::awaitable<HttpServerReply> answer(HttpServerRequest request) {
    HttpServerReply reply;
    if (request.path != "/api/health") {
      reply.status = 404;
      reply.body = R"({"error":"only /api/health is here"})";
    } else if (request.method != "GET") {
      reply.status = 405;
      reply.body = R"({"error":"use GET"})";
    } else {
      auto health = look();
      reply.status = health.http_status;
      reply.body = std::move(health.json);
    }
    co_return reply;
  }
};

HealthServer::HealthServer(asio::any_io_executor executor, const std::string& listen, std::function<Health()> look)
    : impl_(std::make_unique<Impl>()) {
  impl_->look = std::move(look);
  unsigned short port = 0;
  const auto colon = listen.rfind(':');
  std::from_chars(listen.data() + (colon == std::string::npos ? 0 : colon + 1), listen.data() + listen.size(), port);
  try {
    impl_->server = std::make_unique<HttpServer>(
        std::move(executor), port,
        [impl = impl_.get()](HttpServerRequest request) { return impl->answer(std::move(request)); });
  } catch (const std::exception& error) {
    integrations::log_error("health is not served", {{"listen", listen}, {"why", error.what()}});
  }
}

HealthServer::~HealthServer() = default;

asio::awaitable<void> HealthServer::stop() {
  if (impl_->server) co_await impl_->server->stop();
}

}  // namespace bot
