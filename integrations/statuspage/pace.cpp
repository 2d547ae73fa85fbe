#include "integrations/statuspage/pace.hpp"

#include <algorithm>

namespace integrations::statuspage {

using playbooks::Duration;
using playbooks::Time;

Time Gate::next(Time now) const {
  return next(now, burst, most);
}

Time Gate::next_idle(Time now) const {
  return next(now, burst - reserve, most - reserve_of_minute);
}

Time Gate::next(Time now, int at_once, std::size_t most_of_minute) const {
  // A clock that was set back must not lock the gate: no wait is ever longer than the rule behind it.
  const Time due = std::min(due_, now + burst * spacing);
  Time when = std::max({now, due - (at_once - 1) * spacing, held_until_});
  if (recent_.size() >= most_of_minute) {
    const auto first = recent_[recent_.size() - most_of_minute];
    when = std::max(when, std::min(first + window, now + window));
  }
  return when;
}

void Gate::sent(Time now) {
  due_ = std::max(std::min(due_, now + burst * spacing), now) + spacing;
  recent_.push_back(now);
  if (recent_.size() > most) recent_.pop_front();
}

void Gate::hold_until(Time when) {
  held_until_ = std::max(held_until_, when);
}

Time BackOff::failed(const std::string& lane, Time now) {
  constexpr Duration first = std::chrono::seconds{2}, longest = std::chrono::seconds{60};
  auto& waits = lanes_[lane];
  const auto span = std::min(longest, first * (1 << std::min(waits.failures, 5)));
  ++waits.failures;
  waits.not_before = now + span;
  return waits.not_before;
}

Time BackOff::next(const std::string& lane, Time now) const {
  const auto found = lanes_.find(lane);
  return found == lanes_.end() ? now : std::max(now, found->second.not_before);
}

}  // namespace integrations::statuspage
