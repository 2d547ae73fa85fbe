#include "integrations/dead_man/dead_man.hpp"

#include <fmt/format.h>

#include <array>

namespace integrations::dead_man {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

class Client final : public Integration {
 public:
  Client(Settings settings, Http& http, Clock& clock, Activity& activity)
      : settings_(std::move(settings)), http_(http), clock_(clock), activity_(activity) {}

  std::string_view name() const override { return "dead man"; }
  bool takes(const playbooks::Effect& effect) const override {
    return std::holds_alternative<playbooks::PingDeadMan>(effect.body);
  }
  asio::awaitable<Outcome> deliver(Delivery delivery) override;
  /// One ping more is as good as one.
  asio::awaitable<Lookup> find(std::vector<Delivery>) override { co_return Found{}; }
  asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  /// Empty when it was heard, else why not. Never libcurl's own words: they may quote the address.
  asio::awaitable<std::string> ping();

  Settings settings_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  std::string effect_;  // that failed last
  std::size_t failures_ = 0;
};

asio::awaitable<std::string> Client::ping() {
  HttpRequest request;
  request.method = "GET";
  request.url = settings_.url;
  request.headers = {{"User-Agent", "Sitrep/" SITREP_VERSION}};
  request.timeout = settings_.timeout;
  const auto busy = activity_.hold();
  const auto response = co_await http_.request(std::move(request));
  if (response.outcome != HttpResponse::Outcome::answered) co_return "the dead-man address does not answer";
  if (response.status < 200 || response.status >= 300)
    co_return fmt::format("the dead-man address answers HTTP {}", response.status);
  co_return "";
}

asio::awaitable<Outcome> Client::deliver(Delivery delivery) {
  constexpr std::array<playbooks::Duration, 2> waits{10s, 30s};
  auto why = co_await ping();
  if (why.empty()) {
    effect_.clear();
    co_return Delivered{playbooks::Receipt{{}, {}, "heard"}};
  }
  if (effect_ != delivery.effect.key) {
    effect_ = delivery.effect.key;
    failures_ = 0;
  }
  if (failures_ == waits.size()) co_return Refused{std::move(why)};
  co_return Retry{clock_.now() + waits[failures_++], std::move(why)};
}

asio::awaitable<std::vector<Finding>> Client::doctor() {
  // Not tried: a ping says that all is well, which doctor cannot know.
  std::vector<Finding> findings;
  findings.push_back({Finding::Level::ok, "Dead-man address", "configured; asked for after every clean audit"});
  co_return findings;
}

}  // namespace

std::unique_ptr<Integration> make_dead_man(Settings settings, Http& http, Clock& clock, Activity& activity) {
  return std::make_unique<Client>(std::move(settings), http, clock, activity);
}

}  // namespace integrations::dead_man
