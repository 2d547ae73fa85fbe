#pragma once
// What is stored of public words, of drift and of maintenance: see event_fields.hpp for the rules.
#include "playbooks/state.hpp"
#include "storage/codec/event_fields.hpp"

namespace storage::codec {

// Parts
void fields(auto& a, Is<pb::MaintenanceStep> auto& v) {
  a("phase", v.phase)("text", v.text)("done", v.done);
}
void fields(auto& a, Is<pb::Maintenance> auto& v) {
  a("id", v.id)("title", v.title)("text", v.text)("components", v.components)("starts", v.starts)("ends", v.ends);
  a("start", v.start)("recurrence", v.recurrence)("state", v.state)("channel", v.channel)("scheduled", v.scheduled);
  a("announced", v.announced)("start_asked", v.start_asked)("started", v.started)("ended", v.ended);
  a("last_update", v.last_update)("updated", v.updated)("update_due", v.update_due);
  a("overdue_reminders", v.overdue_reminders)("steps", v.steps)("watched_until", v.watched_until)("pages", v.pages);
}
void fields(auto& a, Is<pb::Upkeep> auto& v) {
  a("version", v.version)("next_id", v.next_id)("windows", v.windows);
}
void fields(auto& a, Is<pb::Drift> auto& v) {
  a("page", v.page)("component", v.component)("there", v.there)("ours", v.ours);
}
void fields(auto& a, Is<pb::Stranger> auto& v) {
  a("page", v.page)("id", v.id)("name", v.name)("status", v.status)("link", v.link);
}
void fields(auto& a, Is<pb::StatusDesk> auto& v) {
  a("version", v.version)("suspected", v.suspected)("drifts", v.drifts)("ignored", v.ignored);
  a("strangers", v.strangers)("trouble", v.trouble);
}

// Events of an incident
void fields(auto& a, Is<pb::PublicTextDrafted> auto& v) {
  a("text", v.text)("from", v.from)("title", v.title);
}
void fields(auto& a, Is<pb::PublicTextPublished> auto& v) {
  a("text", v.text)("title", v.title)("notify", v.notify)("became_public", v.became_public);
  a("drafted_by", v.drafted_by)("public_due", v.public_due);
}
void fields(auto& a, Is<pb::PublicUpdateNudged> auto& v) {
  a("due", v.due)("late", v.late)("next", v.next);
}
void fields(auto& a, Is<pb::PublicUpdateSnoozed> auto& v) {
  a("until", v.until)("reason", v.reason);
}
void fields(auto& a, Is<pb::PublicPageAdopted> auto& v) {
  a("page", v.page)("page_id", v.page_id)("link", v.link)("shows", v.shows);
}

// Events on the streams "page" and "components"
void fields(auto& a, Is<pb::PageRead> auto& v) {
  a("page", v.page)("suspected", v.suspected)("drifts", v.drifts)("strangers", v.strangers)("trouble", v.trouble);
  a("fresh_drifts", v.fresh_drifts)("fresh_strangers", v.fresh_strangers)("trouble_is_new", v.trouble_is_new);
}
void fields(auto& a, Is<pb::DriftSettled> auto& v) {
  a("page", v.page)("component", v.component)("how", v.how);
}
void fields(auto& a, Is<pb::ManualClaimAged> auto& v) {
  a("component", v.component)("since", v.since);
}

// Events on the stream "maintenance"
void fields(auto& a, Is<pb::MaintenanceScheduled> auto& v) {
  a("maintenance", v.maintenance);
}
void fields(auto& a, Is<pb::MaintenanceAnnounced> auto& v) {
  a("maintenance", v.maintenance)("before", v.before);
}
void fields(auto& a, Is<pb::MaintenanceStartAsked> auto& v) {
  a("maintenance", v.maintenance);
}
void fields(auto& a, Is<pb::MaintenanceStarted> auto& v) {
  a("maintenance", v.maintenance)("late", v.late)("update_due", v.update_due);
}
void fields(auto& a, Is<pb::MaintenanceUpdated> auto& v) {
  a("maintenance", v.maintenance)("text", v.text)("update_due", v.update_due);
}
void fields(auto& a, Is<pb::MaintenanceUpdateOverdue> auto& v) {
  a("maintenance", v.maintenance)("due", v.due)("over_time", v.over_time)("next_reminder", v.next_reminder);
}
void fields(auto& a, Is<pb::MaintenanceExtended> auto& v) {
  a("maintenance", v.maintenance)("ends", v.ends)("reason", v.reason);
}
void fields(auto& a, Is<pb::MaintenanceStepSet> auto& v) {
  a("maintenance", v.maintenance)("step", v.step)("done", v.done);
}
void fields(auto& a, Is<pb::MaintenanceCompleted> auto& v) {
  a("maintenance", v.maintenance)("text", v.text)("still_red", v.still_red)("watched_until", v.watched_until);
}
void fields(auto& a, Is<pb::MaintenanceCancelled> auto& v) {
  a("maintenance", v.maintenance)("reason", v.reason);
}
void fields(auto& a, Is<pb::MaintenanceWatched> auto& v) {
  a("maintenance", v.maintenance)("troubles", v.troubles);
}
void fields(auto& a, Is<pb::MaintenancePageUpdated> auto& v) {
  a("maintenance", v.maintenance)("page", v.page);
}
void fields(auto& a, Is<pb::MaintenanceDeliveryFailed> auto& v) {
  a("maintenance", v.maintenance)("page", v.page)("why", v.why);
}

// Effects
void fields(auto& a, Is<pb::PublishMaintenance> auto& v) {
  a("maintenance", v.maintenance)("state", v.state)("body", v.body)("at", v.at)("page", v.page)("notify", v.notify);
}
void fields(auto& a, Is<pb::ReadPage> auto& v) {
  a("page", v.page);
}
void fields(auto& a, Is<pb::Prompt::Choice> auto& v) {
  a("label", v.label)("line", v.line);
}
void fields(auto& a, Is<pb::Prompt> auto& v) {
  a("channel", v.channel)("incident", v.incident)("text", v.text)("choices", v.choices);
}

// Timers
void fields(auto& a, Is<pb::PublicWordDue> auto& v) {
  a("incident", v.incident);
}
void fields(auto& a, Is<pb::AnnouncementDue> auto& v) {
  a("maintenance", v.maintenance)("before", v.before);
}
void fields(auto& a, Is<pb::MaintenanceDue> auto& v) {
  a("maintenance", v.maintenance);
}
void fields(auto& a, Is<pb::MaintenanceUpdateDue> auto& v) {
  a("maintenance", v.maintenance);
}
void fields(auto& a, Is<pb::MaintenanceWatchEnds> auto& v) {
  a("maintenance", v.maintenance);
}
void fields(auto& a, Is<pb::PageReadDue> auto& v) {
  a("page", v.page);
}
void fields(auto& a, Is<pb::ManualClaimDue> auto& v) {
  a("component", v.component);
}

}  // namespace storage::codec
