#include "tests/playbooks/public_page_support.hpp"

#include <algorithm>

#include "playbooks/model/overloaded.hpp"

namespace playbooks {
using namespace std::chrono_literals;

namespace {

/// Statuspage knows no "cancelled".
std::string page_status(Status status) {
  return std::string{to_string(status == Status::cancelled ? Status::resolved : status)};
}
std::string page_status(MaintenanceState state) {
  return std::string{to_string(state == MaintenanceState::cancelled ? MaintenanceState::completed : state)};
}

bool moves_components(const Maintenance& window, MaintenanceState state) {
  if (state == MaintenanceState::scheduled) return false;
  return state != MaintenanceState::cancelled || window.started.has_value();
}

template <class Publish>
void add_texts(Shown& entry, const Parcel& parcel) {
  const auto add = [&](const Effect& effect) {
    const auto* publish = std::get_if<Publish>(&effect.body);
    if (publish != nullptr && !publish->body.empty()) entry.texts.push_back(publish->body);
  };
  for (const auto& older : parcel.merged) add(older);
  add(parcel.effect);
}

}  // namespace

void PageLane::add(Effect effect) {
  const auto place = std::ranges::upper_bound(waiting, effect.priority, {}, &Effect::priority);
  waiting.insert(place, std::move(effect));
}

void PageLane::remove(const std::string& key) {
  std::erase_if(waiting, [&](const Effect& effect) { return effect.key == key; });
  doubtful.erase(key);
}

void PageLane::withdraw(const std::string& group) {
  const auto on_its_way = [&](const Effect& effect) {
    if (!in_flight) return false;
    return in_flight->effect.key == effect.key ||
           std::ranges::find(in_flight->merged, effect.key, &Effect::key) != in_flight->merged.end();
  };
  std::erase_if(waiting, [&](const Effect& effect) {
    return effect.group == group && !doubtful.contains(effect.key) && !on_its_way(effect);
  });
}

std::optional<Parcel> PageLane::next(Time now) const {
  constexpr std::size_t most_joined = 20;
  if (waiting.empty()) return std::nullopt;
  Parcel parcel;
  parcel.effect = waiting.front();
  parcel.now = now;
  const auto& first = waiting.front();
  const bool newest =
      std::holds_alternative<PublishComponent>(first.body) || std::holds_alternative<PublishPostmortem>(first.body);
  const bool joined = std::holds_alternative<PublishIncident>(first.body) && now - first.created > 5s;
  if (first.group.empty() || (!newest && !joined)) return parcel;
  for (auto other = std::next(waiting.begin()); other != waiting.end(); ++other) {
    if (other->group != first.group) continue;
    if (!newest && parcel.merged.size() + 1 >= most_joined) break;
    parcel.merged.push_back(std::exchange(parcel.effect, *other));
  }
  return parcel;
}

ComponentStatus FakePage::shown(const std::string& component) const {
  const auto found = components.find(component);
  return found == components.end() ? ComponentStatus::operational : found->second;
}

Shown* FakePage::find(std::vector<Shown>& list, const std::string& id) {
  const auto found = std::ranges::find(list, id, &Shown::id);
  return found == list.end() ? nullptr : &*found;
}

const Shown* FakePage::owned(const std::vector<Shown>& list, const std::string& owner) const {
  const auto found = std::ranges::find(list, owner, &Shown::owner);
  return found == list.end() ? nullptr : &*found;
}

Shown& FakePage::entry(std::vector<Shown>& list, const std::string& id, const std::string& owner) {
  if (auto* found = find(list, id); !id.empty() && found != nullptr) {
    if (!found->owner.empty() && found->owner != owner) trouble = found->owner + " and " + owner + " are one entry";
    found->owner = owner;
    return *found;
  }
  if (owned(list, owner) != nullptr) trouble = owner + " is on " + name + " twice";
  learned[owner] = name + "-" + std::to_string(++made);
  return list.emplace_back(Shown{learned[owner], owner, {}, {}, false});
}

std::map<std::string, ComponentStatus> FakePage::moves(const Parcel& parcel) {
  std::map<std::string, ComponentStatus> result;
  const auto worst = [&](const std::string& component) {
    const auto found = parcel.worst.find(component);
    return found == parcel.worst.end() ? ComponentStatus::operational : found->second;
  };
  if (const auto* what = std::get_if<PublishComponent>(&parcel.effect.body))
    result[what->component] = worst(what->component);
  if (std::holds_alternative<PublishIncident>(parcel.effect.body) && parcel.incident)
    for (const auto& claim : parcel.incident->components) result[claim.component] = worst(claim.component);
  const auto* upkeep = std::get_if<PublishMaintenance>(&parcel.effect.body);
  if (upkeep != nullptr && parcel.maintenance && moves_components(*parcel.maintenance, upkeep->state)) {
    const bool running =
        upkeep->state == MaintenanceState::in_progress && parcel.maintenance->state == MaintenanceState::in_progress;
    for (const auto& component : parcel.maintenance->components)
      result[component] = running ? std::max(worst(component), ComponentStatus::under_maintenance) : worst(component);
  }
  return result;
}

PageAnswer FakePage::take(const Parcel& parcel) {
  auto answer = std::visit(Overloaded{[&](const PublishIncident&) { return take_incident(parcel); },
                                      [&](const PublishMaintenance&) { return take_maintenance(parcel); },
                                      [&](const PublishComponent&) { return take_component(parcel); },
                                      [&](const PublishPostmortem&) { return take_postmortem(parcel); },
                                      [&](const auto&) { return PageAnswer{true, {}, {}}; }},
                           parcel.effect.body);
  if (!answer.delivered) return answer;
  keys.insert(parcel.effect.key);
  return answer;
}

PageAnswer FakePage::take_incident(const Parcel& parcel) {
  const auto& what = std::get<PublishIncident>(parcel.effect.body);
  if (!parcel.incident || !parcel.incident->shown_publicly()) return {false, {}, "internal or a drill"};
  const auto owner = to_string(what.incident);
  auto id = parcel.incident->page_on(name).id;
  if (id.empty() && learned.contains(owner)) id = learned.at(owner);
  auto& shown = entry(incidents, id, owner);
  shown.status = page_status(what.status);
  add_texts<PublishIncident>(shown, parcel);
  for (const auto& [component, status] : moves(parcel)) {
    components[component] = status;
    carried[component] = {status, parcel.now};
    by_hand.erase(component);
  }
  return {true, {shown.id, "https://" + name + "/" + shown.id, shown.status}, {}};
}

PageAnswer FakePage::take_maintenance(const Parcel& parcel) {
  const auto& what = std::get<PublishMaintenance>(parcel.effect.body);
  if (!parcel.maintenance) return {false, {}, "it is unknown"};
  const auto owner = to_string(what.maintenance);
  auto id = parcel.maintenance->page_on(name).id;
  if (id.empty() && learned.contains(owner)) id = learned.at(owner);
  if (id.empty() && what.state == MaintenanceState::cancelled) return {true, {}, {}};
  auto& shown = entry(maintenances, id, owner);
  shown.status = page_status(what.state);
  add_texts<PublishMaintenance>(shown, parcel);
  for (const auto& [component, status] : moves(parcel)) {
    components[component] = status;
    carried[component] = {status, parcel.now};
    by_hand.erase(component);
  }
  return {true, {shown.id, "https://" + name + "/" + shown.id, shown.status}, {}};
}

PageAnswer FakePage::take_component(const Parcel& parcel) {
  for (const auto& [component, status] : moves(parcel)) {
    const auto last = carried.find(component);
    const bool said =
        last != carried.end() && last->second.first == status && last->second.second >= parcel.effect.created;
    if (said) continue;
    components[component] = status;
    carried[component] = {status, parcel.now};
    by_hand.erase(component);
  }
  return {true, {}, {}};
}

PageAnswer FakePage::take_postmortem(const Parcel& parcel) {
  if (!parcel.incident || parcel.incident->postmortem.empty() || parcel.incident->status != Status::resolved)
    return {false, {}, "there is no post-mortem to publish"};
  auto id = parcel.incident->page_on(name).id;
  const auto owner = to_string(parcel.incident->id);
  if (id.empty() && learned.contains(owner)) id = learned.at(owner);
  auto* shown = find(incidents, id);
  if (shown == nullptr || shown->status != "resolved") return {false, {}, "it is not resolved on the page"};
  shown->postmortem = true;
  return {true, {shown->id, {}, {}}, {}};
}

bool will_move(const Effect& effect, const std::string& component, const State& state) {
  if (const auto* what = std::get_if<PublishComponent>(&effect.body)) return what->component == component;
  if (const auto* what = std::get_if<PublishIncident>(&effect.body)) {
    const auto found = state.incidents.find(what->incident);
    return found != state.incidents.end() &&
           std::ranges::find(found->second.components, component, &ComponentClaim::component) !=
               found->second.components.end();
  }
  const auto* what = std::get_if<PublishMaintenance>(&effect.body);
  const auto* window = what == nullptr ? nullptr : state.upkeep.find(what->maintenance);
  return window != nullptr && moves_components(*window, what->state) &&
         std::ranges::find(window->components, component) != window->components.end();
}

}  // namespace playbooks
