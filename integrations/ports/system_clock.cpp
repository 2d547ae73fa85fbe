#include "integrations/ports/system_clock.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace integrations {
using std::chrono::nanoseconds;

namespace {
constexpr std::chrono::seconds longest_nap{5};  // so that a step of the computer's clock is noticed in a sleep
}

SystemClock::SystemClock(boost::asio::any_io_executor executor, double speed, ClockSources sources)
    : executor_(std::move(executor)),
      speed_(speed),
      sources_(std::move(sources)),
      began_(sources_.steady()),
      began_wall_(std::chrono::time_point_cast<nanoseconds>(sources_.wall())),
      read_(began_),
      current_(began_wall_) {}

playbooks::Time SystemClock::now() const {
  const auto steady = sources_.steady();
  const nanoseconds passed = steady - read_;
  read_ = steady;
  if (speed_ != 1) {
    current_ += nanoseconds{static_cast<nanoseconds::rep>(static_cast<double>(passed.count()) * speed_)};
  } else {
    const Fine wall = std::chrono::time_point_cast<nanoseconds>(sources_.wall());
    current_ = wall >= current_ + passed ? wall : std::max(wall, current_ + passed / 2);
  }
  return std::chrono::floor<playbooks::Duration>(current_);
}

boost::asio::awaitable<void> SystemClock::sleep_until(playbooks::Time when) {
  boost::asio::steady_timer timer{executor_};
  for (playbooks::Time at = now(); at < when; at = now()) {
    const auto left = std::chrono::duration<double, std::milli>(when - at) / speed_;
    const auto nap = std::min<std::chrono::duration<double, std::milli>>(left, longest_nap);
    timer.expires_after(std::chrono::ceil<std::chrono::microseconds>(nap));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

playbooks::Duration SystemClock::jumped() const {
  if (speed_ != 1) return {};
  const auto wall = std::chrono::time_point_cast<nanoseconds>(sources_.wall()) - began_wall_;
  return std::chrono::round<playbooks::Duration>(wall - (sources_.steady() - began_));
}

}  // namespace integrations
