#pragma once
// Everything that can be asked of the rules. What people typed, already understood, not yet decided.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/escalation_commands.hpp"
#include "playbooks/model/incident.hpp"
#include "playbooks/model/maintenance_commands.hpp"
#include "playbooks/model/oncall_commands.hpp"
#include "playbooks/model/public_events.hpp"
#include "playbooks/model/status_desk.hpp"

namespace playbooks {

struct DeclareIncident {
  std::string title;
  std::string severity;  // empty: the policy's default
  std::vector<ComponentClaim> components;
  std::string impact;
  std::optional<Visibility> visibility;  // none: as the severity says
  Kind kind = Kind::real;
  std::optional<Time> started;
  Actor lead;           // empty: whoever declares
  std::string channel;  // Slack channel id where it will be run
  bool anyway = false;  // declare although one with the same title is open
};
struct PostUpdate {
  IncidentId incident;
  std::string text;
};
struct SetStatus {
  IncidentId incident;
  Status status;
  std::string text;
};
struct SetSeverity {
  IncidentId incident;
  std::string severity;
  std::string reason;
};
struct SetComponents {
  IncidentId incident;
  std::vector<ComponentClaim> claims;
};  // merged into what it claims
struct AddNote {
  IncidentId incident;
  std::string text;
  std::optional<Time> at;
};
struct ResolveIncident {
  IncidentId incident;
  std::string text;
};
struct ReopenIncident {
  IncidentId incident;
  std::string reason;
};
struct CancelIncident {
  IncidentId incident;
  std::string reason;
};
struct SetPostmortem {
  IncidentId incident;
  std::string url;
};
struct SetComponentStatus {
  std::vector<ComponentClaim> claims;
  std::string message;
  std::optional<Time> until{};
  std::string because{};  // whose consequence it is, or which numbers said so
};  // a person's own claim
struct RemindOverdueUpdate {
  IncidentId incident;
  Time due;
};  // from the timer

/// What the outside world answered to an effect; becomes history only where it changes what people see.
struct NoteCardPosted {
  IncidentId incident;
  CardPlace place;
};
struct NotePublicPage {
  IncidentId incident;
  std::string page_id;
  std::string link;
  std::string shows;
  std::string page{};  // which status page; empty: "statuspage"
};
struct NoteDeliveryFailed {
  IncidentId incident;
  std::string what;
  std::string why;
  bool public_page = false;
  std::string page{};  // which status page, where it is one
};

using Command = std::variant<
    DeclareIncident, PostUpdate, SetStatus, SetSeverity, SetComponents, AddNote, ResolveIncident, ReopenIncident,
    CancelIncident, SetComponentStatus, RemindOverdueUpdate, NoteCardPosted, NotePublicPage, NoteDeliveryFailed,
    SetPostmortem, AcknowledgeIncident, UnacknowledgeIncident, EscalateIncident, PagePeople, SnoozeEscalation,
    DeclinePage, HandOffLead, ApplyEscalationPolicy, AdvanceTier, AskStillOnIt, ResumeEscalation, ContinuePage,
    NotePage, AddOverride, RemoveOverride, ImportSchedule, NoteShift, TestContact, NoteContactTest, AnswerContactTest,
    ReportAudit, DraftPublicText, PublishPublicText, SnoozePublicUpdate, NudgePublicUpdate, NotePageRead, SettleDrift,
    AgeManualClaim, ExpireManualClaim, AdoptIncident, ScheduleMaintenance, StartMaintenance, UpdateMaintenance,
    ExtendMaintenance, CompleteMaintenance, CancelMaintenance, SetMaintenanceStep, AnnounceMaintenance,
    BeginMaintenance, RemindMaintenanceUpdate, EndMaintenanceWatch, NoteMaintenancePage, NoteMaintenanceFailed>;

}  // namespace playbooks
