#pragma once
// Which events are about what, so that one visitor can hand a whole kind to the file that knows it.
#include <concepts>

#include "playbooks/model/events.hpp"

namespace playbooks {

template <class E, class... Kinds>
concept OneOf = (std::same_as<E, Kinds> || ...);

template <class E>
concept EscalationEvent = OneOf<E, EscalationStarted, TierReached, EscalationExhausted, PeoplePaged, PageContinued,
                                PageNoted, PageDeclined, EscalationAcknowledged, StillOnItAsked, EscalationResumed,
                                EscalationSnoozed, EscalationPolicyApplied, LeadHandedOff>;

template <class E>
concept OnCallEvent = OneOf<E, OverrideAdded, OverrideRemoved, ScheduleImported, ShiftBegan, ContactTested,
                            ContactTestNoted, ContactTestAnswered, AuditReported>;

template <class E>
concept MaintenanceEvent =
    OneOf<E, MaintenanceScheduled, MaintenanceAnnounced, MaintenanceStartAsked, MaintenanceStarted, MaintenanceUpdated,
          MaintenanceUpdateOverdue, MaintenanceExtended, MaintenanceStepSet, MaintenanceCompleted, MaintenanceCancelled,
          MaintenanceWatched, MaintenancePageUpdated, MaintenanceDeliveryFailed>;

/// Of an incident: what is said of it to the public.
template <class E>
concept PublicEvent =
    OneOf<E, PublicTextDrafted, PublicTextPublished, PublicUpdateNudged, PublicUpdateSnoozed, PublicPageAdopted>;

/// Of the status pages and of people's own words on components.
template <class E>
concept StatusDeskEvent = OneOf<E, PageRead, DriftSettled, ManualClaimAged>;

}  // namespace playbooks
