#include "bot/timer_loop.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "integrations/ports/log.hpp"

namespace bot {
namespace asio = boost::asio;

TimerLoop::TimerLoop(asio::any_io_executor executor, integrations::Clock& clock, Engine& engine)
    : clock_(clock), engine_(engine), bell_(std::move(executor)) {}

void TimerLoop::set(const std::vector<playbooks::Timer>& timers) {
  for (const auto& timer : timers) {
    cancel({timer.name});
    timers_.insert_or_assign(timer.name, timer);
    by_due_.emplace(timer.due, timer.name);
  }
  if (!timers.empty()) bell_.ring();
}

void TimerLoop::cancel(const std::vector<std::string>& names) {
  for (const auto& name : names) {
    const auto found = timers_.find(name);
    if (found == timers_.end()) continue;
    by_due_.erase({found->second.due, name});
    timers_.erase(found);
  }
}

void TimerLoop::fire(const playbooks::Timer& timer) {
  const auto late = clock_.now() - timer.due;
  if (late > std::chrono::seconds{5})
    integrations::log_warning("timer fires late", {{"timer", timer.name}, {"by", playbooks::spoken(late)}});
  engine_.timer_due(timer, [this, timer](bool saved) {
    if (saved) return;  // the commit told us what has become of it
    // Not on disk, so not done: again in a moment, when the disk may answer.
    const auto again = timers_.find(timer.name);
    if (again == timers_.end() || again->second.due != timer.due) return;
    again->second.due = clock_.now() + std::chrono::seconds{1};
    by_due_.emplace(again->second.due, timer.name);
    bell_.ring();
  });
}

asio::awaitable<void> TimerLoop::run() {
  using asio::experimental::awaitable_operators::operator||;
  for (;;) {
    while (!by_due_.empty() && by_due_.begin()->first <= clock_.now()) {
      const auto name = by_due_.begin()->second;
      by_due_.erase(by_due_.begin());
      fire(timers_.at(name));
    }
    if (by_due_.empty())
      co_await bell_.wait();
    else
      co_await (clock_.sleep_until(by_due_.begin()->first) || bell_.wait());
  }
}

std::optional<playbooks::Time> TimerLoop::next_due() const {
  if (by_due_.empty()) return std::nullopt;
  return by_due_.begin()->first;
}

}  // namespace bot
