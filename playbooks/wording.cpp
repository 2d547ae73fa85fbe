#include "playbooks/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "playbooks/event_kinds.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/public_words.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording_escalation.hpp"
#include "playbooks/wording_maintenance.hpp"
#include "playbooks/wording_public.hpp"

namespace playbooks {
namespace {

std::string name_of(std::string_view component, const Policy& policy) {
  const auto* found = policy.component(component);
  return found == nullptr ? std::string{component} : found->name;
}

/// In the timeline people are named, not mentioned: nobody wants to be notified of what they did themselves.
std::string named(const Actor& actor) {
  return "@" + (actor.name.empty() ? actor.id : actor.name);
}

/// `text` as a sentence of its own.
std::string as_sentence(std::string text) {
  if (!text.empty() && std::string_view{".!?"}.find(text.back()) == std::string_view::npos) text += '.';
  return text;
}

Text with_text(Text text, const std::string& said) {
  if (!said.empty()) text << ": " << said;
  return text;
}

Text declared(const Recorded& event, const IncidentDeclared& e, const Policy& policy) {
  Text text;
  text << named(event.by) << " declared " << Bold{event.stream} << " (" << e.severity << ", " << to_string(e.visibility)
       << (e.kind == Kind::drill ? ", drill" : "") << "): " << e.title;
  if (!e.components.empty()) text << ". Affected: " << wording::component_list(e.components, policy);
  if (!e.impact.empty()) text << ". Impact: " << e.impact;
  if (e.started < event.at - std::chrono::minutes{1}) text << ". Started " << Moment{e.started};
  return text;
}

}  // namespace

namespace wording {

std::string component_list(const std::vector<ComponentClaim>& components, const Policy& policy) {
  std::string list;
  for (const auto& claim : components)
    list +=
        fmt::format("{}{} ({})", list.empty() ? "" : ", ", name_of(claim.component, policy), in_words(claim.status));
  return list;
}

bool is_raised(const SeverityChanged& change, const Policy& policy) {
  const auto rank = [&](std::string_view name) {
    return std::ranges::find(policy.severities, name, &Severity::name) - policy.severities.begin();
  };
  return rank(change.to) < rank(change.from);
}

Text severity_raised(const Incident& incident, const SeverityChanged& change, const Actor& by) {
  Text text;
  text << Bold{to_string(incident.id)} << " is now " << Bold{change.to} << " (was " << change.from << "), says "
       << named(by) << ": " << incident.title;
  if (!change.reason.empty()) text << ". Reason: " << change.reason;
  return text;
}

Text resolved(const Incident& incident, const IncidentResolved& event, const Recorded& recorded) {
  Text text;
  text << Bold{to_string(incident.id)} << " is resolved after " << spoken(recorded.at - incident.started) << ", by "
       << named(recorded.by) << ": " << incident.title << ". " << event.text;
  return text;
}

Text reopened(const Incident& incident, const IncidentReopened& event, const Actor& by) {
  Text text;
  text << Bold{to_string(incident.id)} << " is open again, says " << named(by) << ": " << incident.title;
  if (!event.reason.empty()) text << ". " << event.reason;
  return text;
}

Text update_overdue(const Incident& incident, const UpdateOverdue& event, Time now) {
  Text text;
  text << Person{incident.lead} << ", an update on " << Bold{to_string(incident.id)} << " was due at "
       << Moment{event.due};
  if (now - event.due >= std::chrono::minutes{1}) text << " (" << spoken(now - event.due) << " ago)";
  text << ". Type " << Code{"/incident update " + to_string(incident.id) + " <what is known>"} << ".";
  return text;
}

std::string public_resolved(const Incident& incident, const IncidentResolved& event, const Policy& policy) {
  return as_sentence(event.text) + " " + resolved_words(incident, policy, *incident.resolved, {}).text;
}

std::string public_status(Status status) {
  switch (status) {
    case Status::investigating:
      return "We are investigating the cause.";
    case Status::identified:
      return "The cause has been found and a fix is being prepared.";
    case Status::monitoring:
      return "A fix is in place and we are watching the results.";
    case Status::resolved:
      return "The problem is resolved.";
    case Status::cancelled:
      return "This was a false alarm.";
  }
  std::unreachable();
}

std::string public_reopened() {
  return "The problem has come back. We are investigating.";
}

std::string public_cancelled(const IncidentCancelled& event) {
  return event.reason.empty() ? "This was a false alarm: the service was not affected." : event.reason;
}

std::string public_postmortem(const Incident& incident) {
  return "Read the post-mortem: " + incident.postmortem;
}

}  // namespace wording

Text sentence(const Recorded& event, const Policy& policy) {
  Text who;
  who << named(event.by);
  return std::visit(
      Overloaded{
          [&](const IncidentDeclared& e) { return declared(event, e, policy); },
          [&](const UpdatePosted& e) { return who << ": " << e.text; },
          [&](const StatusChanged& e) {
            return with_text(who << " set the status to " << Bold{std::string{to_string(e.to)}}, e.text);
          },
          [&](const SeverityChanged& e) {
            return with_text(who << " changed the severity from " << e.from << " to " << Bold{e.to}, e.reason);
          },
          [&](const ComponentsChanged& e) {
            return who << " set the components: " << wording::component_list(e.components, policy);
          },
          [&](const NoteAdded& e) {
            who << " noted";
            if (e.happened_at) who << " (happened " << Moment{*e.happened_at} << ")";
            return who << ": " << e.text;
          },
          [&](const IncidentResolved& e) { return who << " " << Bold{"resolved"} << " it: " << e.text; },
          [&](const IncidentReopened& e) { return with_text(who << " " << Bold{"reopened"} << " it", e.reason); },
          [&](const IncidentCancelled& e) { return with_text(who << " " << Bold{"cancelled"} << " it", e.reason); },
          [&](const UpdateOverdue& e) { return Text{} << "The update due at " << Moment{e.due} << " was not given"; },
          [&](const CardPosted&) { return Text{"The card was posted"}; },
          [&](const PublicPageUpdated& e) {
            Text text;
            const bool first = e.page.empty() || e.page == first_page;
            text << (first ? "The status page" : wording::page_name(e.page)) << " shows it as " << Bold{e.shows};
            if (!e.link.empty()) text << ": " << Link{e.link, e.link};
            return text;
          },
          [&](const DeliveryFailed& e) { return Text{} << "Could not be delivered: " << e.what << ". " << e.why; },
          [&](const ComponentStatusSet& e) {
            // What others say of it stands: "set to operational" would not be true.
            if (e.status == ComponentStatus::operational)
              return with_text(who << " took back what was set for " << Bold{name_of(e.component, policy)}, e.message);
            who << " set " << Bold{name_of(e.component, policy)} << " to " << in_words(e.status);
            if (!e.because.empty()) who << ", because of " << name_of(e.because, policy);
            if (e.until) who << ", until " << Moment{*e.until};
            return with_text(std::move(who), e.message);
          },
          [&](const PostmortemLinked& e) { return who << " linked the post-mortem: " << Link{e.url, e.url}; },
          [&](const EscalationEvent auto&) { return wording::escalation_sentence(event, policy); },
          [&](const OnCallEvent auto&) { return wording::escalation_sentence(event, policy); },
          [&](const PublicEvent auto&) { return wording::public_sentence(event, policy); },
          [&](const StatusDeskEvent auto&) { return wording::public_sentence(event, policy); },
          [&](const MaintenanceEvent auto&) { return wording::maintenance_sentence(event, policy); }},
      event.event);
}

bool belongs_in_timeline(const Event& event) {
  if (const auto* page = std::get_if<PublicPageUpdated>(&event)) return page->first;
  if (const auto* noted = std::get_if<PageNoted>(&event)) return noted->state == PageState::failed;
  return !std::holds_alternative<CardPosted>(event) && !std::holds_alternative<PublicUpdateNudged>(event);
}

}  // namespace playbooks
