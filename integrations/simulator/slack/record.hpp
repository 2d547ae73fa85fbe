#pragma once
// What the bot did: every call, and every breach of Slack's rules. Hooks see a call before and after it takes effect.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "integrations/simulator/slack_types.hpp"

namespace integrations::simulator::slack {

struct Record {
  std::vector<SlackCall> calls;
  std::vector<std::string> violations;
  std::vector<std::function<void(const SlackCall&)>> before, answering;
  bool dropped = false;  // a hook asked for the connection to be reset

  void violation(std::string what) { violations.push_back(std::move(what)); }
  /// False when a hook asked to drop the call.
  static bool tell(Record& record, const std::vector<std::function<void(const SlackCall&)>>& hooks,
                   const SlackCall& call) {
    record.dropped = false;
    const auto all = hooks;  // one may add another
    for (const auto& hook : all) hook(call);
    return !std::exchange(record.dropped, false);
  }
};

}  // namespace integrations::simulator::slack
