#include <fmt/format.h>

#include <algorithm>

#include "playbooks/cadence.hpp"
#include "playbooks/decider.hpp"
#include "playbooks/escalation_story.hpp"
#include "playbooks/limits.hpp"
#include "playbooks/maintenance_plan.hpp"
#include "playbooks/model/words.hpp"
#include "playbooks/public_words.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

std::string severity_names(const Policy& policy) {
  std::string names;
  for (const auto& severity : policy.severities) names += (names.empty() ? "" : ", ") + severity.name;
  return names;
}

PublicTextDrafted drafted(PublicWords words) {
  return {std::move(words.text), std::move(words.from), std::move(words.title)};
}

/// What a component is presumed to suffer when only its name was given.
ComponentStatus presumed_status(const Severity& severity) {
  if (severity.impact == "critical") return ComponentStatus::major_outage;
  if (severity.impact == "major") return ComponentStatus::partial_outage;
  return ComponentStatus::degraded_performance;
}

}  // namespace

std::string by_and_at(const Done& done) {
  return fmt::format("by @{} at {}", done.by.name.empty() ? done.by.id : done.by.name, utc_clock(done.at));
}

Result<const Incident*> Decider::find(IncidentId id) const {
  const auto found = state_.incidents.find(id);
  if (found == state_.incidents.end())
    return refuse(Errc::not_found,
                  fmt::format("There is no {}. See the open ones with `/incident list`.", to_string(id)));
  return &found->second;
}

Result<const Incident*> Decider::find_open(IncidentId id) const {
  const auto found = find(id);
  if (!found || (*found)->open()) return found;
  const Incident& incident = **found;
  return refuse(Errc::conflict,
                fmt::format("{} is {} ({}). To go on with it, type `/incident reopen {}`.", to_string(id),
                            to_string(incident.status), by_and_at(incident.status_set), to_string(id)));
}

Decision Decider::operator()(const DeclareIncident& c) const {
  const auto title = limited_title(c.title);
  if (!title) return std::unexpected(title.error());
  const auto* severity = policy_.severity(c.severity.empty() ? policy_.default_severity : c.severity);
  if (severity == nullptr)
    return refuse(Errc::invalid,
                  fmt::format("“{}” is not a severity. Use one of: {}.", c.severity, severity_names(policy_)));
  if (c.kind == Kind::drill && c.visibility == Visibility::public_page)
    return refuse(Errc::invalid, "A drill is never published. Leave out --public, or leave out --drill.");
  if (c.started && *c.started > context_.now + 1min)
    return refuse(Errc::invalid,
                  fmt::format("It cannot have started at {}: that is still to come.", utc_minute(*c.started)));
  auto components = known_components(c.components);
  if (!components) return std::unexpected(components.error());
  for (auto& claim : *components)
    if (claim.status == ComponentStatus::operational) claim.status = presumed_status(*severity);
  if (policy_.publicity.cascade_at_once) add_consequences(*components);

  if (!c.anyway) {
    for (const auto& [id, other] : state_.incidents)
      if (other.open() && folded(other.title) == folded(*title) && other.kind == c.kind &&
          context_.now - other.declared.at < policy_.duplicate_window)
        return refuse(
            Errc::conflict,
            fmt::format("Already declared: {} “{}”, {}. Nothing was added. If this is another one, add --anyway.",
                        to_string(id), other.title, by_and_at(other.declared)));
  }

  const bool shown = c.kind == Kind::real && policy_.publishes() &&
                     (c.visibility ? *c.visibility == Visibility::public_page : severity->public_at_once);
  if (c.visibility == Visibility::public_page && !policy_.publishes())
    return refuse(Errc::invalid, "No status page is configured, so nothing can be public. Leave out --public.");
  Incident fresh;
  fresh.id = {state_.next_incident};
  IncidentDeclared declared;
  declared.title = *title;
  declared.severity = severity->name;
  declared.visibility = shown ? Visibility::public_page : Visibility::internal;
  declared.kind = c.kind;
  declared.impact = c.impact;
  declared.components = *components;
  declared.started = c.started.value_or(context_.now);
  declared.lead = c.lead.id.empty() ? context_.by : c.lead;
  declared.channel = c.channel.empty() ? policy_.incident_channel : c.channel;
  declared.update_due = due(severity->name);
  declared.published = shown && !policy_.publicity.confirm;
  if (shown) declared.public_due = public_due(severity->name, declared.published);
  const bool to_confirm = shown && !declared.published;
  const bool real = declared.kind == Kind::real;
  if (real && !policy_.escalation_policies.empty()) declared.held_by = held_by(state_, declared.components);
  const bool held = declared.held_by.number > 0;
  EscalationStory story{fresh, state_, context_, policy_};
  story.tell(std::move(declared));
  if (to_confirm) story.tell(drafted(first_words(story.incident(), policy_, context_.now)));
  if (real && !held) story.start("declared");  // a drill pages nobody by itself
  return story.take();
}

Decision Decider::operator()(const PostUpdate& c) const {
  const auto incident = find_open(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto text = limited(c.text, "update");
  if (!text) return std::unexpected(text.error());
  const auto& i = **incident;
  if (i.last_update == *text && context_.now - i.updated.at < 1min)
    return refuse(Errc::conflict,
                  fmt::format("Already posted {}: the same text. Nothing was sent again.", by_and_at(i.updated)));
  return with_public(i, UpdatePosted{*text, due(i.severity), {}, false}, *text);
}

Decision Decider::operator()(const SetStatus& c) const {
  if (c.status == Status::resolved) return (*this)(ResolveIncident{c.incident, c.text});
  if (c.status == Status::cancelled) return (*this)(CancelIncident{c.incident, c.text});
  const auto incident = find_open(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  if (i.status == c.status) {
    if (!c.text.empty()) return (*this)(PostUpdate{c.incident, c.text});
    return refuse(Errc::conflict, fmt::format("{} is already {}: done {}.", to_string(i.id), to_string(i.status),
                                              by_and_at(i.status_set)));
  }
  std::string text;
  if (!c.text.empty()) {
    auto checked = limited(c.text, "update");
    if (!checked) return std::unexpected(checked.error());
    text = *checked;
  }
  return with_public(i, StatusChanged{i.status, c.status, text, due(i.severity), {}, false},
                     text.empty() ? wording::public_status(c.status) : text);
}

Decision Decider::operator()(const SetSeverity& c) const {
  const auto incident = find_open(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  const auto* severity = policy_.severity(c.severity);
  if (severity == nullptr)
    return refuse(Errc::invalid,
                  fmt::format("“{}” is not a severity. Use one of: {}.", c.severity, severity_names(policy_)));
  if (severity->name == i.severity)
    return refuse(Errc::conflict,
                  fmt::format("{} is already {}: set {}.", to_string(i.id), i.severity, by_and_at(i.severity_set)));
  EscalationStory story{i, state_, context_, policy_};
  story.tell(
      SeverityChanged{i.severity, severity->name, c.reason, due(severity->name), earlier_public_due(i, *severity)});
  const bool raised = policy_.severity(i.severity) == nullptr || severity < policy_.severity(i.severity);
  if (raised && i.kind == Kind::real) story.rise(i.severity);
  return story.take();
}

Decision Decider::operator()(const SetComponents& c) const {
  const auto incident = find_open(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  auto claims = known_components(c.claims);
  if (!claims) return std::unexpected(claims.error());
  if (claims->empty())
    return refuse(Errc::invalid,
                  fmt::format("Name at least one component, like `api:partial`. Components: {}.", component_names()));
  if (policy_.publicity.cascade_at_once) add_consequences(*claims, i.components);
  auto merged = i.components;
  for (const auto& claim : *claims) {
    const auto same = std::ranges::find(merged, claim.component, &ComponentClaim::component);
    if (same == merged.end())
      merged.push_back(claim);
    else
      same->status = claim.status;
  }
  if (merged == i.components)
    return refuse(Errc::conflict,
                  fmt::format("{} already says so: set {}.", to_string(i.id), by_and_at(i.components_set)));
  return one(i, ComponentsChanged{std::move(merged)});
}

Decision Decider::operator()(const AddNote& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto text = limited(c.text, "note");
  if (!text) return std::unexpected(text.error());
  if (c.at && *c.at > context_.now + 1min)
    return refuse(Errc::invalid,
                  fmt::format("{} is still to come: a note tells what has happened.", utc_minute(*c.at)));
  return one(**incident, NoteAdded{*text, c.at});
}

Decision Decider::operator()(const ResolveIncident& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  if (i.status == Status::resolved)
    return refuse(Errc::conflict,
                  fmt::format("{} is already resolved: done {}.", to_string(i.id), by_and_at(i.status_set)));
  if (const auto open = find_open(c.incident); !open) return std::unexpected(open.error());
  const auto text = limited(c.text, "resolution");
  if (!text) return std::unexpected(text.error());
  Incident over = i;
  over.resolved = context_.now;
  IncidentResolved resolved{*text, false};
  return with_public(i, resolved, wording::public_resolved(over, resolved, policy_));
}

Decision Decider::operator()(const ReopenIncident& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  if (i.open())
    return refuse(Errc::conflict, fmt::format("{} is open already: {} since {}.", to_string(i.id), to_string(i.status),
                                              utc_clock(i.status_set.at)));
  EscalationStory story{i, state_, context_, policy_};
  IncidentReopened reopened{c.reason, due(i.severity), {}, speaks_for_itself(i)};
  const bool to_confirm = i.shown_publicly() && !reopened.published;
  if (i.shown_publicly()) reopened.public_due = public_due(i.severity, reopened.published);
  story.tell(std::move(reopened));
  if (to_confirm) story.tell(PublicTextDrafted{c.reason.empty() ? wording::public_reopened() : c.reason, {}, {}});
  if (i.kind == Kind::real) story.start("reopened");
  return story.take();
}

Decision Decider::operator()(const CancelIncident& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  if (i.status == Status::cancelled)
    return refuse(Errc::conflict,
                  fmt::format("{} is already cancelled: done {}.", to_string(i.id), by_and_at(i.status_set)));
  if (const auto open = find_open(c.incident); !open) return std::unexpected(open.error());
  return one(i, IncidentCancelled{c.reason});
}

Decision Decider::operator()(const RemindOverdueUpdate& c) const {
  const auto incident = find_open(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  if (i.update_due != c.due) return refuse(Errc::conflict, "An update was given in time.");
  return one(i, UpdateOverdue{c.due, next_reminder(policy_, i.severity, i.overdue_reminders, context_.now)});
}

Decision Decider::operator()(const NoteCardPosted& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& card = (*incident)->card;
  if (card.channel == c.place.channel && card.ts == c.place.ts)
    return refuse(Errc::conflict, "The card is known to be there.");
  return one(**incident, CardPosted{c.place});
}

Decision Decider::operator()(const NotePublicPage& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& page = (*incident)->page_on(c.page.empty() ? first_page : c.page);
  if (page.id == c.page_id && page.shows == c.shows && page.trouble.empty())
    return refuse(Errc::conflict, "The page is known to show that.");
  return one(**incident, PublicPageUpdated{c.page_id, c.link, c.shows, page.id.empty(), c.page});
}

Decision Decider::operator()(const NoteDeliveryFailed& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  return one(**incident, DeliveryFailed{c.what, c.why, c.public_page, c.page});
}

Result<std::vector<Recorded>> decide(const State& state, const Command& command, const Context& context,
                                     const Policy& policy) {
  return std::visit(Decider{state, context, policy}, command);
}

}  // namespace playbooks
