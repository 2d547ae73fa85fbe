// Delivering: one request for everything the page must say of an incident, or one for one component. Maintenance and
// readings have files of their own.
#include <fmt/format.h>

#include "integrations/statuspage/client.hpp"

namespace integrations::statuspage {

namespace asio = boost::asio;
using playbooks::ComponentStatus;
using playbooks::PublishComponent;
using playbooks::PublishIncident;
using playbooks::Receipt;
using Kind = Answer::Kind;

std::string subject(const playbooks::Effect& effect) {
  if (const auto* maintenance = std::get_if<playbooks::PublishMaintenance>(&effect.body))
    return playbooks::to_string(maintenance->maintenance);
  const auto incident = playbooks::incident_of(effect);
  return incident ? playbooks::to_string(*incident) : std::string{};
}

std::string known_page_id(const Delivery& delivery) {
  if (delivery.incident) return delivery.incident->page_on(playbooks::first_page).id;
  if (delivery.maintenance) return delivery.maintenance->page_on(playbooks::first_page).id;
  return {};
}

Client::Client(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity)
    : settings_(std::move(settings)), policy_(policy), http_(http), clock_(clock), activity_(activity) {}

bool Client::takes(const playbooks::Effect& effect) const {
  return playbooks::page_of(effect) == playbooks::first_page;
}

asio::awaitable<Answer> Client::call(std::string method, std::string path, std::string body, std::string what) {
  const auto now = clock_.now();
  const auto next = gate_.next(now);
  if (next > now) {
    const auto why = gate_.held(now) ? fmt::format("Statuspage rate limit until {}", playbooks::utc_clock(next))
                                     : fmt::format("Statuspage takes one request a second: next in {}",
                                                   playbooks::spoken(next - now));
    co_return Answer{Kind::later, 0, {}, next, why};
  }
  gate_.sent(now);
  HttpRequest request;
  request.method = std::move(method);
  request.url = settings_.api_url + path;
  request.headers = {{"Authorization", "OAuth " + settings_.api_key},
                     {"Accept", "application/json"},
                     {"User-Agent", "Sitrep/" SITREP_VERSION}};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
  request.timeout = settings_.timeout;
  const auto asks = request.method == "GET" ? Asks::reads : Asks::writes;
  const auto busy = activity_.hold();
  const auto response = co_await http_.request(std::move(request));
  auto answer = classify(response, asks, what, clock_.now());
  if (answer.at) gate_.hold_until(*answer.at);
  co_return answer;
}

asio::awaitable<Outcome> Client::deliver(Delivery delivery) {
  const auto now = clock_.now();
  const auto not_before = back_off_.next(delivery.effect.lane, now);
  if (not_before > now)
    co_return Retry{not_before, fmt::format("Statuspage failed: next try in {}", playbooks::spoken(not_before - now))};
  if (std::holds_alternative<PublishIncident>(delivery.effect.body)) {
    auto result = co_await publish(std::move(delivery));
    co_return result;
  }
  if (std::holds_alternative<PublishComponent>(delivery.effect.body)) {
    auto result = co_await set_component(std::move(delivery));
    co_return result;
  }
  if (std::holds_alternative<playbooks::PublishMaintenance>(delivery.effect.body)) {
    auto result = co_await publish_maintenance(std::move(delivery));
    co_return result;
  }
  if (std::holds_alternative<playbooks::ReadPage>(delivery.effect.body)) {
    auto result = co_await read_page(std::move(delivery));
    co_return result;
  }
  if (std::holds_alternative<playbooks::PublishPostmortem>(delivery.effect.body)) {
    auto result = co_await publish_postmortem(std::move(delivery));
    co_return result;
  }
  co_return Refused{"Statuspage does not deliver this kind of effect."};
}

asio::awaitable<Outcome> Client::publish(Delivery delivery) {
  const auto what = std::get<PublishIncident>(delivery.effect.body);
  const auto id = playbooks::to_string(what.incident);
  if (!delivery.incident) co_return Refused{fmt::format("{} is unknown, so nothing was published.", id)};
  if (!delivery.incident->shown_publicly())
    co_return Refused{fmt::format("{} is internal or a drill, so nothing was published.", id)};
  const auto page_id = page_id_of(delivery);
  if (page_id.empty() && doubtful_.contains(id))
    co_return Unknown{"whether the incident is on the status page already is not known yet"};

  const auto asked = clock_.now();
  std::vector<std::string> keys;
  for (const auto& claim : delivery.incident->components) keys.push_back(claim.component);
  auto ready = co_await need_components(std::move(keys));
  if (ready.kind != Kind::done) co_return outcome(std::move(ready), delivery.effect.lane);

  const auto ids = [this](const std::string& key, std::string& problem) { return component_id(key, problem); };
  auto payload = incident_payload(delivery, what, policy_, ids, page_id.empty(), settings_.notify_subscribers);
  auto result = co_await send_payload(std::move(delivery), std::move(payload), page_id, asked);
  co_return result;
}

asio::awaitable<Outcome> Client::send_payload(Delivery delivery, Payload payload, std::string page_id,
                                              playbooks::Time asked) {
  const auto id = subject(delivery.effect);
  seen_.erase(id);
  listings_.clear();
  reading_.reset();  // what was read of the page before is not one picture with what is read after
  for (const auto& [component, status] : payload.sets) carried_.erase(component);
  const bool first = page_id.empty();
  auto path = page_path() + (first ? "/incidents" : "/incidents/" + page_id);
  auto aim = first ? page_name() : fmt::format("incident \"{}\" (was it deleted on the page?)", page_id);
  if (first) doubtful_.insert(id);  // until the answer says otherwise, also when this coroutine is cancelled meanwhile
  auto answer = co_await call(first ? "POST" : "PATCH", std::move(path), payload.json, std::move(aim));
  if (answer.kind == Kind::done) co_return published(delivery, answer, payload);
  if (first && answer.kind != Kind::doubtful) doubtful_.erase(id);
  if (stale_components(answer, asked)) {
    directory_.reload();
    co_return Retry{clock_.now(), "reading the components of the status page again"};
  }
  co_return outcome(std::move(answer), delivery.effect.lane);
}

Outcome Client::published(const Delivery& delivery, const Answer& answer, const Payload& payload) {
  const auto& lane = delivery.effect.lane;
  const auto incident = read_incident(answer.value);
  if (!incident) {
    back_off_.failed(lane, clock_.now());
    return Unknown{fmt::format("Statuspage answered {} without an incident", answer.status)};
  }
  const auto id = subject(delivery.effect);
  doubtful_.erase(id);
  page_ids_[id] = incident->id;
  for (const auto& [component, status] : payload.sets) carried_[component] = {status, delivery.now};
  back_off_.succeeded(lane);
  auto detail = incident->status;
  for (const auto& gap : payload.gaps) detail += "; not shown: " + gap;
  return Delivered{Receipt{incident->id, incident->link, std::move(detail)}};
}

bool Client::carried(const std::string& id, ComponentStatus status, playbooks::Time said) const {
  const auto last = carried_.find(id);
  return last != carried_.end() && last->second.status == status && last->second.at >= said;
}

asio::awaitable<Outcome> Client::set_component(Delivery delivery) {
  const auto key = std::get<PublishComponent>(delivery.effect.body).component;
  const auto& lane = delivery.effect.lane;
  const auto asked = clock_.now();
  std::vector<std::string> keys{key};
  auto ready = co_await need_components(std::move(keys));
  if (ready.kind != Kind::done) co_return outcome(std::move(ready), lane);
  std::string problem;
  const auto id = component_id(key, problem);
  if (!id) co_return Refused{std::move(problem)};

  const auto worst = delivery.public_components.find(key);
  const auto status = worst == delivery.public_components.end() ? ComponentStatus::operational : worst->second;
  const std::string wanted{playbooks::to_string(status)};
  if (carried(*id, status, delivery.effect.created)) co_return Delivered{Receipt{*id, {}, wanted}};
  carried_.erase(*id);
  reading_.reset();
  auto path = fmt::format("{}/components/{}", page_path(), *id);
  auto answer = co_await call("PATCH", std::move(path), component_payload(status), "component \"" + *id + "\"");
  if (answer.status == 404) answer.status = 422;  // the component in the path is content, too
  if (stale_components(answer, asked)) {
    directory_.reload();
    co_return Retry{clock_.now(), "reading the components of the status page again"};
  }
  if (answer.kind != Kind::done) co_return outcome(std::move(answer), lane);
  const auto component = read_component(answer.value);
  if (!component) {
    back_off_.failed(lane, clock_.now());
    co_return Unknown{fmt::format("Statuspage answered {} without a component", answer.status)};
  }
  back_off_.succeeded(lane);
  carried_[*id] = {status, delivery.now};
  co_return Delivered{Receipt{*id, {}, component->status.empty() ? wanted : component->status}};
}

asio::awaitable<Answer> Client::need_components(std::vector<std::string> keys) {
  // A name that is missing may have been added to the page since: look again, but not before every single request.
  constexpr auto look_again = std::chrono::minutes{5};
  const auto loaded = directory_.loaded_at();
  bool missing = false;
  for (const auto& key : keys) {
    std::string problem;
    if (!component_id(key, problem)) missing = true;
  }
  const bool old = loaded && clock_.now() - *loaded >= look_again;
  if (loaded && missing && old) directory_.reload();
  Answer nothing_to_do{Kind::done, 200, {}, {}, {}};
  if (keys.empty() || (loaded && !directory_.reading())) co_return nothing_to_do;
  auto answer = co_await read_directory();
  co_return answer;
}

asio::awaitable<Answer> Client::read_directory() {
  Answer answer{Kind::done, 200, {}, {}, {}};
  while (directory_.reading()) {
    const int number = directory_.next_page();
    auto path = fmt::format("{}/components?page={}&per_page={}", page_path(), number, Directory::page_size);
    answer = co_await call("GET", std::move(path), {}, page_name());
    if (answer.kind != Kind::done) co_return answer;
    auto entries = read_components(answer.value);
    if (!entries) {
      answer.kind = Kind::later;
      answer.why = "Statuspage answered without a list of components";
      co_return answer;
    }
    directory_.add(number, std::move(*entries), clock_.now());
  }
  co_return answer;
}

std::optional<std::string> Client::component_id(const std::string& key, std::string& problem) const {
  const auto* component = policy_.component(key);
  const auto chosen = settings_.component_ids.find(component == nullptr ? key : component->key);
  if (chosen != settings_.component_ids.end()) {
    if (directory_.by_id(chosen->second) != nullptr) return chosen->second;
    problem = fmt::format("The status page has no component with the id \"{}\", which the configuration gives \"{}\".",
                          chosen->second, key);
    return std::nullopt;
  }
  auto match = directory_.find(component == nullptr ? key : component->name);
  if (!match.id.empty()) return std::move(match.id);
  problem = std::move(match.problem);
  return std::nullopt;
}

std::string Client::page_id_of(const Delivery& delivery) const {
  if (auto known = known_page_id(delivery); !known.empty()) return known;
  const auto learned = page_ids_.find(subject(delivery.effect));
  return learned == page_ids_.end() ? std::string{} : learned->second;
}

bool Client::stale_components(const Answer& answer, playbooks::Time asked) const {
  const bool about_content = answer.status == 422 || answer.status == 400;
  return answer.kind == Kind::refused && about_content && directory_.loaded() && *directory_.loaded_at() < asked;
}

Outcome Client::outcome(Answer answer, const std::string& lane) {
  const auto now = clock_.now();
  switch (answer.kind) {
    case Kind::later:
      return Retry{answer.at ? *answer.at : back_off_.failed(lane, now), std::move(answer.why)};
    case Kind::refused:
      // A key can be mended by a person without us: what was to be published waits and says so; it is not lost.
      if (answer.status == 401 || answer.status == 403)
        return Retry{now + std::chrono::seconds{60}, std::move(answer.why)};
      return Refused{std::move(answer.why)};
    case Kind::doubtful:
    case Kind::done:
      break;
  }
  back_off_.failed(lane, now);
  return Unknown{std::move(answer.why)};
}

std::unique_ptr<Integration> make_statuspage(Settings settings, const playbooks::Policy& policy, Http& http,
                                             Clock& clock, Activity& activity) {
  return std::make_unique<Client>(std::move(settings), policy, http, clock, activity);
}

}  // namespace integrations::statuspage
