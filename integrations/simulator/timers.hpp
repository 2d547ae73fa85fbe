#pragma once
// Plain functions at points in time, by the clock port: many deadlines, one sleeping coroutine.
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <set>

#include "integrations/ports/clock.hpp"
#include "integrations/ports/tasks.hpp"

namespace integrations::simulator {

class Timers {
 public:
  /// The sleeping coroutine belongs to `tasks`; all three must outlive it.
  Timers(Clock& clock, Tasks& tasks) : clock_(clock), tasks_(tasks) {}
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;
  /// Never calls `what` at once, even if `when` is past. Of several at one instant the first set is called first.
  void at(playbooks::Time when, std::function<void()> what);
  void after(playbooks::Duration span, std::function<void()> what) { at(clock_.now() + span, std::move(what)); }

 private:
  void arm();
  boost::asio::awaitable<void> sleep(playbooks::Time when);
  Clock& clock_;
  Tasks& tasks_;
  std::multimap<playbooks::Time, std::function<void()>> waiting_;
  std::set<playbooks::Time> asleep_;  // one coroutine each
};

}  // namespace integrations::simulator
