#pragma once
// What one command leads to, arm by arm: the inside of decide(). The arms stand in decide*.cpp.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "playbooks/cadence.hpp"
#include "playbooks/rules.hpp"

namespace playbooks {

using Decision = Result<std::vector<Recorded>>;

/// "by @ann at 14:05 UTC".
std::string by_and_at(const Done& done);

class Decider {
 public:
  Decider(const State& state, const Context& context, const Policy& policy)
      : state_(state), context_(context), policy_(policy) {}

  Decision operator()(const DeclareIncident& c) const;
  Decision operator()(const PostUpdate& c) const;
  Decision operator()(const SetStatus& c) const;
  Decision operator()(const SetSeverity& c) const;
  Decision operator()(const SetComponents& c) const;
  Decision operator()(const AddNote& c) const;
  Decision operator()(const ResolveIncident& c) const;
  Decision operator()(const ReopenIncident& c) const;
  Decision operator()(const CancelIncident& c) const;
  Decision operator()(const SetComponentStatus& c) const;
  Decision operator()(const RemindOverdueUpdate& c) const;
  Decision operator()(const NoteCardPosted& c) const;
  Decision operator()(const NotePublicPage& c) const;
  Decision operator()(const NoteDeliveryFailed& c) const;
  Decision operator()(const SetPostmortem& c) const;
  Decision operator()(const AcknowledgeIncident& c) const;
  Decision operator()(const UnacknowledgeIncident& c) const;
  Decision operator()(const EscalateIncident& c) const;
  Decision operator()(const PagePeople& c) const;
  Decision operator()(const SnoozeEscalation& c) const;
  Decision operator()(const DeclinePage& c) const;
  Decision operator()(const HandOffLead& c) const;
  Decision operator()(const ApplyEscalationPolicy& c) const;
  Decision operator()(const AdvanceTier& c) const;
  Decision operator()(const AskStillOnIt& c) const;
  Decision operator()(const ResumeEscalation& c) const;
  Decision operator()(const ContinuePage& c) const;
  Decision operator()(const NotePage& c) const;
  Decision operator()(const AddOverride& c) const;
  Decision operator()(const RemoveOverride& c) const;
  Decision operator()(const ImportSchedule& c) const;
  Decision operator()(const NoteShift& c) const;
  Decision operator()(const TestContact& c) const;
  Decision operator()(const NoteContactTest& c) const;
  Decision operator()(const AnswerContactTest& c) const;
  Decision operator()(const ReportAudit& c) const;
  Decision operator()(const DraftPublicText& c) const;
  Decision operator()(const PublishPublicText& c) const;
  Decision operator()(const SnoozePublicUpdate& c) const;
  Decision operator()(const NudgePublicUpdate& c) const;
  Decision operator()(const NotePageRead& c) const;
  Decision operator()(const SettleDrift& c) const;
  Decision operator()(const AgeManualClaim& c) const;
  Decision operator()(const ExpireManualClaim& c) const;
  Decision operator()(const AdoptIncident& c) const;
  Decision operator()(const ScheduleMaintenance& c) const;
  Decision operator()(const StartMaintenance& c) const;
  Decision operator()(const UpdateMaintenance& c) const;
  Decision operator()(const ExtendMaintenance& c) const;
  Decision operator()(const CompleteMaintenance& c) const;
  Decision operator()(const CancelMaintenance& c) const;
  Decision operator()(const SetMaintenanceStep& c) const;
  Decision operator()(const AnnounceMaintenance& c) const;
  Decision operator()(const BeginMaintenance& c) const;
  Decision operator()(const RemindMaintenanceUpdate& c) const;
  Decision operator()(const EndMaintenanceWatch& c) const;
  Decision operator()(const NoteMaintenancePage& c) const;
  Decision operator()(const NoteMaintenanceFailed& c) const;

 private:
  Result<const Incident*> find(IncidentId id) const;
  Result<const Incident*> find_open(IncidentId id) const;

  Recorded record(const Incident& incident, Event event) const {
    return {to_string(incident.id), incident.version + 1, context_.now, context_.by, context_.input, std::move(event)};
  }
  Decision one(const Incident& incident, Event event) const {
    return std::vector<Recorded>{record(incident, std::move(event))};
  }
  Decision on_call(Event event) const {
    return std::vector<Recorded>{{std::string{oncall_stream}, state_.oncall.version + 1, context_.now, context_.by,
                                  context_.input, std::move(event)}};
  }
  Recorded of_maintenance(Event event, int ahead = 1) const {
    return {std::string{maintenance_stream},
            state_.upkeep.version + ahead,
            context_.now,
            context_.by,
            context_.input,
            std::move(event)};
  }
  Recorded of_component(Event event, int ahead = 1) const {
    return {std::string{components_stream},
            state_.components_version + ahead,
            context_.now,
            context_.by,
            context_.input,
            std::move(event)};
  }
  Recorded of_page(Event event, int ahead = 1) const {
    return {std::string{page_stream}, state_.pages.version + ahead, context_.now, context_.by, context_.input,
            std::move(event)};
  }
  std::string component_names() const;
  /// By key, each once, the last word on each; refused when there is no such component.
  Result<std::vector<ComponentClaim>> known_components(const std::vector<ComponentClaim>& claims) const;
  std::string better_than(const Drift& drift) const;
  std::vector<std::string> followers(const std::vector<ComponentClaim>& claims) const;
  /// What follows from the claims for other components, where an incident does not say worse of them in `own` already.
  void add_consequences(std::vector<ComponentClaim>& claims, const std::vector<ComponentClaim>& own = {}) const;

  /// Whether what responders say goes to the public by itself.
  bool speaks_for_itself(const Incident& i) const { return i.shown_publicly() && !policy_.publicity.confirm; }
  std::optional<Time> public_due(std::string_view severity, bool published) const {
    return published ? next_public_due(policy_, severity, context_.now)
                     : first_public_due(policy_, severity, context_.now);
  }
  /// Why nothing of it may ever be published; none when it may.
  std::optional<std::string> never_public(const Incident& i) const;
  std::optional<Time> earlier_public_due(const Incident& i, const Severity& severity) const;
  /// `event`, told to the public too; or, where somebody must publish it, with `words` as the new draft.
  template <class E>
  Decision with_public(const Incident& i, E event, const std::string& words) const {
    event.published = speaks_for_itself(i);
    if constexpr (requires { event.public_due; })
      if (i.shown_publicly()) event.public_due = public_due(i.severity, event.published);
    const bool to_confirm = i.shown_publicly() && !event.published;
    std::vector<Recorded> events{record(i, std::move(event))};
    if (to_confirm) {
      events.push_back(record(i, PublicTextDrafted{words, {}, {}}));
      ++events.back().number;
    }
    return events;
  }
  std::optional<Time> due(std::string_view severity) const { return next_update_due(policy_, severity, context_.now); }

  const State& state_;
  const Context& context_;
  const Policy& policy_;
};

}  // namespace playbooks
