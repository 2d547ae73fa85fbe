#include "integrations/simulator/webhook_simulator.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "integrations/http/json.hpp"

namespace integrations::simulator {

namespace asio = boost::asio;

namespace {

constexpr std::string_view page_path = "/page", alive_path = "/alive/a-secret", calendar_prefix = "/calendar/";
constexpr std::int64_t most_seconds_off = 300;

/// Written after docs/webhook.md alone, so that both ends cannot be wrong in the same way.
std::string hex_of(std::string_view secret, const std::string& text) {
  std::array<unsigned char, 32> digest{};
  unsigned int size = digest.size();
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  std::string hex;
  for (const auto byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

std::string etag_of(const std::string& text) {
  return '"' + hex_of("etag", text).substr(0, 16) + '"';
}

}  // namespace

struct WebhookSimulator::Impl {
  Impl(asio::any_io_executor executor, Clock& with_clock, Activity& activity, const WebhookOptions& options)
      : clock(with_clock),
        secret(options.secret),
        shell(std::move(executor), options.port, with_clock, activity,
              [this](const HttpServerRequest& request) { return answer(request); }) {}

  HttpServerReply answer(const HttpServerRequest& request) {
    if (request.path == page_path && request.method == "POST") return take(request);
    if (request.path == alive_path) {
      ++pings;
      return json_reply(200, "OK");
    }
    if (request.path.starts_with(calendar_prefix) && request.method == "GET") return calendar(request);
    violations.push_back(fmt::format("{} {}: there is nothing", request.method, request.target));
    return json_reply(404, R"({"error":"there is nothing here"})");
  }

  /// "t=1763733909,v1=<hex>", over "<t>.<body>", at most five minutes off.
  std::string trouble_with(const HttpServerRequest& request) const {
    const auto header = request.header("sitrep-signature");
    const auto comma = header.find(",v1=");
    if (!header.starts_with("t=") || comma == std::string::npos) return "no signature";
    const auto seconds_text = header.substr(2, comma - 2);
    std::int64_t seconds = 0;
    std::from_chars(seconds_text.data(), seconds_text.data() + seconds_text.size(), seconds);
    const auto now = std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
    if (std::max(now, seconds) - std::min(now, seconds) > most_seconds_off) return "the signature is of another time";
    if (header.substr(comma + 4) != hex_of(secret, seconds_text + "." + request.body)) return "the signature is wrong";
    if (request.header("idempotency-key").empty()) return "no Idempotency-Key";
    return {};
  }

  HttpServerReply take(const HttpServerRequest& request) {
    if (const auto trouble = trouble_with(request); !trouble.empty()) {
      violations.push_back(trouble);
      return json_reply(401, fmt::format(R"({{"error":"{}"}})", trouble));
    }
    const auto body = parse_json(request.body);
    if (!body || !body->is_object()) {
      violations.emplace_back("the body is no JSON object");
      return json_reply(400, R"({"error":"the body is no JSON object"})");
    }
    const auto idempotency_key = request.header("idempotency-key");
    const auto known = std::ranges::find(pages, idempotency_key, &HookPage::idempotency_key);
    if (known != pages.end()) {
      ++known->repeats;
      return json_reply(200, "{}");
    }
    pages.push_back({std::string{text_at(*body, "event")}, std::string{text_at(*body, "key")},
                     std::string{text_at(*body, "text")}, request.body, idempotency_key, 0, clock.now()});
    if (told) told(fmt::format("Webhook: {} {}", pages.back().event, pages.back().text));
    return json_reply(200, "{}");
  }

  HttpServerReply calendar(const HttpServerRequest& request) const {
    const auto found = calendars.find(request.path.substr(calendar_prefix.size()));
    HttpServerReply reply;
    reply.content_type = "text/calendar; charset=utf-8";
    if (found == calendars.end()) {
      reply.status = 404;
      return reply;
    }
    const auto etag = etag_of(found->second);
    reply.headers.emplace_back("ETag", etag);
    if (request.header("if-none-match") == etag)
      reply.status = 304;
    else
      reply.body = found->second;
    return reply;
  }

  Clock& clock;
  std::string secret;
  std::map<std::string, std::string> calendars;
  std::vector<HookPage> pages;
  std::vector<std::string> violations;
  std::function<void(const std::string&)> told;
  int pings = 0;
  ServiceShell shell;
};

WebhookSimulator::WebhookSimulator(asio::any_io_executor executor, Clock& clock, Activity& activity,
                                   WebhookOptions options)
    : impl_(std::make_unique<Impl>(std::move(executor), clock, activity, options)) {}

WebhookSimulator::~WebhookSimulator() = default;

std::string WebhookSimulator::page_url() const {
  return impl_->shell.url() + std::string{page_path};
}
std::string WebhookSimulator::alive_url() const {
  return impl_->shell.url() + std::string{alive_path};
}
std::string WebhookSimulator::calendar_url(const std::string& name) const {
  return impl_->shell.url() + std::string{calendar_prefix} + name;
}
asio::awaitable<void> WebhookSimulator::stop() {
  co_await impl_->shell.stop();
}

void WebhookSimulator::set_calendar(const std::string& name, std::optional<std::string> text) {
  if (text)
    impl_->calendars[name] = std::move(*text);
  else
    impl_->calendars.erase(name);
}

void WebhookSimulator::fault(ServiceFault fault) {
  impl_->shell.fault(std::move(fault));
}
void WebhookSimulator::clear_faults() {
  impl_->shell.clear_faults();
}
void WebhookSimulator::down(bool is_down) {
  impl_->shell.down(is_down);
}

const std::vector<HookPage>& WebhookSimulator::pages() const {
  return impl_->pages;
}
int WebhookSimulator::pings() const {
  return impl_->pings;
}
void WebhookSimulator::on_page(std::function<void(const std::string& line)> listener) {
  impl_->told = std::move(listener);
}
const std::vector<ServiceCall>& WebhookSimulator::calls() const {
  return impl_->shell.calls();
}
void WebhookSimulator::on_call(std::function<void(const ServiceCall&)> before) {
  impl_->shell.before = std::move(before);
}
void WebhookSimulator::on_answer(std::function<void(const ServiceCall&)> answer) {
  impl_->shell.after = std::move(answer);
}
const std::vector<std::string>& WebhookSimulator::violations() const {
  return impl_->violations;
}

}  // namespace integrations::simulator
