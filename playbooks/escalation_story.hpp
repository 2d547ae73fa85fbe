#pragma once
// Several events that follow from one command, each decided on what the ones before it have made of the incident: the
// inside of decide() for escalation.
#include <string>
#include <vector>

#include "playbooks/escalating.hpp"

namespace playbooks {

class EscalationStory {
 public:
  /// The policy, the state and the context must outlive it.
  EscalationStory(const Incident& incident, const State& state, const Context& context, const Policy& policy);

  void tell(Event event);
  const Incident& incident() const { return scratch_.incidents.at(id_); }
  const Escalation& escalation() const { return incident().escalation; }

  /// Chooses the policy and tells its first tier. False, and nothing told, when no policy is meant for the incident.
  bool start(std::string why);
  /// The configured policy for the incident as it is now; nullptr when none is meant for it.
  const EscalationPolicy* chosen() const;
  /// Tells this tier and, where it leads to nobody, the ones after it; at last the fallback.
  void reach(int tier, int round, Duration late, const std::string& why, bool with_at_once = false);
  /// What comes after the tier that was reached last: the next one, another round, or the end.
  void go_on(Duration late, const std::string& why);
  /// The severity has been raised: another policy starts, an acknowledged escalation goes on, and tiers that this
  /// severity tells at once are told.
  void rise(const std::string& severity_before);
  /// A way of a page has failed or had its time: the next one, and where none is left for anybody, the next tier.
  void try_next_way(int page, const std::string& why);
  /// Whether pages have reached this target by this way lately, of whatever incident: one that waits is then held back,
  /// not lost.
  bool way_works(const Target& to, Channel channel) const;

  std::vector<Recorded> take() { return std::move(events_); }

 private:
  bool worst() const;
  Time next_due(int tier, Duration late) const;
  void exhaust();
  void reach_at_once(const std::string& severity_before);
  std::vector<Page> pages_of(int tier, std::vector<Target>& nobody, int first_number) const;

  const State& state_;
  const Context& context_;
  const Policy& policy_;
  IncidentId id_;
  State scratch_;
  std::vector<Recorded> events_;
};

}  // namespace playbooks
