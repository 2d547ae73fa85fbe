#pragma once
// What is stored of each type, under which name and in which order: one table for writing and reading, so that the two
// cannot differ. Names and order are part of the format (the hash covers the bytes): a new field goes to the end, with
// a default; none is renamed, moved or removed.
#include <concepts>
#include <type_traits>

#include "playbooks/model/events.hpp"
#include "playbooks/model/incident.hpp"

namespace storage::codec {

namespace pb = playbooks;

/// T or const T: the writer gives const objects, the reader fills others.
template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

/// A field that came later: it is written only where it says something, so that what was written before it stays as it
/// was, byte by byte.
void later(auto& a, std::string_view name, auto& value) {
  if (a.reads || value != std::remove_cvref_t<decltype(value)>{}) a(name, value);
}

// Parts
void fields(auto& a, Is<pb::Actor> auto& v) {
  a("id", v.id)("name", v.name);
}
void fields(auto& a, Is<pb::Done> auto& v) {
  a("by", v.by)("at", v.at);
}
void fields(auto& a, Is<pb::ComponentClaim> auto& v) {
  a("component", v.component)("status", v.status);
}
void fields(auto& a, Is<pb::CardPlace> auto& v) {
  a("channel", v.channel)("ts", v.ts)("permalink", v.permalink);
}
void fields(auto& a, Is<pb::PublicPage> auto& v) {
  a("id", v.id)("link", v.link)("shows", v.shows)("at", v.at)("trouble", v.trouble)("page", v.page);
}
void fields(auto& a, Is<pb::PublicDraft> auto& v) {
  a("text", v.text)("from", v.from)("title", v.title)("written", v.written);
}

// The incident's snapshot: a cache, rebuilt from the events
void fields(auto& a, Is<pb::Incident> auto& v) {
  a("id", v.id)("version", v.version)("title", v.title)("severity", v.severity)("status", v.status);
  a("visibility", v.visibility)("kind", v.kind)("impact", v.impact)("components", v.components)("lead", v.lead);
  a("declared", v.declared)("started", v.started)("mitigated", v.mitigated)("resolved", v.resolved);
  a("last_update", v.last_update)("updated", v.updated)("status_set", v.status_set)("severity_set", v.severity_set);
  a("components_set", v.components_set)("update_due", v.update_due)("overdue_reminders", v.overdue_reminders);
  a("channel", v.channel)("card", v.card)("page", v.page);
  a("postmortem", v.postmortem)("postmortem_set", v.postmortem_set);
  if (v.escalation != pb::Escalation{} || a.reads) a("escalation", v.escalation);
  a("other_pages", v.other_pages)("public_title", v.public_title)("draft", v.draft)("public_due", v.public_due);
  later(a, "public_nudges", v.public_nudges);
  later(a, "public_posts", v.public_posts);
  later(a, "public_late", v.public_late);
  later(a, "held_by", v.held_by);
}

// Events
void fields(auto& a, Is<pb::IncidentDeclared> auto& v) {
  a("title", v.title)("severity", v.severity)("visibility", v.visibility)("kind", v.kind)("impact", v.impact);
  a("components", v.components)("started", v.started)("lead", v.lead)("channel", v.channel);
  a("update_due", v.update_due)("public_due", v.public_due);
  later(a, "published", v.published);
  later(a, "held_by", v.held_by);
}
void fields(auto& a, Is<pb::UpdatePosted> auto& v) {
  a("text", v.text)("update_due", v.update_due)("public_due", v.public_due);
  later(a, "published", v.published);
}
void fields(auto& a, Is<pb::StatusChanged> auto& v) {
  a("from", v.from)("to", v.to)("text", v.text)("update_due", v.update_due)("public_due", v.public_due);
  later(a, "published", v.published);
}
void fields(auto& a, Is<pb::SeverityChanged> auto& v) {
  a("from", v.from)("to", v.to)("reason", v.reason)("update_due", v.update_due)("public_due", v.public_due);
}
void fields(auto& a, Is<pb::ComponentsChanged> auto& v) {
  a("components", v.components);
}
void fields(auto& a, Is<pb::NoteAdded> auto& v) {
  a("text", v.text)("happened_at", v.happened_at);
}
void fields(auto& a, Is<pb::IncidentResolved> auto& v) {
  a("text", v.text);
  later(a, "published", v.published);
}
void fields(auto& a, Is<pb::IncidentReopened> auto& v) {
  a("reason", v.reason)("update_due", v.update_due)("public_due", v.public_due);
  later(a, "published", v.published);
}
void fields(auto& a, Is<pb::IncidentCancelled> auto& v) {
  a("reason", v.reason);
}
void fields(auto& a, Is<pb::UpdateOverdue> auto& v) {
  a("due", v.due)("next_reminder", v.next_reminder);
}
void fields(auto& a, Is<pb::CardPosted> auto& v) {
  a("place", v.place);
}
void fields(auto& a, Is<pb::PublicPageUpdated> auto& v) {
  a("page_id", v.page_id)("link", v.link)("shows", v.shows)("page", v.page);
}
void fields(auto& a, Is<pb::DeliveryFailed> auto& v) {
  a("what", v.what)("why", v.why)("public_page", v.public_page)("page", v.page);
}
void fields(auto& a, Is<pb::ComponentStatusSet> auto& v) {
  a("component", v.component)("status", v.status)("message", v.message)("until", v.until)("because", v.because);
}
void fields(auto& a, Is<pb::PostmortemLinked> auto& v) {
  a("url", v.url);
}

}  // namespace storage::codec
