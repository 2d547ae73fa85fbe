#include <fmt/format.h>

#include <algorithm>

#include "playbooks/decider.hpp"
#include "playbooks/escalation_story.hpp"
#include "playbooks/limits.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr Duration longest_snooze = 24h;

std::string state_of(const Incident& incident) {
  const auto& e = incident.escalation;
  switch (e.state) {
    case EscalationState::acknowledged:
      return "acknowledged " + by_and_at({e.by, e.at});
    case EscalationState::snoozed:
      return fmt::format("snoozed until {} {}", e.snoozed_until ? utc_clock(*e.snoozed_until) : "?",
                         by_and_at({e.by, e.at}));
    case EscalationState::triggered:
      return "at " + escalating::tier_name(e.policy, e.tier);
    case EscalationState::exhausted:
      return "at its end: everybody was told";
    case EscalationState::none:
      return "not escalated";
  }
  return {};
}

std::string nobody_to_page() {
  return "No escalation policy is meant for it. Page somebody by name with `/incident page @somebody`, or configure "
         "`escalation.routes`.";
}

}  // namespace

Decision Decider::operator()(const AcknowledgeIncident& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  const auto& e = i.escalation;
  const bool asked = e.answer_by.has_value();
  if (e.state == EscalationState::acknowledged && !asked)
    return refuse(Errc::conflict, fmt::format("{} is already {}.", to_string(i.id), state_of(i)));
  std::optional<Time> ask_again;
  if (e.policy.ack_timeout > Duration::zero()) ask_again = context_.now + e.policy.ack_timeout;
  return one(i, EscalationAcknowledged{ask_again, c.note, asked});
}

Decision Decider::operator()(const UnacknowledgeIncident& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  const auto state = i.escalation.state;
  if (state != EscalationState::acknowledged && state != EscalationState::snoozed)
    return refuse(Errc::conflict, fmt::format("{} is not acknowledged: it is {}.", to_string(i.id), state_of(i)));
  EscalationStory story{i, state_, context_, policy_};
  story.tell(EscalationResumed{c.reason.empty() ? "given back" : "given back: " + c.reason});
  if (!i.escalation.policy.tiers.empty())
    story.reach(std::max(1, i.escalation.tier), i.escalation.round, Duration::zero(), {});
  return story.take();
}

Decision Decider::operator()(const EscalateIncident& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  const auto& e = i.escalation;
  if (c.as_of && *c.as_of != e.step)
    return refuse(Errc::conflict, fmt::format("Nothing was escalated: this button is of an earlier moment. {} is {}.",
                                              to_string(i.id), state_of(i)));
  EscalationStory story{i, state_, context_, policy_};
  const bool fresh = e.policy.tiers.empty();
  if (fresh) {
    const auto* chosen = story.chosen();
    if (chosen == nullptr || chosen->tiers.empty()) return refuse(Errc::not_found, nobody_to_page());
    story.tell(EscalationStarted{*chosen, "asked for"});
  }
  const auto tiers = static_cast<int>(story.escalation().policy.tiers.size());
  const auto tier = c.tier.value_or(story.escalation().tier + 1);
  if (tier < 1 || (c.tier && tier > tiers))
    return refuse(Errc::invalid, fmt::format("There is no tier {}: {} has tiers 1 to {}.", tier,
                                             story.escalation().policy.key, tiers));
  if (tier > tiers)
    return refuse(Errc::conflict,
                  fmt::format("T{} is the last one and was told at {}. Page somebody by name with "
                              "`/incident page @somebody {}`.",
                              escalating::tier_name(e.policy, e.tier).substr(1), utc_clock(e.since), to_string(i.id)));
  story.reach(tier, story.escalation().round, Duration::zero(), c.reason.empty() ? "asked for" : c.reason);
  return story.take();
}

Decision Decider::operator()(const PagePeople& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  auto reached =
      escalating::reach(c.to, {}, policy_, state_.oncall, true, 0, i.escalation.pages_made + 1, context_.now);
  if (!reached.nobody.empty()) {
    std::string names;
    for (const auto& target : reached.nobody)
      names += (names.empty() ? "" : ", ") + escalating::target_name(target, policy_);
    return refuse(Errc::not_found,
                  fmt::format("Nobody was paged: {} cannot be reached. See who can be with `/oncall lint`.", names));
  }
  if (reached.pages.empty()) return refuse(Errc::invalid, "Name somebody to page.");
  std::string text;
  if (!c.text.empty()) {
    auto checked = limited(c.text, "message");
    if (!checked) return std::unexpected(checked.error());
    text = *checked;
  }
  for (auto& page : reached.pages) page.text = text;
  return one(i, PeoplePaged{std::move(reached.pages), text});
}

Decision Decider::operator()(const SnoozeEscalation& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  if (c.until <= context_.now)
    return refuse(Errc::invalid,
                  fmt::format("{} has passed already. Say how long, for example `1h`.", utc_minute(c.until)));
  if (c.until > context_.now + longest_snooze)
    return refuse(Errc::invalid, "A snooze lasts 24 h at most. Snooze it again later, or resolve it.");
  const auto reason = limited(c.reason, "reason");
  if (!reason) return std::unexpected(reason.error());
  if (i.escalation.state == EscalationState::none)
    return refuse(Errc::conflict, fmt::format("{} is not escalated: there is nothing to snooze.", to_string(i.id)));
  return one(i, EscalationSnoozed{c.until, *reason});
}

Decision Decider::operator()(const DeclinePage& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  const auto* person = escalating::responder(policy_, context_.by);
  std::vector<int> pages;
  if (person != nullptr)
    for (const auto& page : i.escalation.pages)
      if (page.to == Target{Target::Kind::person, person->key} && escalating::wanted(i, page))
        pages.push_back(page.number);
  if (pages.empty())
    return refuse(Errc::conflict, fmt::format("There is no page to decline: {} is {}.", to_string(i.id), state_of(i)));
  EscalationStory story{i, state_, context_, policy_};
  story.tell(PageDeclined{person->key, pages});
  const auto& e = story.escalation();
  const bool others = std::ranges::any_of(e.pages, [&](const Page& page) {
    return page.at >= e.since && page.tier > 0 && !page.declined && !escalating::failed(page);
  });
  if (!others && e.state == EscalationState::triggered)
    story.go_on(Duration::zero(),
                fmt::format("{} said “not me”", escalating::target_name({Target::Kind::person, person->key}, policy_)));
  return story.take();
}

Decision Decider::operator()(const HandOffLead& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  if (i.lead.id == c.to.id)
    return refuse(Errc::conflict,
                  fmt::format("@{} leads {} already.", c.to.name.empty() ? c.to.id : c.to.name, to_string(i.id)));
  const auto summary = limited(c.summary, "summary");
  if (!summary) return std::unexpected(summary.error());
  return one(i, LeadHandedOff{c.to, *summary});
}

Decision Decider::operator()(const ApplyEscalationPolicy& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  const auto* now = policy_.escalation_policy(i.escalation.policy.key);
  if (i.escalation.state == EscalationState::none || now == nullptr)
    return refuse(Errc::conflict, fmt::format("{} follows no policy that could be applied.", to_string(i.id)));
  if (*now == i.escalation.policy)
    return refuse(Errc::conflict, fmt::format("{} follows the policy as it is already.", to_string(i.id)));
  auto next = i.escalation.next;
  if (next)
    next =
        std::max(context_.now, i.escalation.since + escalating::patience(*now, i.escalation.tier, policy_, i.severity));
  return one(i, EscalationPolicyApplied{*now, next});
}

Decision Decider::operator()(const AdvanceTier& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  if (i.escalation.step != c.step || !i.escalation.active() || !i.escalation.next || *i.escalation.next > context_.now)
    return refuse(Errc::conflict, "The escalation has moved on.");
  EscalationStory story{i, state_, context_, policy_};
  story.go_on(context_.now - *i.escalation.next, {});
  return story.take();
}

Decision Decider::operator()(const AskStillOnIt& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& e = (*found)->escalation;
  if (e.state != EscalationState::acknowledged || e.answer_by || !e.ask_again || *e.ask_again > context_.now)
    return refuse(Errc::conflict, "There was an update, or it was asked already.");
  return one(**found, StillOnItAsked{context_.now + policy_.answer_within});
}

Decision Decider::operator()(const ResumeEscalation& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  const auto& e = i.escalation;
  const bool unanswered = e.state == EscalationState::acknowledged && e.answer_by && *e.answer_by <= context_.now;
  const bool woken = e.state == EscalationState::snoozed && e.snoozed_until && *e.snoozed_until <= context_.now;
  if (e.step != c.step || (!unanswered && !woken)) return refuse(Errc::conflict, "The escalation has moved on.");
  EscalationStory story{i, state_, context_, policy_};
  story.tell(EscalationResumed{woken ? "the snooze is over" : "nobody answered whether they are still on it"});
  if (!e.policy.tiers.empty()) story.reach(std::max(1, e.tier), e.round, Duration::zero(), {});
  return story.take();
}

Decision Decider::operator()(const ContinuePage& c) const {
  const auto found = find_open(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  const auto* page = find_page(i.escalation, c.page);
  const auto* attempt = page == nullptr ? nullptr : find_attempt(*page, c.channel);
  if (attempt == nullptr || !escalating::wanted(i, *page) || attempt != &page->attempts.back())
    return refuse(Errc::conflict, "Nobody is to be told of it any more.");
  EscalationStory story{i, state_, context_, policy_};
  const bool last_way = page->attempts.size() >= page->steps.size();
  if (attempt->state == PageState::queued && last_way && story.way_works(page->to, c.channel))
    return refuse(Errc::conflict, "It is held back because many pages go there; it will arrive.");
  if (attempt->state == PageState::queued) {
    const auto waited = spoken(context_.now - attempt->at);
    story.tell(
        PageNoted{c.page, c.channel, PageState::failed, fmt::format("not delivered within {}", waited), {}, page->to});
    story.try_next_way(c.page, fmt::format("the {} did not go out", in_words(c.channel)));
  } else if (!last_way) {
    story.try_next_way(c.page, fmt::format("no answer for {}", spoken(context_.now - page->at)));
  }
  auto events = story.take();
  if (events.empty()) return refuse(Errc::conflict, "There is no other way to reach them.");
  return events;
}

Decision Decider::operator()(const NotePage& c) const {
  const auto found = find(c.incident);
  if (!found) return std::unexpected(found.error());
  const auto& i = **found;
  const auto* page = find_page(i.escalation, c.page);
  const auto* attempt = page == nullptr ? nullptr : find_attempt(*page, c.channel);
  if (attempt == nullptr || attempt->state == c.state || attempt->state == PageState::delivered ||
      (attempt->state == PageState::withdrawn && c.state == PageState::failed))
    return refuse(Errc::conflict, "That is known.");
  EscalationStory story{i, state_, context_, policy_};
  // What must not go out any more has not failed.
  const bool lapsed =
      c.state == PageState::failed && attempt->state == PageState::queued && !escalating::wanted(i, *page);
  story.tell(PageNoted{c.page, c.channel, lapsed ? PageState::withdrawn : c.state, c.why, c.receipt, page->to});
  if (c.state == PageState::failed && !lapsed && attempt == &page->attempts.back())
    story.try_next_way(c.page, fmt::format("the {} failed", in_words(c.channel)));
  return story.take();
}

}  // namespace playbooks
