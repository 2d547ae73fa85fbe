#pragma once
// One lane of the outbox as a plain data structure: which effect goes next, what is merged with it, what may still be
// withdrawn. No input or output, no clock; tested by hand. Every call costs no more than the logarithm of what waits,
// so that a hundred thousand waiting messages slow nothing down.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

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
  /// As many texts as are joined into one message or one public update.
  static constexpr std::size_t most_joined = 20;

  /// What to send next and the older ones of its group that it settles too.
  struct Next {
    playbooks::Effect effect;
    std::vector<playbooks::Effect> merged;
  };

  void add(Pending pending);
  bool empty() const { return pending_.empty(); }
  std::size_t size() const { return pending_.size(); }

  /// By priority, then by age. Cards: the newest one of the incident stands for all. Texts (thread lines, public
  /// updates) are joined only when they have waited for more than 5 s, so that each stays a message of its own while
  /// all is well.
  std::optional<Next> next(playbooks::Time now) const;
  /// The priority of what is next; none when empty.
  std::optional<playbooks::Priority> most_urgent() const;

  /// Everything that may have been sent, oldest first.
  std::vector<playbooks::Effect> doubtful() const;
  /// Those of them that must be looked up before `effect` may go: its group, or all without a group. Oldest first.
  /// Group by group, so that what one look-up has learned is settled before a rate limit delays the next.
  std::vector<playbooks::Effect> doubtful_like(const playbooks::Effect& effect) const;
  /// No longer in doubt: certainly not sent.
  void clear_doubt();
  void clear_doubt(const std::vector<playbooks::Effect>& effects);
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
  /// Those that cards show as waiting.
  std::vector<const Pending*> shown_waiting() const;
  bool has_card_to_come() const;
  /// The one that has waited longest; nullptr when empty.
  const Pending* oldest() const;

 private:
  using Rank = std::pair<playbooks::Priority, std::uint64_t>;
  Pending* find(const std::string& key);
  const Pending* find(const std::string& key) const;
  static bool part_of(const Next& next, const std::string& key);
  template <class F>
  void each_of(const Next& next, F&& apply);

  std::map<Rank, Pending> pending_;
  std::unordered_map<std::string, Rank> by_key_;
  std::map<std::string, std::set<Rank>> by_group_;
  std::set<Rank> doubts_, announced_;
};

}  // namespace bot
