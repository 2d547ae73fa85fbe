#include <algorithm>

#include "playbooks/event_kinds.hpp"
#include "playbooks/evolve_escalation.hpp"
#include "playbooks/evolve_maintenance.hpp"
#include "playbooks/evolve_public.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/rules.hpp"

namespace playbooks {
namespace {

void drop_claims(Claims& claims, std::string_view holder) {
  for (auto it = claims.begin(); it != claims.end();) {
    std::erase_if(it->second, [&](const HeldClaim& claim) { return claim.holder == holder; });
    it = it->second.empty() ? claims.erase(it) : std::next(it);
  }
}

}  // namespace

/// Makes the incident's claims what its component list says: none when it is closed.
void hold_claims(Claims& claims, const Incident& incident, const Recorded& event) {
  const auto holder = to_string(incident.id);
  drop_claims(claims, holder);
  if (!incident.open()) return;
  for (const auto& component : incident.components)
    if (component.status != ComponentStatus::operational)
      claims[component.component].push_back({component.component, holder, component.status, incident.shown_publicly(),
                                             event.at, event.by, incident.title});
}

namespace {

void answered(Incident& incident, const Recorded& event, const std::string& text, std::optional<Time> due) {
  if (!text.empty()) incident.last_update = text;
  incident.updated = {event.by, event.at};
  incident.update_due = due;
  incident.overdue_reminders = 0;
  hear_update(incident, event);
}

void set_status(Incident& incident, const Recorded& event, Status to) {
  incident.status = to;
  incident.status_set = {event.by, event.at};
  if (to == Status::monitoring && !incident.mitigated) incident.mitigated = event.at;
}

void close(Incident& incident, const Recorded& event, Status to, const std::string& text) {
  set_status(incident, event, to);
  answered(incident, event, text, std::nullopt);
  incident.resolved = event.at;
  end_escalation(incident, event);
}

struct Apply {
  State& state;
  Incident& incident;
  const Recorded& event;

  void operator()(const IncidentDeclared& e) const {
    incident.title = e.title;
    incident.severity = e.severity;
    incident.visibility = e.visibility;
    incident.kind = e.kind;
    incident.impact = e.impact;
    incident.components = e.components;
    incident.started = e.started;
    incident.lead = e.lead;
    incident.channel = e.channel;
    incident.update_due = e.update_due;
    incident.declared = incident.updated = incident.status_set = incident.severity_set =
        incident.components_set = {event.by, event.at};
    incident.held_by = e.held_by;
    hold_claims(state.claims, incident, event);
    heard_by_the_public(incident, event.at, e.published, e.public_due);
  }
  void operator()(const UpdatePosted& e) const {
    answered(incident, event, e.text, e.update_due);
    heard_by_the_public(incident, event.at, e.published, e.public_due);
  }
  void operator()(const StatusChanged& e) const {
    set_status(incident, event, e.to);
    answered(incident, event, e.text, e.update_due);
    heard_by_the_public(incident, event.at, e.published, e.public_due);
  }
  void operator()(const SeverityChanged& e) const {
    incident.severity = e.to;
    incident.severity_set = {event.by, event.at};
    incident.update_due = e.update_due;
    incident.overdue_reminders = 0;
    if (incident.public_due && e.public_due) incident.public_due = e.public_due;
  }
  void operator()(const ComponentsChanged& e) const {
    incident.components = e.components;
    incident.components_set = {event.by, event.at};
    hold_claims(state.claims, incident, event);
  }
  void operator()(const NoteAdded&) const {}
  void operator()(const IncidentResolved& e) const {
    close(incident, event, Status::resolved, e.text);
    heard_by_the_public(incident, event.at, e.published, std::nullopt);
    incident.public_due.reset();
    hold_claims(state.claims, incident, event);
  }
  void operator()(const IncidentReopened& e) const {
    set_status(incident, event, Status::investigating);
    answered(incident, event, e.reason, e.update_due);
    incident.resolved.reset();
    heard_by_the_public(incident, event.at, e.published, e.public_due);
    hold_claims(state.claims, incident, event);
  }
  void operator()(const IncidentCancelled& e) const {
    close(incident, event, Status::cancelled, e.reason);
    incident.public_due.reset();
    hold_claims(state.claims, incident, event);
  }
  void operator()(const UpdateOverdue&) const { ++incident.overdue_reminders; }
  void operator()(const CardPosted& e) const { incident.card = e.place; }
  void operator()(const PublicPageUpdated& e) const {
    page_of(incident, e.page) = {e.page_id, e.link, e.shows, event.at, {}, e.page};
  }
  void operator()(const DeliveryFailed& e) const {
    if (e.public_page) page_of(incident, e.page).trouble = e.why;
  }
  void operator()(const PublicEvent auto& e) const {
    evolve_public(incident, event, e);
    if constexpr (OneOf<std::remove_cvref_t<decltype(e)>, PublicTextPublished, PublicPageAdopted>)
      hold_claims(state.claims, incident, event);
  }
  void operator()(const StatusDeskEvent auto&) const {}
  void operator()(const MaintenanceEvent auto&) const {}
  void operator()(const ComponentStatusSet&) const {}
  void operator()(const EscalationEvent auto& e) const { evolve_escalation(incident, event, e); }
  void operator()(const OnCallEvent auto&) const {}
  void operator()(const PostmortemLinked& e) const {
    incident.postmortem = e.url;
    incident.postmortem_set = {event.by, event.at};
  }
};

void set_manual_claim(State& state, const Recorded& event, const ComponentStatusSet& set) {
  auto& held = state.claims[set.component];
  std::erase_if(held, [](const HeldClaim& claim) { return claim.holder == "manual"; });
  if (set.status != ComponentStatus::operational)
    held.push_back(
        {set.component, "manual", set.status, true, event.at, event.by, set.message, set.until, set.because});
  if (held.empty()) state.claims.erase(set.component);
}

}  // namespace

void evolve(State& state, const Recorded& event) {
  if (const auto* set = std::get_if<ComponentStatusSet>(&event.event)) {
    set_manual_claim(state, event, *set);
    state.components_version = event.number;
    return;
  }
  if (event.stream == components_stream) {  // a person's word has aged: asked about, nothing changed
    state.components_version = event.number;
    return;
  }
  if (event.stream == maintenance_stream) return evolve_maintenance(state, event);
  if (event.stream == page_stream) return evolve_status_desk(state.pages, event);
  if (event.stream == oncall_stream) {
    std::visit(
        Overloaded{[&](const OnCallEvent auto& e) { evolve_oncall(state.oncall, event, e); }, [](const auto&) {}},
        event.event);
    state.oncall.version = event.number;
    return;
  }
  const auto id = parse_incident_id(event.stream);
  if (!id) return;
  if (std::holds_alternative<IncidentDeclared>(event.event)) {
    state.incidents[*id].id = *id;
    state.next_incident = std::max(state.next_incident, id->number + 1);
  }
  const auto found = state.incidents.find(*id);
  if (found == state.incidents.end()) return;
  std::visit(Apply{state, found->second, event}, event.event);
  found->second.version = event.number;
}

}  // namespace playbooks
