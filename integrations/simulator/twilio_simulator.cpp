#include "integrations/simulator/twilio_simulator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "integrations/http/server.hpp"
#include "integrations/simulator/twilio_rules.hpp"

namespace integrations::simulator {

namespace asio = boost::asio;
using FaultKind = TwilioFault::Kind;

struct TwilioSimulator::Impl {
  Impl(asio::any_io_executor executor, Clock& with_clock, Activity& with_activity, const TwilioOptions& options)
      : clock(with_clock),
        activity(with_activity),
        rules(options),
        server(executor, options.port, [this](HttpServerRequest request) { return handle(std::move(request)); }) {}

  asio::awaitable<HttpServerReply> handle(HttpServerRequest request) {
    const auto busy = activity.hold();
    TwilioCall call{request.method, request.target, request.body, {}, 0, clock.now()};
    if (before) before(call);
    const auto fault = take_fault(request.method);
    const bool done = !fault || fault->kind == FaultKind::done_unanswered || fault->kind == FaultKind::done_then_error;
    HttpServerReply reply;
    if (done) reply = rules.answer(request, clock.now());
    if (fault) spoil(reply, *fault);
    const bool answered = reply.act == HttpServerReply::Act::answer;
    call.status = answered ? reply.status : 0;
    call.answer = answered ? reply.body : "";
    calls.push_back(call);
    if (after) after(call);
    co_return reply;
  }

  std::optional<TwilioFault> take_fault(const std::string& method) {
    std::erase_if(faults, [](const TwilioFault& fault) { return fault.times <= 0; });
    for (auto& fault : faults) {
      if (fault.method != "*" && fault.method != method) continue;
      --fault.times;
      return fault;
    }
    return std::nullopt;
  }

  static void spoil(HttpServerReply& reply, const TwilioFault& fault) {
    switch (fault.kind) {
      case FaultKind::rate_limited:
        reply.status = 429;
        reply.body = R"({"code":20429,"message":"Too Many Requests","status":429})";
        reply.headers.emplace_back("Retry-After", std::to_string(fault.seconds));
        return;
      case FaultKind::http_error:
      case FaultKind::done_then_error:
        reply.status = fault.code;
        reply.body = "upstream trouble";
        reply.content_type = "text/plain";
        return;
      case FaultKind::refuse:
      case FaultKind::done_unanswered:
        reply.act = HttpServerReply::Act::close;
        return;
    }
  }

  Clock& clock;
  Activity& activity;
  TwilioRules rules;
  std::vector<TwilioFault> faults;
  std::vector<TwilioCall> calls;
  std::function<void(const TwilioCall&)> before, after;
  HttpServer server;
};

TwilioSimulator::TwilioSimulator(asio::any_io_executor executor, Clock& clock, Activity& activity,
                                 TwilioOptions options)
    : impl_(std::make_unique<Impl>(std::move(executor), clock, activity, options)) {}

TwilioSimulator::~TwilioSimulator() = default;

std::string TwilioSimulator::api_url() const {
  return fmt::format("http://127.0.0.1:{}", impl_->server.port());
}

asio::awaitable<void> TwilioSimulator::stop() {
  co_await impl_->server.stop();
}

void TwilioSimulator::fault(TwilioFault fault) {
  impl_->faults.push_back(std::move(fault));
}
void TwilioSimulator::clear_faults() {
  impl_->faults.clear();
}
void TwilioSimulator::down(bool is_down) {
  impl_->server.refuse(is_down);
}
void TwilioSimulator::fail(const std::string& number, const std::string& status, int error) {
  impl_->rules.fates[number] = {status, error};
}
void TwilioSimulator::no_such_number(const std::string& number) {
  impl_->rules.none.insert(number);
}

std::vector<TwilioPage> TwilioSimulator::pages() const {
  return impl_->rules.pages(impl_->clock.now());
}
void TwilioSimulator::on_page(std::function<void(const std::string& line)> listener) {
  impl_->rules.told = std::move(listener);
}
const std::vector<TwilioCall>& TwilioSimulator::calls() const {
  return impl_->calls;
}
void TwilioSimulator::on_call(std::function<void(const TwilioCall&)> before) {
  impl_->before = std::move(before);
}
void TwilioSimulator::on_answer(std::function<void(const TwilioCall&)> answer) {
  impl_->after = std::move(answer);
}
const std::vector<std::string>& TwilioSimulator::violations() const {
  return impl_->rules.violations();
}

}  // namespace integrations::simulator
