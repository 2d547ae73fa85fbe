#include "bot/demo/playground.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "integrations/http/curl.hpp"
#include "integrations/http/curl_mail.hpp"

namespace bot {
namespace asio = boost::asio;
using integrations::simulator::PagerDutyOptions;
using integrations::simulator::PagerDutySimulator;
using integrations::simulator::SlackOptions;
using integrations::simulator::SlackSimulator;
using integrations::simulator::SmtpSink;
using integrations::simulator::StatuspageOptions;
using integrations::simulator::StatuspageSimulator;
using integrations::simulator::TwilioOptions;
using integrations::simulator::TwilioSimulator;

namespace {

struct Named {
  std::string_view id, name;
};
constexpr std::array people = {Named{"U0ANN", "ann"}, Named{"U0BOB", "bob"}, Named{"U0CAT", "cat"},
                               Named{"U0DAN", "dan"}};
constexpr std::array rooms = {Named{"C0INCIDENT", "incident-response"}, Named{"C0LAUNCHED", "product-launch"},
                              Named{"C0GENERAL", "general"}};

/// The world's own part of the configuration; what a script or the demo adds comes behind it.
constexpr std::string_view own_settings = R"(organisation: Acme
channels: {incidents: C0INCIDENT, launch: C0LAUNCHED}
)";

constexpr std::string_view own_components = R"(components:
  - {key: web, name: Web application, group: Product, owner: web}
  - {key: api, name: API, group: Product, owner: platform}
  - {key: checkout, name: Checkout, group: Product, owner: payments}
  - {key: db, name: Database, group: Infrastructure, owner: platform}
  - {key: email, name: E-mail notifications, group: Infrastructure, owner: platform}
)";

std::string lookup(const auto& list, std::string_view wanted, std::string_view Named::* from,
                   std::string_view Named::* to) {
  for (const auto& entry : list)
    if (entry.*from == wanted) return std::string{entry.*to};
  return {};
}

}  // namespace

const std::string_view demo_settings = R"(
components:
  - {key: web, name: Web application, group: Product, owner: web}
  - key: api
    name: API
    group: Product
    owner: platform
    dependents:
      - {component: web, effect: pages load without data, status: partial_outage}
      - {component: checkout, effect: customers cannot pay, status: major_outage}
  - {key: checkout, name: Checkout, group: Product, owner: payments}
  - {key: accounts, name: User accounts, group: Product, owner: platform}
  - {key: chat, name: Chat, group: Product, owner: web}
  - key: db
    name: Database
    group: Infrastructure
    owner: platform
    dependents:
      - {component: checkout, effect: customers cannot pay, status: major_outage}
      - {component: accounts, effect: nobody can sign in, status: major_outage}
      - {component: chat, effect: messages are not sent, status: major_outage}
      - {component: api, effect: answers are slow and some fail, status: degraded_performance}
      - {component: web, effect: pages load without data}
  - {key: email, name: E-mail notifications, group: Infrastructure, owner: platform}
people:
  - {key: ann, name: Ann Lee, slack: U0ANN, phone: "+491700000001", email: ann@example.com, notify: [slack, sms after 2m]}
  - {key: bob, name: Bob Day, slack: U0BOB, phone: "+491700000002", email: bob@example.com, notify: [slack, sms after 2m]}
  - {key: cat, name: Cat Moe, slack: U0CAT, phone: "+491700000003", notify: [slack, sms after 1m, voice after 3m]}
  - {key: dan, name: Dan Fox, slack: U0DAN, phone: "+491700000004", email: dan@example.com, notify: [slack, voice after 1m]}
schedules:
  - key: primary
    name: Primary on-call
    topic_channel: C0GENERAL
    rotations:
      - {name: weekly, members: [bob, cat], every: 1w, start: "2026-01-05 09:00"}
escalation:
  policies:
    - key: default
      name: Default
      fallback: dan
      ack_timeout: 30m
      tiers:
        - {name: On-call engineer, targets: [schedule primary], next_after: 5m}
        - {name: Engineering lead, targets: [cat], next_after: 10m}
        - {name: VP engineering, targets: [dan], next_after: 15m, at_once: [P0]}
  routes:
    - {severities: [P0, P1, P2], policy: default}
)";

Playground::Playground(asio::any_io_executor executor, integrations::Clock& clock, integrations::Activity& activity,
                       PlaygroundOptions options)
    : executor_(executor),
      clock_(clock),
      activity_(activity),
      options_(std::move(options)),
      curl_(integrations::make_curl_http(executor, activity)),
      http_(gates_, *curl_) {
  SlackOptions slack;
  slack.rate_limits = options_.rate_limits;
  slack.server_ping_every = options_.server_ping_every;
  slack.answer_within = std::chrono::duration_cast<playbooks::Duration>(slack.answer_within * options_.speed);
  slack_ = std::make_unique<SlackSimulator>(executor, clock, activity, slack);
  for (const auto& person : people) slack_->add_user(std::string{person.id}, std::string{person.name});
  slack_->add_user_group("S0ONCALL1", "oncall");
  for (const auto& room : rooms) slack_->add_channel(std::string{room.id}, std::string{room.name});

  StatuspageOptions page;
  page.rate_limits = options_.rate_limits;
  page_ = std::make_unique<StatuspageSimulator>(executor, clock, activity, page);

  twilio_ = std::make_unique<TwilioSimulator>(executor, clock, activity);
  mail_ = std::make_unique<SmtpSink>(executor, clock, activity);
  pagerduty_ = std::make_unique<PagerDutySimulator>(executor, clock, activity);
  for (const auto& person : people)
    pagerduty_->add_user(
        {"P" + std::string{person.id}, std::string{person.name}, std::string{person.name} + "@example.com"});
  if (!options_.local_page.empty())
    local_page_ =
        std::make_unique<HealthServer>(executor, "127.0.0.1:0", [this] { return health(); }, options_.local_page);
  if (const auto trouble = configure(options_.settings); !trouble.empty()) throw std::invalid_argument(trouble);
  for (const auto& c : configuration_.policy.components) page_->add_component(c.name, c.group);
}

std::string Playground::configure(const std::string& settings) {
  const TwilioOptions twilio;
  auto yaml = std::string{own_settings};
  if (settings.find("components:\n") == std::string::npos) yaml += own_components;
  yaml += settings;
  config::Environment environment;
  if (settings.find("people:") != std::string::npos) {
    yaml += fmt::format(
        "\ntwilio: {{account_sid: {}, from: \"{}\"}}\nemail: {{server: \"127.0.0.1:{}\", tls: none, "
        "from: \"Sitrep <sitrep@example.com>\"}}\n",
        twilio.account_sid, twilio.from, mail_->port());
    environment = {{"SITREP_TWILIO_AUTH_TOKEN", twilio.auth_token}, {"SITREP_TWILIO_API_URL", twilio_->api_url()}};
    const PagerDutyOptions pagerduty;
    yaml += "pagerduty: {region: us}\n";
    environment.insert({{"SITREP_PAGERDUTY_ROUTING_KEY", pagerduty.routing_key},
                        {"SITREP_PAGERDUTY_API_TOKEN", pagerduty.api_token},
                        {"SITREP_PAGERDUTY_EVENTS_URL", pagerduty_->events_url()},
                        {"SITREP_PAGERDUTY_API_URL", pagerduty_->api_url()}});
  }
  auto loaded = parse_configuration(yaml, "playground.yaml", environment, config::Secrets::optional);
  if (!loaded) return config::to_string(loaded.error().front());
  configuration_ = std::move(*loaded);
  configuration_.warnings.clear();
  const SlackOptions slack;
  configuration_.slack.api_url = slack_->api_url();
  configuration_.slack.app_token = slack.app_token;
  configuration_.slack.bot_token = slack.bot_token;
  configuration_.slack.connections = options_.connections;
  configuration_.database = options_.database;
  keep_pages();
  if (configuration_.email && !curl_mail_) {
    curl_mail_ = integrations::make_curl_mail(executor_, activity_, configuration_.email->server);
    gated_mail_ = std::make_unique<GatedMail>(gates_, *curl_mail_);
  }
  return {};
}

/// The simulated Statuspage and our own page, whatever the configuration says of pages.
void Playground::keep_pages() {
  auto& pages = configuration_.policy.publicity.pages;
  pages.clear();
  configuration_.statuspage.reset();
  configuration_.local_page.reset();
  if (options_.status_page) {
    const StatuspageOptions page;
    integrations::statuspage::Settings own;
    own.api_url = page_->api_url();
    own.api_key = page.api_key;
    own.page_id = page.page_id;
    configuration_.statuspage = own;
    pages.emplace_back("statuspage");
  }
  if (!options_.local_page.empty()) {
    auto address = local_page_address();
    if (!address.empty()) address.pop_back();
    configuration_.local_page = {.directory = options_.local_page, .url = std::move(address), .name = {}};
    pages.emplace_back("local");
  }
}

Playground::~Playground() = default;

Health Playground::health() const {
  if (!app_) return {R"({"status":"down"})", 503};
  return bot::health(*app_, *journal_, clock_.now(), {});
}

std::string Playground::local_page_address() const {
  const auto port = local_page_ ? local_page_->port() : 0;
  return port == 0 ? std::string{} : fmt::format("http://127.0.0.1:{}/status/", port);
}

std::string Playground::user(const std::string& name) const {
  return lookup(people, name, &Named::name, &Named::id);
}

std::string Playground::channel(const std::string& name) const {
  return lookup(rooms, name.starts_with('#') ? name.substr(1) : name, &Named::name, &Named::id);
}

std::string Playground::name_of(const std::string& id) const {
  if (const auto person = slack_->direct_to(id); !person.empty()) return "@" + name_of(person);
  auto name = lookup(people, id, &Named::id, &Named::name);
  if (name.empty()) name = lookup(rooms, id, &Named::id, &Named::name);
  return name.empty() ? id : name;
}

std::string Playground::phone_of(const std::string& name) const {
  const auto* person = configuration_.policy.person(name);
  return person == nullptr ? name : person->phone;
}

std::string Playground::address_of(const std::string& name) const {
  const auto* person = configuration_.policy.person(name);
  return person == nullptr ? name : person->email;
}

std::string Playground::with_names(std::string line) const {
  for (const auto& person : configuration_.policy.people)
    for (const auto& where : {person.phone, person.email})
      if (const auto at = where.empty() ? std::string::npos : line.find(where); at != std::string::npos)
        line.replace(at, where.size(), person.key);
  return line;
}

std::string Playground::start_bot() {
  auto hold = storage::Hold::take(options_.database, "sitrep demo");
  if (!hold) return hold.error().message;
  if (auto prepared = storage::prepare(options_.database); !prepared) return prepared.error().message;
  hold_ = std::move(*hold);
  gates_.revive();
  journal_ = std::make_unique<storage::SqliteJournal>(options_.database);
  gated_journal_ = std::make_unique<GatedJournal>(gates_, *journal_, executor_);
  app_ = std::make_unique<App>(configuration_,
                               App::Ports{executor_, clock_, http_, activity_, *gated_journal_, gated_mail_.get()});
  app_->start();
  return {};
}

asio::awaitable<void> Playground::end_bot(bool orderly) {
  if (!app_) co_return;
  if (orderly)
    co_await app_->stop();
  else
    co_await app_->abandon();
  app_.reset();
  gated_journal_.reset();
  journal_.reset();
  hold_.reset();
}

asio::awaitable<void> Playground::stop_bot() {
  return end_bot(true);
}
asio::awaitable<void> Playground::kill_bot() {
  return end_bot(false);
}

asio::awaitable<void> Playground::stop() {
  co_await stop_bot();
  if (local_page_) co_await local_page_->stop();
  co_await slack_->stop();
  co_await page_->stop();
  co_await twilio_->stop();
  co_await mail_->stop();
  co_await pagerduty_->stop();
}

}  // namespace bot
