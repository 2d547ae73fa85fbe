#pragma once
// Time that moves only when a test says so. A harness lets everything settle (Activity), then goes one sleeper further:
// `step()` sets the time to the earliest sleeper's and wakes this one alone.
#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "integrations/ports/clock.hpp"

namespace integrations {

class VirtualClock : public Clock {
 public:
  VirtualClock(boost::asio::any_io_executor executor, playbooks::Time start);
  ~VirtualClock() override;
  playbooks::Time now() const override { return now_; }
  boost::asio::awaitable<void> sleep_until(playbooks::Time when) override;

  /// When the earliest sleeper wants to wake; nothing when nobody sleeps.
  std::optional<playbooks::Time> next_sleeper() const;
  /// Moves to the earliest sleeper and wakes it; of several at one instant the one that slept first. Nothing when
  /// nobody sleeps. What it then does happens when the executor runs.
  std::optional<playbooks::Time> step();
  /// Moves on to `when` (never back) and wakes everyone due by then, in order; all of them read `when`. To see each at
  /// its own time, step() while next_sleeper() <= when.
  void advance_to(playbooks::Time when);

 private:
  struct Sleeper;
  using Key = std::pair<playbooks::Time, std::uint64_t>;
  void wake_first();
  boost::asio::any_io_executor executor_;
  playbooks::Time now_;
  std::uint64_t count_ = 0;
  std::map<Key, Sleeper*> sleepers_;
};

}  // namespace integrations
