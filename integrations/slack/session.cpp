#include "integrations/slack/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "integrations/http/retry.hpp"
#include "integrations/slack/session_limits.hpp"

namespace integrations::slack {
using playbooks::Duration;
using playbooks::Time;
using namespace std::chrono_literals;

Session::Session(int connections, std::uint64_t seed)
    : wanted_(std::clamp(connections, 1, limits::slack_connections)), random_(seed) {}

std::vector<Action> Session::on(const Event& event, Time now) {
  if (const auto* heard = std::get_if<Heard>(&event)) {  // by far the most frequent
    handle(*heard, now);
    return {};
  }
  const bool was_usable = usable().has_value();
  forgive(now);
  std::visit([&](const auto& each) { handle(each, now); }, event);
  if (usable().has_value() != was_usable) changed_ = now;
  arrange(now);
  return std::exchange(actions_, {});
}

void Session::handle(const Start&, Time now) {
  started_ = true;
  changed_ = now;
  next_dial_ = now;
}

void Session::handle(const Tick&, Time now) {
  std::vector<Kill> kills;
  for (auto& connection : connections_) check(connection, now, kills);
  for (auto& kill : kills) {
    const Connection gone = *find(kill.epoch);
    remove(kill.epoch);
    lost(gone, false, kill.why, now);
    actions_.emplace_back(std::move(kill));
  }
}

/// What has become due for one connection; those that must go at once are collected.
void Session::check(Connection& connection, Time now, std::vector<Kill>& kills) {
  const auto silent = now - connection.last_frame;
  switch (connection.phase) {
    case Phase::dialing:
      return;  // the dial has limits of its own, in real time
    case Phase::greeting:
      if (now - connection.since >= limits::hello)
        kills.push_back({connection.epoch, fmt::format("no hello within {}", playbooks::spoken(limits::hello))});
      return;
    case Phase::closing:
      if (now - connection.since >= limits::closing) kills.push_back({connection.epoch, "the close was not answered"});
      return;
    case Phase::up:
    case Phase::leaving:
      break;
  }
  if (silent >= limits::dead_after) {
    kills.push_back({connection.epoch, fmt::format("silent for {}", playbooks::spoken(limits::dead_after))});
    return;
  }
  if (connection.drop_at && now >= *connection.drop_at) {
    enter(connection, Phase::closing, now);
    actions_.emplace_back(Close{connection.epoch});
    return;
  }
  if (connection.phase == Phase::up && connection.refresh_at && now >= *connection.refresh_at)
    enter(connection, Phase::leaving, now);
  if (silent >= limits::ping_after && now - connection.pinged >= limits::ping_after) {
    connection.pinged = now;
    actions_.emplace_back(Ping{connection.epoch});
  }
}

void Session::handle(const Opened& event, Time now) {
  auto* connection = find(event.epoch);
  if (connection == nullptr || connection->phase != Phase::dialing) return;
  enter(*connection, Phase::greeting, now);
  connection->last_frame = now;
}

void Session::handle(const DialFailed& event, Time now) {
  if (find(event.epoch) == nullptr) return;
  remove(event.epoch);
  if (event.kind == DialFailed::Kind::fatal) {
    fatal_ = event.why;
    next_dial_ = now + std::max(limits::fatal_pause, event.wait);
  } else {
    fail(event.why, event.wait, limits::longest_pause, now);
  }
}

void Session::handle(const Heard& event, Time now) {
  if (auto* connection = find(event.epoch)) {
    connection->last_frame = now;
    last_frame_ = now;
  }
}

void Session::handle(const Greeted& event, Time now) {
  handle(Heard{event.epoch}, now);
  auto* connection = find(event.epoch);
  if (connection == nullptr || connection->phase != Phase::greeting) return;
  enter(*connection, Phase::up, now);
  connection->greeted = now;
  connection->pinged = now;
  if (event.lifetime > 0s)
    connection->refresh_at =
        now + std::max<Duration>({event.lifetime - limits::refresh_early, event.lifetime / 2, 30s});
  ++hellos_;
  fatal_.clear();
  trouble_.clear();
  count_ghosts(event, now);
  relieve_one(now);
}

/// The oldest connection that waits for a successor has one now.
void Session::relieve_one(Time now) {
  for (auto& connection : connections_) {
    if (connection.phase != Phase::leaving || connection.drop_at) continue;
    connection.drop_at = now + limits::overlap;
    return;
  }
}

/// A connection that was lost without a close handshake is still counted by Slack for a while: that is no ghost.
void Session::count_ghosts(const Greeted& event, Time now) {
  std::erase_if(unclean_, [&](Time at) { return now - at > limits::stable_after; });
  reported_ = event.connections;
  ours_ =
      static_cast<int>(std::ranges::count_if(connections_, [](const auto& c) { return c.phase != Phase::dialing; }));
  const bool ghosts = reported_ > ours_ + static_cast<int>(unclean_.size());
  ghosts_seen_ = ghosts ? std::optional{now} : std::nullopt;
}

void Session::handle(const Disconnect& event, Time now) {
  handle(Heard{event.epoch}, now);
  auto* connection = find(event.epoch);
  if (connection == nullptr || connection->phase == Phase::dialing || connection->phase == Phase::closing) return;
  if (event.reason == too_many) {
    trouble_ = event.reason;
    next_dial_ = now + backoff(crowded_++, limits::first_crowded, limits::longest_crowded, random_);
  } else if (event.reason == "link_disabled") {
    fatal_ = "Socket Mode is switched off for this app. Switch it on at api.slack.com/apps, Settings, Socket Mode.";
    next_dial_ = now + limits::fatal_pause;
  } else {  // "warning", "refresh_requested", and whatever else Slack may say before it closes
    leave(*connection, now);
    return;
  }
  enter(*connection, Phase::closing, now);  // first of all: a successor beside it would be one too many, or refused
  actions_.emplace_back(Close{event.epoch});
}

/// Goes on reading `connection` while a successor is dialled.
void Session::leave(Connection& connection, Time now) {
  if (connection.phase == Phase::leaving) return;
  if (!stable(connection, now)) fail("Slack recycles the connection at once", 0s, limits::leaving_pause, now);
  enter(connection, Phase::leaving, now);
}

void Session::handle(const Closed& event, Time now) {
  const auto* connection = find(event.epoch);
  if (connection == nullptr) return;
  const Connection gone = *connection;
  remove(event.epoch);
  lost(gone, event.clean, event.why, now);
}

void Session::lost(const Connection& connection, bool clean, const std::string& why, Time now) {
  if (!clean && connection.phase != Phase::dialing) unclean_.push_back(now);
  if (connection.phase == Phase::leaving || connection.phase == Phase::closing) return;  // expected
  if (stable(connection, now)) {
    trouble_ = why;  // the next dial is made at once
  } else {
    fail(why, 0s, limits::longest_pause, now);
  }
}

void Session::fail(std::string why, Duration wait, Duration cap, Time now) {
  trouble_ = std::move(why);
  next_dial_ = std::max(next_dial_, now + std::max(wait, backoff(failures_++, limits::first_pause, cap, random_)));
}

void Session::handle(const Stop&, Time now) {
  stopped_ = true;
  std::vector<Epoch> unfinished;
  for (auto& connection : connections_) {
    if (connection.phase == Phase::dialing || connection.phase == Phase::greeting) {
      unfinished.push_back(connection.epoch);
    } else if (connection.phase != Phase::closing) {
      enter(connection, Phase::closing, now);
      actions_.emplace_back(Close{connection.epoch});
    }
  }
  for (const Epoch epoch : unfinished) {
    remove(epoch);
    actions_.emplace_back(Kill{epoch, "stopping"});
  }
}

/// A connection that has been up for a minute shows that whatever was wrong is over.
void Session::forgive(Time now) {
  if (failures_ == 0 && crowded_ == 0) return;
  if (!std::ranges::any_of(connections_, [&](const auto& each) { return stable(each, now); })) return;
  failures_ = crowded_ = 0;
}

/// Dials when a connection is missing, one at a time: several at once are answered with 409.
void Session::arrange(Time now) {
  if (!wants_dial() || now < next_dial_) return;
  if (connections_.size() >= limits::slack_connections) {  // a successor would be the eleventh
    const auto oldest = std::ranges::find(connections_, Phase::leaving, &Connection::phase);
    if (oldest == connections_.end()) return;
    enter(*oldest, Phase::closing, now);
    actions_.emplace_back(Close{oldest->epoch});
    return;
  }
  Connection connection;
  connection.epoch = ++last_epoch_;
  enter(connection, Phase::dialing, now);
  connections_.push_back(connection);
  actions_.emplace_back(Dial{connection.epoch});
}

bool Session::wants_dial() const {
  if (!started_ || stopped_ || count(Phase::up) >= wanted_) return false;
  if (count(Phase::dialing) + count(Phase::greeting) > 0) return false;
  return count(Phase::closing) == 0 || (crowded_ == 0 && connections_.size() < limits::slack_connections);
}

}  // namespace integrations::slack
