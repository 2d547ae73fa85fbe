// What may be said of components: people's own words on them, what follows from these, and their end.
#include <fmt/format.h>

#include <algorithm>

#include "playbooks/cascade.hpp"
#include "playbooks/decider.hpp"
#include "playbooks/rules.hpp"

namespace playbooks {
namespace {

const HeldClaim* own_word(const Claims& claims, std::string_view component) {
  const auto held = claims.find(std::string{component});
  if (held == claims.end()) return nullptr;
  const auto own = std::ranges::find(held->second, "manual", &HeldClaim::holder);
  return own == held->second.end() ? nullptr : &*own;
}

/// "INC-1, MNT-2": who else holds a claim on it.
std::string other_holders(const Claims& claims, std::string_view component) {
  std::string others;
  if (const auto held = claims.find(std::string{component}); held != claims.end())
    for (const auto& claim : held->second)
      if (claim.holder != "manual") others += (others.empty() ? "" : ", ") + claim.holder;
  return others;
}

std::string nothing_to_do(const ComponentClaim& claim, const HeldClaim* own, const Claims& claims) {
  const auto& name = claim.component;
  if (own != nullptr)
    return fmt::format("{} is already set to {}: done {}. ", name, in_words(claim.status),
                       by_and_at({own->by, own->since}));
  const auto others = other_holders(claims, name);
  if (others.empty()) return fmt::format("{} is operational already. ", name);
  const auto first = others.substr(0, others.find(','));
  if (first.starts_with("MNT"))
    return fmt::format("{} is {} because of {}: end it there with `/maintenance complete {}`. ", name,
                       in_words(internal_status(claims, name)), others, first);
  return fmt::format("{} is {} because of {}: change it there with `/incident components {} {}:operational`. ", name,
                     in_words(internal_status(claims, name)), others, first, name);
}

}  // namespace

std::string Decider::component_names() const {
  if (policy_.components.empty()) return "none are configured";
  std::string names;
  for (const auto& component : policy_.components) names += (names.empty() ? "" : ", ") + component.key;
  return names;
}

Result<std::vector<ComponentClaim>> Decider::known_components(const std::vector<ComponentClaim>& claims) const {
  std::vector<ComponentClaim> result;
  for (const auto& claim : claims) {
    const auto* component = policy_.component(claim.component);
    if (component == nullptr)
      return refuse(Errc::not_found,
                    fmt::format("There is no component “{}”. Components: {}.", claim.component, component_names()));
    std::erase_if(result, [&](const ComponentClaim& earlier) { return earlier.component == component->key; });
    result.push_back({component->key, claim.status});
  }
  return result;
}

void Decider::add_consequences(std::vector<ComponentClaim>& claims, const std::vector<ComponentClaim>& own) const {
  for (auto& consequence : consequences(claims, {}, policy_)) {
    const auto same = std::ranges::find(own, consequence.component, &ComponentClaim::component);
    if (same == own.end() || same->status < consequence.status)
      claims.push_back({std::move(consequence.component), consequence.status});
  }
}

Decision Decider::operator()(const SetComponentStatus& c) const {
  const auto claims = known_components(c.claims);
  if (!claims) return std::unexpected(claims.error());
  if (claims->empty())
    return refuse(Errc::invalid, fmt::format("Name at least one component. Components: {}.", component_names()));
  if (c.until && *c.until <= context_.now)
    return refuse(Errc::invalid, fmt::format("It cannot end at {}: that is over.", utc_minute(*c.until)));
  std::vector<Recorded> events;
  const auto add = [&](const std::string& component, ComponentStatus status, std::string message, std::string because) {
    events.push_back(
        of_component(ComponentStatusSet{component, status, std::move(message), c.until, std::move(because)},
                     static_cast<int>(events.size()) + 1));
  };
  std::string already;
  for (const auto& claim : *claims) {
    const auto* own = own_word(state_.claims, claim.component);
    const auto current = own == nullptr ? ComponentStatus::operational : own->status;
    const bool same_words =
        own == nullptr || ((c.message.empty() || own->message == c.message) && own->until == c.until);
    if (current == claim.status && same_words)
      already += nothing_to_do(claim, own, state_.claims);
    else
      add(claim.component, claim.status, c.message, c.because);
  }
  if (events.empty()) {
    already.pop_back();
    return refuse(Errc::conflict, already);
  }
  if (policy_.publicity.cascade_at_once) {
    // What followed from a component that is up again is taken back, unless it follows from another one now.
    const auto freed = followers(*claims);
    auto left = state_.claims;
    for (const auto& component : freed)
      std::erase_if(left[component], [](const HeldClaim& claim) { return claim.holder == "manual"; });
    auto found = consequences(*claims, left, policy_);
    for (const auto& component : freed)
      if (std::ranges::find(found, component, &Consequence::component) == found.end())
        add(component, ComponentStatus::operational, {}, {});
    for (auto& consequence : found)
      add(consequence.component, consequence.status, std::move(consequence.effect), consequence.because);
  }
  return events;
}

/// Components that were set as a consequence of one that is operational again.
std::vector<std::string> Decider::followers(const std::vector<ComponentClaim>& claims) const {
  std::vector<std::string> found;
  for (const auto& claim : claims) {
    if (claim.status != ComponentStatus::operational) continue;
    for (const auto& [component, held] : state_.claims)
      for (const auto& one : held)
        if (one.holder == "manual" && one.because == claim.component &&
            std::ranges::none_of(claims, [&](const auto& named) { return named.component == component; }))
          found.push_back(component);
  }
  return found;
}

Decision Decider::operator()(const AgeManualClaim& c) const {
  const auto* own = own_word(state_.claims, c.component);
  if (own == nullptr) return refuse(Errc::conflict, "It was taken back.");
  return std::vector<Recorded>{of_component(ManualClaimAged{c.component, own->since})};
}

Decision Decider::operator()(const ExpireManualClaim& c) const {
  const auto* own = own_word(state_.claims, c.component);
  if (own == nullptr || !own->until || *own->until > context_.now)
    return refuse(Errc::conflict, "It was taken back, or its time was changed.");
  return std::vector<Recorded>{of_component(
      ComponentStatusSet{c.component, ComponentStatus::operational, "The time that was set for it is over", {}, {}})};
}

}  // namespace playbooks
