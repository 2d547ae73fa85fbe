#pragma once
// The rules of escalation with a memory, their timers and an outside world that answers as a test wants.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "playbooks/paging.hpp"
#include "playbooks/rules.hpp"

namespace playbooks {

inline const Time noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};
inline const Actor ann{"U1", "ann"}, bob{"U2", "bob"}, carol{"U3", "carol"};

/// ann is on call, bob leads, carol is VP; tier 1 has 15 min, tier 2 15 min, tier 3 30 min.
Policy paging_policy();

struct PagingWorld {
  Policy rules = paging_policy();
  State state;
  Time now = noon;
  std::vector<Recorded> history;
  std::vector<std::string> sent;     // "0:15:00 bob slack"
  std::vector<std::string> ended;    // "ann slack acknowledged"
  std::vector<Text> notices;         // new messages in the channel
  std::set<Channel> broken, silent;  // refused at once; never answered
  std::map<std::string, Timer> timers;
  std::vector<Effect> waiting;  // pages that nobody has answered for

  Result<std::vector<Recorded>> run(const Command& command, const Actor& by = ann);
  std::string refusal(const Command& command, const Actor& by = ann);
  /// Lets what has been ordered go out and be answered.
  void deliver();
  void run_until(Time until);
  void run_for(Duration span) { run_until(now + span); }
  /// Time passes, but nothing happens in it: Sitrep is down.
  void sleep_through(Duration span) { now += span; }

  IncidentId declare(std::string severity = "P1", std::vector<ComponentClaim> components = {});
  const Incident& incident() const { return state.incidents.at({state.next_incident - 1}); }
  const Escalation& escalation() const { return incident().escalation; }
  IncidentId id() const { return incident().id; }
  std::vector<std::string> sentences() const;

 private:
  void take(Reaction reaction);
  std::string elapsed() const;
};

}  // namespace playbooks
