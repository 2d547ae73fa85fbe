#pragma once
// How many pages one person gets by one way: a storm must not make a phone useless. State machines without input or
// output: the caller brings the time (UTC). They live in memory, so a restart begins to count anew.
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "playbooks/model/contact.hpp"

namespace integrations {

/// SMS: 5 in 15 min and 11 in an hour; calls: 3 and 7; e-mail: 20 in 15 min. The first two are what GoAlert has found
/// bearable over the years (its contact method limits). Other ways are not limited here.
class PageThrottle {
 public:
  struct Delay {
    playbooks::Time at{};
    std::string why;  // "at most 5 SMS in 15 min to one person; next at 14:05 UTC"
  };
  /// Nothing when a page may leave now. Asking changes nothing. The first page of an incident is not asked for: whoever
  /// sends it says so with sent() alone.
  std::optional<Delay> next(const std::string& person, playbooks::Channel channel, playbooks::Time now) const;
  /// A page left, or may have left.
  void sent(const std::string& person, playbooks::Channel channel, playbooks::Time now);

 private:
  std::map<std::pair<std::string, playbooks::Channel>, std::deque<playbooks::Time>> sent_;  // the newest, oldest first
};

/// How long a lane waits after failures: 2 s, doubling to 30 s, until something succeeds. Short, because a page that
/// waits is a person who does not know.
class PageBackOff {
 public:
  /// Counts one more failure and says when to try again.
  playbooks::Time failed(const std::string& lane, playbooks::Time now);
  void succeeded(const std::string& lane) { failures_.erase(lane); }

 private:
  std::map<std::string, int> failures_;
};

}  // namespace integrations
