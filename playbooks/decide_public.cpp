// What may be said to the public of an incident: drafts, publication, and when the next word is owed.
#include <fmt/format.h>

#include <algorithm>

#include "playbooks/decider.hpp"
#include "playbooks/limits.hpp"
#include "playbooks/wording_public.hpp"

namespace playbooks {
using namespace std::chrono_literals;

std::optional<Time> Decider::earlier_public_due(const Incident& i, const Severity& severity) const {
  const auto by_severity = next_public_due(policy_, severity.name, context_.now);
  if (!i.public_due || !by_severity) return i.public_due;
  return std::min(*i.public_due, *by_severity);
}

Decision Decider::operator()(const DraftPublicText& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  if (const auto reason = never_public(**incident)) return refuse(Errc::conflict, *reason);
  const auto text = limited(c.text, "public text");
  if (!text) return std::unexpected(text.error());
  return one(**incident, PublicTextDrafted{*text, c.from, c.title});
}

std::optional<std::string> Decider::never_public(const Incident& i) const {
  if (!policy_.publishes())
    return "No status page is kept, so nothing can be published. Configure one, see `/sitrep doctor`.";
  if (i.kind == Kind::drill) return fmt::format("{} is a drill: nothing of it is published.", to_string(i.id));
  if (i.status == Status::cancelled)
    return fmt::format("{} is cancelled ({}): nothing more of it is published.", to_string(i.id),
                       by_and_at(i.status_set));
  return std::nullopt;
}

Decision Decider::operator()(const PublishPublicText& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  const auto id = to_string(i.id);
  if (const auto reason = never_public(i)) return refuse(Errc::conflict, *reason);
  const bool from_draft = c.text.empty();
  if (from_draft && !i.draft)
    return refuse(Errc::invalid,
                  fmt::format("There is no draft for {}. Write one with `/statuspage draft {} <text>`, or give "
                              "the text: `/statuspage publish {} <text>`.",
                              id, id, id));
  if (policy_.publicity.two_persons && !from_draft)
    return refuse(Errc::invalid,
                  fmt::format("Two people publish here: write a draft with `/statuspage draft {} <text>`; "
                              "somebody else publishes it.",
                              id));
  if (policy_.publicity.two_persons && i.draft->written.by.id == context_.by.id)
    return refuse(
        Errc::invalid,
        fmt::format("You wrote this draft: somebody else must publish it with `/statuspage publish {}`.", id));
  if (policy_.publicity.two_persons && !c.title.empty() && c.title != i.draft->title)
    return refuse(Errc::invalid,
                  fmt::format("Two people publish here, also a title: write it with the draft, `/statuspage "
                              "draft {} <text> --title \"…\"`; somebody else publishes it.",
                              id));
  const auto text = limited(from_draft ? i.draft->text : c.text, "public text");
  if (!text) return std::unexpected(text.error());
  const auto& title = from_draft && c.title.empty() ? i.draft->title : c.title;
  const bool worst = !policy_.severities.empty() && policy_.severities.front().name == i.severity;
  if (const auto complaint = wording::complaint(title.empty() ? *text : title + ". " + *text, policy_);
      !complaint.empty() && !c.anyway && !worst)
    return refuse(Errc::invalid,
                  fmt::format("Not published: {} Change it, or publish it as it is with `--anyway`.", complaint));
  PublicTextPublished published{*text, title, c.notify, !i.shown_publicly(), {}, {}};
  if (from_draft) published.drafted_by = i.draft->written.by;
  if (i.open()) published.public_due = public_due(i.severity, true);
  return one(i, std::move(published));
}

Decision Decider::operator()(const SnoozePublicUpdate& c) const {
  const auto incident = find_open(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  if (!i.public_due)
    return refuse(Errc::conflict, fmt::format("The public is owed nothing of {}: it is {}.", to_string(i.id),
                                              i.shown_publicly() ? "told as it comes" : "internal"));
  if (c.reason.empty())
    return refuse(Errc::invalid, fmt::format("Say why: `/statuspage snooze {} 30m <reason>`. It stays in the history.",
                                             to_string(i.id)));
  if (c.how_long < 1min || c.how_long > 4h)
    return refuse(Errc::invalid, "Snooze for 1 min to 4 h: customers are waiting.");
  return one(i, PublicUpdateSnoozed{context_.now + c.how_long, c.reason});
}

Decision Decider::operator()(const NudgePublicUpdate& c) const {
  const auto incident = find_open(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  if (i.public_due != c.due) return refuse(Errc::conflict, "The public was told in time.");
  const bool late = context_.now >= c.due;
  const auto next = late ? next_reminder(policy_, i.severity, i.public_nudges, context_.now) : std::optional{c.due};
  return one(i, PublicUpdateNudged{c.due, late, next});
}

Decision Decider::operator()(const AdoptIncident& c) const {
  const auto stranger = std::ranges::find(state_.pages.strangers, c.id, &Stranger::id);
  if (stranger == state_.pages.strangers.end())
    return refuse(Errc::not_found,
                  fmt::format("No open incident “{}” was seen on a status page. See `/statuspage drift`.", c.id));
  for (const auto& [id, incident] : state_.incidents)
    if (incident.page_on(stranger->page).id == stranger->id)
      return refuse(Errc::conflict, fmt::format("It is run here already: {} “{}”, taken over {}.", to_string(id),
                                                incident.title, by_and_at(incident.declared)));
  const auto* severity = policy_.severity(c.severity.empty() ? policy_.default_severity : c.severity);
  if (severity == nullptr) return refuse(Errc::invalid, fmt::format("“{}” is not a severity.", c.severity));
  IncidentDeclared declared;
  declared.title = stranger->name;
  declared.severity = severity->name;
  declared.started = context_.now;
  declared.lead = context_.by;
  declared.channel = c.channel.empty() ? policy_.incident_channel : c.channel;
  declared.update_due = due(severity->name);
  Incident fresh;
  fresh.id = {state_.next_incident};
  std::vector<Recorded> events{
      record(fresh, std::move(declared)),
      record(fresh, PublicPageAdopted{stranger->page, stranger->id, stranger->link, stranger->status})};
  events.back().number = 2;
  return events;
}

}  // namespace playbooks
