// Routes: which escalation policy is for which incident, and what no incident can reach.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "bot/configuration_oncall.hpp"
#include "config/read_value.hpp"
#include "playbooks/model/words.hpp"

namespace bot {
namespace {

using config::Values;
using playbooks::EscalationPolicy;
using playbooks::EscalationRoute;
using playbooks::Policy;
using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool within(const Names& part, const Names& whole) {
  return std::ranges::all_of(part, [&](const std::string& name) { return has(whole, name); });
}

Names owners(const Policy& policy) {
  Names result;
  for (const auto& component : policy.components)
    if (!component.owner.empty() && !has(result, component.owner)) result.push_back(component.owner);
  return result;
}

/// An owner as the components spell it, which may be in more than one way.
void read_owners(const Values& item, const std::string& path, const Policy& policy, EscalationRoute& route,
                 Findings& findings) {
  const auto known = owners(policy);
  for (const auto& word : item.texts("owners")) {
    const auto before = route.owners.size();
    std::ranges::copy_if(known, std::back_inserter(route.owners),
                         [&](const std::string& owner) { return playbooks::folded(owner) == playbooks::folded(word); });
    if (route.owners.size() > before) continue;
    route.owners.push_back(word);  // a list without it would fit everything
    auto advice = config::did_you_mean(word, known);
    if (advice.empty() && known.empty()) advice = "; no component has an owner";
    if (advice.empty()) advice = fmt::format("; there are: {}", fmt::join(known, ", "));
    findings.error(item.place("owners"), path + ".owners",
                   fmt::format("no component is of the owner {}{}", config::shown(word), advice));
  }
}

void read_policy(const Values& item, const std::string& path, const Policy& policy, EscalationRoute& route,
                 Findings& findings) {
  const auto& word = item.text("policy");
  const auto wanted = playbooks::folded(word);
  const auto found = std::ranges::find_if(
      policy.escalation_policies, [&](const EscalationPolicy& each) { return playbooks::folded(each.key) == wanted; });
  route.policy = found == policy.escalation_policies.end() ? wanted : found->key;
  if (found != policy.escalation_policies.end() || wanted == "none") return;
  Names known{"none"};
  for (const auto& each : policy.escalation_policies) known.push_back(each.key);
  auto advice = config::did_you_mean(word, known);
  if (advice.empty()) advice = fmt::format("; there are: {}", fmt::join(known, ", "));
  findings.error(item.place("policy"), path + ".policy",
                 fmt::format("there is no policy {}{}", config::shown(word), advice));
}

/// The components that a route's owners have; those that it names are owned by whom.
Names components_of(const Names& teams, const Policy& policy) {
  Names result;
  for (const auto& component : policy.components)
    if (has(teams, component.owner)) result.push_back(component.key);
  return result;
}

Names owners_of(const Names& keys, const Policy& policy) {
  Names result;
  for (const auto& key : keys) result.push_back(policy.component(key)->owner);
  return result;
}

/// Whether every incident of the later route, whatever its severity, has the components that the earlier one wants.
bool covers(const EscalationRoute& earlier, const EscalationRoute& later, const Policy& policy) {
  const bool components = earlier.components.empty() ||
                          (!later.components.empty() && within(later.components, earlier.components)) ||
                          (!later.owners.empty() && within(components_of(later.owners, policy), earlier.components));
  const bool teams = earlier.owners.empty() || (!later.owners.empty() && within(later.owners, earlier.owners)) ||
                     (!later.components.empty() && within(owners_of(later.components, policy), earlier.owners));
  return components && teams;
}

bool is_for(const EscalationRoute& route, const std::string& severity) {
  return route.severities.empty() || has(route.severities, severity);
}

/// The numbers (from 1) of the earlier routes that together take every incident of this one; empty when one is left.
std::set<std::size_t> hiding(const Policy& policy, std::size_t index) {
  const auto& routes = policy.escalation_routes;
  std::set<std::size_t> result;
  for (const auto& severity : policy.severities) {
    if (!is_for(routes[index], severity.name)) continue;
    std::size_t earlier = 0;
    while (earlier < index &&
           !(is_for(routes[earlier], severity.name) && covers(routes[earlier], routes[index], policy)))
      ++earlier;
    if (earlier == index) return {};
    result.insert(earlier + 1);
  }
  return result;
}

void warn_of_hidden(const std::vector<Values>& items, const Policy& policy, Findings& findings) {
  for (std::size_t i = 0; i < policy.escalation_routes.size(); ++i) {
    const auto by = hiding(policy, i);
    if (by.empty()) continue;
    findings.warning(
        items[i].place("policy"), fmt::format("escalation.routes[{}]", i),
        fmt::format("no incident reaches this route: route {} above {} all of its incidents; move this one "
                    "up or take it out",
                    fmt::join(by, " and "), by.size() == 1 ? "takes" : "take"));
  }
}

void warn_of_unpaged(const Values& values, const Policy& policy, Findings& findings) {
  Names unpaged;
  for (const auto& severity : policy.severities)
    if (std::ranges::none_of(policy.escalation_routes, [&](const EscalationRoute& route) {
          return is_for(route, severity.name) && route.components.empty() && route.owners.empty();
        }))
      unpaged.push_back(severity.name);
  if (policy.escalation_routes.empty() || unpaged.empty()) return;
  findings.warning(values.place("escalation.routes"), "escalation.routes",
                   fmt::format("nobody is paged for {} where no route fits; if that is meant, end with “- policy: "
                               "none”, otherwise with a policy for everything else",
                               fmt::join(unpaged, ", ")));
}

/// A tier may wait as long as the severity's response time; that of a severity which comes here must then be some.
/// Gives what is wrong with that time for this tier.
std::string wait_trouble(const playbooks::Severity& severity, const EscalationPolicy& escalation, std::size_t tier) {
  const bool last = tier + 1 == escalation.tiers.size();
  const auto& name = severity.name;
  const auto advice = fmt::format("give {} a respond_within of 1m or more, or write a duration here", name);
  if (last && escalation.exhausted == playbooks::Exhausted::keep_paging &&
      severity.respond_within < std::chrono::minutes{1}) {
    return fmt::format(
        "response is less than a minute for {}, and with exhausted: keep_paging the last tier would be "
        "paged that often; {}",
        name, advice);
  }
  if (severity.respond_within.count() > 0 || (!last && has(escalation.tiers[tier + 1].at_once, name))) return {};
  return fmt::format("response is 0 for {}, so this tier would have no time; {}{}", name, advice,
                     last ? "" : fmt::format(", or {} into at_once of the next tier", name));
}

void check_waits(const Values& item, std::size_t index, const Policy& policy, Findings& findings) {
  const auto& escalation = policy.escalation_policies[index];
  std::set<std::string> told;
  for (std::size_t i = 0; i < escalation.tiers.size(); ++i) {
    if (escalation.tiers[i].next_after.count() > 0) continue;
    for (const auto& severity : policy.severities) {
      const bool comes = std::ranges::any_of(policy.escalation_routes, [&](const EscalationRoute& route) {
        return route.policy == escalation.key && is_for(route, severity.name);
      });
      auto trouble = comes ? wait_trouble(severity, escalation, i) : std::string{};
      if (trouble.empty() || !told.insert(severity.name).second) continue;
      findings.error(item.items("tiers")[i].place("next_after"),
                     fmt::format("escalation.policies[{}].tiers[{}].next_after", index, i), std::move(trouble));
    }
  }
}

}  // namespace

void read_routes(const Values& values, Policy& policy, Findings& findings) {
  const auto& items = values.items("escalation.routes");
  for (const auto& item : items) {
    const auto path = fmt::format("escalation.routes[{}]", policy.escalation_routes.size());
    EscalationRoute route;
    for (const auto& word : item.texts("severities")) route.severities.push_back(policy.severity(word)->name);
    for (const auto& word : item.texts("components")) route.components.push_back(policy.component(word)->key);
    read_owners(item, path, policy, route, findings);
    read_policy(item, path, policy, route, findings);
    policy.escalation_routes.push_back(std::move(route));
  }
  warn_of_hidden(items, policy, findings);
  warn_of_unpaged(values, policy, findings);
  const auto& policies = values.items("escalation.policies");
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const auto& key = policy.escalation_policies[i].key;
    check_waits(policies[i], i, policy, findings);
    if (std::ranges::find(policy.escalation_routes, key, &EscalationRoute::policy) != policy.escalation_routes.end())
      continue;
    findings.warning(
        policies[i].place("key"), fmt::format("escalation.policies[{}]", i),
        fmt::format("no route uses policy {}, so it pages nobody; add “- policy: {}” to escalation.routes", key, key));
  }
}

}  // namespace bot
