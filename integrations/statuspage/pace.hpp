#pragma once
// When the next request to Statuspage may be sent. State machines without input or output: the caller brings the time.
#include <deque>
#include <map>
#include <string>

#include "playbooks/model/time.hpp"

namespace integrations::statuspage {

/// One request a second for each token, a few at once after a pause, never more than 60 in a rolling minute, and
/// nothing at all while Statuspage has told us to wait.
class Gate {
 public:
  /// When a request may be sent: `now` if at once. Asking changes nothing.
  playbooks::Time next(playbooks::Time now) const;
  /// The same for a request that anything else shall overtake: it leaves room for what people wait for.
  playbooks::Time next_idle(playbooks::Time now) const;
  /// A request leaves now.
  void sent(playbooks::Time now);
  /// Statuspage answered 420 or 429. An earlier hold that ends later stays.
  void hold_until(playbooks::Time when);
  bool held(playbooks::Time now) const { return held_until_ > now; }

  static constexpr playbooks::Duration spacing = std::chrono::seconds{1};
  static constexpr int burst = 5;
  static constexpr int reserve = 3;  // of the burst, and fifteen of the minute's, are never used by the idle
  static constexpr std::size_t most = 60, reserve_of_minute = 15;
  /// A second longer than Statuspage's own: requests reach it a little later than they leave.
  static constexpr playbooks::Duration window = std::chrono::seconds{61};

 private:
  playbooks::Time due_{};  // when the last request would have left had all kept their spacing, plus one spacing
  playbooks::Time held_until_{};
  /// When a request may be sent if only `most` may be within a window and `at_once` without a pause.
  playbooks::Time next(playbooks::Time now, int at_once, std::size_t most_of_minute) const;
  std::deque<playbooks::Time> recent_;  // the newest `most` requests
};

/// How long a lane waits after failures: 2 s, doubling to 60 s, until something succeeds.
class BackOff {
 public:
  /// Counts one more failure and says when to try again.
  playbooks::Time failed(const std::string& lane, playbooks::Time now);
  void succeeded(const std::string& lane) { lanes_.erase(lane); }
  /// `now` when the lane need not wait.
  playbooks::Time next(const std::string& lane, playbooks::Time now) const;

 private:
  struct Lane {
    int failures = 0;
    playbooks::Time not_before{};
  };
  std::map<std::string, Lane> lanes_;
};

}  // namespace integrations::statuspage
