#pragma once
// One lane of the outbox as a plain data structure: which effect goes next, what is merged with it, what may still be
// withdrawn. No input or output, no clock; tested by hand.
#include <optional>
#include <string>
#include <vector>

#include "integrations/integration.hpp"
#include "playbooks/model/effects.hpp"

namespace bot {

struct Pending {
  playbooks::Effect effect;
  std::uint64_t order = 0;          // as it was made
  bool may_have_been_sent = false;  // after a crash or an unclear answer: look before sending
  bool announced = false;           // the card shows it as waiting
  std::string waits_for;            // "Slack rate limit until 14:06 UTC"; empty when it has not been held up
};

class Lane {
 public:
  void add(Pending pending);
  bool empty() const { return pending_.empty(); }
  std::size_t size() const { return pending_.size(); }
  const std::vector<Pending>& all() const { return pending_; }

  /// What to send next and the older ones of its group that it settles too. By priority, then by age. Cards: the newest
  /// one of the incident stands for all. Texts (thread lines, public updates) are joined only when they have waited for
  /// more than 5 s, so that each stays a message of its own while all is well.
  struct Next {
    playbooks::Effect effect;
    std::vector<playbooks::Effect> merged;
  };
  std::optional<Next> next(playbooks::Time now) const;

  /// Everything that may have been sent, oldest first.
  std::vector<playbooks::Effect> doubtful() const;
  /// No longer in doubt: certainly not sent.
  void clear_doubt();
  void mark_doubtful(const Next& sent);

  void remove(const std::string& key);
  /// Keys of a group that have certainly not been sent and are not in flight.
  std::vector<std::string> withdrawable(const std::string& group, const std::optional<Next>& in_flight) const;
  void hold_up(const Next& next, const std::string& why);
  /// Marks as announced; true when it was not before.
  bool announce(const Next& next);
  bool announced(const Next& next) const;
  /// It has an end: cards drawn from now on no longer show it as waiting.
  void conclude(const std::string& key);

 private:
  bool part_of(const Next& next, const std::string& key) const;
  std::vector<Pending> pending_;  // in order
};

}  // namespace bot
