#include "bot/health_server.hpp"

#include <charconv>
#include <exception>

#include "integrations/http/server.hpp"
#include "integrations/local_page/site_files.hpp"
#include "integrations/ports/log.hpp"

namespace bot {
namespace asio = boost::asio;
using integrations::HttpServer;
using integrations::HttpServerReply;
using integrations::HttpServerRequest;

namespace {

constexpr std::string_view site_path = "/status/";

HttpServerReply answered(int status, std::string body) {
  HttpServerReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

/// The page needs no script and nothing from elsewhere, so a browser shall allow none.
HttpServerReply site_answer(const std::filesystem::path& site, std::string_view path) {
  HttpServerReply reply;
  if (path.size() < site_path.size()) {
    reply.status = 308;
    reply.headers.emplace_back("Location", site_path);
    return reply;
  }
  auto file = integrations::local_page::read_site_file(site, path.substr(site_path.size()));
  if (!file) return answered(404, R"({"error":"the status page has no such file"})");
  reply.body = std::move(file->body);
  reply.content_type = std::move(file->content_type);
  reply.headers = {{"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"},
                   {"X-Content-Type-Options", "nosniff"},
                   {"Cache-Control", "no-cache"}};
  return reply;
}

}  // namespace

struct HealthServer::Impl {
  std::function<Health()> look;
  std::filesystem::path site;
  std::unique_ptr<HttpServer> server;

  asio::awaitable<HttpServerReply> answer(HttpServerRequest request) {
    const bool of_site = !site.empty() && (request.path == "/status" || request.path.starts_with(site_path));
    if (request.path != "/api/health" && !of_site)
      co_return answered(404, site.empty() ? R"({"error":"only /api/health is here"})"
                                           : R"({"error":"only /api/health and /status/ are here"})");
    if (request.method != "GET") co_return answered(405, R"({"error":"use GET"})");
    if (of_site) co_return site_answer(site, request.path);
    auto health = look();
    co_return answered(health.http_status, std::move(health.json));
  }
};

HealthServer::HealthServer(asio::any_io_executor executor, const std::string& listen, std::function<Health()> look,
                           std::filesystem::path site)
    : impl_(std::make_unique<Impl>()) {
  impl_->look = std::move(look);
  impl_->site = std::move(site);
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

unsigned short HealthServer::port() const {
  return impl_->server ? impl_->server->port() : 0;
}

asio::awaitable<void> HealthServer::stop() {
  if (impl_->server) co_await impl_->server->stop();
}

}  // namespace bot
