#include "integrations/simulator/service_shell.hpp"

#include <fmt/format.h>

namespace integrations::simulator {

namespace asio = boost::asio;
using Kind = ServiceFault::Kind;

ServiceShell::ServiceShell(asio::any_io_executor executor, unsigned short port, Clock& clock, Activity& activity,
                           Answer answer)
    : clock_(clock),
      activity_(activity),
      answer_(std::move(answer)),
      server_(std::move(executor), port, [this](HttpServerRequest request) { return handle(std::move(request)); }) {}

std::string ServiceShell::url() const {
  return fmt::format("http://127.0.0.1:{}", server_.port());
}

asio::awaitable<void> ServiceShell::stop() {
  co_await server_.stop();
}

asio::awaitable<HttpServerReply> ServiceShell::handle(HttpServerRequest request) {
  const auto busy = activity_.hold();
  ServiceCall call{request.method, request.target, request.body, {}, request.headers, 0, clock_.now()};
  if (before) before(call);
  const auto fault = take_fault(request.method);
  const bool done = !fault || fault->kind == Kind::done_unanswered || fault->kind == Kind::done_then_error;
  HttpServerReply reply;
  if (done) reply = answer_(request);
  if (fault) spoil(reply, *fault);
  const bool answered = reply.act == HttpServerReply::Act::answer;
  call.status = answered ? reply.status : 0;
  call.answer = answered ? reply.body : "";
  calls_.push_back(call);
  if (after) after(call);
  co_return reply;
}

std::optional<ServiceFault> ServiceShell::take_fault(const std::string& method) {
  std::erase_if(faults_, [](const ServiceFault& fault) { return fault.times <= 0; });
  for (auto& fault : faults_) {
    if (fault.method != "*" && fault.method != method) continue;
    --fault.times;
    return fault;
  }
  return std::nullopt;
}

void ServiceShell::spoil(HttpServerReply& reply, const ServiceFault& fault) {
  switch (fault.kind) {
    case Kind::rate_limited:
      reply = json_reply(429, R"({"message":"Rate limit exceeded"})");
      reply.headers.emplace_back("Retry-After", std::to_string(fault.seconds));
      return;
    case Kind::html:
      reply.status = 200;
      reply.body = "<!DOCTYPE html><html><body>Please sign in</body></html>";
      reply.content_type = "text/html";
      return;
    case Kind::http_error:
    case Kind::done_then_error:
      reply.status = fault.code;
      reply.body = fault.code == 204 ? "" : "upstream trouble";
      reply.content_type = "text/plain";
      return;
    case Kind::refuse:
    case Kind::done_unanswered:
      reply.act = HttpServerReply::Act::close;
      return;
  }
}

HttpServerReply json_reply(int status, std::string body) {
  HttpServerReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

}  // namespace integrations::simulator
