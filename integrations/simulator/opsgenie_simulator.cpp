#include "integrations/simulator/opsgenie_simulator.hpp"

#include "integrations/simulator/opsgenie_rules.hpp"

namespace integrations::simulator {

namespace asio = boost::asio;

struct OpsgenieSimulator::Impl {
  Impl(asio::any_io_executor executor, Clock& with_clock, Activity& activity, const OpsgenieOptions& options)
      : clock(with_clock),
        rules(options),
        shell(std::move(executor), options.port, with_clock, activity,
              [this](const HttpServerRequest& request) { return rules.answer(request, clock.now()); }) {}

  bool act(const std::string& alias, const std::string& person, bool close) {
    rules.settle(clock.now());
    return rules.act(alias, person, close, clock.now());
  }

  Clock& clock;
  OpsgenieRules rules;
  ServiceShell shell;
};

OpsgenieSimulator::OpsgenieSimulator(asio::any_io_executor executor, Clock& clock, Activity& activity,
                                     OpsgenieOptions options)
    : impl_(std::make_unique<Impl>(std::move(executor), clock, activity, options)) {}

OpsgenieSimulator::~OpsgenieSimulator() = default;

std::string OpsgenieSimulator::api_url() const {
  return impl_->shell.url();
}
asio::awaitable<void> OpsgenieSimulator::stop() {
  co_await impl_->shell.stop();
}

bool OpsgenieSimulator::acknowledge(const std::string& alias, const std::string& person) {
  return impl_->act(alias, person, false);
}
bool OpsgenieSimulator::close(const std::string& alias, const std::string& person) {
  return impl_->act(alias, person, true);
}

void OpsgenieSimulator::fault(ServiceFault fault) {
  impl_->shell.fault(std::move(fault));
}
void OpsgenieSimulator::clear_faults() {
  impl_->shell.clear_faults();
}
void OpsgenieSimulator::down(bool is_down) {
  impl_->shell.down(is_down);
}

std::vector<GenieAlert> OpsgenieSimulator::alerts() const {
  impl_->rules.settle(impl_->clock.now());
  return impl_->rules.alerts;
}
void OpsgenieSimulator::on_change(std::function<void(const std::string& line)> listener) {
  impl_->rules.told = std::move(listener);
}
const std::vector<ServiceCall>& OpsgenieSimulator::calls() const {
  return impl_->shell.calls();
}
void OpsgenieSimulator::on_call(std::function<void(const ServiceCall&)> before) {
  impl_->shell.before = std::move(before);
}
void OpsgenieSimulator::on_answer(std::function<void(const ServiceCall&)> answer) {
  impl_->shell.after = std::move(answer);
}
const std::vector<std::string>& OpsgenieSimulator::violations() const {
  return impl_->rules.violations;
}

}  // namespace integrations::simulator
