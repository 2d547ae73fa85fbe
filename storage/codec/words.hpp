#pragma once
// The words that stand for enumerators and for the alternatives of variants in stored JSON. They are part of the
// database's format: add to the end, never rename, never reorder what has been released.
#include <array>
#include <cstddef>
#include <string_view>
#include <variant>

#include "playbooks/model/effects.hpp"
#include "playbooks/model/events.hpp"
#include "playbooks/model/text.hpp"
#include "playbooks/model/timers.hpp"

namespace storage::codec {

/// In the order of the enumerators or alternatives.
template <class T>
inline constexpr std::array<std::string_view, 0> words{};

using std::string_view_literals::operator""sv;

template <>
inline constexpr std::array words<playbooks::Status> = {"investigating"sv, "identified"sv, "monitoring"sv, "resolved"sv,
                                                        "cancelled"sv};
template <>
inline constexpr std::array words<playbooks::Visibility> = {"internal"sv, "public"sv};
template <>
inline constexpr std::array words<playbooks::Kind> = {"real"sv, "drill"sv};
template <>
inline constexpr std::array words<playbooks::ComponentStatus> = {
    "operational"sv, "under_maintenance"sv, "degraded_performance"sv, "partial_outage"sv, "major_outage"sv};
template <>
inline constexpr std::array words<playbooks::FormField::Kind> = {"line"sv, "paragraph"sv, "choice"sv, "choices"sv};

template <>
inline constexpr std::array words<playbooks::Channel> = {"slack"sv, "mention"sv,   "sms"sv,      "voice"sv,
                                                         "email"sv, "pagerduty"sv, "opsgenie"sv, "webhook"sv};
template <>
inline constexpr std::array words<playbooks::PageState> = {"queued"sv, "sent"sv, "delivered"sv, "failed"sv,
                                                           "withdrawn"sv};
template <>
inline constexpr std::array words<playbooks::Target::Kind> = {"person"sv, "schedule"sv, "user_group"sv, "channel"sv};
template <>
inline constexpr std::array words<playbooks::Exhausted> = {"stop"sv, "keep_paging"sv};
template <>
inline constexpr std::array words<playbooks::EscalationState> = {"none"sv, "triggered"sv, "acknowledged"sv, "snoozed"sv,
                                                                 "exhausted"sv};
template <>
inline constexpr std::array words<playbooks::EndPage::How> = {"acknowledged"sv, "resolved"sv};

template <>
inline constexpr std::array words<playbooks::MaintenanceState> = {"scheduled"sv, "in_progress"sv, "completed"sv,
                                                                  "cancelled"sv};
template <>
inline constexpr std::array words<playbooks::MaintenanceStart> = {"automatic"sv, "confirmed"sv};
template <>
inline constexpr std::array words<playbooks::DriftAnswer> = {"adopted"sv, "overwritten"sv, "ignored"sv};

template <>
inline constexpr std::array words<playbooks::Event> = {"incident_declared"sv,
                                                       "update_posted"sv,
                                                       "status_changed"sv,
                                                       "severity_changed"sv,
                                                       "components_changed"sv,
                                                       "note_added"sv,
                                                       "incident_resolved"sv,
                                                       "incident_reopened"sv,
                                                       "incident_cancelled"sv,
                                                       "update_overdue"sv,
                                                       "card_posted"sv,
                                                       "public_page_updated"sv,
                                                       "delivery_failed"sv,
                                                       "component_status_set"sv,
                                                       "postmortem_linked"sv,
                                                       "escalation_started"sv,
                                                       "tier_reached"sv,
                                                       "escalation_exhausted"sv,
                                                       "people_paged"sv,
                                                       "page_continued"sv,
                                                       "page_noted"sv,
                                                       "page_declined"sv,
                                                       "escalation_acknowledged"sv,
                                                       "still_on_it_asked"sv,
                                                       "escalation_resumed"sv,
                                                       "escalation_snoozed"sv,
                                                       "escalation_policy_applied"sv,
                                                       "lead_handed_off"sv,
                                                       "override_added"sv,
                                                       "override_removed"sv,
                                                       "schedule_imported"sv,
                                                       "shift_began"sv,
                                                       "contact_tested"sv,
                                                       "contact_test_noted"sv,
                                                       "contact_test_answered"sv,
                                                       "audit_reported"sv,
                                                       "public_text_drafted"sv,
                                                       "public_text_published"sv,
                                                       "public_update_nudged"sv,
                                                       "public_update_snoozed"sv,
                                                       "public_page_adopted"sv,
                                                       "page_read"sv,
                                                       "drift_settled"sv,
                                                       "manual_claim_aged"sv,
                                                       "maintenance_scheduled"sv,
                                                       "maintenance_announced"sv,
                                                       "maintenance_start_asked"sv,
                                                       "maintenance_started"sv,
                                                       "maintenance_updated"sv,
                                                       "maintenance_update_overdue"sv,
                                                       "maintenance_extended"sv,
                                                       "maintenance_step_set"sv,
                                                       "maintenance_completed"sv,
                                                       "maintenance_cancelled"sv,
                                                       "maintenance_watched"sv,
                                                       "maintenance_page_updated"sv,
                                                       "maintenance_delivery_failed"sv};
template <>
inline constexpr std::array words<playbooks::EffectBody> = {
    "draw_card"sv,           "post_to_thread"sv, "post_to_channel"sv, "publish_incident"sv,
    "publish_component"sv,   "answer"sv,         "open_form"sv,       "publish_postmortem"sv,
    "send_page"sv,           "check_page"sv,     "end_page"sv,        "tell_person"sv,
    "set_topic"sv,           "set_user_group"sv, "fetch_schedule"sv,  "ping_dead_man"sv,
    "publish_maintenance"sv, "read_page"sv,      "prompt"sv};
template <>
inline constexpr std::array words<playbooks::TimerBody> = {"update_due"sv,
                                                           "card_ages"sv,
                                                           "tier_due"sv,
                                                           "acknowledgement_ages"sv,
                                                           "snooze_ends"sv,
                                                           "page_ages"sv,
                                                           "page_check_due"sv,
                                                           "shift_due"sv,
                                                           "fetch_due"sv,
                                                           "audit_due"sv,
                                                           "drill_due"sv,
                                                           "public_word_due"sv,
                                                           "announcement_due"sv,
                                                           "maintenance_due"sv,
                                                           "maintenance_update_due"sv,
                                                           "maintenance_watch_ends"sv,
                                                           "page_read_due"sv,
                                                           "manual_claim_due"sv};
template <>
inline constexpr std::array words<playbooks::Span> = {"plain"sv,  "bold"sv, "code"sv, "person"sv,
                                                      "moment"sv, "link"sv, "room"sv};

template <class V>
inline constexpr bool every_alternative_has_a_word = words<V>.size() == std::variant_size_v<V>;
static_assert(every_alternative_has_a_word<playbooks::Event>);
static_assert(every_alternative_has_a_word<playbooks::EffectBody>);
static_assert(every_alternative_has_a_word<playbooks::TimerBody>);
static_assert(every_alternative_has_a_word<playbooks::Span>);

}  // namespace storage::codec
