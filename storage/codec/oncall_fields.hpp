#pragma once
// What is stored of on-call: see event_fields.hpp for the rules.
#include <concepts>

#include "storage/codec/escalation_fields.hpp"

namespace storage::codec {

// Parts
void fields(auto& a, Is<pb::Shift> auto& v) {
  a("from", v.from)("to", v.to)("person", v.person);
}
void fields(auto& a, Is<pb::Override> auto& v) {
  a("id", v.id)("schedule", v.schedule)("person", v.person)("instead_of", v.instead_of)("from", v.from)("to", v.to);
  a("by", v.by)("reason", v.reason);
}
void fields(auto& a, Is<pb::ImportedSchedule> auto& v) {
  a("shifts", v.shifts)("at", v.at)("trouble", v.trouble);
}
void fields(auto& a, Is<pb::ContactTest> auto& v) {
  a("id", v.id)("person", v.person)("drill", v.drill)("by", v.by)("at", v.at)("attempts", v.attempts);
  a("answered", v.answered);
}
void fields(auto& a, Is<pb::OnCall> auto& v) {
  a("version", v.version)("next_override", v.next_override)("next_test", v.next_test)("overrides", v.overrides);
  a("imported", v.imported)("announced", v.announced)("tests", v.tests)("findings", v.findings);
}

// Events on the stream "oncall"
void fields(auto& a, Is<pb::OverrideAdded> auto& v) {
  a("override", v.override_);
}
void fields(auto& a, Is<pb::OverrideRemoved> auto& v) {
  a("id", v.id);
}
void fields(auto& a, Is<pb::ScheduleImported> auto& v) {
  a("schedule", v.schedule)("shifts", v.shifts)("trouble", v.trouble);
}
void fields(auto& a, Is<pb::ShiftBegan> auto& v) {
  a("schedule", v.schedule)("from", v.from)("to", v.to)("until", v.until)("first", v.first);
}
void fields(auto& a, Is<pb::ContactTested> auto& v) {
  a("test", v.test);
}
void fields(auto& a, Is<pb::ContactTestNoted> auto& v) {
  a("test", v.test)("channel", v.channel)("state", v.state)("why", v.why)("receipt", v.receipt);
}
void fields(auto& a, Is<pb::ContactTestAnswered> auto& v) {
  a("test", v.test);
}
void fields(auto& a, Is<pb::AuditReported> auto& v) {
  a("findings", v.findings);
}

// Effects
void fields(auto& a, Is<pb::TellPerson> auto& v) {
  a("person", v.person)("text", v.text);
}
void fields(auto& a, Is<pb::SetTopic> auto& v) {
  a("channel", v.channel)("text", v.text);
}
void fields(auto& a, Is<pb::SetUserGroup> auto& v) {
  a("group", v.group)("people", v.people);
}
void fields(auto& a, Is<pb::FetchSchedule> auto& v) {
  a("schedule", v.schedule);
}
void fields(auto&, Is<pb::PingDeadMan> auto&) {}

// Timers
void fields(auto& a, Is<pb::ShiftDue> auto& v) {
  a("schedule", v.schedule);
}
void fields(auto& a, Is<pb::FetchDue> auto& v) {
  a("schedule", v.schedule);
}
void fields(auto&, Is<pb::AuditDue> auto&) {}
void fields(auto& a, Is<pb::DrillDue> auto& v) {
  a("report", v.report);
}

}  // namespace storage::codec
