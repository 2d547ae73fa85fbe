#include "bot/app.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "bot/outside.hpp"
#include "integrations/ports/log.hpp"

namespace bot {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using integrations::log_error;
using integrations::log_info;

namespace {

/// What people type, without the slash, to our names: "statuspage" -> "status".
std::map<std::string, std::string> typed_names(const std::map<std::string, std::string>& registered) {
  std::map<std::string, std::string> names;
  for (const auto& [ours, slash] : registered) names.emplace(slash.starts_with('/') ? slash.substr(1) : slash, ours);
  return names;
}

void report(std::string_view name, std::string_view what) {
  log_error("a task failed and is started again", {{"task", name}, {"why", what}});
}

}  // namespace

App::App(Configuration configuration, Ports ports)
    : configuration_(std::move(configuration)),
      ports_(ports),
      typed_names_(typed_names(configuration_.commands)),
      reader_(configuration_.database),
      integrations_(make_integrations(configuration_, {ports_.http, ports_.clock, ports_.activity, ports_.mail})),
      tasks_(ports_.executor, report),
      engine_tasks_(ports_.executor, report) {
  engine_ = std::make_unique<Engine>(Engine::Surroundings{
      ports_.executor, ports_.clock, ports_.activity, ports_.journal, reader_, configuration_.policy, typed_names_,
      [this](Committed committed) { on_commit(std::move(committed)); },
      [this](const std::string& group) { return outbox_->withdrawable(group); }, [this] { return self_check(); }});
  std::vector<integrations::Integration*> integrations;
  for (const auto& each : integrations_) integrations.push_back(each.get());
  outbox_ = std::make_unique<Outbox>(ports_.executor, ports_.clock, ports_.activity, std::move(integrations), *engine_,
                                     tasks_);
  timers_ = std::make_unique<TimerLoop>(ports_.executor, ports_.clock, *engine_);
  socket_ = std::make_unique<integrations::slack::SocketMode>(
      configuration_.slack, ports_.http, ports_.clock, ports_.activity,
      [this](integrations::Inbound inbound, integrations::Acknowledge acknowledge) {
        engine_->receive(std::move(inbound), std::move(acknowledge));
      });
}

App::~App() = default;

void App::start() {
  online_ = true;
  start_offline();
  auto timers = reader_.timers();
  for (auto& standing : playbooks::standing_timers(configuration_.policy, ports_.clock.now())) {
    const auto known = std::ranges::find(timers, standing.name, &playbooks::Timer::name);
    if (known == timers.end())
      timers.push_back(std::move(standing));  // not on disk yet: it sets itself again when it has fired
    else if (std::holds_alternative<playbooks::ShiftDue>(standing.body) ||
             std::holds_alternative<playbooks::FetchDue>(standing.body))
      known->due = std::min(known->due, standing.due);  // the rota may have been edited since
  }
  timers_->set(timers);
  outbox_->resume(reader_.undelivered());
  for (const auto& row : reader_.take_skipped())
    log_error("a row cannot be read and is left out; run `sitrep verify`", {{"row", row}});
  tasks_.keep_running("timers", [this] { return timers_->run(); });
  tasks_.keep_running("slack socket", [this] { return socket_->run(); });
  log_info("started", {{"database", configuration_.database.string()},
                       {"open_incidents", std::to_string(engine_->committed().incidents.size())},
                       {"timers", std::to_string(timers_->size())},
                       {"undelivered", std::to_string(outbox_->waiting().effects)}});
}

void App::start_offline() {
  engine_tasks_.keep_running("engine", [this] { return engine_->run(); });
}

void App::on_commit(Committed committed) {
  if (!online_) return;
  timers_->cancel(committed.timers_gone);
  timers_->set(committed.timers_set);
  outbox_->forget(committed.effects_gone);
  std::erase_if(committed.effects, [&](const playbooks::Effect& effect) {
    return std::ranges::find(committed.effects_gone, effect.key) != committed.effects_gone.end();
  });
  outbox_->add(std::move(committed.effects));
}

asio::awaitable<void> App::stop() {
  outbox_->close();
  if (online_) co_await socket_->close();
  for (int i = 0; i < 20 && outbox_->in_flight() > 0; ++i) co_await ports_.clock.sleep_for(100ms);
  co_await abandon();
  log_info("stopped");
}

asio::awaitable<void> App::abandon() {
  outbox_->close();
  tasks_.cancel();
  co_await tasks_.wait();
  engine_->close();
  co_await engine_tasks_.wait();
}

integrations::slack::SocketStatus App::socket() const {
  return socket_->status();
}

asio::awaitable<std::vector<integrations::Finding>> App::doctor() {
  std::vector<integrations::Finding> findings;
  for (const auto& each : integrations_) {
    auto more = co_await each->doctor();
    findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  co_return findings;
}

std::vector<commands::Finding> App::self_check() const {
  using Level = commands::Finding::Level;
  using State = integrations::slack::SocketStatus::State;
  std::vector<commands::Finding> findings;
  const auto now = ports_.clock.now();
  if (online_) {
    const auto socket = socket_->status();
    if (socket.state == State::connected)
      findings.push_back({socket.trouble.empty() ? Level::ok : Level::warning, "Slack connection",
                          socket.trouble.empty() ? fmt::format("connected, last frame {} ago",
                                                               playbooks::spoken(now - socket.last_frame.value_or(now)))
                                                 : socket.trouble});
    else
      findings.push_back({Level::error, "Slack connection", socket.trouble.empty() ? "connecting" : socket.trouble});
  }
  const auto counters = engine_->counters();
  findings.push_back(counters.trouble.empty() ? commands::Finding{Level::ok, "Database", "writable"}
                                              : commands::Finding{Level::error, "Database", counters.trouble});
  const auto waiting = outbox_->waiting();
  if (waiting.effects == 0)
    findings.push_back({Level::ok, "Deliveries", "nothing is waiting"});
  else
    findings.push_back({waiting.why.empty() ? Level::ok : Level::warning, "Deliveries",
                        fmt::format("{} waiting, the oldest for {}{}", waiting.effects,
                                    playbooks::spoken(now - waiting.oldest.value_or(now)),
                                    waiting.why.empty() ? "" : ": " + waiting.why)});
  const auto& pages = configuration_.policy.publicity.pages;
  findings.push_back(
      {pages.empty() ? Level::warning : Level::ok, "Status page",
       pages.empty() ? "none is kept: nothing is published" : fmt::format("kept: {}", fmt::join(pages, ", "))});
  return findings;
}

}  // namespace bot
