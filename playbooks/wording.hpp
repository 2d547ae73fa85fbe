#pragma once
// The sentences: for the timeline, for the channel, for the public. One place, so that the same thing is always said
// the same way.
#include <string>

#include "playbooks/model/events.hpp"
#include "playbooks/model/policy.hpp"
#include "playbooks/model/text.hpp"

namespace playbooks {


namespace wording {

/// Whether the severity became worse (earlier in the policy's list).
bool is_raised(const SeverityChanged& change, const Policy& policy);

// New messages in the channel.
Text severity_raised(const Incident& incident, const SeverityChanged& change, const Actor& by);
Text resolved(const Incident& incident, const IncidentResolved& event, const Recorded& recorded);
Text reopened(const Incident& incident, const IncidentReopened& event, const Actor& by);
Text update_overdue(const Incident& incident, const UpdateOverdue& event, Time now);

// Words for the public, used where nobody wrote any.
/// What fixed it, how long it lasted, and an apology.
std::string public_resolved(const Incident& incident, const IncidentResolved& event, const Policy& policy);
std::string public_status(Status status);
std::string public_reopened();
std::string public_cancelled(const IncidentCancelled& event);
std::string public_postmortem(const Incident& incident);

/// "API (partial outage), Database (major outage)".
std::string component_list(const std::vector<ComponentClaim>& components, const Policy& policy);

}  // namespace wording
}  // namespace playbooks
