#include "playbooks/escalation_story.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr Duration worth_telling = 1min;  // of lateness
constexpr int most_rounds = 50;           // of `keep_paging`: every list has an end

bool at_once(const Tier& tier, std::string_view severity) {
  return std::ranges::find(tier.at_once, severity) != tier.at_once.end();
}

}  // namespace

EscalationStory::EscalationStory(const Incident& incident, const State& state, const Context& context,
                                 const Policy& policy)
    : state_(state), context_(context), policy_(policy), id_(incident.id) {
  scratch_.incidents.emplace(id_, incident);
}

void EscalationStory::tell(Event event) {
  events_.push_back(
      {to_string(id_), incident().version + 1, context_.now, context_.by, context_.input, std::move(event)});
  evolve(scratch_, events_.back());
}

bool EscalationStory::worst() const {
  return !policy_.severities.empty() && policy_.severities.front().name == incident().severity;
}

const EscalationPolicy* EscalationStory::chosen() const {
  return escalating::choose(policy_, incident().severity, incident().components);
}

bool EscalationStory::start(std::string why) {
  const auto* policy = chosen();
  if (policy == nullptr || policy->tiers.empty()) return false;
  tell(EscalationStarted{*policy, std::move(why)});
  reach(1, 0, Duration::zero(), {}, true);
  return true;
}

/// Counted from now, so that whoever was told has the whole time to answer; or, when the policy catches up, from when
/// this tier was due.
Time EscalationStory::next_due(int tier, Duration late) const {
  const auto wait = escalating::patience(escalation().policy, tier, policy_, incident().severity);
  return context_.now - (escalation().policy.catch_up ? late : Duration::zero()) + wait;
}

std::vector<Page> EscalationStory::pages_of(int tier, std::vector<Target>& nobody, int first_number) const {
  const auto& which = escalation().policy.tiers[static_cast<std::size_t>(tier) - 1];
  auto reached = escalating::reach(which.targets, which.channels, policy_, state_.oncall, worst(), tier, first_number,
                                   context_.now);
  nobody.insert(nobody.end(), reached.nobody.begin(), reached.nobody.end());
  return std::move(reached.pages);
}

void EscalationStory::reach(int tier, int round, Duration late, const std::string& why, bool with_at_once) {
  const auto tiers = static_cast<int>(escalation().policy.tiers.size());
  TierReached reached{tier, round, {}, {}, std::nullopt, late >= worth_telling ? late : Duration::zero(), why, {}};
  reached.name = escalation().policy.tiers[static_cast<std::size_t>(tier) - 1].name;
  reached.pages = pages_of(tier, reached.nobody, escalation().pages_made + 1);
  for (int other = tier + 1; with_at_once && other <= tiers; ++other) {
    if (!at_once(escalation().policy.tiers[static_cast<std::size_t>(other) - 1], incident().severity)) continue;
    const auto first = escalation().pages_made + 1 + static_cast<int>(reached.pages.size());
    for (auto& page : pages_of(other, reached.nobody, first))
      if (std::ranges::none_of(reached.pages, [&](const Page& told) { return told.to == page.to; })) {
        page.number = escalation().pages_made + 1 + static_cast<int>(reached.pages.size());
        reached.pages.push_back(std::move(page));
      }
  }
  const bool somebody = !reached.pages.empty();
  if (somebody) reached.next = next_due(tier, late);
  tell(std::move(reached));
  if (!somebody) go_on(Duration::zero(), {});
}

void EscalationStory::go_on(Duration late, const std::string& why) {
  const auto tiers = static_cast<int>(escalation().policy.tiers.size());
  if (escalation().tier < tiers) return reach(escalation().tier + 1, escalation().round, late, why);
  const bool anybody = std::ranges::any_of(escalation().pages, [](const Page& page) { return page.tier > 0; });
  if (escalation().round < escalation().policy.repeat && anybody) return reach(1, escalation().round + 1, late, why);
  exhaust();
}

/// The end of the list. With `keep_paging` the last tier is told again and again, though not for ever.
void EscalationStory::exhaust() {
  const auto& policy = escalation().policy;
  const auto last = static_cast<int>(policy.tiers.size());
  EscalationExhausted end;
  auto reached = escalating::reach({policy.fallback}, {}, policy_, state_.oncall, true, 0, escalation().pages_made + 1,
                                   context_.now);
  end.pages = std::move(reached.pages);
  for (auto& page : end.pages) page.text = "Nobody else has answered: you are the fallback";
  if (policy.exhausted == Exhausted::keep_paging) {
    std::vector<Target> nobody;
    for (auto& page : pages_of(last, nobody, 0))
      if (std::ranges::none_of(end.pages, [&](const Page& told) { return told.to == page.to; })) {
        page.number = escalation().pages_made + 1 + static_cast<int>(end.pages.size());
        end.pages.push_back(std::move(page));
      }
    if (escalation().round < most_rounds) end.next = next_due(last, Duration::zero());
  }
  tell(std::move(end));
}

void EscalationStory::rise(const std::string& severity_before) {
  const auto why = "the severity is " + incident().severity + " now";
  const auto* policy = chosen();
  if (policy == nullptr) return;
  const auto state = escalation().state;
  if (state == EscalationState::none || escalation().policy.key != policy->key) {
    start(why);
  } else if (state == EscalationState::triggered) {
    reach_at_once(severity_before);
  } else {
    tell(EscalationResumed{why});
    reach(std::max(1, escalation().tier), escalation().round, Duration::zero(), why, true);
  }
}

void EscalationStory::reach_at_once(const std::string& severity_before) {
  const auto& policy = escalation().policy;
  TierReached reached;
  reached.tier = escalation().tier;
  reached.round = escalation().round;
  reached.next = escalation().next;
  reached.name = policy.tiers[static_cast<std::size_t>(std::max(1, escalation().tier)) - 1].name;
  reached.why = "the severity is " + incident().severity + " now";
  for (std::size_t i = 0; i < policy.tiers.size(); ++i) {
    const auto tier = static_cast<int>(i) + 1;
    if (tier <= escalation().tier || !at_once(policy.tiers[i], incident().severity) ||
        at_once(policy.tiers[i], severity_before))
      continue;
    const auto first = escalation().pages_made + 1 + static_cast<int>(reached.pages.size());
    for (auto& page : pages_of(tier, reached.nobody, first)) reached.pages.push_back(std::move(page));
  }
  if (!reached.pages.empty()) tell(std::move(reached));
}

bool EscalationStory::way_works(const Target& to, Channel channel) const {
  for (const auto& [id, other] : state_.incidents)
    for (const auto& page : other.escalation.pages)
      for (const auto& attempt : page.attempts)
        if (page.to == to && attempt.channel == channel && context_.now - attempt.settled < 15min &&
            (attempt.state == PageState::sent || attempt.state == PageState::delivered))
          return true;
  return false;
}

void EscalationStory::try_next_way(int number, const std::string& why) {
  const auto* page = find_page(escalation(), number);
  if (page == nullptr || !escalating::wanted(incident(), *page)) return;
  if (page->attempts.size() < page->steps.size()) {
    tell(PageContinued{number, page->steps[page->attempts.size()].channel, why, page->to});
    return;
  }
  // Nothing is left for this person. When that is so for everybody of the tier, waiting would be in vain.
  if (!escalation().active() || page->tier == 0 || escalation().state == EscalationState::exhausted) return;
  for (const auto& other : escalation().pages)
    if (other.at >= escalation().since && other.tier > 0 && !escalating::failed(other) && !other.declined) return;
  go_on(Duration::zero(),
        "nobody of " + escalating::tier_name(escalation().policy, escalation().tier) + " could be reached");
}

}  // namespace playbooks
