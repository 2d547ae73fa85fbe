// What timers cost: a start with many pending ones, many due in one second, and how late each is while running. The
// real engine, timer loop, rules and database; nothing answers outside.
// Usage: timer_bench [--smoke] [--pending N] [--burst N] [--seconds S] [--directory DIR]
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app.hpp"
#include "integrations/ports/log.hpp"
#include "integrations/ports/system_clock.hpp"
#include "playbooks/rules.hpp"
#include "storage/database.hpp"

namespace {

namespace asio = boost::asio;
using namespace playbooks;
using namespace std::chrono_literals;

struct Settings {
  int pending = 100'000;
  int burst = 1'000;
  int seconds = 10;
  std::filesystem::path directory = std::filesystem::temp_directory_path();
};

void stop(const std::string& why) {
  fmt::print(stderr, "timer_bench: {}\n", why);
  std::exit(1);
}

Time wall() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

/// Nobody answers: what is sent waits.
class Nobody : public integrations::Http {
 public:
  asio::awaitable<integrations::HttpResponse> request(integrations::HttpRequest) override {
    integrations::HttpResponse response;
    response.outcome = integrations::HttpResponse::Outcome::not_sent;
    response.trouble = "nobody is there";
    co_return response;
  }
};

/// Notes when each tier is on disk, and how long after it was due.
class Watch : public storage::Journal {
 public:
  explicit Watch(storage::Journal& journal) : journal_(journal) {}
  void commit(storage::Stage stage, std::move_only_function<void(storage::CommitResult)> done) override {
    int tiers = 0;
    for (const auto& event : stage.events) tiers += std::holds_alternative<TierReached>(event.event) ? 1 : 0;
    journal_.commit(std::move(stage), [this, tiers, done = std::move(done)](storage::CommitResult result) mutable {
      if (!result) stop(result.error().message);
      {
        const std::lock_guard lock{mutex_};
        on_disk_.insert(on_disk_.end(), static_cast<std::size_t>(tiers), wall());
      }
      done(std::move(result));
    });
  }
  std::vector<Time> take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(on_disk_, {});
  }

 private:
  storage::Journal& journal_;
  std::mutex mutex_;
  std::vector<Time> on_disk_;
};

Policy policy_of(Policy policy) {
  policy.people = {{"ann", "Ann Lee", "U1", "", "", "", {{Channel::slack, {}}}, {}},
                   {"bob", "Bob Day", "U2", "", "", "", {{Channel::slack, {}}}, {}}};
  EscalationPolicy escalation;
  escalation.key = "default";
  escalation.tiers = {{"On call", {{Target::Kind::person, "ann"}}, {}, 24h, {}},
                      {"Lead", {{Target::Kind::person, "bob"}}, {}, 24h, {}}};
  escalation.fallback = {Target::Kind::person, "bob"};
  policy.escalation_policies = {escalation};
  policy.escalation_routes = {{{}, {}, {}, "default"}};
  policy.audit_every = {};
  return policy;
}

storage::CommitResult commit(storage::Journal& journal, storage::Stage stage) {
  std::mutex mutex;
  std::condition_variable ready;
  std::optional<storage::CommitResult> result;
  journal.commit(std::move(stage), [&](storage::CommitResult r) {
    const std::lock_guard lock{mutex};
    result = std::move(r);
    ready.notify_one();
  });
  std::unique_lock lock{mutex};
  ready.wait(lock, [&] { return result.has_value(); });
  return std::move(*result);
}

/// `count` incidents whose second tier is due at `due`, `gap` apart, by the real rules; nothing waits to be sent.
State declare(storage::Journal& journal, const Policy& policy, State state, int count, Time due, Duration gap) {
  storage::Stage stage;
  for (int i = 0; i < count; ++i) {
    DeclareIncident command;
    command.title = fmt::format("Incident {}", i);
    command.anyway = true;
    const Context context{{"U1", "ann"}, due + i * gap - 24h, "bench"};
    State alone;
    alone.next_incident = state.next_incident;
    auto events = decide(alone, command, context, policy);
    if (!events) stop(events.error().message);
    for (const auto& event : *events) {
      evolve(alone, event);
      for (auto& timer : react(alone, event, policy).timers.set)
        if (std::holds_alternative<TierDue>(timer.body)) stage.timers_set.push_back(std::move(timer));
      stage.events.push_back(event);
    }
    stage.incidents.push_back(alone.incidents.begin()->second);
    state.next_incident = alone.next_incident;
    if (stage.events.size() > 5'000)
      if (auto done = commit(journal, std::exchange(stage, {})); !done) stop(done.error().message);
  }
  if (auto done = commit(journal, std::move(stage)); !done) stop(done.error().message);
  return state;
}

void far_timers(storage::Journal& journal, int count, Time due) {
  storage::Stage stage;
  for (int i = 0; i < count; ++i) {
    stage.timers_set.push_back({fmt::format("far/{}", i), due + Duration{i}, UpdateDue{{1'000'000 + i}}});
    if (stage.timers_set.size() == 5'000)
      if (auto done = commit(journal, std::exchange(stage, {})); !done) stop(done.error().message);
  }
  if (!stage.empty())
    if (auto done = commit(journal, std::move(stage)); !done) stop(done.error().message);
}

void run(const Settings& settings) {
  std::string name = (settings.directory / "sitrep-timers-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) stop("cannot make a folder in " + name);
  const std::filesystem::path folder = name;
  auto configuration = bot::default_configuration();
  configuration.policy = policy_of(configuration.policy);
  configuration.database = folder / "bench.db";
  if (auto prepared = storage::prepare(configuration.database); !prepared) stop(prepared.error().message);
  storage::SqliteJournal journal{configuration.database};
  Watch watch{journal};

  const auto burst_at = wall() + (settings.pending > 10'000 ? 20s : 4s);
  const auto spread = settings.burst * settings.seconds / 10;
  const auto spread_from = burst_at + 4s;
  const auto gap = Duration{settings.seconds * 1000} / std::max(1, spread);
  auto state = declare(journal, configuration.policy, {}, settings.burst, burst_at, {});
  declare(journal, configuration.policy, state, spread, spread_from, gap);
  far_timers(journal, settings.pending - settings.burst - spread, wall() + 240h);
  if (wall() >= burst_at) stop("the machine was too slow to prepare in time; try fewer timers");

  asio::io_context context{1};
  integrations::SystemClock clock{context.get_executor()};
  integrations::Activity activity;
  Nobody nobody;
  const auto before = std::chrono::steady_clock::now();
  bot::App app{configuration, {context.get_executor(), clock, nobody, activity, watch}};
  app.start();
  const auto started = std::chrono::steady_clock::now() - before;
  fmt::print("{} timers pending, {} incidents open\n", app.timers().size(), settings.burst + spread);
  fmt::print("  start                              {:>9.1f} ms\n",
             std::chrono::duration<double, std::milli>(started).count());

  context.run_for(std::chrono::duration_cast<std::chrono::milliseconds>(burst_at + 3s - wall()));
  auto burst = watch.take();
  if (std::ssize(burst) != settings.burst)
    stop(fmt::format("{} of {} tiers were on disk 3 s after they were due", burst.size(), settings.burst));
  fmt::print("  {} due in the same instant: all on disk after {} ms\n", burst.size(),
             (std::ranges::max(burst) - burst_at).count());

  context.run_for(std::chrono::duration_cast<std::chrono::milliseconds>(
      spread_from + Duration{settings.seconds * 1000} + 1s - wall()));
  auto later = watch.take();
  if (std::ssize(later) != spread) stop(fmt::format("{} of {} tiers were told", later.size(), spread));
  std::vector<Duration> late;
  std::ranges::sort(later);
  for (int i = 0; i < spread; ++i) late.push_back(later[static_cast<std::size_t>(i)] - (spread_from + i * gap));
  std::ranges::sort(late);
  const auto at = [&](double share) { return late[static_cast<std::size_t>(share * (spread - 1))].count(); };
  fmt::print("  {} due one after the other, {} ms apart: on disk p50 {} ms, p99 {} ms, max {} ms late\n", spread,
             gap.count(), at(0.5), at(0.99), at(1));

  bool ended = false;
  asio::co_spawn(context, app.abandon(), [&](std::exception_ptr) { ended = true; });
  context.restart();
  while (!ended) context.run_one_for(10ms);
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto value = [&] {
      return i + 1 < argc ? std::string{argv[++i]} : (stop("a value is missing"), std::string{});
    };
    if (word == "--smoke")
      settings.pending = 2'000, settings.burst = 50, settings.seconds = 2;
    else if (word == "--pending")
      settings.pending = std::stoi(value());
    else if (word == "--burst")
      settings.burst = std::stoi(value());
    else if (word == "--seconds")
      settings.seconds = std::stoi(value());
    else if (word == "--directory")
      settings.directory = value();
    else
      stop(fmt::format("“{}” is not known", word));
  }
  integrations::set_log("off");
  run(settings);
}
