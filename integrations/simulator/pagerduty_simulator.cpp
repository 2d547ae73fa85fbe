#include "integrations/simulator/pagerduty_simulator.hpp"

#include "integrations/simulator/pagerduty_rules.hpp"

namespace integrations::simulator {

namespace asio = boost::asio;

struct PagerDutySimulator::Impl {
  Impl(asio::any_io_executor executor, Clock& with_clock, Activity& activity, const PagerDutyOptions& options)
      : clock(with_clock),
        rules(options),
        shell(std::move(executor), options.port, with_clock, activity,
              [this](const HttpServerRequest& request) { return rules.answer(request, clock.now()); }) {}

  Clock& clock;
  PagerDutyRules rules;
  ServiceShell shell;
};

PagerDutySimulator::PagerDutySimulator(asio::any_io_executor executor, Clock& clock, Activity& activity,
                                       PagerDutyOptions options)
    : impl_(std::make_unique<Impl>(std::move(executor), clock, activity, options)) {}

PagerDutySimulator::~PagerDutySimulator() = default;

std::string PagerDutySimulator::events_url() const {
  return impl_->shell.url() + "/v2";
}
std::string PagerDutySimulator::api_url() const {
  return impl_->shell.url();
}
asio::awaitable<void> PagerDutySimulator::stop() {
  co_await impl_->shell.stop();
}

void PagerDutySimulator::add_user(DutyUser user) {
  const auto id = user.id;
  impl_->rules.users[id] = std::move(user);
}
void PagerDutySimulator::set_schedule(const std::string& id, const std::string& name, std::vector<DutyTurn> turns) {
  impl_->rules.schedules[id] = {name, std::move(turns)};
}
bool PagerDutySimulator::acknowledge(const std::string& key, const std::string& user) {
  return impl_->rules.act(key, user, "acknowledged", impl_->clock.now());
}
bool PagerDutySimulator::resolve(const std::string& key, const std::string& user) {
  return impl_->rules.act(key, user, "resolved", impl_->clock.now());
}

void PagerDutySimulator::fault(ServiceFault fault) {
  impl_->shell.fault(std::move(fault));
}
void PagerDutySimulator::clear_faults() {
  impl_->shell.clear_faults();
}
void PagerDutySimulator::down(bool is_down) {
  impl_->shell.down(is_down);
}

std::vector<DutyIncident> PagerDutySimulator::incidents() const {
  return impl_->rules.incidents;
}
DutyIncident PagerDutySimulator::incident(const std::string& key) const {
  const auto* found = impl_->rules.newest(key);
  return found == nullptr ? DutyIncident{} : *found;
}
void PagerDutySimulator::on_change(std::function<void(const std::string& line)> listener) {
  impl_->rules.told = std::move(listener);
}
const std::vector<ServiceCall>& PagerDutySimulator::calls() const {
  return impl_->shell.calls();
}
void PagerDutySimulator::on_call(std::function<void(const ServiceCall&)> before) {
  impl_->shell.before = std::move(before);
}
void PagerDutySimulator::on_answer(std::function<void(const ServiceCall&)> answer) {
  impl_->shell.after = std::move(answer);
}
const std::vector<std::string>& PagerDutySimulator::violations() const {
  return impl_->rules.violations;
}

}  // namespace integrations::simulator
