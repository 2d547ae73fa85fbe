// Makes every kind of call to an Instatus at the address in the first argument; fails when one goes wrong. The other
// side is Prism, which answers “string” wherever a text stands: so the page, its component and all ids are called.
#include <fmt/format.h>

#include "integrations/http/curl.hpp"
#include "integrations/instatus/instatus.hpp"
#include "tests/integrations/pages_support.hpp"

namespace integrations::instatus {
namespace {

using namespace std::chrono_literals;
using playbooks::ComponentStatus;
using playbooks::MaintenanceState;
using playbooks::Status;

class Driver final : public pages::Publishing {
 public:
  explicit Driver(std::string url) {
    page = "instatus";
    incident.title = "Checkout is down: \"é 日本 🚨\" & <b> " + std::string(2000, 't');
    auto to_prism = settings();
    to_prism.api_url = std::move(url);
    to_prism.page_id = "string";
    for (const auto& component : policy.components) to_prism.component_ids[component.key] = "string";
    client = make_instatus(to_prism, policy, *curl_, world.clock, world.activity);
  }

  int story() {
    publishes(publish(Status::investigating, "Looking."));
    for (const auto status : {Status::identified, Status::monitoring, Status::resolved, Status::cancelled})
      publishes(publish(status, std::string(20'000, 'w'), "string"));
    publishes(publish(Status::identified, "", "string"));
    publishes(publish_postmortem("string"));
    for (const auto status :
         {ComponentStatus::operational, ComponentStatus::under_maintenance, ComponentStatus::degraded_performance,
          ComponentStatus::partial_outage, ComponentStatus::major_outage})
      publishes(publish_component("api", status));
    publishes(publish_maintenance(MaintenanceState::scheduled, "Planned."));
    for (const auto state : {MaintenanceState::scheduled, MaintenanceState::in_progress, MaintenanceState::completed,
                             MaintenanceState::cancelled})
      publishes(publish_maintenance(state, "Words.", "string"));
    looks({publish(Status::investigating, "Looking."), publish_maintenance(MaintenanceState::scheduled, "Planned.")});
    looks({publish(Status::identified, "Found.", "string"),
           publish_maintenance(MaintenanceState::in_progress, "Begun.", "string")});
    const auto says = doctor();
    fmt::print("{}", says);
    if (says.contains("error") || says.contains("warning")) ++failures_;
    return failures_ == 0 ? 0 : 1;
  }

 private:
  void TestBody() override {}
  void publishes(Delivery delivery) {
    const auto key = delivery.effect.key;
    const auto outcome = deliver(std::move(delivery));
    fmt::print("{}: {}\n", key, pages::told(outcome));
    if (!std::holds_alternative<Delivered>(outcome)) ++failures_;
    pass(1s);
  }
  void looks(std::vector<Delivery> deliveries) {
    for (const auto& key : found(std::move(deliveries))) {
      fmt::print("found {}\n", key);
      if (key.starts_with("retry")) ++failures_;
    }
  }

  std::unique_ptr<Http> curl_ = make_curl_http(world.io.get_executor(), world.activity);
  int failures_ = 0;
};

}  // namespace
}  // namespace integrations::instatus

int main(int count, char** arguments) {
  if (count != 2) return 2;
  integrations::instatus::Driver driver{arguments[1]};
  return driver.story();
}
