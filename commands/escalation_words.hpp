#pragma once
// What replies say of an escalation: who is paged now, how far it has come, what became of the pages.
#include <vector>

#include "commands/command.hpp"

namespace commands {

/// " Tier 2 (Engineering lead) is paged: Ann Lee by SMS. Next tier at 15:05 UTC.", one sentence for each step among
/// the events, each with a space before it; empty when nobody was paged.
playbooks::Text who_is_paged(const std::vector<playbooks::Recorded>& events, const playbooks::Incident& incident,
                             const playbooks::Policy& policy);

/// "tier 2 (Engineering lead) of 3 since 14:35 UTC; next tier at 15:05 UTC, in 30 min".
playbooks::Text escalation_now(const playbooks::Incident& incident, playbooks::Time now);

/// One line for each page, newest first, six at most: "Ann Lee: Slack message delivered 14:05 UTC, SMS failed (…)".
std::vector<playbooks::Text> pages_now(const playbooks::Incident& incident, const playbooks::Policy& policy);

/// "delivered 14:05 UTC", "failed: not a phone number", "waiting since 14:05 UTC".
playbooks::Text became_of(const playbooks::PageAttempt& attempt);

}  // namespace commands
