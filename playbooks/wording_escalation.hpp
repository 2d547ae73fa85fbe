#pragma once
// The sentences about escalation and on-call: for the timeline, for the channel, for those who go on and off call.
#include "playbooks/rules.hpp"

namespace playbooks::wording {

// New messages in the incident's channel.
Text tier_reached(const Incident& incident, const TierReached& event, const Policy& policy);
Text exhausted(const Incident& incident, const EscalationExhausted& event, const Policy& policy);
Text still_on_it(const Incident& incident, const StillOnItAsked& event, Time now);
Text handed_off(const Incident& incident, const LeadHandedOff& event, const Actor& by);

/// "Ann Lee by Slack message, Bob Day by SMS".
std::string who_by_what(const std::vector<Page>& pages, const Policy& policy);

// The timeline's sentences, one for each kind of event.
Text escalation_sentence(const Recorded& event, const Policy& policy);

// On-call.
Text went_on_call(const ShiftBegan& event, const Policy& policy, const std::vector<const Incident*>& open);
Text went_off_call(const ShiftBegan& event, const Policy& policy);
Text nobody_on_call(const ShiftBegan& event, const Policy& policy);
Text schedule_trouble(const ScheduleImported& event, const Policy& policy);
Text audit_report(const std::vector<std::string>& findings);
/// "On call: Ann Lee until 2026-11-23 09:00 UTC (Primary on-call)": for a channel's topic.
std::string topic(const ShiftBegan& event, const Policy& policy);
/// Who could not be reached by the drill, and who did not answer.
Text drill_report(const std::vector<ContactTest>& tests, const Policy& policy);

}  // namespace playbooks::wording
