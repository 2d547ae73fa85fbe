#pragma once
// What can happen to an escalation: events on the incident's stream. See events.hpp.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/escalation.hpp"

namespace playbooks {

/// The policy as it was then goes with it: later changes of the configuration do not reach an escalation under way.
struct EscalationStarted {
  EscalationPolicy policy;
  std::string why;  // "declared", "severity raised to P0", "reopened", "asked for"
  bool operator==(const EscalationStarted&) const = default;
};
/// A tier was told. `pages` are new; `nobody` are the targets that led to no one.
struct TierReached {
  int tier = 1, round = 0;
  std::vector<Page> pages;
  std::vector<Target> nobody;
  std::optional<Time> next;  // when the one after it is due
  Duration late{};           // how much later than due, when that is worth telling
  std::string why;           // "" for the timer, otherwise what people said
  std::string name{};        // of the tier: "Engineering lead"
  bool operator==(const TierReached&) const = default;
};
/// All tiers and rounds are used up. `pages` go to the fallback.
struct EscalationExhausted {
  std::vector<Page> pages;
  std::optional<Time> next;
  bool operator==(const EscalationExhausted&) const = default;
};
/// Somebody was paged by name.
struct PeoplePaged {
  std::vector<Page> pages;
  std::string text;
  bool operator==(const PeoplePaged&) const = default;
};
/// The next way to reach somebody was taken.
struct PageContinued {
  int page = 0;
  Channel channel = Channel::slack;
  std::string why;  // "the Slack message failed", "no answer after 5 min"
  Target to;
  bool operator==(const PageContinued&) const = default;
};
/// What is known now of one way of one page.
struct PageNoted {
  int page = 0;
  Channel channel = Channel::slack;
  PageState state = PageState::sent;
  std::string why, receipt;
  Target to;
  bool operator==(const PageNoted&) const = default;
};
struct PageDeclined {
  std::string person;  // Responder::key
  std::vector<int> pages;
  bool operator==(const PageDeclined&) const = default;
};
struct EscalationAcknowledged {
  std::optional<Time> ask_again;
  std::string note;
  bool renewed = false;  // "still on it"
  bool operator==(const EscalationAcknowledged&) const = default;
};
/// "Acknowledged 30 min ago and no update: still on it?"
struct StillOnItAsked {
  Time answer_by{};
  bool operator==(const StillOnItAsked&) const = default;
};
/// Nobody has it in hand any more; the tier that follows is told again.
struct EscalationResumed {
  std::string why;  // "given back by @ann", "no answer", "severity raised to P0", "snooze over"
  bool operator==(const EscalationResumed&) const = default;
};
struct EscalationSnoozed {
  Time until{};
  std::string reason;
  bool operator==(const EscalationSnoozed&) const = default;
};
/// The configured policy, edited since, was taken over.
struct EscalationPolicyApplied {
  EscalationPolicy policy;
  std::optional<Time> next;
  bool operator==(const EscalationPolicyApplied&) const = default;
};
struct LeadHandedOff {
  Actor to;
  std::string summary;
  bool operator==(const LeadHandedOff&) const = default;
};

}  // namespace playbooks
