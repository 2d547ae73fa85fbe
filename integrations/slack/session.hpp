#pragma once
// Socket Mode as a state machine without I/O: which connection is dialled, watched, replaced and closed, and when. It
// keeps the configured number of connections up, opens the successor of a recycled one before the old one closes, and
// is the only one that decides to connect again. Stepped by hand in tests; socket_mode.cpp drives it.
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "integrations/slack/slack.hpp"

namespace integrations::slack {

/// Names one connection for ever, from its dial on. What is said of an epoch that has gone is ignored.
using Epoch = std::uint64_t;

// What happens.
struct Start {};
struct Tick {};  // the time of Session::wake() has come
struct Opened {  // the WebSocket is open; hello is owed
  Epoch epoch = 0;
};
struct DialFailed {
  enum class Kind { transient, fatal };  // fatal: a person must act
  Epoch epoch = 0;
  Kind kind = Kind::transient;
  playbooks::Duration wait{};  // Retry-After
  std::string why;             // fatal: what is wrong and what to click
};
struct Heard {  // any frame came in, pings and pongs too
  Epoch epoch = 0;
};
struct Greeted {  // hello
  Epoch epoch = 0;
  int connections = 0;             // num_connections, this one included
  playbooks::Duration lifetime{};  // approximate_connection_time; 0: not said
};
struct Disconnect {
  Epoch epoch = 0;
  std::string reason;
};
struct Closed {
  Epoch epoch = 0;
  bool clean = false;  // with a close handshake: Slack knows that it is gone
  std::string why;
};
struct Stop {};
using Event = std::variant<Start, Tick, Opened, DialFailed, Heard, Greeted, Disconnect, Closed, Stop>;

// What is to be done about it.
struct Dial {  // a fresh apps.connections.open, then the WebSocket; then Opened or DialFailed, and later Closed
  Epoch epoch = 0;
};
struct Ping {
  Epoch epoch = 0;
};
struct Close {  // with a close frame; go on reading until it is closed, 3 s at most; then Closed
  Epoch epoch = 0;
};
struct Kill {  // at once, without a word; the epoch is gone already
  Epoch epoch = 0;
  std::string why;
};
using Action = std::variant<Dial, Ping, Close, Kill>;

class Session {
 public:
  Session(int connections, std::uint64_t seed);

  std::vector<Action> on(const Event& event, playbooks::Time now);
  /// When a Tick is due at the latest; nothing while only events from outside can matter.
  std::optional<playbooks::Time> wake() const;
  bool knows(Epoch epoch) const;
  /// The newest connection that had its hello and is not being closed.
  std::optional<Epoch> usable() const;
  /// All but the counters of envelopes, which the session does not see.
  SocketStatus status(playbooks::Time now) const;

 private:
  using Time = playbooks::Time;
  enum class Phase {
    dialing,
    greeting,  // open, hello is owed
    up,
    leaving,  // still read and acknowledged; a successor is wanted, or there already
    closing   // the close frame is on its way
  };
  struct Connection {
    Epoch epoch = 0;
    Phase phase = Phase::dialing;
    Time since{};       // in this phase
    Time last_frame{};  // any frame
    Time pinged{};
    std::optional<Time> greeted, refresh_at, drop_at;
  };

  void handle(const Start&, Time now);
  void handle(const Tick&, Time now);
  void handle(const Opened& event, Time now);
  void handle(const DialFailed& event, Time now);
  void handle(const Heard& event, Time now);
  void handle(const Greeted& event, Time now);
  void handle(const Disconnect& event, Time now);
  void handle(const Closed& event, Time now);
  void handle(const Stop&, Time now);

  Connection* find(Epoch epoch);
  void enter(Connection& connection, Phase phase, Time now);
  void remove(Epoch epoch);
  void check(Connection& connection, Time now, std::vector<Kill>& kills);
  void leave(Connection& connection, Time now);
  void lost(const Connection& connection, bool clean, const std::string& why, Time now);
  void fail(std::string why, playbooks::Duration wait, playbooks::Duration cap, Time now);
  void relieve_one(Time now);
  void count_ghosts(const Greeted& event, Time now);
  void forgive(Time now);
  void arrange(Time now);
  bool wants_dial() const;
  int count(Phase phase) const;
  bool stable(const Connection& connection, Time now) const;
  std::optional<Time> deadline(const Connection& connection) const;
  std::string words(Time now) const;

  int wanted_;
  std::mt19937_64 random_;
  std::vector<Action> actions_;
  std::vector<Connection> connections_;
  Epoch last_epoch_ = 0;
  bool started_ = false, stopped_ = false;
  int failures_ = 0;  // since a connection was last up for a minute
  int crowded_ = 0;   // too_many_websockets since then
  Time next_dial_{};
  Time changed_{};                   // when the number of usable connections last became or left zero
  std::optional<Time> last_frame_;   // on any connection, also those that have gone
  std::vector<Time> unclean_;        // losses that Slack may not have noticed yet
  std::string trouble_;              // why the last dial or connection failed; empty after a hello
  std::string fatal_;                // what a person must do; empty after a hello
  std::optional<Time> ghosts_seen_;  // when Slack counted more connections than ours
  int reported_ = 0, ours_ = 0;
  std::uint64_t hellos_ = 0;
};

}  // namespace integrations::slack
