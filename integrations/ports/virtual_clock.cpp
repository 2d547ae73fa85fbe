#include "integrations/ports/virtual_clock.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace integrations {

/// Lives in the sleeping coroutine; registered for as long as it sleeps, whatever ends the sleep.
struct VirtualClock::Sleeper {
  Sleeper(VirtualClock& owner, playbooks::Time when)
      : clock(&owner), key(when, owner.count_++), bell(owner.executor_, boost::asio::steady_timer::time_point::max()) {
    clock->sleepers_.emplace(key, this);
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  ~Sleeper() {
    if (clock != nullptr) clock->sleepers_.erase(key);
  }
  VirtualClock* clock;  // null once woken
  Key key;
  boost::asio::steady_timer bell;
};

VirtualClock::VirtualClock(boost::asio::any_io_executor executor, playbooks::Time start)
    : executor_(std::move(executor)), now_(start) {}

VirtualClock::~VirtualClock() {
  for (const auto& [key, sleeper] : sleepers_) sleeper->clock = nullptr;
}

boost::asio::awaitable<void> VirtualClock::sleep_until(playbooks::Time when) {
  if (when <= now_) co_return;
  Sleeper sleeper{*this, when};
  while (sleeper.clock != nullptr) {  // after a cancel of the coroutine the second turn throws
    boost::system::error_code ignored;
    co_await sleeper.bell.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

std::optional<playbooks::Time> VirtualClock::next_sleeper() const {
  if (sleepers_.empty()) return std::nullopt;
  return sleepers_.begin()->first.first;
}

void VirtualClock::wake_first() {
  Sleeper& first = *sleepers_.begin()->second;
  sleepers_.erase(sleepers_.begin());
  first.clock = nullptr;
  first.bell.cancel();
}

std::optional<playbooks::Time> VirtualClock::step() {
  if (sleepers_.empty()) return std::nullopt;
  now_ = std::max(now_, sleepers_.begin()->first.first);
  wake_first();
  return now_;
}

void VirtualClock::advance_to(playbooks::Time when) {
  now_ = std::max(now_, when);
  while (!sleepers_.empty() && sleepers_.begin()->first.first <= now_) wake_first();
}

}  // namespace integrations
