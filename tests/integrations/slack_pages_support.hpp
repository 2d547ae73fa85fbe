#pragma once
// An incident in the middle of its escalation, and a policy with people, for tests of pages on Slack.
#include "slack_support.hpp"

namespace slack_test {

/// Ann, Bob (no Slack id), a schedule with a topic and a user group, and the escalation policy "default" of three
/// tiers.
playbooks::Policy paging_policy();
/// INC-12 at tier 2, step 4: page 1 to Ann went out by Slack and failed by SMS, page 2 to Bob is on its way, page 3 to
/// a user group and page 4 to a channel are too; the next tier is due in 15 min.
playbooks::Incident escalated();
playbooks::ContactTest trial(bool drill = false);

}  // namespace slack_test
