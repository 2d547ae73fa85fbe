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
  std::optional<Time> due(std::string_view severity) const { return next_update_due(policy_, severity, context_.now); }

  const State& state_;
  const Context& context_;
  const Policy& policy_;
};

}  // namespace playbooks
