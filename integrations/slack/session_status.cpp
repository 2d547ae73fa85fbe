// What a session knows about itself: deadlines, and its state in words.
#include <fmt/format.h>

#include <algorithm>

#include "integrations/slack/session.hpp"
#include "integrations/slack/session_limits.hpp"

namespace integrations::slack {
using playbooks::Time;
using namespace std::chrono_literals;

Session::Connection* Session::find(Epoch epoch) {
  const auto found = std::ranges::find(connections_, epoch, &Connection::epoch);
  return found == connections_.end() ? nullptr : &*found;
}

bool Session::knows(Epoch epoch) const {
  return std::ranges::find(connections_, epoch, &Connection::epoch) != connections_.end();
}

void Session::enter(Connection& connection, Phase phase, Time now) {
  connection.phase = phase;
  connection.since = now;
}

void Session::remove(Epoch epoch) {
  std::erase_if(connections_, [&](const Connection& each) { return each.epoch == epoch; });
}

int Session::count(Phase phase) const {
  return static_cast<int>(std::ranges::count(connections_, phase, &Connection::phase));
}

std::optional<Epoch> Session::usable() const {
  std::optional<Epoch> newest;
  for (const auto& each : connections_)
    if (each.phase == Phase::up || each.phase == Phase::leaving) newest = each.epoch;
  return newest;
}

bool Session::stable(const Connection& connection, Time now) const {
  return connection.greeted && now - *connection.greeted >= limits::stable_after;
}

std::optional<Time> Session::deadline(const Connection& connection) const {
  switch (connection.phase) {
    case Phase::dialing:
      return std::nullopt;
    case Phase::greeting:
      return connection.since + limits::hello;
    case Phase::closing:
      return connection.since + limits::closing;
    case Phase::up:
    case Phase::leaving:
      break;
  }
  Time at = std::min(connection.last_frame + limits::dead_after,
                     std::max(connection.last_frame, connection.pinged) + limits::ping_after);
  if (connection.phase == Phase::up && connection.refresh_at) at = std::min(at, *connection.refresh_at);
  if (connection.drop_at) at = std::min(at, *connection.drop_at);
  return at;
}

std::optional<Time> Session::wake() const {
  std::optional<Time> earliest;
  if (wants_dial()) earliest = next_dial_;
  for (const auto& each : connections_) {
    const auto at = deadline(each);
    if (at && (!earliest || *at < *earliest)) earliest = at;
  }
  return earliest;
}

std::string Session::words(Time now) const {
  if (stopped_) return "stopped";
  if (!fatal_.empty())
    return fmt::format("{} Sitrep tries again every {}; next at {}.", fatal_, playbooks::spoken(limits::fatal_pause),
                       playbooks::utc_clock(next_dial_));
  const bool crowded = crowded_ > 0 && count(Phase::up) < wanted_;
  if (crowded && trouble_ == too_many)
    return fmt::format(
        "Slack allows {} connections for one app and has more. Stop other programs that use this app token; every "
        "program needs an app of its own. Next attempt at {}.",
        limits::slack_connections, playbooks::utc_clock(next_dial_));
  if (!usable()) {
    if (trouble_.empty()) return {};  // the first dial of all
    return fmt::format(
        "Not connected to Slack for {}: {}. What people type there does not arrive; `sitrep <command>` on the command "
        "line does. {}",
        playbooks::spoken(now - changed_), trouble_,
        next_dial_ - now >= 1s ? fmt::format("Next attempt in {}.", playbooks::spoken(next_dial_ - now))
                               : "Connecting now.");
  }
  if (!trouble_.empty() && count(Phase::up) < wanted_)
    return fmt::format("{} of {} connections to Slack are open: {}.", count(Phase::up), wanted_, trouble_);
  if (ghosts_seen_)
    return fmt::format(
        "At {} Slack counted {} connections of this app, {} of them ours. It hands each command to any one of them, so "
        "some never arrive here. Stop other programs that use this app token; left-over connections go by themselves.",
        playbooks::utc_clock(*ghosts_seen_), reported_, ours_);
  return {};
}

SocketStatus Session::status(Time now) const {
  using State = SocketStatus::State;
  SocketStatus status;
  status.connections = count(Phase::up) + count(Phase::leaving);
  status.reported_connections = reported_;
  status.last_frame = last_frame_;
  status.reconnects = hellos_ - std::min(hellos_, static_cast<std::uint64_t>(wanted_));
  status.trouble = words(now);
  if (status.connections > 0) status.connected_at = changed_;
  if (stopped_)
    status.state = State::stopped;
  else if (!fatal_.empty())
    status.state = State::degraded;
  else
    status.state = status.connections > 0 ? State::connected : State::connecting;
  return status;
}

}  // namespace integrations::slack
