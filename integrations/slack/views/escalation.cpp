#include "integrations/slack/views/escalation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/slack/escape.hpp"
#include "playbooks/escalating.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;

constexpr std::size_t why_limit = 80;

Text triggered(const Escalation& e, Time now) {
  Text text;
  text << Bold{"Escalation"} << " ";
  if (e.tier == 0) {
    text << "no tier was told yet";
  } else {
    const auto index = static_cast<std::size_t>(e.tier) - 1;
    text << fmt::format("tier {} of {}", e.tier, e.policy.tiers.size());
    if (index < e.policy.tiers.size() && !e.policy.tiers[index].name.empty())
      text << " (" << one_line(e.policy.tiers[index].name, 60) << ")";
  }
  if (e.round > 0) text << fmt::format(", round {} of {}", e.round + 1, e.policy.repeat + 1);
  if (!e.next) return text << ", no further tier is due";
  const auto what = escalating::what_follows(e);
  if (*e.next <= now) return text << ", the " << what << " is due now";
  return text << ", " << what << " in " << Bold{spoken(*e.next - now)} << " (" << Moment{*e.next} << ")";
}

Text acknowledged(const Escalation& e) {
  Text text;
  text << "👀 " << Bold{"Acknowledged"} << " by " << Person{e.by} << " " << Moment{e.at};
  if (e.answer_by) return text << ". No update since: still on it? Pages go out again " << Moment{*e.answer_by};
  if (e.ask_again) text << ", asked again " << Moment{*e.ask_again};
  return text;
}

/// "Slack message ✓ 14:03".
void add_attempt(Text& text, const PageAttempt& attempt) {
  text << in_words(attempt.channel);
  const auto why = one_line(attempt.why, why_limit);
  switch (attempt.state) {
    case PageState::queued:
      text << " ⏳ waiting since " << Moment{attempt.at};
      break;
    case PageState::sent:
    case PageState::delivered:
      text << " ✓ " << Moment{attempt.settled};
      return;
    case PageState::failed:
      text << " ✗ failed";
      break;
    case PageState::withdrawn:
      text << " not sent";
      break;
  }
  if (!why.empty()) text << " (" << why << ")";
}

Text told(const Page& page, const Policy& policy) {
  Text text;
  if (page.to.kind == Target::Kind::channel)
    text << Room{page.to.name};
  else
    text << one_line(escalating::target_name(page.to, policy), 80);
  if (page.attempts.empty()) text << ": nothing was sent";
  for (std::size_t i = 0; i < page.attempts.size(); ++i) {
    text << (i == 0 ? ": " : ", ");
    add_attempt(text, page.attempts[i]);
  }
  if (page.declined) text << ", said “Not me”";
  return text;
}

}  // namespace

Text escalation_line(const Incident& incident, Time now) {
  const auto& e = incident.escalation;
  if (!incident.open()) return {};
  switch (e.state) {
    case EscalationState::none:
      return {};
    case EscalationState::triggered:
      return triggered(e, now);
    case EscalationState::acknowledged:
      return acknowledged(e);
    case EscalationState::snoozed: {
      Text text;
      text << "💤 " << Bold{"Snoozed"};
      if (e.snoozed_until) text << " until " << Moment{*e.snoozed_until};
      text << " by " << Person{e.by};
      return e.reason.empty() ? text : text << " (" << one_line(e.reason, 200) << ")";
    }
    case EscalationState::exhausted: {
      Text text;
      text << "🚨 " << Bold{"Nobody answered"} << ": all tiers were told";
      return e.next ? text << ", the last one again " << Moment{*e.next} : text;
    }
  }
  return {};
}

Text who_was_told(const Incident& incident, const Policy& policy, std::size_t most,
                  const std::optional<Target>& except) {
  std::vector<const Page*> newest;  // of each target
  const auto& pages = incident.escalation.pages;
  for (auto page = pages.rbegin(); page != pages.rend(); ++page)
    if (page->to != except && std::ranges::none_of(newest, [&](const Page* seen) { return seen->to == page->to; }))
      newest.push_back(&*page);
  Text text;
  for (std::size_t i = 0; i < std::min(newest.size(), most); ++i) {
    if (i > 0) text << "\n";
    text << told(*newest[i], policy);
  }
  if (newest.size() > most) text << fmt::format("\nand {} more", newest.size() - most);
  return text;
}

bool policy_was_edited(const Incident& incident, const Policy& policy) {
  const auto& e = incident.escalation;
  if (!incident.open() || e.state == EscalationState::none) return false;
  const auto* configured = policy.escalation_policy(e.policy.key);
  return configured != nullptr && *configured != e.policy;
}

std::string escalate_line(const Incident& incident) {
  return fmt::format("incident escalate {} --as-of {}", to_string(incident.id), incident.escalation.step);
}

std::vector<Button> escalation_buttons(const Incident& incident) {
  if (!incident.open()) return {};
  const auto acknowledge = "incident ack " + to_string(incident.id);
  if (incident.escalation.answer_by) return {{"Still on it", acknowledge, Button::Style::primary}};
  if (!incident.escalation.active()) return {};
  return {{"Acknowledge", acknowledge, Button::Style::primary},
          {"Escalate", escalate_line(incident), Button::Style::plain}};
}

}  // namespace integrations::slack
