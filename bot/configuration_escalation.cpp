// Escalation policies: tiers that lead to somebody, waits that are some, ends that are reached.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bot/configuration_oncall.hpp"
#include "bot/configuration_words.hpp"
#include "config/read_value.hpp"
#include "integrations/slack/settings.hpp"
#include "playbooks/model/words.hpp"

namespace bot {
namespace {

using config::Values;
using playbooks::EscalationPolicy;
using playbooks::Policy;
using playbooks::Target;
using playbooks::Tier;
using Kind = Target::Kind;

struct Here {
  config::Place place;
  std::string path;
};

std::string unknown_person(const std::string& word, const Policy& policy) {
  if (const auto* schedule = policy.schedule(word); schedule != nullptr)
    return fmt::format("{} is a schedule; write “schedule {}”", config::shown(word), schedule->key);
  std::vector<std::string> keys;
  for (const auto& person : policy.people) keys.push_back(person.key);
  const auto advice = config::did_you_mean(word, keys);
  return fmt::format("nobody is called {}{}", config::shown(word),
                     advice.empty() ? "; write the key of a person or a channel such as \"#ops\"" : advice);
}

std::string unknown_schedule(const std::string& word, const Policy& policy) {
  std::vector<std::string> keys;
  for (const auto& schedule : policy.schedules) keys.push_back(schedule.key);
  const auto advice = config::did_you_mean(word, keys);
  return fmt::format("there is no schedule {}{}", config::shown(word),
                     advice.empty() ? "; add it to schedules" : advice);
}

/// The target by the names that the rules compare; why not, when it leads nowhere.
std::string resolve(const Policy& policy, Target& target) {
  switch (target.kind) {
    case Kind::person: {
      const auto* person = policy.person(target.name);
      if (person == nullptr) return unknown_person(target.name, policy);
      target.name = person->key;
      return {};
    }
    case Kind::schedule: {
      const auto* schedule = policy.schedule(target.name);
      if (schedule == nullptr) return unknown_schedule(target.name, policy);
      target.name = schedule->key;
      return {};
    }
    case Kind::user_group:
      return {};
    case Kind::channel: {
      auto trouble = integrations::slack::channel_trouble(target.name);
      target.name = integrations::slack::spelled_channel(target.name);
      return trouble;
    }
  }
  std::unreachable();
}

void read_targets(const Values& item, const Here& tier_at, const Policy& policy, Tier& tier, Findings& findings) {
  const auto place = item.place("targets");
  const auto path = tier_at.path + ".targets";
  for (const auto& text : item.texts("targets")) {
    auto target = *playbooks::parse_target(text);
    if (auto trouble = resolve(policy, target); !trouble.empty()) {
      findings.error(place, path, std::move(trouble));
    } else if (std::ranges::find(tier.targets, target) != tier.targets.end()) {
      findings.error(place, path, fmt::format("{} stands there twice; once is enough", to_string(target)));
    }
    tier.targets.push_back(std::move(target));
  }
  if (tier.targets.empty())
    findings.error(place, path, "the tier tells nobody; name somebody, such as [ann] or [schedule primary]");
}

Tier read_tier(const Values& item, const Here& here, const Policy& policy, bool first, Findings& findings) {
  Tier tier;
  tier.name = item.text("name");
  read_targets(item, here, policy, tier, findings);
  for (const auto& text : item.texts("channels")) tier.channels.push_back(*playbooks::parse_contact_step(text));
  if (auto trouble = words::steps_trouble(tier.channels); !trouble.empty())
    findings.error(item.place("channels"), here.path + ".channels", std::move(trouble));
  tier.next_after = words::parse_next_after(item.text("next_after")).value_or(std::chrono::minutes{15});  // empty
  for (const auto& word : item.texts("at_once")) tier.at_once.push_back(policy.severity(word)->name);
  if (first && !tier.at_once.empty())
    findings.warning(item.place("at_once"), here.path + ".at_once",
                     "the first tier is always told at once; at_once is for later tiers");
  return tier;
}

void read_fallback(const Values& item, const Here& here, const Policy& policy, EscalationPolicy& escalation,
                   Findings& findings) {
  escalation.fallback = *playbooks::parse_target(item.text("fallback"));
  const auto name = escalation.fallback.name;
  auto trouble = resolve(policy, escalation.fallback);
  const auto kind = escalation.fallback.kind;
  const bool named_like_one = kind == Kind::person && !trouble.empty() && policy.schedule(name) != nullptr;
  if (kind == Kind::schedule || named_like_one)
    trouble = "a schedule may have nobody on call; name a person or a channel";
  if (kind == Kind::user_group) trouble = "a user group may have no members; name a person or a channel";
  if (!trouble.empty()) findings.error(here.place, here.path, std::move(trouble));
}

/// Paging the last tier again and again needs some time between.
void check_loop(const Values& last, const Here& here, const EscalationPolicy& escalation, Findings& findings) {
  const auto wait = escalation.tiers.back().next_after;
  const bool short_wait = wait.count() > 0 && wait < std::chrono::minutes{1};
  if (escalation.exhausted != playbooks::Exhausted::keep_paging || !short_wait) return;
  findings.error(last.place("next_after"), here.path + ".next_after",
                 "with exhausted: keep_paging the last tier would be paged again faster than anybody can answer; write "
                 "1m or more");
}

}  // namespace

void read_escalation(const Values& values, Policy& policy, Findings& findings) {
  policy.page_patience = values.duration("escalation.page_patience");
  policy.answer_within = values.duration("escalation.answer_within");
  for (const auto& item : values.items("escalation.policies")) {
    const auto path = fmt::format("escalation.policies[{}]", policy.escalation_policies.size());
    EscalationPolicy escalation;
    escalation.key = item.text("key");
    escalation.name = item.text("name").empty() ? escalation.key : item.text("name");
    escalation.repeat = static_cast<int>(item.number("repeat"));
    if (item.text("exhausted") == "keep_paging") escalation.exhausted = playbooks::Exhausted::keep_paging;
    escalation.ack_timeout = item.duration("ack_timeout");
    escalation.catch_up = item.flag("catch_up");
    Here tier_at;
    for (const auto& each : item.items("tiers")) {
      tier_at = {each.place("targets"), fmt::format("{}.tiers[{}]", path, escalation.tiers.size())};
      escalation.tiers.push_back(read_tier(each, tier_at, policy, escalation.tiers.empty(), findings));
    }
    check_loop(item.items("tiers").back(), tier_at, escalation, findings);
    read_fallback(item, {item.place("fallback"), path + ".fallback"}, policy, escalation, findings);
    policy.escalation_policies.push_back(std::move(escalation));
  }
}

void read_operations(const Values& values, const config::Table& table, Policy& policy) {
  const auto& channel = values.text("operations.channel");
  policy.operations_channel = channel.empty() ? policy.incident_channel : integrations::slack::spelled_channel(channel);
  policy.audit_every = values.duration("operations.audit_every");
  policy.page_drill = values.flag("operations.page_drill");
  constexpr auto dead_man = "operations.dead_man_url";
  policy.dead_man = in_table(table, dead_man) && values.given(dead_man);
}

}  // namespace bot
