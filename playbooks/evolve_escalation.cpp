#include "playbooks/evolve_escalation.hpp"

#include <algorithm>

namespace playbooks {
namespace {

void move(Escalation& escalation, const Recorded& event) {
  ++escalation.step;
  escalation.by = event.by;
  escalation.at = event.at;
  escalation.ask_again.reset();
  escalation.answer_by.reset();
  escalation.snoozed_until.reset();
  escalation.reason.clear();
}

/// A newer page to the same target by the same way stands for an older one that still waits.
void add(Escalation& escalation, const std::vector<Page>& pages) {
  for (const auto& page : pages) {
    for (auto& older : escalation.pages)
      for (auto& attempt : older.attempts)
        if (older.to == page.to && attempt.state == PageState::queued &&
            attempt.channel == page.attempts.front().channel) {
          attempt.state = PageState::withdrawn;
          attempt.why = "bundled with page " + std::to_string(page.number);
          attempt.settled = page.at;
        }
    escalation.pages.push_back(page);
    escalation.pages_made = std::max(escalation.pages_made, page.number);
  }
  if (escalation.pages.size() > most_pages_kept)
    escalation.pages.erase(escalation.pages.begin(),
                           escalation.pages.end() - static_cast<std::ptrdiff_t>(most_pages_kept));
}

Page* page_of(Escalation& escalation, int number) {
  const auto found = std::ranges::find(escalation.pages, number, &Page::number);
  return found == escalation.pages.end() ? nullptr : &*found;
}

PageAttempt* newest(std::vector<PageAttempt>& attempts, Channel channel) {
  for (auto attempt = attempts.rbegin(); attempt != attempts.rend(); ++attempt)
    if (attempt->channel == channel) return &*attempt;
  return nullptr;
}

void note(PageAttempt& attempt, PageState state, const std::string& why, const std::string& receipt, Time at) {
  attempt.state = state;
  attempt.why = why;
  attempt.settled = at;
  if (!receipt.empty()) attempt.receipt = receipt;
}

void withdraw_queued(Page& page, const std::string& why, Time at) {
  for (auto& attempt : page.attempts)
    if (attempt.state == PageState::queued) note(attempt, PageState::withdrawn, why, {}, at);
}

}  // namespace

void evolve_escalation(Incident& incident, const Recorded& event, const EscalationStarted& e) {
  auto& escalation = incident.escalation;
  move(escalation, event);
  escalation.policy = e.policy;
  escalation.state = EscalationState::triggered;
  escalation.tier = escalation.round = 0;
  escalation.next.reset();
}

void evolve_escalation(Incident& incident, const Recorded& event, const TierReached& e) {
  auto& escalation = incident.escalation;
  move(escalation, event);
  escalation.state = EscalationState::triggered;
  escalation.tier = e.tier;
  escalation.round = e.round;
  escalation.since = event.at;
  escalation.next = e.next;
  add(escalation, e.pages);
}

void evolve_escalation(Incident& incident, const Recorded& event, const EscalationExhausted& e) {
  auto& escalation = incident.escalation;
  move(escalation, event);
  escalation.state = EscalationState::exhausted;
  escalation.since = event.at;
  ++escalation.round;
  escalation.next = e.next;
  add(escalation, e.pages);
}

void evolve_escalation(Incident& incident, const Recorded&, const PeoplePaged& e) {
  add(incident.escalation, e.pages);
}

void evolve_escalation(Incident& incident, const Recorded& event, const PageContinued& e) {
  if (auto* page = page_of(incident.escalation, e.page))
    page->attempts.push_back({e.channel, PageState::queued, event.at, event.at, {}, {}});
}

void evolve_escalation(Incident& incident, const Recorded& event, const PageNoted& e) {
  auto* page = page_of(incident.escalation, e.page);
  if (page == nullptr) return;
  if (auto* attempt = newest(page->attempts, e.channel)) note(*attempt, e.state, e.why, e.receipt, event.at);
}

void evolve_escalation(Incident& incident, const Recorded& event, const PageDeclined& e) {
  for (const auto number : e.pages)
    if (auto* page = page_of(incident.escalation, number)) {
      page->declined = true;
      withdraw_queued(*page, "declined", event.at);
    }
}

void evolve_escalation(Incident& incident, const Recorded& event, const EscalationAcknowledged& e) {
  auto& escalation = incident.escalation;
  move(escalation, event);
  escalation.state = EscalationState::acknowledged;
  escalation.next.reset();
  escalation.ask_again = e.ask_again;
  if (!escalation.first_acknowledged) escalation.first_acknowledged = event.at;
  for (auto& page : escalation.pages) withdraw_queued(page, "acknowledged", event.at);
}

void evolve_escalation(Incident& incident, const Recorded&, const StillOnItAsked& e) {
  ++incident.escalation.step;
  incident.escalation.answer_by = e.answer_by;
}

void evolve_escalation(Incident& incident, const Recorded& event, const EscalationResumed&) {
  auto& escalation = incident.escalation;
  move(escalation, event);
  escalation.state = EscalationState::triggered;
}

void evolve_escalation(Incident& incident, const Recorded& event, const EscalationSnoozed& e) {
  auto& escalation = incident.escalation;
  move(escalation, event);
  escalation.state = EscalationState::snoozed;
  escalation.next.reset();
  escalation.snoozed_until = e.until;
  escalation.reason = e.reason;
  for (auto& page : escalation.pages) withdraw_queued(page, "snoozed", event.at);
}

void evolve_escalation(Incident& incident, const Recorded&, const EscalationPolicyApplied& e) {
  auto& escalation = incident.escalation;
  ++escalation.step;
  escalation.policy = e.policy;
  escalation.tier = std::min(escalation.tier, static_cast<int>(e.policy.tiers.size()));
  escalation.next = e.next;
}

void evolve_escalation(Incident& incident, const Recorded&, const LeadHandedOff& e) {
  incident.lead = e.to;
}

void hear_update(Incident& incident, const Recorded& event) {
  auto& escalation = incident.escalation;
  if (escalation.state != EscalationState::acknowledged || !escalation.ask_again) return;
  escalation.ask_again = event.at + escalation.policy.ack_timeout;
  escalation.answer_by.reset();
}

void end_escalation(Incident& incident, const Recorded& event) {
  auto& escalation = incident.escalation;
  if (escalation.state == EscalationState::none && escalation.pages.empty()) return;
  move(escalation, event);
  escalation.state = EscalationState::none;
  escalation.next.reset();
  for (auto& page : escalation.pages) withdraw_queued(page, "the incident is over", event.at);
}

void evolve_oncall(OnCall& oncall, const Recorded& event, const OverrideAdded& e) {
  std::erase_if(oncall.overrides, [&](const Override& old) { return old.to < event.at - std::chrono::days{31}; });
  oncall.overrides.push_back(e.override_);
  oncall.next_override = std::max(oncall.next_override, e.override_.id + 1);
}

void evolve_oncall(OnCall& oncall, const Recorded&, const OverrideRemoved& e) {
  std::erase_if(oncall.overrides, [&](const Override& old) { return old.id == e.id; });
}

void evolve_oncall(OnCall& oncall, const Recorded& event, const ScheduleImported& e) {
  oncall.imported[e.schedule] = {e.shifts, event.at, e.trouble};
}

void evolve_oncall(OnCall& oncall, const Recorded&, const ShiftBegan& e) {
  oncall.announced[e.schedule] = e.to;
}

void evolve_oncall(OnCall& oncall, const Recorded&, const ContactTested& e) {
  constexpr std::size_t most_kept = 200;
  oncall.tests.push_back(e.test);
  oncall.next_test = std::max(oncall.next_test, e.test.id + 1);
  if (oncall.tests.size() > most_kept) oncall.tests.erase(oncall.tests.begin());
}

void evolve_oncall(OnCall& oncall, const Recorded& event, const ContactTestNoted& e) {
  for (auto& test : oncall.tests)
    if (test.id == e.test)
      if (auto* attempt = newest(test.attempts, e.channel)) note(*attempt, e.state, e.why, e.receipt, event.at);
}

void evolve_oncall(OnCall& oncall, const Recorded& event, const ContactTestAnswered& e) {
  for (auto& test : oncall.tests)
    if (test.id == e.test) test.answered = event.at;
}

void evolve_oncall(OnCall& oncall, const Recorded&, const AuditReported& e) {
  oncall.findings = e.findings;
}

}  // namespace playbooks
