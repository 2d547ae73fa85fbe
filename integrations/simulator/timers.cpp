#include "integrations/simulator/timers.hpp"

#include <utility>

namespace integrations::simulator {

void Timers::at(playbooks::Time when, std::function<void()> what) {
  waiting_.emplace(when, std::move(what));
  arm();
}

/// A sleeper that wakes too early finds nothing due; that is cheaper than cancelling it.
void Timers::arm() {
  if (waiting_.empty()) return;
  const auto first = waiting_.begin()->first;
  if (!asleep_.empty() && *asleep_.begin() <= first) return;
  asleep_.insert(first);
  tasks_.start("timer", sleep(first));
}

boost::asio::awaitable<void> Timers::sleep(playbooks::Time when) {
  co_await clock_.sleep_until(when);
  asleep_.erase(when);
  while (!waiting_.empty() && waiting_.begin()->first <= clock_.now()) {
    const auto due = waiting_.extract(waiting_.begin());
    due.mapped()();
  }
  arm();
}

}  // namespace integrations::simulator
