#pragma once
// The parts of escalation that deciding, reacting and looking share: which policy, who is reached, how long a tier has.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/rules.hpp"

namespace playbooks::escalating {

/// The policy of the first route that fits; nullptr when no route does or it says “none”.
const EscalationPolicy* choose(const Policy& policy, std::string_view severity,
                               const std::vector<ComponentClaim>& components);

/// The ways to reach a person, in order: those of the tier where it names any that the person has, else the person's
/// own. Loud ones are left out in quiet hours unless `ignore_quiet` or nothing else is left. Empty: no way at all.
std::vector<ContactStep> steps_for(const Responder& person, const std::vector<ContactStep>& tier_channels,
                                   const Policy& policy, bool ignore_quiet, Time now);

/// The tier as it is called: "tier 2 (Engineering lead)".
std::string tier_name(const EscalationPolicy& policy, int tier);

/// What its next time leads to, as one says “the … is told”: "next tier", "next round", "fallback", "last tier".
std::string_view what_follows(const Escalation& escalation);

/// How long this tier has before the next one is told.
Duration patience(const EscalationPolicy& escalation, int tier, const Policy& policy, std::string_view severity);

/// "Ann Lee", the key when the person is not configured any more; "@oncall group S…", "#ops".
std::string target_name(const Target& target, const Policy& policy);

/// Whether this page may still go out or be tried by another way: nobody has the incident in hand since.
bool wanted(const Incident& incident, const Page& page);
/// All its ways have failed.
bool failed(const Page& page);

/// The person who is behind an actor: by Slack id, else by key or name.
const Responder* responder(const Policy& policy, const Actor& actor);

struct Reached {
  std::vector<Page> pages;     // numbered from `first_number`
  std::vector<Target> nobody;  // led to no one, or to someone who cannot be reached
};
/// Everybody whom these targets lead to now, each once.
Reached reach(const std::vector<Target>& targets, const std::vector<ContactStep>& channels, const Policy& policy,
              const OnCall& oncall, bool ignore_quiet, int tier, int first_number, Time now);

}  // namespace playbooks::escalating
