#include "pages_support.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "integrations/http/json.hpp"

namespace integrations::pages {

using playbooks::ComponentStatus;
using namespace std::chrono_literals;

HttpResponse silence() {
  HttpResponse response;
  response.trouble = "Operation timed out after 15 s";
  return response;
}

std::string told(const Outcome& outcome) {
  if (const auto* done = std::get_if<Delivered>(&outcome))
    return fmt::format("delivered: {} {}", done->receipt.id, done->receipt.detail);
  if (const auto* retry = std::get_if<Retry>(&outcome)) return "retry: " + retry->why;
  if (const auto* refused = std::get_if<Refused>(&outcome)) return "refused: " + refused->why;
  return "unknown: " + std::get<Unknown>(outcome).why;
}

::testing::AssertionResult same_json(const std::string& is, const std::string& wanted) {
  const auto one = parse_json(is), other = parse_json(wanted);
  if (!other) return ::testing::AssertionFailure() << "the test's own JSON is wrong: " << wanted;
  if (one && *one == *other) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "is     " << is << "\nwanted " << boost::json::serialize(*other);
}

playbooks::Incident test_incident() {
  auto incident = statuspage::test_incident(
      12, "Checkout is down", {{"api", ComponentStatus::major_outage}, {"db", ComponentStatus::degraded_performance}});
  incident.started = start_of_test() - 5min;
  return incident;
}

playbooks::Maintenance test_maintenance(playbooks::MaintenanceState state) {
  playbooks::Maintenance maintenance;
  maintenance.id = {3};
  maintenance.title = "Database upgrade";
  maintenance.components = {"db"};
  maintenance.state = state;
  const auto day = std::chrono::floor<std::chrono::days>(start_of_test());
  maintenance.starts = day + 16h;
  maintenance.ends = day + 18h;
  return maintenance;
}

Settings Publishing::settings() {
  Settings settings;
  settings.api_url = api;
  settings.api_key = "secret-key-1";
  settings.page_id = "p1";
  return settings;
}

playbooks::Effect Publishing::effect(std::string key, playbooks::EffectBody what) const {
  playbooks::Effect made;
  made.key = std::move(key);
  made.lane = page;
  made.created = now();
  made.body = std::move(what);
  return made;
}

Delivery Publishing::publish(playbooks::Status status, std::string text, const std::string& page_id) {
  auto shown = incident;
  shown.status = status;
  if (!page_id.empty())
    shown.other_pages.push_back({page_id, "https://shown.test/1", "investigating", now(), {}, page});
  Delivery delivery;
  delivery.effect = effect(fmt::format("INC-12/{}/public/{}", ++events_, page),
                           playbooks::PublishIncident{incident.id, status, std::move(text), now(), page, {}});
  delivery.public_components = worst;
  if (worst.empty())
    for (const auto& claim : incident.components) delivery.public_components[claim.component] = claim.status;
  delivery.incident = std::move(shown);
  delivery.now = now();
  return delivery;
}

Delivery Publishing::publish_component(const std::string& component, ComponentStatus status) {
  Delivery delivery;
  delivery.effect = effect("component/" + component, playbooks::PublishComponent{component, page});
  if (status != ComponentStatus::operational) delivery.public_components[component] = status;
  delivery.now = now();
  return delivery;
}

Delivery Publishing::publish_postmortem(const std::string& page_id) {
  auto delivery = publish(playbooks::Status::resolved, {}, page_id);
  delivery.effect.body = playbooks::PublishPostmortem{incident.id, page};
  delivery.incident->postmortem = "https://wiki.example.com/12";
  return delivery;
}

Delivery Publishing::publish_maintenance(playbooks::MaintenanceState state, std::string text,
                                         const std::string& page_id) {
  using State = playbooks::MaintenanceState;
  auto maintenance = test_maintenance(state);
  if (state == State::in_progress || state == State::completed)
    maintenance.started = playbooks::Done{{}, maintenance.starts + 1min};
  if (state == State::completed) maintenance.ended = playbooks::Done{{}, maintenance.starts + 90min};
  if (state == State::cancelled) maintenance.ended = playbooks::Done{{}, now()};
  if (!page_id.empty()) maintenance.pages.push_back({page_id, {}, "scheduled", now(), {}, page});
  Delivery delivery;
  delivery.effect = effect(fmt::format("MNT-3/{}/public/{}", ++events_, page),
                           playbooks::PublishMaintenance{maintenance.id, state, std::move(text), now(), page, true});
  if (state == State::in_progress) delivery.public_components["db"] = ComponentStatus::under_maintenance;
  delivery.maintenance = std::move(maintenance);
  delivery.now = now();
  return delivery;
}

void Publishing::answers(std::vector<HttpResponse> list) {
  http.answers.push_back(component_list);
  for (auto& one : list) http.answers.push_back(std::move(one));
}

std::vector<std::string> Publishing::found(std::vector<Delivery> deliveries) {
  const auto lookup = world.run(client->find(std::move(deliveries)));
  if (const auto* retry = std::get_if<Retry>(&lookup)) return {"retry: " + retry->why};
  std::vector<std::string> keys;
  for (const auto& [key, receipt] : std::get<Found>(lookup).receipts) keys.push_back(key + " is " + receipt.id);
  return keys;
}

std::string Publishing::doctor() {
  std::string all;
  for (const auto& finding : world.run(client->doctor())) {
    const auto* level = finding.level == Finding::Level::ok        ? "ok"
                        : finding.level == Finding::Level::warning ? "warning"
                                                                   : "error";
    all += fmt::format("{} {}: {}\n", level, finding.what, finding.says);
  }
  return all;
}

std::string Publishing::line(std::size_t index) const {
  if (index >= http.requests.size()) return "(no such request)";
  const auto& request = http.requests[index];
  return request.method + " " + (request.url.starts_with(api) ? request.url.substr(api.size()) : request.url);
}

}  // namespace integrations::pages
