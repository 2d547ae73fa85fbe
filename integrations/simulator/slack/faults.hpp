#pragma once
// What goes wrong on purpose, and what Slack's rate limits refuse.
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/simulator/slack_types.hpp"

namespace integrations::simulator::slack {

class Faults {
 public:
  void add(SlackFault fault) { faults_.push_back(std::move(fault)); }
  void clear() { faults_.clear(); }
  /// The first that is meant for this call, used up by one.
  std::optional<SlackFault> take(std::string_view method, playbooks::Time now);

 private:
  std::vector<SlackFault> faults_;
};

class RateLimits {
 public:
  /// Counts a call. The seconds to wait when it is one too many in a rolling minute.
  std::optional<int> method(const std::string& name, int per_minute, playbooks::Time now);
  /// Counts a message. One a second and channel, a few at once.
  std::optional<int> message(const std::string& channel, playbooks::Time now);

 private:
  std::map<std::string, std::deque<playbooks::Time>> calls_;
  std::map<std::string, playbooks::Time> next_;  // when the channel's last message would have been due
};

}  // namespace integrations::simulator::slack
