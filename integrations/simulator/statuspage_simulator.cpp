#include "integrations/simulator/statuspage_simulator.hpp"

#include <fmt/format.h>

#include "integrations/http/server.hpp"
#include "integrations/ports/log.hpp"
#include "integrations/ports/tasks.hpp"
#include "integrations/simulator/statuspage_api.hpp"
#include "integrations/simulator/statuspage_page.hpp"

namespace integrations::simulator {

namespace asio = boost::asio;
using playbooks::Time;
using FaultKind = PageFault::Kind;

namespace {

bool done_first(FaultKind kind) {
  return kind == FaultKind::half_json || kind == FaultKind::empty || kind == FaultKind::done_unanswered ||
         kind == FaultKind::done_then_error;
}

}  // namespace

struct StatuspageSimulator::Impl {
  Impl(asio::any_io_executor executor, Clock& with_clock, Activity& with_activity, const StatuspageOptions& with)
      : clock(with_clock),
        activity(with_activity),
        page(with.page_id),
        api(page, with.api_key, with.weak_key, with.rate_limits),
        tasks(executor,
              [](std::string_view name, std::string_view what) {
                log_error("simulator task failed", {{"task", name}, {"what", what}});
              }),
        server(executor, with.port, [this](HttpServerRequest request) { return handle(std::move(request)); }) {}

  asio::awaitable<HttpServerReply> handle(HttpServerRequest request) {
    const auto busy = activity.hold();
    PageCall call{request.method, request.target, request.body, {}, 0, clock.now()};
    if (before) before(call);
    const auto fault = take_fault(request.method);
    HttpServerReply reply;
    if (!fault || done_first(fault->kind)) reply = api.answer(request, clock.now());
    if (fault) spoil(reply, *fault);
    call.status = reply.act == HttpServerReply::Act::answer ? reply.status : 0;
    call.answer = reply.act == HttpServerReply::Act::answer ? reply.body : "";
    calls.push_back(call);
    if (after) after(call);
    co_return reply;
  }

  std::optional<PageFault> take_fault(const std::string& method) {
    const auto now = clock.now();
    std::erase_if(faults, [&](const PageFault& fault) { return fault.until ? *fault.until <= now : fault.times <= 0; });
    for (auto& fault : faults) {
      if (fault.method != "*" && fault.method != method) continue;
      --fault.times;
      return fault;
    }
    return std::nullopt;
  }

  static void spoil(HttpServerReply& reply, const PageFault& fault) {
    const auto answered = [&](int status, std::string body, std::string type) {
      reply.status = status;
      reply.body = std::move(body);
      reply.content_type = std::move(type);
    };
    switch (fault.kind) {
      case FaultKind::http_error:
      case FaultKind::done_then_error:
        return answered(fault.code, "", "text/plain");
      case FaultKind::rate_limited:
        answered(420, R"({"error":"Rate limit exceeded"})", "application/json; charset=utf-8");
        reply.headers.emplace_back("Retry-After", std::to_string(fault.seconds));
        return;
      case FaultKind::html:
        return answered(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html");
      case FaultKind::half_json:
        reply.body.resize(reply.body.size() / 2);
        return;
      case FaultKind::empty:
        reply.body.clear();
        return;
      case FaultKind::refuse:
      case FaultKind::done_unanswered:
        reply.act = HttpServerReply::Act::close;
        return;
      case FaultKind::swallow:
        reply.act = HttpServerReply::Act::never;
        return;
    }
  }

  asio::awaitable<void> refuse_until(Time when) {
    const int mine = ++refusals;
    server.refuse(true);
    co_await clock.sleep_until(when);
    if (mine == refusals) server.refuse(false);  // else a newer refusal, or none any more
  }

  Clock& clock;
  Activity& activity;
  SimulatedPage page;
  SimulatedApi api;
  std::vector<PageFault> faults;
  int refusals = 0;
  std::vector<PageCall> calls;
  std::function<void(const PageCall&)> before, after;
  Tasks tasks;
  HttpServer server;
};

StatuspageSimulator::StatuspageSimulator(asio::any_io_executor executor, Clock& clock, Activity& activity,
                                         StatuspageOptions options)
    : impl_(std::make_unique<Impl>(std::move(executor), clock, activity, options)) {}

StatuspageSimulator::~StatuspageSimulator() = default;

std::string StatuspageSimulator::api_url() const {
  return fmt::format("http://127.0.0.1:{}/v1", impl_->server.port());
}

asio::awaitable<void> StatuspageSimulator::stop() {
  impl_->tasks.cancel();
  co_await impl_->tasks.wait();
  co_await impl_->server.stop();
}

void StatuspageSimulator::add_component(std::string name, std::string group) {
  impl_->page.add_component(std::move(name), std::move(group));
}
void StatuspageSimulator::set_component(const std::string& name, const std::string& status) {
  impl_->page.set_component(name, status);
}
std::string StatuspageSimulator::open_incident(const std::string& name, const std::string& component,
                                               const std::string& text) {
  return impl_->page.open_incident(name, component, text, impl_->clock.now());
}
bool StatuspageSimulator::resolve_incident(const std::string& name) {
  return impl_->page.resolve_incident(name, impl_->clock.now());
}
void StatuspageSimulator::remove_incident(const std::string& id) {
  impl_->page.remove_incident(id);
}

void StatuspageSimulator::fault(PageFault fault) {
  if (fault.kind == FaultKind::refuse && fault.until)
    impl_->tasks.start("refuse", impl_->refuse_until(*fault.until));
  else
    impl_->faults.push_back(std::move(fault));
}
void StatuspageSimulator::clear_faults() {
  impl_->faults.clear();
  ++impl_->refusals;
  impl_->server.refuse(false);
}

std::vector<PageComponent> StatuspageSimulator::components() const {
  return impl_->page.components();
}
std::vector<PageIncident> StatuspageSimulator::incidents() const {
  return impl_->page.incidents();
}
void StatuspageSimulator::on_change(std::function<void(const std::string& line)> listener) {
  impl_->page.on_change(std::move(listener));
}
const std::vector<PageCall>& StatuspageSimulator::calls() const {
  return impl_->calls;
}
void StatuspageSimulator::on_call(std::function<void(const PageCall&)> before) {
  impl_->before = std::move(before);
}
void StatuspageSimulator::on_answer(std::function<void(const PageCall&)> answer) {
  impl_->after = std::move(answer);
}
const std::vector<std::string>& StatuspageSimulator::violations() const {
  return impl_->api.violations();
}

}  // namespace integrations::simulator
