#include "bot/lane.hpp"

#include <algorithm>

namespace bot {
namespace {

using playbooks::Effect;
constexpr playbooks::Duration patience = std::chrono::seconds{5};

bool newest_stands_for_all(const Effect& effect) {
  return std::holds_alternative<playbooks::DrawCard>(effect.body) ||
         std::holds_alternative<playbooks::PublishComponent>(effect.body) ||
         std::holds_alternative<playbooks::PublishPostmortem>(effect.body) ||
         std::holds_alternative<playbooks::ReadPage>(effect.body);
}

bool can_be_joined(const Effect& effect) {
  return std::holds_alternative<playbooks::PostToThread>(effect.body) ||
         std::holds_alternative<playbooks::PublishIncident>(effect.body) ||
         std::holds_alternative<playbooks::PublishMaintenance>(effect.body);
}

}  // namespace

void Lane::add(Pending pending) {
  const Rank rank{pending.effect.priority, pending.order};
  if (!by_key_.emplace(pending.effect.key, rank).second) return;  // it waits already
  if (!pending.effect.group.empty()) by_group_[pending.effect.group].insert(rank);
  if (pending.may_have_been_sent) doubts_.insert(rank);
  pending_.emplace(rank, std::move(pending));
}

std::optional<Lane::Next> Lane::next(playbooks::Time now) const {
  if (pending_.empty()) return std::nullopt;
  const auto& first = pending_.begin()->second;
  Next next{first.effect, {}};
  if (first.effect.group.empty()) return next;
  const bool newest = newest_stands_for_all(first.effect);
  if (!newest && !(can_be_joined(first.effect) && now - first.effect.created > patience)) return next;
  const auto& group = by_group_.at(first.effect.group);
  for (auto rank = std::next(group.begin()); rank != group.end(); ++rank) {
    if (!newest && next.merged.size() + 1 >= most_joined) break;
    next.merged.push_back(std::move(next.effect));
    next.effect = pending_.at(*rank).effect;
  }
  return next;
}

std::optional<playbooks::Priority> Lane::most_urgent() const {
  if (pending_.empty()) return std::nullopt;
  return pending_.begin()->first.first;
}

std::vector<Effect> Lane::doubtful() const {
  if (doubts_.empty()) return {};
  std::vector<const Pending*> doubts;
  for (const auto& rank : doubts_) doubts.push_back(&pending_.at(rank));
  std::ranges::sort(doubts, {}, [](const Pending* p) { return p->order; });
  std::vector<Effect> result;
  for (const auto* pending : doubts) result.push_back(pending->effect);
  return result;
}

std::vector<Effect> Lane::doubtful_like(const Effect& effect) const {
  auto result = doubtful();
  std::erase_if(result, [&](const Effect& other) { return other.group != effect.group; });
  return result;
}

void Lane::clear_doubt(const std::vector<Effect>& effects) {
  for (const auto& effect : effects)
    if (auto* pending = find(effect.key)) {
      pending->may_have_been_sent = false;
      doubts_.erase({pending->effect.priority, pending->order});
    }
}

void Lane::clear_doubt() {
  for (const auto& rank : doubts_) pending_.at(rank).may_have_been_sent = false;
  doubts_.clear();
}

Pending* Lane::find(const std::string& key) {
  const auto rank = by_key_.find(key);
  return rank == by_key_.end() ? nullptr : &pending_.at(rank->second);
}

const Pending* Lane::find(const std::string& key) const {
  const auto rank = by_key_.find(key);
  return rank == by_key_.end() ? nullptr : &pending_.at(rank->second);
}

bool Lane::part_of(const Next& next, const std::string& key) {
  return next.effect.key == key || std::ranges::any_of(next.merged, [&](const Effect& e) { return e.key == key; });
}

template <class F>
void Lane::each_of(const Next& next, F&& apply) {
  if (auto* pending = find(next.effect.key)) apply(*pending);
  for (const auto& older : next.merged)
    if (auto* pending = find(older.key)) apply(*pending);
}

void Lane::mark_doubtful(const Next& sent) {
  each_of(sent, [&](Pending& pending) {
    pending.may_have_been_sent = true;
    doubts_.insert({pending.effect.priority, pending.order});
  });
}

void Lane::remove(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  const auto rank = found->second;
  const auto pending = pending_.find(rank);
  if (const auto group = by_group_.find(pending->second.effect.group); group != by_group_.end()) {
    group->second.erase(rank);
    if (group->second.empty()) by_group_.erase(group);
  }
  doubts_.erase(rank);
  announced_.erase(rank);
  by_key_.erase(found);
  pending_.erase(pending);
}

std::vector<std::string> Lane::withdrawable(const std::string& group, const std::optional<Next>& in_flight) const {
  std::vector<std::string> keys;
  const auto found = by_group_.find(group);
  if (found == by_group_.end()) return keys;
  for (const auto& rank : found->second) {
    const auto& pending = pending_.at(rank);
    if (!pending.may_have_been_sent && !(in_flight && part_of(*in_flight, pending.effect.key)))
      keys.push_back(pending.effect.key);
  }
  return keys;
}

void Lane::hold_up(const Next& next, const std::string& why) {
  each_of(next, [&](Pending& pending) { pending.waits_for = why; });
}

bool Lane::announce(const Next& next) {
  bool fresh = false;
  each_of(next, [&](Pending& pending) {
    if (pending.announced) return;
    fresh = pending.announced = true;
    announced_.insert({pending.effect.priority, pending.order});
  });
  return fresh;
}

void Lane::conclude(const std::string& key) {
  auto* pending = find(key);
  if (pending == nullptr) return;
  pending->announced = false;
  announced_.erase({pending->effect.priority, pending->order});
}

bool Lane::announced(const Next& next) const {
  const auto is = [&](const Effect& effect) {
    const auto* pending = find(effect.key);
    return pending != nullptr && pending->announced;
  };
  return is(next.effect) || std::ranges::any_of(next.merged, is);
}

std::vector<const Pending*> Lane::shown_waiting() const {
  std::vector<const Pending*> result;
  for (const auto& rank : announced_) result.push_back(&pending_.at(rank));
  return result;
}

bool Lane::has_card_to_come() const {
  return std::ranges::any_of(pending_, [](const auto& entry) {
    return std::holds_alternative<playbooks::DrawCard>(entry.second.effect.body);
  });
}

const Pending* Lane::oldest() const {
  const auto found =
      std::ranges::min_element(pending_, {}, [](const auto& entry) { return entry.second.effect.created; });
  return found == pending_.end() ? nullptr : &found->second;
}

}  // namespace bot
