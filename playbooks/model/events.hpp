#pragma once
// Everything that can have happened. Events are the truth: append-only, never reinterpreted. A field may be added with
// a default; none may be renamed or removed, because old history must stay readable for ever.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/escalation_events.hpp"
#include "playbooks/model/incident.hpp"
#include "playbooks/model/maintenance_events.hpp"
#include "playbooks/model/oncall_events.hpp"
#include "playbooks/model/public_events.hpp"
#include "playbooks/model/status_desk.hpp"

namespace playbooks {

struct IncidentDeclared {
  std::string title;
  std::string severity;
  Visibility visibility = Visibility::internal;
  Kind kind = Kind::real;
  std::string impact;
  std::vector<ComponentClaim> components;
  Time started{};
  Actor lead;
  std::string channel;
  std::optional<Time> update_due;
  std::optional<Time> public_due{};
  bool published = false;   // words went to the public with it
  MaintenanceId held_by{};  // nobody is paged before this maintenance is over
  bool operator==(const IncidentDeclared&) const = default;
};
struct UpdatePosted {
  std::string text;
  std::optional<Time> update_due;
  std::optional<Time> public_due{};
  bool published = false;
  bool operator==(const UpdatePosted&) const = default;
};
struct StatusChanged {
  Status from, to;
  std::string text;
  std::optional<Time> update_due;
  std::optional<Time> public_due{};
  bool published = false;
  bool operator==(const StatusChanged&) const = default;
};
struct SeverityChanged {
  std::string from, to, reason;
  std::optional<Time> update_due;
  std::optional<Time> public_due{};
  bool operator==(const SeverityChanged&) const = default;
};
struct ComponentsChanged {
  std::vector<ComponentClaim> components;  // the whole list afterwards
  bool operator==(const ComponentsChanged&) const = default;
};
struct NoteAdded {
  std::string text;
  std::optional<Time> happened_at;  // when it happened, where that differs from when it was told
  bool operator==(const NoteAdded&) const = default;
};
struct IncidentResolved {
  std::string text;
  bool published = false;
  bool operator==(const IncidentResolved&) const = default;
};
struct IncidentReopened {
  std::string reason;
  std::optional<Time> update_due;
  std::optional<Time> public_due{};
  bool published = false;
  bool operator==(const IncidentReopened&) const = default;
};
struct IncidentCancelled {
  std::string reason;
  bool operator==(const IncidentCancelled&) const = default;
};
struct UpdateOverdue {
  Time due{};
  std::optional<Time> next_reminder;
  bool operator==(const UpdateOverdue&) const = default;
};
struct CardPosted {
  CardPlace place;
  bool operator==(const CardPosted&) const = default;
};
struct PublicPageUpdated {
  std::string page_id, link, shows;
  bool first = false;  // it was not on the page before
  std::string page{};  // which status page; empty: "statuspage"
  bool operator==(const PublicPageUpdated&) const = default;
};
struct DeliveryFailed {
  std::string what, why;
  bool public_page = false;
  std::string page{};  // which status page, where it is one
  bool operator==(const DeliveryFailed&) const = default;
};
/// On the stream "components": a person's own claim on one component. `operational` withdraws it.
struct ComponentStatusSet {
  std::string component;
  ComponentStatus status = ComponentStatus::operational;
  std::string message;
  std::optional<Time> until{};  // it ends by itself then
  std::string because{};        // whose consequence it is, or which numbers said so
  bool operator==(const ComponentStatusSet&) const = default;
};

/// The link of the post-mortem; a later one replaces it.
struct PostmortemLinked {
  std::string url;
  bool operator==(const PostmortemLinked&) const = default;
};

using Event =
    std::variant<IncidentDeclared, UpdatePosted, StatusChanged, SeverityChanged, ComponentsChanged, NoteAdded,
                 IncidentResolved, IncidentReopened, IncidentCancelled, UpdateOverdue, CardPosted, PublicPageUpdated,
                 DeliveryFailed, ComponentStatusSet, PostmortemLinked, EscalationStarted, TierReached,
                 EscalationExhausted, PeoplePaged, PageContinued, PageNoted, PageDeclined, EscalationAcknowledged,
                 StillOnItAsked, EscalationResumed, EscalationSnoozed, EscalationPolicyApplied, LeadHandedOff,
                 OverrideAdded, OverrideRemoved, ScheduleImported, ShiftBegan, ContactTested, ContactTestNoted,
                 ContactTestAnswered, AuditReported, PublicTextDrafted, PublicTextPublished, PublicUpdateNudged,
                 PublicUpdateSnoozed, PublicPageAdopted, PageRead, DriftSettled, ManualClaimAged, MaintenanceScheduled,
                 MaintenanceAnnounced, MaintenanceStartAsked, MaintenanceStarted, MaintenanceUpdated,
                 MaintenanceUpdateOverdue, MaintenanceExtended, MaintenanceStepSet, MaintenanceCompleted,
                 MaintenanceCancelled, MaintenanceWatched, MaintenancePageUpdated, MaintenanceDeliveryFailed>;

/// An event with its place in history.
struct Recorded {
  std::string stream;  // "INC-12", "components" for people's own claims, "oncall", "maintenance", "page"
  int number = 0;      // counts from 1 within the stream
  Time at{};
  Actor by;
  std::string input;  // id of the input that caused it, for logs and audit
  Event event;
  bool operator==(const Recorded&) const = default;
};

inline constexpr std::string_view components_stream = "components";
inline constexpr std::string_view oncall_stream = "oncall";
inline constexpr std::string_view maintenance_stream = "maintenance";
inline constexpr std::string_view page_stream = "page";

}  // namespace playbooks
