#pragma once
// What goes to the status pages, and what is asked of people so that the public is told in time. Parts of react().
#include <string>

#include "playbooks/rules.hpp"

namespace playbooks {

/// The lane of a status page: one of its own for each, so that one that is down holds up no other.
std::string page_lane(std::string_view page);

/// One effect for each page that is kept: what it must say of the incident from now on.
Reaction publish_incident(const Incident& incident, const Recorded& event, const Policy& policy, Status status,
                          const std::string& body, std::optional<bool> notify);
/// Only its components: where nobody has published words yet.
Reaction publish_components(const Incident& incident, const Recorded& event, const Policy& policy);
Reaction publish_postmortem(const Incident& incident, const Recorded& event, const Policy& policy);
Reaction withdraw_postmortem(const Incident& incident, const Policy& policy);
/// Brings one component to the worst of its claims on every page.
Reaction publish_component(const std::string& component, const Recorded& event, const Policy& policy);

/// The timer for the next public word, shortly before it is due; cancelled when none is.
Reaction public_timer(const Incident& incident, const Policy& policy, Time now);
/// A draft waits: whoever is asked has buttons.
Reaction ask_to_publish(const Incident& incident, const Recorded& event);
Reaction nudge(const Incident& incident, const Recorded& event, const PublicUpdateNudged& nudged, const Policy& policy);

/// For the stream "components".
Reaction react_to_component(const State& after, const Recorded& event, const Policy& policy);
/// For the stream "page".
Reaction react_to_page(const State& after, const Recorded& event, const Policy& policy);

}  // namespace playbooks
