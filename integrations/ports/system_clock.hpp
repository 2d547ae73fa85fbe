#pragma once
// The real clock. It follows the computer's clock, also over a suspension or a step forward, but never goes back: after
// a step backwards it runs at half speed until the computer's clock has caught up, so that no deadline is an hour away.
// With a speed it counts from the start, `speed` times as fast (the demo).
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>

#include "integrations/ports/clock.hpp"

namespace integrations {

/// Where the clock reads; replaced in tests.
struct ClockSources {
  std::function<std::chrono::system_clock::time_point()> wall = [] { return std::chrono::system_clock::now(); };
  std::function<std::chrono::steady_clock::time_point()> steady = [] { return std::chrono::steady_clock::now(); };
};

class SystemClock : public Clock {
 public:
  explicit SystemClock(boost::asio::any_io_executor executor, double speed = 1, ClockSources sources = {});
  playbooks::Time now() const override;
  boost::asio::awaitable<void> sleep_until(playbooks::Time when) override;
  /// How far the computer's clock has been moved since the start, suspensions included; for health. 0 with a speed.
  playbooks::Duration jumped() const;
  double speed() const { return speed_; }

 private:
  using Fine = std::chrono::sys_time<std::chrono::nanoseconds>;
  boost::asio::any_io_executor executor_;
  double speed_;
  ClockSources sources_;
  std::chrono::steady_clock::time_point began_;
  Fine began_wall_;
  mutable std::chrono::steady_clock::time_point read_;  // when `current_` was true
  mutable Fine current_;
};

}  // namespace integrations
