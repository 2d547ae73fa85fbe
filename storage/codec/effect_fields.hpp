#pragma once
// What is stored of effects and timers: see event_fields.hpp. Rows of these kinds are read again only while they wait.
#include "playbooks/model/effects.hpp"
#include "playbooks/model/form.hpp"
#include "playbooks/model/text.hpp"
#include "playbooks/model/timers.hpp"
#include "storage/codec/event_fields.hpp"

namespace storage::codec {

// Text for people
void fields(auto& a, Is<pb::Text> auto& v) {
  a("spans", v.spans);
}
void fields(auto& a, Is<pb::Plain> auto& v) {
  a("text", v.text);
}
void fields(auto& a, Is<pb::Bold> auto& v) {
  a("text", v.text);
}
void fields(auto& a, Is<pb::Code> auto& v) {
  a("text", v.text);
}
void fields(auto& a, Is<pb::Person> auto& v) {
  a("who", v.who);
}
void fields(auto& a, Is<pb::Moment> auto& v) {
  a("at", v.at);
}
void fields(auto& a, Is<pb::Link> auto& v) {
  a("url", v.url)("label", v.label);
}
void fields(auto& a, Is<pb::Room> auto& v) {
  a("channel", v.channel);
}

// Forms
void fields(auto& a, Is<pb::FormOption> auto& v) {
  a("value", v.value)("label", v.label);
}
void fields(auto& a, Is<pb::FormField> auto& v) {
  a("name", v.name)("label", v.label)("hint", v.hint)("kind", v.kind)("required", v.required)("initial", v.initial);
  a("options", v.options);
}
void fields(auto& a, Is<pb::Form> auto& v) {
  a("title", v.title)("submit", v.submit)("command", v.command)("fields", v.fields);
}

// Effects
void fields(auto& a, Is<pb::DrawCard> auto& v) {
  a("incident", v.incident);
}
void fields(auto& a, Is<pb::PostToThread> auto& v) {
  a("incident", v.incident)("text", v.text);
}
void fields(auto& a, Is<pb::PostToChannel> auto& v) {
  a("incident", v.incident)("text", v.text);
}
void fields(auto& a, Is<pb::PublishIncident> auto& v) {
  a("incident", v.incident)("status", v.status)("body", v.body)("at", v.at)("page", v.page)("notify", v.notify);
}
void fields(auto& a, Is<pb::PublishComponent> auto& v) {
  a("component", v.component)("page", v.page);
}
void fields(auto& a, Is<pb::Answer> auto& v) {
  a("channel", v.channel)("user", v.user)("thread_ts", v.thread_ts)("text", v.text);
}
void fields(auto& a, Is<pb::OpenForm> auto& v) {
  a("trigger_id", v.trigger_id)("user", v.user)("channel", v.channel)("form", v.form);
}
void fields(auto& a, Is<pb::PublishPostmortem> auto& v) {
  a("incident", v.incident)("page", v.page);
}

// Timers
void fields(auto& a, Is<pb::UpdateDue> auto& v) {
  a("incident", v.incident);
}
void fields(auto& a, Is<pb::CardAges> auto& v) {
  a("incident", v.incident);
}

}  // namespace storage::codec
