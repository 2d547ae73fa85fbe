#pragma once
// What is stored of escalation: see event_fields.hpp for the rules.
#include <concepts>

#include "playbooks/model/effects.hpp"
#include "playbooks/model/events.hpp"
#include "playbooks/model/timers.hpp"
#include "storage/codec/event_fields.hpp"

namespace storage::codec {

// Parts
void fields(auto& a, Is<pb::Target> auto& v) {
  a("kind", v.kind)("name", v.name);
}
void fields(auto& a, Is<pb::ContactStep> auto& v) {
  a("channel", v.channel)("after", v.after);
}
void fields(auto& a, Is<pb::Tier> auto& v) {
  a("name", v.name)("targets", v.targets)("channels", v.channels)("next_after", v.next_after)("at_once", v.at_once);
}
void fields(auto& a, Is<pb::EscalationPolicy> auto& v) {
  a("key", v.key)("name", v.name)("tiers", v.tiers)("repeat", v.repeat)("exhausted", v.exhausted);
  a("ack_timeout", v.ack_timeout)("fallback", v.fallback)("catch_up", v.catch_up);
}
void fields(auto& a, Is<pb::PageAttempt> auto& v) {
  a("channel", v.channel)("state", v.state)("at", v.at)("settled", v.settled)("why", v.why)("receipt", v.receipt);
}
void fields(auto& a, Is<pb::Page> auto& v) {
  a("number", v.number)("tier", v.tier)("to", v.to)("via", v.via)("at", v.at)("steps", v.steps);
  a("attempts", v.attempts)("declined", v.declined)("text", v.text);
}
void fields(auto& a, Is<pb::Escalation> auto& v) {
  a("state", v.state)("policy", v.policy)("tier", v.tier)("round", v.round)("step", v.step)("since", v.since);
  a("next", v.next)("by", v.by)("at", v.at)("first_acknowledged", v.first_acknowledged)("ask_again", v.ask_again);
  a("answer_by", v.answer_by)("snoozed_until", v.snoozed_until)("reason", v.reason)("pages_made", v.pages_made);
  a("pages", v.pages);
}
// Events on an incident's stream
void fields(auto& a, Is<pb::EscalationStarted> auto& v) {
  a("policy", v.policy)("why", v.why);
}
void fields(auto& a, Is<pb::TierReached> auto& v) {
  a("tier", v.tier)("round", v.round)("pages", v.pages)("nobody", v.nobody)("next", v.next)("late", v.late);
  a("why", v.why)("name", v.name);
}
void fields(auto& a, Is<pb::EscalationExhausted> auto& v) {
  a("pages", v.pages)("next", v.next);
}
void fields(auto& a, Is<pb::PeoplePaged> auto& v) {
  a("pages", v.pages)("text", v.text);
}
void fields(auto& a, Is<pb::PageContinued> auto& v) {
  a("page", v.page)("channel", v.channel)("why", v.why)("to", v.to);
}
void fields(auto& a, Is<pb::PageNoted> auto& v) {
  a("page", v.page)("channel", v.channel)("state", v.state)("why", v.why)("receipt", v.receipt)("to", v.to);
}
void fields(auto& a, Is<pb::PageDeclined> auto& v) {
  a("person", v.person)("pages", v.pages);
}
void fields(auto& a, Is<pb::EscalationAcknowledged> auto& v) {
  a("ask_again", v.ask_again)("note", v.note)("renewed", v.renewed);
}
void fields(auto& a, Is<pb::StillOnItAsked> auto& v) {
  a("answer_by", v.answer_by);
}
void fields(auto& a, Is<pb::EscalationResumed> auto& v) {
  a("why", v.why);
}
void fields(auto& a, Is<pb::EscalationSnoozed> auto& v) {
  a("until", v.until)("reason", v.reason);
}
void fields(auto& a, Is<pb::EscalationPolicyApplied> auto& v) {
  a("policy", v.policy)("next", v.next);
}
void fields(auto& a, Is<pb::LeadHandedOff> auto& v) {
  a("to", v.to)("summary", v.summary);
}

// Effects
void fields(auto& a, Is<pb::SendPage> auto& v) {
  a("incident", v.incident)("page", v.page)("channel", v.channel)("to", v.to);
}
void fields(auto& a, Is<pb::CheckPage> auto& v) {
  a("incident", v.incident)("page", v.page)("channel", v.channel)("to", v.to)("receipt", v.receipt);
}
void fields(auto& a, Is<pb::EndPage> auto& v) {
  a("incident", v.incident)("page", v.page)("channel", v.channel)("to", v.to)("receipt", v.receipt)("how", v.how);
}
// Timers
void fields(auto& a, Is<pb::TierDue> auto& v) {
  a("incident", v.incident)("step", v.step);
}
void fields(auto& a, Is<pb::AcknowledgementAges> auto& v) {
  a("incident", v.incident)("step", v.step);
}
void fields(auto& a, Is<pb::SnoozeEnds> auto& v) {
  a("incident", v.incident)("step", v.step);
}
void fields(auto& a, Is<pb::PageAges> auto& v) {
  a("incident", v.incident)("page", v.page)("channel", v.channel);
}
void fields(auto& a, Is<pb::PageCheckDue> auto& v) {
  a("incident", v.incident)("page", v.page)("channel", v.channel)("asked", v.asked);
}
}  // namespace storage::codec
