#include "bot/lane.hpp"

#include <algorithm>

namespace bot {
namespace {

using playbooks::Effect;
constexpr playbooks::Duration patience = std::chrono::seconds{5};

bool newest_stands_for_all(const Effect& effect) {
  return std::holds_alternative<playbooks::DrawCard>(effect.body) ||
         std::holds_alternative<playbooks::PublishComponent>(effect.body);
}

bool can_be_joined(const Effect& effect) {
  return std::holds_alternative<playbooks::PostToThread>(effect.body) ||
         std::holds_alternative<playbooks::PublishIncident>(effect.body);
}

}  // namespace

void Lane::add(Pending pending) {
  pending_.push_back(std::move(pending));
}

std::optional<Lane::Next> Lane::next(playbooks::Time now) const {
  if (pending_.empty()) return std::nullopt;
  const auto first =
      std::ranges::min_element(pending_, {}, [](const Pending& p) { return std::pair{p.effect.priority, p.order}; });
  Next next{first->effect, {}};
  if (first->effect.group.empty()) return next;
  const bool newest = newest_stands_for_all(first->effect);
  if (!newest && !(can_be_joined(first->effect) && now - first->effect.created > patience)) return next;
  for (const auto& other : pending_) {
    if (other.effect.group != first->effect.group || other.order <= first->order) continue;
    next.merged.push_back(std::move(next.effect));
    next.effect = other.effect;
  }
  return next;
}

std::vector<Effect> Lane::doubtful() const {
  std::vector<Effect> result;
  for (const auto& pending : pending_)
    if (pending.may_have_been_sent) result.push_back(pending.effect);
  return result;
}

void Lane::clear_doubt() {
  for (auto& pending : pending_) pending.may_have_been_sent = false;
}

bool Lane::part_of(const Next& next, const std::string& key) const {
  return next.effect.key == key || std::ranges::any_of(next.merged, [&](const Effect& e) { return e.key == key; });
}

void Lane::mark_doubtful(const Next& sent) {
  for (auto& pending : pending_)
    if (part_of(sent, pending.effect.key)) pending.may_have_been_sent = true;
}

void Lane::remove(const std::string& key) {
  std::erase_if(pending_, [&](const Pending& pending) { return pending.effect.key == key; });
}

std::vector<std::string> Lane::withdrawable(const std::string& group, const std::optional<Next>& in_flight) const {
  std::vector<std::string> keys;
  for (const auto& pending : pending_)
    if (pending.effect.group == group && !pending.may_have_been_sent &&
        !(in_flight && part_of(*in_flight, pending.effect.key)))
      keys.push_back(pending.effect.key);
  return keys;
}

void Lane::hold_up(const Next& next, const std::string& why) {
  for (auto& pending : pending_)
    if (part_of(next, pending.effect.key)) pending.waits_for = why;
}

bool Lane::announce(const Next& next) {
  bool fresh = false;
  for (auto& pending : pending_)
    if (part_of(next, pending.effect.key) && !pending.announced) fresh = pending.announced = true;
  return fresh;
}

void Lane::conclude(const std::string& key) {
  for (auto& pending : pending_)
    if (pending.effect.key == key) pending.announced = false;
}

bool Lane::announced(const Next& next) const {
  return std::ranges::any_of(
      pending_, [&](const Pending& pending) { return pending.announced && part_of(next, pending.effect.key); });
}

}  // namespace bot
