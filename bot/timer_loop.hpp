#pragma once
// Fires timers when they are due. Rows on disk are the truth; this is their image in memory, in due order. Overdue ones
// (the bot was down) fire at start, oldest first.
#include <boost/asio/awaitable.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/engine.hpp"
#include "integrations/ports/tasks.hpp"

namespace bot {

class TimerLoop {
 public:
  TimerLoop(boost::asio::any_io_executor executor, integrations::Clock& clock, Engine& engine);
  void set(const std::vector<playbooks::Timer>& timers);
  void cancel(const std::vector<std::string>& names);
  boost::asio::awaitable<void> run();
  std::optional<playbooks::Time> next_due() const;
  std::size_t size() const { return timers_.size(); }

 private:
  void fire(const playbooks::Timer& timer);

  integrations::Clock& clock_;
  Engine& engine_;
  integrations::Bell bell_;
  std::map<std::string, playbooks::Timer> timers_;            // by name
  std::set<std::pair<playbooks::Time, std::string>> by_due_;  // waiting to fire; a fired one is not in it
};

}  // namespace bot
