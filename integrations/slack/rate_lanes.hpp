#pragma once
// When the next call may go, as far as Slack's published limits and its own Retry-After say. A state machine without
// I/O: it is told what was sent and what was refused, and asked when the next one may go. Keeping the limits ourselves
// is cheaper than being refused: over-limit messages may be dropped by Slack without a word.
#include <map>
#include <string>
#include <string_view>

#include "playbooks/model/time.hpp"

namespace integrations::slack {

class RateLanes {
 public:
  struct Turn {
    playbooks::Time at{};  // now or earlier: at once
    std::string why;       // what is waited for; empty when at once
  };
  /// `channel` matters for chat.postMessage alone (one message a second in each channel) and may be empty.
  Turn when(std::string_view method, std::string_view channel, playbooks::Time now) const;
  /// The call is made now.
  void sent(std::string_view method, std::string_view channel, playbooks::Time now);
  /// Slack answered 429: this method waits, and no other.
  void limited(std::string_view method, playbooks::Duration wait, playbooks::Time now);

 private:
  struct Lane {
    playbooks::Time full{};     // when everything sent so far will have been paid for
    playbooks::Time blocked{};  // Slack's own word
  };
  std::map<std::string, Lane, std::less<>> methods_;
  std::map<std::string, playbooks::Time, std::less<>> channels_;
};

/// Calls a minute that Slack allows of a method.
int calls_a_minute(std::string_view method);

}  // namespace integrations::slack
