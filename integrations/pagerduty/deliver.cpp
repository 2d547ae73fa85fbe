// Delivering: one event triggers, acknowledges or resolves an alert; one question tells what became of it.
#include <fmt/format.h>

#include "integrations/pagerduty/client.hpp"
#include "integrations/pagerduty/requests.hpp"

namespace integrations::pagerduty {

namespace asio = boost::asio;
using playbooks::Channel;
using playbooks::CheckPage;
using playbooks::EndPage;
using playbooks::FetchSchedule;
using playbooks::Receipt;
using playbooks::Schedule;
using playbooks::SendPage;
using Kind = ServiceAnswer::Kind;

namespace {

std::string event_refusal(int status, const std::string& says) {
  if (says.contains("routing_key") || status == 401 || status == 403)
    return fmt::format(
        "PagerDuty does not know the routing key ({}). Set SITREP_PAGERDUTY_ROUTING_KEY to an integration key of the "
        "kind Events API V2, and `pagerduty.region` to your account's, and restart Sitrep.",
        says);
  if (status >= 300 && status < 400)
    return fmt::format("PagerDuty sends us elsewhere (HTTP {}). Check `pagerduty.events_url`.", status);
  return fmt::format("PagerDuty refused the event (HTTP {}): {}", status, says);
}

std::string rest_refusal(int status, const std::string& says) {
  if (status == 401)
    return "PagerDuty refused the API token. Set SITREP_PAGERDUTY_API_TOKEN to a valid REST API key, and "
           "`pagerduty.region` to your account's, and restart Sitrep.";
  if (status == 403)
    return fmt::format(
        "PagerDuty does not let this API token read that ({}). Set SITREP_PAGERDUTY_API_TOKEN to a key with read "
        "access "
        "to the whole account, and restart Sitrep.",
        says);
  if (status >= 300 && status < 400)
    return fmt::format("PagerDuty sends us elsewhere (HTTP {}). Check `pagerduty.api_url`.", status);
  return fmt::format("PagerDuty refused the question (HTTP {}): {}", status, says);
}

}  // namespace

Client::Client(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity)
    : settings_(std::move(settings)), policy_(policy), http_(http), clock_(clock), activity_(activity) {}

bool Client::takes(const playbooks::Effect& effect) const {
  if (const auto* page = std::get_if<SendPage>(&effect.body)) return page->channel == Channel::pagerduty;
  if (const auto* page = std::get_if<CheckPage>(&effect.body)) return page->channel == Channel::pagerduty;
  if (const auto* page = std::get_if<EndPage>(&effect.body)) return page->channel == Channel::pagerduty;
  if (const auto* fetch = std::get_if<FetchSchedule>(&effect.body)) {
    const auto* schedule = policy_.schedule(fetch->schedule);
    return schedule != nullptr && schedule->source == Schedule::Source::pagerduty;
  }
  return false;
}

asio::awaitable<ServiceAnswer> Client::call(HttpRequest request, ServiceAsks asks, ServiceWords words) {
  request.headers.emplace_back("Accept", "application/json");
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("User-Agent", "Sitrep/" SITREP_VERSION);
  request.timeout = settings_.timeout;
  const auto busy = activity_.hold();
  const auto response = co_await http_.request(std::move(request));
  co_return read_answer(response, asks, words, clock_.now());
}

asio::awaitable<ServiceAnswer> Client::enqueue(std::string event) {
  HttpRequest request;
  request.url = settings_.events_url + "/enqueue";
  request.body = std::move(event);
  ServiceWords words{"PagerDuty", event_refusal};
  auto answer = co_await call(std::move(request), ServiceAsks::writes, std::move(words));
  co_return answer;
}

asio::awaitable<ServiceAnswer> Client::ask(std::string path) {
  HttpRequest request;
  request.method = "GET";
  request.url = settings_.api_url + path;
  request.headers = {{"Authorization", "Token token=" + settings_.api_token}};
  ServiceWords words{"PagerDuty", rest_refusal};
  auto answer = co_await call(std::move(request), ServiceAsks::reads, std::move(words));
  co_return answer;
}

asio::awaitable<Outcome> Client::deliver(Delivery delivery) {
  if (std::holds_alternative<SendPage>(delivery.effect.body)) {
    auto result = co_await send(std::move(delivery));
    co_return result;
  }
  if (std::holds_alternative<EndPage>(delivery.effect.body)) {
    auto result = co_await end(std::move(delivery));
    co_return result;
  }
  if (std::holds_alternative<CheckPage>(delivery.effect.body)) {
    auto result = co_await check(std::move(delivery));
    co_return result;
  }
  if (std::holds_alternative<FetchSchedule>(delivery.effect.body)) {
    auto result = co_await fetch(std::move(delivery));
    co_return result;
  }
  co_return Refused{"PagerDuty does not deliver this kind of effect."};
}

asio::awaitable<Outcome> Client::send(Delivery delivery) {
  const auto alert = page_alert(delivery, policy_);
  if (!alert.problem.empty()) co_return Refused{alert.problem};
  auto answer = co_await enqueue(trigger_event(settings_, alert, delivery, policy_));
  if (answer.kind != Kind::done) co_return outcome_of(std::move(answer), back_off_, delivery.effect.lane, clock_.now());
  back_off_.succeeded(delivery.effect.lane);
  co_return Delivered{Receipt{alert.key, {}, "accepted"}};
}

/// PagerDuty drops an acknowledgement or an end without an open alert, so that repeating one does no harm.
asio::awaitable<Outcome> Client::end(Delivery delivery) {
  const auto page = std::get<EndPage>(delivery.effect.body);
  const auto key = page.receipt.empty() ? alert_key(delivery, page.to) : page.receipt;
  if (key.empty()) co_return Refused{"The incident of this page is not known any more."};
  auto answer =
      co_await enqueue(end_event(settings_, key, page.how == EndPage::How::resolved ? "resolve" : "acknowledge"));
  if (answer.kind != Kind::done) co_return outcome_of(std::move(answer), back_off_, delivery.effect.lane, clock_.now());
  back_off_.succeeded(delivery.effect.lane);
  co_return Delivered{Receipt{key, {}, page.how == EndPage::How::resolved ? "resolved" : "acknowledged"}};
}

asio::awaitable<Outcome> Client::check(Delivery delivery) {
  const auto page = std::get<CheckPage>(delivery.effect.body);
  const auto key = page.receipt.empty() ? alert_key(delivery, page.to) : page.receipt;
  if (settings_.api_token.empty() || key.empty())
    co_return Delivered{Receipt{key, {}, "not asked: there is no REST API token"}};
  const auto since = (delivery.incident ? delivery.incident->declared.at : delivery.now) - std::chrono::days{1};
  auto answer = co_await ask(incidents_path(key, std::max(since, delivery.now - std::chrono::days{150})));
  if (answer.kind != Kind::done) co_return outcome_of(std::move(answer), back_off_, delivery.effect.lane, clock_.now());
  const auto newest = newest_incident(answer.value);
  if (!newest.understood) {
    answer.kind = Kind::later;
    answer.why = "PagerDuty answered without a list of incidents";
    co_return outcome_of(std::move(answer), back_off_, delivery.effect.lane, clock_.now());
  }
  back_off_.succeeded(delivery.effect.lane);
  if (!newest.alert) co_return Delivered{Receipt{key, {}, "PagerDuty has made no incident of it yet"}};
  co_return far_side_.heard(delivery, *newest.alert);
}

/// Nothing is ever reported as found: what was sent is sent again. A trigger with the key of an open alert is added to
/// it and tells nobody twice; the same for acknowledgements and ends; questions can be asked again.
asio::awaitable<Lookup> Client::find(std::vector<Delivery>) {
  co_return Found{};
}

std::unique_ptr<Integration> make_pagerduty(Settings settings, const playbooks::Policy& policy, Http& http,
                                            Clock& clock, Activity& activity) {
  return std::make_unique<Client>(std::move(settings), policy, http, clock, activity);
}

}  // namespace integrations::pagerduty
