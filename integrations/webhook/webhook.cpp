#include "integrations/webhook/webhook.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "integrations/paging/answer.hpp"
#include "integrations/webhook/body.hpp"

namespace integrations::webhook {

namespace asio = boost::asio;
using playbooks::Channel;
using playbooks::CheckPage;
using playbooks::EndPage;
using playbooks::Receipt;
using playbooks::SendPage;
using playbooks::Time;
using Kind = ServiceAnswer::Kind;

namespace {

std::string refusal(int status, const std::string& says) {
  if (status == 401 || status == 403)
    return fmt::format(
        "The webhook's server does not accept our signature (HTTP {}: {}). Set SITREP_WEBHOOK_SECRET to the secret "
        "that "
        "it has, and restart Sitrep.",
        status, says);
  if (status >= 300 && status < 400)
    return fmt::format("The webhook's server sends us elsewhere (HTTP {}). Check `paging_webhook.url`.", status);
  if (status == 404 || status == 405)
    return fmt::format("The webhook's server takes no pages there (HTTP {}). Check `paging_webhook.url`.", status);
  return fmt::format("The webhook's server refused the page (HTTP {}): {}", status, says);
}

class Client final : public Integration {
 public:
  Client(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity)
      : settings_(std::move(settings)), policy_(policy), http_(http), clock_(clock), activity_(activity) {}

  std::string_view name() const override { return "webhook"; }
  bool takes(const playbooks::Effect& effect) const override;
  asio::awaitable<Outcome> deliver(Delivery delivery) override;
  /// Nothing is ever reported as found, because a server of somebody's own cannot be asked: what was sent is sent again
  /// with the same Idempotency-Key, by which the server knows it.
  asio::awaitable<Lookup> find(std::vector<Delivery>) override { co_return Found{}; }
  /// Sends nothing: a request to try it would be a page.
  asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  Settings settings_;
  const playbooks::Policy& policy_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  PageBackOff back_off_;
};

bool Client::takes(const playbooks::Effect& effect) const {
  if (const auto* page = std::get_if<SendPage>(&effect.body)) return page->channel == Channel::webhook;
  if (const auto* page = std::get_if<CheckPage>(&effect.body)) return page->channel == Channel::webhook;
  if (const auto* page = std::get_if<EndPage>(&effect.body)) return page->channel == Channel::webhook;
  return false;
}

asio::awaitable<Outcome> Client::deliver(Delivery delivery) {
  if (const auto* page = std::get_if<CheckPage>(&delivery.effect.body))
    co_return Delivered{Receipt{page->receipt, {}, "a webhook's server cannot be asked"}};
  const auto body = body_of(delivery, policy_);
  if (!body.problem.empty()) co_return Refused{body.problem};
  HttpRequest request;
  request.url = settings_.url;
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "Sitrep/" SITREP_VERSION},
                     {"Idempotency-Key", delivery.effect.key},
                     {"Sitrep-Signature", signature(settings_.secret, clock_.now(), body.json)}};
  request.body = body.json;
  request.timeout = settings_.timeout;
  const ServiceWords words{"the webhook's server", refusal, false};
  const auto busy = activity_.hold();
  const auto response = co_await http_.request(std::move(request));
  auto answer = read_answer(response, ServiceAsks::writes, words, clock_.now());
  if (answer.kind != Kind::done) co_return outcome_of(std::move(answer), back_off_, delivery.effect.lane, clock_.now());
  back_off_.succeeded(delivery.effect.lane);
  co_return Delivered{Receipt{body.key, {}, fmt::format("HTTP {}", answer.status)}};
}

asio::awaitable<std::vector<Finding>> Client::doctor() {
  std::vector<Finding> findings;
  findings.push_back(
      {Finding::Level::ok, "Webhook for pages", "configured; whether its server takes pages shows with `oncall test`"});
  co_return findings;
}

}  // namespace

std::string signature(std::string_view secret, Time at, std::string_view body) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  const auto signed_text = fmt::format("{}.{}", seconds, body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(), digest.data(), &size);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return fmt::format("t={},v1={}", seconds, hex);
}

std::unique_ptr<Integration> make_webhook(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                          Activity& activity) {
  return std::make_unique<Client>(std::move(settings), policy, http, clock, activity);
}

}  // namespace integrations::webhook
