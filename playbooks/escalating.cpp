#include "playbooks/escalating.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/rota.hpp"

namespace playbooks::escalating {
namespace {
using namespace std::chrono_literals;

bool fits(const EscalationRoute& route, std::string_view severity, const std::vector<ComponentClaim>& components,
          const Policy& policy) {
  const auto names = [](const std::vector<std::string>& list, std::string_view name) {
    return std::ranges::find(list, name) != list.end();
  };
  if (!route.severities.empty() && !names(route.severities, severity)) return false;
  if (!route.components.empty() &&
      std::ranges::none_of(components, [&](const auto& claim) { return names(route.components, claim.component); }))
    return false;
  if (route.owners.empty()) return true;
  return std::ranges::any_of(components, [&](const auto& claim) {
    const auto* component = policy.component(claim.component);
    return component != nullptr && names(route.owners, component->owner);
  });
}

bool has_way(const Responder& person, Channel channel) {
  switch (channel) {
    case Channel::slack:
    case Channel::mention:
      return !person.slack.empty();
    case Channel::sms:
    case Channel::voice:
      return !person.phone.empty();
    case Channel::email:
      return !person.email.empty();
    case Channel::pagerduty:
    case Channel::opsgenie:
    case Channel::webhook:
      return true;
  }
  return false;
}

std::vector<ContactStep> ways(const Responder& person, const std::vector<ContactStep>& steps) {
  std::vector<ContactStep> result;
  for (const auto& step : steps)
    if (has_way(person, step.channel)) result.push_back(step);
  return result;
}

}  // namespace

const EscalationPolicy* choose(const Policy& policy, std::string_view severity,
                               const std::vector<ComponentClaim>& components) {
  for (const auto& route : policy.escalation_routes)
    if (fits(route, severity, components, policy)) return policy.escalation_policy(route.policy);
  return nullptr;
}

std::vector<ContactStep> steps_for(const Responder& person, const std::vector<ContactStep>& tier_channels,
                                   const Policy& policy, bool ignore_quiet, Time now) {
  auto steps = ways(person, tier_channels);
  if (steps.empty()) steps = ways(person, person.notify);
  if (ignore_quiet || !rota::is_quiet(person, policy.zone, now)) return steps;
  auto quiet = steps;
  std::erase_if(quiet, [](const ContactStep& step) { return is_loud(step.channel); });
  return quiet.empty() ? steps : quiet;
}

std::string tier_name(const EscalationPolicy& policy, int tier) {
  const auto index = static_cast<std::size_t>(tier) - 1;
  if (index >= policy.tiers.size() || policy.tiers[index].name.empty()) return fmt::format("tier {}", tier);
  return fmt::format("tier {} ({})", tier, policy.tiers[index].name);
}

std::string_view what_follows(const Escalation& escalation) {
  if (escalation.state == EscalationState::exhausted) return "last tier";
  if (escalation.tier < std::ssize(escalation.policy.tiers)) return "next tier";
  return escalation.round < escalation.policy.repeat ? "next round" : "fallback";
}

Duration patience(const EscalationPolicy& escalation, int tier, const Policy& policy, std::string_view severity) {
  const auto index = static_cast<std::size_t>(std::max(tier, 1)) - 1;
  if (index < escalation.tiers.size() && escalation.tiers[index].next_after > Duration::zero())
    return escalation.tiers[index].next_after;
  const auto* found = policy.severity(severity);
  if (found != nullptr && found->respond_within > Duration::zero()) return found->respond_within;
  return 15min;
}

std::string target_name(const Target& target, const Policy& policy) {
  switch (target.kind) {
    case Target::Kind::person: {
      const auto* person = policy.person(target.name);
      return person == nullptr || person->name.empty() ? target.name : person->name;
    }
    case Target::Kind::schedule: {
      const auto* schedule = policy.schedule(target.name);
      return "schedule " + (schedule == nullptr || schedule->name.empty() ? target.name : schedule->name);
    }
    case Target::Kind::user_group:
      return "user group " + target.name;
    case Target::Kind::channel:
      return target.name;
  }
  return target.name;
}

bool wanted(const Incident& incident, const Page& page) {
  if (!incident.open() || page.declined) return false;
  const auto& escalation = incident.escalation;
  const bool in_hand =
      escalation.state == EscalationState::acknowledged || escalation.state == EscalationState::snoozed;
  return !(in_hand && escalation.at >= page.at);
}

bool failed(const Page& page) {
  return page.attempts.size() >= page.steps.size() &&
         std::ranges::all_of(page.attempts, [](const auto& attempt) { return attempt.state == PageState::failed; });
}

const Responder* responder(const Policy& policy, const Actor& actor) {
  if (actor.id.empty()) return nullptr;
  for (const auto& person : policy.people)
    if (!person.slack.empty() && person.slack == actor.id) return &person;
  if (actor.id.starts_with("cli:")) return policy.person(std::string_view{actor.id}.substr(4));
  // Anybody may call themselves anything on Slack: a name counts only for somebody whose Slack id is not known.
  const auto* named = policy.person(actor.name);
  return named != nullptr && named->slack.empty() ? named : nullptr;
}

Reached reach(const std::vector<Target>& targets, const std::vector<ContactStep>& channels, const Policy& policy,
              const OnCall& oncall, bool ignore_quiet, int tier, int first_number, Time now) {
  Reached reached;
  const auto add = [&](Target to, std::string via, std::vector<ContactStep> steps) {
    if (std::ranges::any_of(reached.pages, [&](const Page& page) { return page.to == to; })) return;
    Page page;
    page.number = first_number + static_cast<int>(reached.pages.size());
    page.tier = tier;
    page.to = std::move(to);
    page.via = std::move(via);
    page.at = now;
    page.attempts.push_back({steps.front().channel, PageState::queued, now, now, {}, {}});
    page.steps = std::move(steps);
    reached.pages.push_back(std::move(page));
  };
  for (const auto& target : targets) {
    if (target.kind == Target::Kind::user_group || target.kind == Target::Kind::channel) {
      add(target, {}, {{Channel::mention, {}}});
      continue;
    }
    std::string key = target.name, via;
    if (target.kind == Target::Kind::schedule) {
      const auto* schedule = policy.schedule(target.name);
      key = schedule == nullptr ? std::string{} : rota::holder(*schedule, oncall, now);
      via = target.name;
    }
    const auto* person = key.empty() ? nullptr : policy.person(key);
    auto steps =
        person == nullptr ? std::vector<ContactStep>{} : steps_for(*person, channels, policy, ignore_quiet, now);
    if (steps.empty())
      reached.nobody.push_back(target);
    else
      add({Target::Kind::person, person->key}, std::move(via), std::move(steps));
  }
  return reached;
}

}  // namespace playbooks::escalating
