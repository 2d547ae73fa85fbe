#pragma once
// Time as a port. Timers, cadences, rate limits and back-off all use it, so that tests run on virtual time and the demo
// on accelerated time. Used on the network thread only.
#include <boost/asio/awaitable.hpp>
#include <functional>

#include "playbooks/model/time.hpp"

namespace integrations {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual playbooks::Time now() const = 0;
  /// Returns at `when` or as soon as possible after it; throws operation_aborted when the coroutine is cancelled.
  virtual boost::asio::awaitable<void> sleep_until(playbooks::Time when) = 0;
  boost::asio::awaitable<void> sleep_for(playbooks::Duration span) { return sleep_until(now() + span); }
};

}  // namespace integrations
