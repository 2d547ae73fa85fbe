#pragma once
// What an event makes of what the public knows: of an incident, and of the status pages.
#include <optional>
#include <string_view>

#include "playbooks/event_kinds.hpp"
#include "playbooks/state.hpp"

namespace playbooks {

/// Where what the status page `name` (empty: "statuspage") shows of the incident is kept; made when there is none yet.
PublicPage& page_of(Incident& incident, std::string_view name);

/// Words went out at `at` (`published`), and the next ones are owed at `due`. A word that was owed earlier counts as
/// late.
void heard_by_the_public(Incident& incident, Time at, bool published, std::optional<Time> due);

void evolve_public(Incident& incident, const Recorded& event, const PublicTextDrafted& e);
void evolve_public(Incident& incident, const Recorded& event, const PublicTextPublished& e);
void evolve_public(Incident& incident, const Recorded& event, const PublicUpdateNudged& e);
void evolve_public(Incident& incident, const Recorded& event, const PublicUpdateSnoozed& e);
void evolve_public(Incident& incident, const Recorded& event, const PublicPageAdopted& e);

/// For events of the stream "page".
void evolve_status_desk(StatusDesk& desk, const Recorded& event);

}  // namespace playbooks
