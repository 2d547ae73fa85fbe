#include "bot/demo/playground.hpp"

#include <array>
#include <utility>

#include "integrations/http/curl.hpp"

namespace bot {
namespace asio = boost::asio;
using integrations::simulator::SlackOptions;
using integrations::simulator::SlackSimulator;
using integrations::simulator::StatuspageOptions;
using integrations::simulator::StatuspageSimulator;

namespace {

struct Named {
  std::string_view id, name;
};
constexpr std::array people = {Named{"U0ANN", "ann"}, Named{"U0BOB", "bob"}, Named{"U0CAT", "cat"},
                               Named{"U0DAN", "dan"}};
constexpr std::array rooms = {Named{"C0INCIDENT", "incident-response"}, Named{"C0LAUNCH", "product-launch"},
                              Named{"C0GENERAL", "general"}};

playbooks::Component component(std::string key, std::string name, std::string group, std::string owner) {
  return {std::move(key), std::move(name), std::move(group), std::move(owner), {}, {}};
}

playbooks::Policy demo_policy(playbooks::Policy policy, bool status_page) {
  policy.organisation = "Acme";
  policy.incident_channel = "C0INCIDENT";
  policy.launch_channel = "C0LAUNCH";
  policy.public_page = status_page;
  policy.components = {component("web", "Web application", "Product", "web"),
                       component("api", "API", "Product", "platform"),
                       component("checkout", "Checkout", "Product", "payments"),
                       component("db", "Database", "Infrastructure", "platform"),
                       component("email", "E-mail notifications", "Infrastructure", "platform")};
  return policy;
}

std::string lookup(const auto& list, std::string_view wanted, std::string_view Named::* from,
                   std::string_view Named::* to) {
  for (const auto& entry : list)
    if (entry.*from == wanted) return std::string{entry.*to};
  return {};
}

}  // namespace

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
  for (const auto& room : rooms) slack_->add_channel(std::string{room.id}, std::string{room.name});

  StatuspageOptions page;
  page.rate_limits = options_.rate_limits;
  page_ = std::make_unique<StatuspageSimulator>(executor, clock, activity, page);

  configuration_ = default_configuration();
  configuration_.policy = demo_policy(configuration_.policy, options_.status_page);
  for (const auto& c : configuration_.policy.components) page_->add_component(c.name, c.group);
  configuration_.slack.api_url = slack_->api_url();
  configuration_.slack.app_token = slack.app_token;
  configuration_.slack.bot_token = slack.bot_token;
  configuration_.slack.incident_channel = "C0INCIDENT";
  configuration_.slack.connections = options_.connections;
  configuration_.database = options_.database;
  if (options_.status_page) {
    integrations::statuspage::Settings settings;
    settings.api_url = page_->api_url();
    settings.api_key = page.api_key;
    settings.page_id = page.page_id;
    configuration_.statuspage = settings;
  } else {
    configuration_.statuspage.reset();
  }
}

Playground::~Playground() = default;

std::string Playground::user(const std::string& name) const {
  return lookup(people, name, &Named::name, &Named::id);
}

std::string Playground::channel(const std::string& name) const {
  return lookup(rooms, name.starts_with('#') ? name.substr(1) : name, &Named::name, &Named::id);
}

std::string Playground::name_of(const std::string& id) const {
  auto name = lookup(people, id, &Named::id, &Named::name);
  if (name.empty()) name = lookup(rooms, id, &Named::id, &Named::name);
  return name.empty() ? id : name;
}

std::string Playground::start_bot() {
  auto hold = storage::Hold::take(options_.database, "sitrep demo");
  if (!hold) return hold.error().message;
  if (auto prepared = storage::prepare(options_.database); !prepared) return prepared.error().message;
  hold_ = std::move(*hold);
  gates_.revive();
  journal_ = std::make_unique<storage::SqliteJournal>(options_.database);
  gated_journal_ = std::make_unique<GatedJournal>(gates_, *journal_, executor_);
  app_ = std::make_unique<App>(configuration_, App::Ports{executor_, clock_, http_, activity_, *gated_journal_});
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
  co_await slack_->stop();
  co_await page_->stop();
}

}  // namespace bot
