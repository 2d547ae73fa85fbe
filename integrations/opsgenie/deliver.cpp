#include <fmt/format.h>

#include "integrations/http/json.hpp"
#include "integrations/opsgenie/opsgenie.hpp"
#include "integrations/opsgenie/requests.hpp"
#include "integrations/paging/answer.hpp"

namespace integrations::opsgenie {

namespace asio = boost::asio;
using playbooks::Channel;
using playbooks::CheckPage;
using playbooks::EndPage;
using playbooks::Receipt;
using playbooks::SendPage;
using Kind = ServiceAnswer::Kind;

namespace {

std::string refusal(int status, const std::string& says) {
  if (status == 401 || status == 403)
    return fmt::format(
        "Opsgenie refused the API key ({}). Set SITREP_OPSGENIE_API_KEY to the key of an API integration that may "
        "read, "
        "create and update alerts, and `opsgenie.region` to your account's, and restart Sitrep.",
        says);
  if (status >= 300 && status < 400)
    return fmt::format("Opsgenie sends us elsewhere (HTTP {}). Check `opsgenie.api_url`.", status);
  return fmt::format("Opsgenie refused the request (HTTP {}): {}", status, says);
}

class Client final : public Integration {
 public:
  Client(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity)
      : settings_(std::move(settings)), policy_(policy), http_(http), clock_(clock), activity_(activity) {}

  std::string_view name() const override { return "opsgenie"; }
  bool takes(const playbooks::Effect& effect) const override;
  asio::awaitable<Outcome> deliver(Delivery delivery) override;
  /// Nothing is ever reported as found: what was sent is sent again. Opsgenie adds an alert with the alias of an open
  /// one to it, and acknowledging or closing what is acknowledged or closed changes nothing.
  asio::awaitable<Lookup> find(std::vector<Delivery>) override { co_return Found{}; }
  asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  asio::awaitable<ServiceAnswer> call(std::string method, std::string path, std::string body);
  asio::awaitable<Outcome> send(Delivery delivery);
  asio::awaitable<Outcome> end(Delivery delivery);
  asio::awaitable<Outcome> check(Delivery delivery);
  Outcome other_than_done(ServiceAnswer answer, const Delivery& delivery) {
    return outcome_of(std::move(answer), back_off_, delivery.effect.lane, clock_.now());
  }

  Settings settings_;
  const playbooks::Policy& policy_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  PageBackOff back_off_;
  FarSide far_side_{"Opsgenie"};
};

bool Client::takes(const playbooks::Effect& effect) const {
  if (const auto* page = std::get_if<SendPage>(&effect.body)) return page->channel == Channel::opsgenie;
  if (const auto* page = std::get_if<CheckPage>(&effect.body)) return page->channel == Channel::opsgenie;
  if (const auto* page = std::get_if<EndPage>(&effect.body)) return page->channel == Channel::opsgenie;
  return false;
}

asio::awaitable<ServiceAnswer> Client::call(std::string method, std::string path, std::string body) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = settings_.api_url + path;
  request.headers = {{"Authorization", "GenieKey " + settings_.api_key},
                     {"Accept", "application/json"},
                     {"User-Agent", "Sitrep/" SITREP_VERSION}};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
  request.timeout = settings_.timeout;
  const auto asks = request.method == "GET" ? ServiceAsks::reads : ServiceAsks::writes;
  const ServiceWords words{"Opsgenie", refusal};
  const auto busy = activity_.hold();
  const auto response = co_await http_.request(std::move(request));
  co_return read_answer(response, asks, words, clock_.now());
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
  co_return Refused{"Opsgenie does not deliver this kind of effect."};
}

asio::awaitable<Outcome> Client::send(Delivery delivery) {
  const auto alert = page_alert(delivery, policy_);
  if (!alert.problem.empty()) co_return Refused{alert.problem};
  auto answer = co_await call("POST", "/v2/alerts", new_alert(alert, delivery));
  if (answer.kind != Kind::done) co_return other_than_done(std::move(answer), delivery);
  back_off_.succeeded(delivery.effect.lane);
  co_return Delivered{Receipt{alert.key, {}, "accepted"}};
}

asio::awaitable<Outcome> Client::end(Delivery delivery) {
  const auto page = std::get<EndPage>(delivery.effect.body);
  const auto key = page.receipt.empty() ? alert_key(delivery, page.to) : page.receipt;
  if (key.empty()) co_return Refused{"The incident of this page is not known any more."};
  const bool over = page.how == EndPage::How::resolved;
  auto answer = co_await call("POST", alert_path(key, over ? "/close" : "/acknowledge"),
                              ended_by_us(over ? "Over in Sitrep." : "Acknowledged in Sitrep."));
  const bool gone = answer.status == 404;  // somebody deleted it: then there is nothing to end
  if (answer.kind != Kind::done && !gone) co_return other_than_done(std::move(answer), delivery);
  back_off_.succeeded(delivery.effect.lane);
  co_return Delivered{Receipt{key, {}, gone ? "not there any more" : over ? "closed" : "acknowledged"}};
}

asio::awaitable<Outcome> Client::check(Delivery delivery) {
  const auto page = std::get<CheckPage>(delivery.effect.body);
  const auto key = page.receipt.empty() ? alert_key(delivery, page.to) : page.receipt;
  if (key.empty()) co_return Delivered{Receipt{{}, {}, "the incident is not known any more"}};
  auto answer = co_await call("GET", alert_path(key, ""), {});
  if (answer.status == 404) co_return Delivered{Receipt{key, {}, "Opsgenie has made no alert of it yet"}};
  if (answer.kind != Kind::done) co_return other_than_done(std::move(answer), delivery);
  const auto alert = read_alert(answer.value);
  if (!alert) {
    answer.kind = Kind::later;
    answer.why = "Opsgenie answered without an alert";
    co_return other_than_done(std::move(answer), delivery);
  }
  back_off_.succeeded(delivery.effect.lane);
  co_return far_side_.heard(delivery, *alert);
}

asio::awaitable<std::vector<Finding>> Client::doctor() {
  using Level = Finding::Level;
  std::vector<Finding> findings;
  auto answer = co_await call("GET", "/v2/alerts/count", {});
  if (answer.kind == Kind::done)
    findings.push_back({Level::ok, "Opsgenie API key", "valid; Opsgenie itself ends on 2027-04-05"});
  else
    findings.push_back(
        {answer.kind == Kind::refused ? Level::error : Level::warning, "Opsgenie API key", std::move(answer.why)});
  co_return findings;
}

}  // namespace

std::unique_ptr<Integration> make_opsgenie(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                           Activity& activity) {
  return std::make_unique<Client>(std::move(settings), policy, http, clock, activity);
}

}  // namespace integrations::opsgenie
