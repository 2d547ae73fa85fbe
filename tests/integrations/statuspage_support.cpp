#include "statuspage_support.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include "integrations/http/json.hpp"

namespace integrations::statuspage {

namespace asio = boost::asio;
using playbooks::Time;

Time start_of_test() {
  return std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::hours{14} + std::chrono::minutes{5};
}

playbooks::Policy test_policy() {
  playbooks::Policy policy;
  playbooks::Severity high, low;
  high.name = "P1";
  high.impact = "major";
  low.name = "P3";
  low.impact = "minor";
  policy.severities = {high, low};
  policy.default_severity = "P3";
  policy.publicity.pages = {"statuspage"};
  for (const auto& [key, name] : {std::pair{"api", "API"}, std::pair{"db", "Database"}, std::pair{"web", "Web"}}) {
    playbooks::Component component;
    component.key = key;
    component.name = name;
    policy.components.push_back(component);
  }
  return policy;
}

playbooks::Incident test_incident(int number, std::string title, std::vector<playbooks::ComponentClaim> components) {
  playbooks::Incident incident;
  incident.id = {number};
  incident.title = std::move(title);
  incident.severity = "P1";
  incident.visibility = playbooks::Visibility::public_page;
  incident.components = std::move(components);
  return incident;
}

playbooks::Effect publication(const playbooks::Incident& incident, int event, playbooks::Status status,
                              std::string body, Time at) {
  const auto id = playbooks::to_string(incident.id);
  playbooks::Effect effect;
  effect.key = fmt::format("{}/{}/public", id, event);
  effect.lane = "statuspage";
  effect.group = id + "/public";
  effect.created = at;
  effect.body = playbooks::PublishIncident{incident.id, status, std::move(body), at};
  return effect;
}

playbooks::Effect component_change(const std::string& component, int event) {
  playbooks::Effect effect;
  effect.key = fmt::format("component/{}/{}", component, event);
  effect.lane = "statuspage";
  effect.created = start_of_test();
  effect.body = playbooks::PublishComponent{component};
  return effect;
}

playbooks::Maintenance test_maintenance() {
  playbooks::Maintenance maintenance;
  maintenance.id = {3};
  maintenance.title = "Database upgrade";
  maintenance.components = {"db", "api"};
  maintenance.starts = start_of_test() + std::chrono::hours{24};
  maintenance.ends = maintenance.starts + std::chrono::hours{2};
  return maintenance;
}

playbooks::Effect maintenance_effect(int event, playbooks::MaintenanceState state, std::string body, Time at,
                                     bool notify) {
  playbooks::Effect effect;
  effect.key = fmt::format("maintenance/{}/page/statuspage", event);
  effect.lane = "statuspage";
  effect.group = "maintenance/MNT-3/statuspage";
  effect.created = at;
  effect.body = playbooks::PublishMaintenance{{3}, state, std::move(body), at, "statuspage", notify};
  return effect;
}

playbooks::Effect reading_effect(int number, Time at) {
  playbooks::Effect effect;
  effect.key = fmt::format("page/{}/read", number);
  effect.lane = "statuspage";
  effect.priority = playbooks::Priority::card;
  effect.created = at;
  effect.body = playbooks::ReadPage{"statuspage"};
  return effect;
}

Delivery delivery_of_maintenance(playbooks::Effect effect, playbooks::Maintenance maintenance, Time now) {
  Delivery delivery;
  delivery.effect = std::move(effect);
  delivery.maintenance = std::move(maintenance);
  delivery.now = now;
  return delivery;
}

Delivery delivery_of(playbooks::Effect effect, std::optional<playbooks::Incident> incident, Time now) {
  Delivery delivery;
  delivery.effect = std::move(effect);
  if (incident)
    for (const auto& claim : incident->components) delivery.public_components[claim.component] = claim.status;
  delivery.incident = std::move(incident);
  delivery.now = now;
  return delivery;
}

HttpResponse answered(int status, std::string body, std::map<std::string, std::string> headers) {
  HttpResponse response;
  response.outcome = HttpResponse::Outcome::answered;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

std::string incident_json(const std::string& id, const std::string& status, const std::string& owner,
                          const std::string& key, const std::string& name) {
  const auto metadata =
      owner.empty() ? std::string{"{}"} : fmt::format(R"({{"sitrep":{{"incident":"{}","key":"{}"}}}})", owner, key);
  return fmt::format(R"({{"id":"{}","name":"{}","status":"{}","shortlink":"https://stspg.io/{}","metadata":{},)"
                     R"("created_at":"2026-11-21T14:05:01.250Z","updated_at":"2026-11-21T14:05:01.250Z"}})",
                     id, name, status, id, metadata);
}

std::string components_json() {
  return R"([{"id":"c-api","name":"API","status":"operational"},
             {"id":"c-db","name":"Database","status":"operational"},
             {"id":"c-web","name":"Web","status":"operational"}])";
}

asio::awaitable<HttpResponse> FakeHttp::request(HttpRequest request) {
  requests.push_back(std::move(request));
  HttpResponse response;
  response.outcome = HttpResponse::Outcome::not_sent;
  response.trouble = "Connection refused";
  if (!answers.empty()) {
    response = std::move(answers.front());
    answers.pop_front();
  }
  co_return response;
}

std::string FakeHttp::line(std::size_t index) const {
  if (index >= requests.size()) return "(no such request)";
  const auto& url = requests[index].url;
  const auto path = url.find("/pages");
  return requests[index].method + " " + (path == std::string::npos ? url : url.substr(path));
}

void World::turn_until(const bool& done) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!done) {
    io.restart();
    if (io.poll() > 0) continue;
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("the coroutine has not ended in 30 s");
    if (activity.quiet() && clock.step()) continue;
    io.run_one_for(std::chrono::milliseconds{100});
  }
}

void World::run(asio::awaitable<void> task) {
  std::exception_ptr failure;
  bool done = false;
  asio::co_spawn(io, std::move(task), [&](std::exception_ptr error) {
    failure = error;
    done = true;
  });
  turn_until(done);
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<Delivering> deliver_to_the_end(Integration& client, Clock& clock, Delivery delivery) {
  constexpr int patience = 200;
  Delivering result{Refused{"gave up"}, 0, 0, {}};
  bool doubtful = false;
  while (result.deliveries + result.lookups < patience) {
    delivery.now = clock.now();
    if (doubtful) {
      ++result.lookups;
      std::vector<Delivery> question{delivery};
      auto seen = co_await client.find(std::move(question));
      if (const auto* retry = std::get_if<Retry>(&seen)) {
        result.waits.push_back(retry->why);
        co_await clock.sleep_until(retry->at);
        continue;
      }
      const auto& receipts = std::get<Found>(seen).receipts;
      if (const auto found = receipts.find(delivery.effect.key); found != receipts.end()) {
        result.outcome = Delivered{found->second};
        co_return result;
      }
      doubtful = false;
    }
    ++result.deliveries;
    auto outcome = co_await client.deliver(delivery);
    if (const auto* retry = std::get_if<Retry>(&outcome)) {
      result.waits.push_back(retry->why);
      co_await clock.sleep_until(retry->at);
      continue;
    }
    doubtful = std::holds_alternative<Unknown>(outcome);
    result.outcome = std::move(outcome);
    if (!doubtful) co_return result;
    result.waits.push_back(std::get<Unknown>(result.outcome).why);
  }
  co_return result;
}

std::string json_text(const std::string& body, std::string_view path) {
  const auto document = parse_json(body);
  return document ? std::string{text_at(*document, path)} : "(no JSON)";
}

bool json_has(const std::string& body, std::string_view path) {
  const auto document = parse_json(body);
  return document && integrations::find(*document, path) != nullptr;
}

}  // namespace integrations::statuspage
