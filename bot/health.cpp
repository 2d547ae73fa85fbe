#include "bot/health.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace bot {
namespace {
namespace json = boost::json;
using namespace std::chrono_literals;

enum class Level { ok, degraded, down };
std::string_view word(Level level) {
  switch (level) {
    case Level::ok:
      return "ok";
    case Level::degraded:
      return "degraded";
    case Level::down:
      break;
  }
  return "down";
}

// When a check stops being fine. Slack's server pings every 10 s (so 30 s of silence is wrong), a delivery that waits a
// minute is late to a person, and a clock that jumps a minute moves every deadline.
constexpr playbooks::Duration silent_after = 30s, late_after = 60s, stuck_after = 10min, jump_limit = 60s,
                              slow_commit = 1s;

class Checks {
 public:
  json::object& add(std::string_view name, Level level) {
    worst_ = std::max(worst_, level);
    auto& check = checks_[name].emplace_object();
    check["status"] = word(level);
    return check;
  }
  Level worst() const { return worst_; }
  json::object take() { return std::move(checks_); }

 private:
  json::object checks_;
  Level worst_ = Level::ok;
};

void socket_check(Checks& checks, const integrations::slack::SocketStatus& socket, playbooks::Time now) {
  using State = integrations::slack::SocketStatus::State;
  const auto age = socket.last_frame ? std::optional{now - *socket.last_frame} : std::nullopt;
  auto level = socket.state == State::connected ? Level::ok : Level::down;
  if (level == Level::ok && (!socket.trouble.empty() || (age && *age > silent_after))) level = Level::degraded;
  auto& check = checks.add("slack_socket", level);
  check["connections"] = socket.connections;
  check["reported_connections"] = socket.reported_connections;
  if (age) check["last_frame_age_ms"] = age->count();
  check["reconnects"] = socket.reconnects;
  if (!socket.trouble.empty()) check["trouble"] = socket.trouble;
}

void database_check(Checks& checks, const storage::JournalStats& stats, const Engine::Counters& counters) {
  const bool failing = stats.trouble.has_value() || !counters.trouble.empty();
  const auto slowest = std::chrono::duration_cast<playbooks::Duration>(stats.slowest_last_minute);
  auto& check = checks.add("database", failing ? Level::down : slowest > slow_commit ? Level::degraded : Level::ok);
  check["commits"] = stats.commits;
  check["failures"] = stats.failures;
  check["slowest_commit_last_minute_ms"] = slowest.count();
  if (failing) check["trouble"] = stats.trouble.value_or(counters.trouble);
}

void queue_check(Checks& checks, const Outbox::Waiting& waiting, playbooks::Time now) {
  const auto age = waiting.oldest ? now - *waiting.oldest : playbooks::Duration{0};
  auto& check = checks.add("deliveries", age > stuck_after  ? Level::down
                                         : age > late_after ? Level::degraded
                                                            : Level::ok);
  check["waiting"] = waiting.effects;
  check["oldest_age_ms"] = age.count();
  if (!waiting.why.empty()) check["waits_for"] = waiting.why;
}

}  // namespace

Health health(App& app, const storage::SqliteJournal& journal, playbooks::Time now, playbooks::Duration clock_jump) {
  Checks checks;
  socket_check(checks, app.socket(), now);
  const auto counters = app.engine().counters();
  database_check(checks, journal.stats(), counters);
  queue_check(checks, app.outbox().waiting(), now);
  auto& clock = checks.add("clock", std::chrono::abs(clock_jump) > jump_limit ? Level::degraded : Level::ok);
  clock["jumped_ms"] = clock_jump.count();
  auto& timers = checks.add("timers", Level::ok);
  timers["set"] = app.timers().size();
  if (const auto next = app.timers().next_due()) timers["next"] = playbooks::rfc3339(*next);
  json::object root;
  root["status"] = word(checks.worst());
  root["timestamp"] = playbooks::rfc3339(now);
  root["version"] = SITREP_VERSION;
  root["inputs"] = counters.inputs;
  root["duplicates"] = counters.duplicates;
  const auto worst = checks.worst();
  root["checks"] = checks.take();
  return {json::serialize(root), worst == Level::down ? 503 : 200};
}

}  // namespace bot
