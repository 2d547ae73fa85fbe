#pragma once
// How far an incident's escalation has come, as the card and the pages show it: where it stands, who was told by which
// way with which result. Names only, never mentions: a card that is drawn anew must not call anybody.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "integrations/slack/views/blocks.hpp"
#include "playbooks/model/policy.hpp"

namespace integrations::slack {

/// "Escalation: tier 2 of 3 (Engineering lead), next tier in 12 min (Today 14:20)". Empty where nothing is escalated or
/// the incident is over.
playbooks::Text escalation_line(const playbooks::Incident& incident, playbooks::Time now);

/// One line for each target, the one told last first: "Ann Lee: Slack message ✓ 14:03, SMS failed (not a phone
/// number)". At most `most`, then "and 4 more". Empty when nobody was told. `except` is left out.
playbooks::Text who_was_told(const playbooks::Incident& incident, const playbooks::Policy& policy, std::size_t most,
                             const std::optional<playbooks::Target>& except = std::nullopt);

/// The configured policy is no longer the one that this escalation runs by.
bool policy_was_edited(const playbooks::Incident& incident, const playbooks::Policy& policy);

/// What can be done now, most urgent first: Acknowledge and Escalate, or “Still on it”, or neither.
std::vector<Button> escalation_buttons(const playbooks::Incident& incident);

/// The line of a button that moves the escalation on; one drawn for an earlier step changes nothing.
std::string escalate_line(const playbooks::Incident& incident);

}  // namespace integrations::slack
