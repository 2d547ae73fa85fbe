#include "commands/escalation_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/escalating.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/wording_escalation.hpp"

namespace commands {
namespace {

using playbooks::EscalationState;
using playbooks::Moment;
using playbooks::Text;
namespace escalating = playbooks::escalating;

constexpr std::size_t most_pages = 6;

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

Text of_tier(const playbooks::TierReached& e, const playbooks::Escalation& escalation,
             const playbooks::Policy& policy) {
  Text text;
  const auto tier = capital(escalating::tier_name(escalation.policy, e.tier));
  if (e.pages.empty())
    text << " " << tier << " leads to nobody now.";
  else
    text << " " << tier << " is paged: " << playbooks::wording::who_by_what(e.pages, policy) << ".";
  if (!e.pages.empty() && !e.nobody.empty()) {
    std::string names;
    for (const auto& target : e.nobody) names += (names.empty() ? "" : ", ") + escalating::target_name(target, policy);
    text << " Led to nobody: " << names << ".";
  }
  if (e.next)
    text << " " << capital(std::string{escalating::what_follows(escalation)}) << " at " << Moment{*e.next} << ".";
  return text;
}

}  // namespace

Text who_is_paged(const std::vector<playbooks::Recorded>& events, const playbooks::Incident& incident,
                  const playbooks::Policy& policy) {
  Text text;
  for (const auto& event : events)
    std::visit(
        playbooks::Overloaded{[&](const playbooks::TierReached& e) { text << of_tier(e, incident.escalation, policy); },
                              [&](const playbooks::EscalationExhausted& e) {
                                text << " Every tier was told.";
                                if (!e.pages.empty())
                                  text << " Paged now: " << playbooks::wording::who_by_what(e.pages, policy) << ".";
                                if (e.next) text << " Again at " << Moment{*e.next} << ".";
                              },
                              [&](const playbooks::PeoplePaged& e) {
                                text << " Paged: " << playbooks::wording::who_by_what(e.pages, policy) << ".";
                              },
                              [](const auto&) {}},
        event.event);
  return text;
}

Text escalation_now(const playbooks::Incident& incident, playbooks::Time now) {
  const auto& e = incident.escalation;
  Text text;
  const auto next = [&](std::string_view what) {
    if (!e.next) return;
    text << "; " << what << " at " << Moment{*e.next};
    text << (*e.next > now ? ", in " + playbooks::spoken(*e.next - now)
                           : ", overdue for " + playbooks::spoken(now - *e.next));
  };
  switch (e.state) {
    case EscalationState::none:
      return "not escalated";
    case EscalationState::triggered:
      if (e.tier == 0) return "begins";
      text << escalating::tier_name(e.policy, e.tier) << fmt::format(" of {}", e.policy.tiers.size());
      if (e.round > 0) text << fmt::format(", round {}", e.round + 1);
      text << " since " << Moment{e.since};
      next(escalating::what_follows(e));
      return text;
    case EscalationState::acknowledged:
      text << "acknowledged by " << playbooks::Person{e.by} << " at " << Moment{e.at};
      if (e.answer_by)
        text << "; asked whether they are still on it: pages go out again at " << Moment{*e.answer_by};
      else if (e.ask_again)
        text << "; without an update asked again at " << Moment{*e.ask_again};
      return text;
    case EscalationState::snoozed:
      text << "snoozed by " << playbooks::Person{e.by};
      if (e.snoozed_until) text << " until " << Moment{*e.snoozed_until};
      return text << ": " << e.reason;
    case EscalationState::exhausted:
      text << "nobody answered; every tier was told by " << Moment{e.since};
      next("again");
      return text;
  }
  return text;
}

Text became_of(const playbooks::PageAttempt& attempt) {
  Text text;
  switch (attempt.state) {
    case playbooks::PageState::queued:
      return text << "waiting since " << Moment{attempt.at};
    case playbooks::PageState::sent:
      return text << "sent " << Moment{attempt.settled};
    case playbooks::PageState::delivered:
      return text << "delivered " << Moment{attempt.settled};
    case playbooks::PageState::failed:
      return text << "failed: " << (attempt.why.empty() ? "no reason was given" : attempt.why);
    case playbooks::PageState::withdrawn:
      return text << "withdrawn" << (attempt.why.empty() ? "" : " (" + attempt.why + ")");
  }
  return text;
}

std::vector<Text> pages_now(const playbooks::Incident& incident, const playbooks::Policy& policy) {
  const auto& pages = incident.escalation.pages;
  std::vector<Text> lines;
  for (auto page = pages.rbegin(); page != pages.rend() && lines.size() < most_pages; ++page) {
    auto& line = lines.emplace_back();
    line << escalating::target_name(page->to, policy);
    if (page->declined) line << " (said “not me”)";
    for (std::size_t i = 0; i < page->attempts.size(); ++i)
      line << (i == 0 ? ": " : "; ") << playbooks::in_words(page->attempts[i].channel) << " "
           << became_of(page->attempts[i]);
  }
  if (pages.size() > most_pages) lines.push_back(fmt::format("… and {} more", pages.size() - most_pages));
  return lines;
}

}  // namespace commands
