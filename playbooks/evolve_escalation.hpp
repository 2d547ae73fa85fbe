#pragma once
// What events of escalation and on-call make of the state: the inside of evolve(). Knows no configured policy.
#include "playbooks/rules.hpp"

namespace playbooks {

void evolve_escalation(Incident& incident, const Recorded& event, const EscalationStarted& e);
void evolve_escalation(Incident& incident, const Recorded& event, const TierReached& e);
void evolve_escalation(Incident& incident, const Recorded& event, const EscalationExhausted& e);
void evolve_escalation(Incident& incident, const Recorded& event, const PeoplePaged& e);
void evolve_escalation(Incident& incident, const Recorded& event, const PageContinued& e);
void evolve_escalation(Incident& incident, const Recorded& event, const PageNoted& e);
void evolve_escalation(Incident& incident, const Recorded& event, const PageDeclined& e);
void evolve_escalation(Incident& incident, const Recorded& event, const EscalationAcknowledged& e);
void evolve_escalation(Incident& incident, const Recorded& event, const StillOnItAsked& e);
void evolve_escalation(Incident& incident, const Recorded& event, const EscalationResumed& e);
void evolve_escalation(Incident& incident, const Recorded& event, const EscalationSnoozed& e);
void evolve_escalation(Incident& incident, const Recorded& event, const EscalationPolicyApplied& e);
void evolve_escalation(Incident& incident, const Recorded& event, const LeadHandedOff& e);

/// Somebody spoke: whoever acknowledged is still on it.
void hear_update(Incident& incident, const Recorded& event);
/// The incident is over: nobody is paged any more.
void end_escalation(Incident& incident, const Recorded& event);

void evolve_oncall(OnCall& oncall, const Recorded& event, const OverrideAdded& e);
void evolve_oncall(OnCall& oncall, const Recorded& event, const OverrideRemoved& e);
void evolve_oncall(OnCall& oncall, const Recorded& event, const ScheduleImported& e);
void evolve_oncall(OnCall& oncall, const Recorded& event, const ShiftBegan& e);
void evolve_oncall(OnCall& oncall, const Recorded& event, const ContactTested& e);
void evolve_oncall(OnCall& oncall, const Recorded& event, const ContactTestNoted& e);
void evolve_oncall(OnCall& oncall, const Recorded& event, const ContactTestAnswered& e);
void evolve_oncall(OnCall& oncall, const Recorded& event, const AuditReported& e);

}  // namespace playbooks
