#include "tests/playbooks/public_truth_support.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/model/overloaded.hpp"

namespace playbooks {
using namespace std::chrono_literals;

namespace {

const Actor sitrep{"sitrep", "sitrep"};

bool same(const State& a, const State& b) {
  return a.incidents == b.incidents && a.claims == b.claims && a.next_incident == b.next_incident &&
         a.components_version == b.components_version && a.upkeep == b.upkeep && a.pages == b.pages;
}

int version(const State& state, const std::string& stream) {
  if (stream == components_stream) return state.components_version;
  if (stream == maintenance_stream) return state.upkeep.version;
  if (stream == page_stream) return state.pages.version;
  const auto found = state.incidents.find(parse_incident_id(stream).value_or(IncidentId{}));
  return found == state.incidents.end() ? 0 : found->second.version;
}

ComponentStatus claimed(const Incident& incident, const std::string& component) {
  const auto found = std::ranges::find(incident.components, component, &ComponentClaim::component);
  return found == incident.components.end() ? ComponentStatus::operational : found->status;
}

}  // namespace

PublicWorld::PublicWorld(Policy policy) : rules(std::move(policy)) {
  for (const auto& page : rules.publicity.pages) {
    pages[page].name = page;
    lanes[page];
  }
}

void PublicWorld::fail(std::string what) {
  if (problem.empty()) problem = utc_minute(now) + " " + std::move(what);
}

bool PublicWorld::run(const Command& command, const Actor& by) {
  const Context context{by, now, "in-" + std::to_string(history.size())};
  const auto events = decide(state, command, context, rules);
  if (!events) return false;
  ++done;
  const auto before = state;
  Reaction all;
  const auto append = [](auto& to, auto from) { to.insert(to.end(), from.begin(), from.end()); };
  for (const auto& event : *events) {
    check_event(event);
    evolve(state, event);
    history.push_back(event);
    auto reaction = react(state, event, rules);
    append(all.effects, std::move(reaction.effects));
    append(all.withdrawn, std::move(reaction.withdrawn));
    for (const auto& name : reaction.timers.cancel) timers.erase(name);
    for (auto& timer : reaction.timers.set) timers.insert_or_assign(timer.name, timer);
  }
  take(std::move(all));
  check_cascade(before, command);
  if (done % 8 == 0) check_again(command, context);
  check();
  return true;
}

void PublicWorld::check_event(const Recorded& event) {
  if (event.number != version(state, event.stream) + 1)
    fail(fmt::format("{} is numbered {} after {}", event.stream, event.number, version(state, event.stream)));
  if (const auto* published = std::get_if<PublicTextPublished>(&event.event))
    std::erase_if(private_words, [&](const std::string& words) { return published->text.contains(words); });
}

/// A double click: where the rules allow it twice, nothing of the second is mistaken for the first.
void PublicWorld::check_again(const Command& command, const Context& context) {
  auto copy = state;
  const auto events = decide(copy, command, context, rules);
  if (!events) return;
  for (const auto& event : *events) {
    evolve(copy, event);
    for (const auto& effect : react(copy, event, rules).effects)
      if (keys.contains(effect.key)) fail("the key " + effect.key + " is used again");
  }
}

/// What follows at once never makes a claim smaller, and is there afterwards.
void PublicWorld::check_cascade(const State& before, const Command& command) {
  if (const auto* set = std::get_if<SetComponents>(&command)) {
    const auto& old = before.incidents.at(set->incident);
    for (const auto& component : rules.components) {
      const bool named = std::ranges::find(set->claims, component.key, &ComponentClaim::component) != set->claims.end();
      if (!named && claimed(state.incidents.at(set->incident), component.key) < claimed(old, component.key))
        fail(component.key + " became better although nobody said so");
    }
  }
  const auto* set = std::get_if<SetComponentStatus>(&command);
  if (set == nullptr || !rules.publicity.cascade_at_once) return;
  for (const auto& claim : set->claims)
    for (const auto& dependent : rules.component(claim.component)->dependents) {
      const bool named =
          std::ranges::find(set->claims, dependent.component, &ComponentClaim::component) != set->claims.end();
      if (named || claim.status < dependent.from || claim.status == ComponentStatus::operational) continue;
      if (internal_status(state.claims, dependent.component) < dependent.status)
        fail(fmt::format("{} is {} although {} is set to {}", dependent.component,
                         to_string(internal_status(state.claims, dependent.component)), claim.component,
                         to_string(claim.status)));
    }
}

void PublicWorld::take(Reaction reaction) {
  for (const auto& group : reaction.withdrawn)
    for (auto& [name, lane] : lanes) lane.withdraw(group);
  for (const auto& name : reaction.timers.cancel) timers.erase(name);
  for (auto& timer : reaction.timers.set) timers.insert_or_assign(timer.name, timer);
  for (auto& effect : reaction.effects) take_effect(std::move(effect));
}

void PublicWorld::take_effect(Effect effect) {
  if (!keys.insert(effect.key).second) fail("the key " + effect.key + " is used twice");
  const std::string page{page_of(effect)};
  if (page.empty()) return;
  if (effect.lane != page) return fail(effect.key + " is in the lane " + effect.lane);
  if (const auto id = incident_of(effect); id && !state.incidents.at(*id).shown_publicly())
    fail(effect.key + " tells the public of what is internal");
  if (const auto* publish = std::get_if<PublishIncident>(&effect.body)) note_words(effect, *publish);
  lanes.at(page).add(std::move(effect));
}

void PublicWorld::note_words(const Effect& effect, const PublishIncident& publish) {
  for (const auto& words : private_words)
    if (publish.body.contains(words)) fail(fmt::format("{} says “{}”, which nobody published", effect.key, words));
  if (publish.notify.value_or(false)) owed[std::string{page_of(effect)}].insert(effect.key);
}

void PublicWorld::wait(Duration how_long, bool down) {
  const auto until = now + how_long;
  constexpr int most = 5000;
  if (down) now = until;
  for (int fired = 0; problem.empty(); ++fired) {
    const auto first = std::ranges::min_element(timers, {}, [](const auto& timer) { return timer.second.due; });
    if (first == timers.end() || first->second.due > until) break;
    const auto timer = first->second;
    if (fired > most) return fail("the timer " + timer.name + " comes due again and again");
    now = std::max(now, timer.due);
    auto outcome = on_timer(state, timer, now, rules);
    timers.erase(timer.name);
    for (const auto& command : outcome.commands) run(command, sitrep);
    take(std::move(outcome.reaction));
  }
  now = until;
}

bool PublicWorld::begin(const std::string& page) {
  auto& lane = lanes.at(page);
  if (lane.in_flight) return true;
  auto parcel = lane.next(now);
  if (!parcel) return false;
  const auto& effect = parcel->effect;
  if (const auto id = incident_of(effect)) parcel->incident = state.incidents.at(*id);
  if (const auto* publish = std::get_if<PublishMaintenance>(&effect.body))
    if (const auto* window = state.upkeep.find(publish->maintenance)) parcel->maintenance = *window;
  for (const auto& [component, claims] : state.claims)
    parcel->worst[component] = public_status(state.claims, component);
  for (const auto& [component, status] : FakePage::moves(*parcel))
    if (status < public_status(state.claims, component))
      fail(fmt::format("{} reports {} better than it is", effect.key, component));
  lane.in_flight = std::move(parcel);
  return true;
}

void PublicWorld::end(const std::string& name, Sent how) {
  auto& lane = lanes.at(name);
  auto& page = pages.at(name);
  if (!lane.in_flight) return;
  const auto parcel = *lane.in_flight;
  if (how == Sent::failed || page.down) {
    lane.in_flight.reset();
    return;
  }
  const auto answer = page.take(parcel);
  if (!page.trouble.empty()) fail(page.trouble);
  if (answer.delivered) hear(name, parcel);
  if (how == Sent::arrived_unheard) {  // it is found on the page by its key: settled all the same
    for (const auto& [component, status] : FakePage::moves(parcel)) page.carried.erase(component);
  }
  settle(name, parcel, answer);
}

/// Subscribers hear of texts that ask for it, once, with whatever is joined to them.
void PublicWorld::hear(const std::string& page, const Parcel& parcel) {
  owed[page].erase(parcel.effect.key);
  for (const auto& older : parcel.merged) owed[page].erase(older.key);
}

void PublicWorld::settle(const std::string& name, const Parcel& parcel, const PageAnswer& answer) {
  auto& lane = lanes.at(name);
  for (const auto& older : parcel.merged) lane.remove(older.key);
  lane.remove(parcel.effect.key);
  lane.in_flight.reset();
  note(parcel, answer);
  check();
}

void PublicWorld::note(const Parcel& parcel, const PageAnswer& answer) {
  if (!answer.delivered) story.push_back(parcel.effect.key + " was refused: " + answer.why);
  const std::string page{page_of(parcel.effect)};
  std::visit(
      Overloaded{[&](const PublishIncident& e) {
                   if (answer.delivered)
                     run(NotePublicPage{e.incident, answer.receipt.id, answer.receipt.link,
                                        std::string{to_string(e.status)}, e.page},
                         sitrep);
                   else
                     run(NoteDeliveryFailed{e.incident, "status page", answer.why, true, e.page}, sitrep);
                 },
                 [&](const PublishPostmortem& e) {
                   if (!answer.delivered) fail(to_string(e.incident) + ": post-mortem refused: " + answer.why);
                 },
                 [&](const PublishMaintenance& e) {
                   if (answer.delivered)
                     run(
                         NoteMaintenancePage{
                             e.maintenance,
                             {answer.receipt.id, answer.receipt.link, std::string{to_string(e.state)}, now, {}, page}},
                         sitrep);
                   else
                     run(NoteMaintenanceFailed{e.maintenance, page, answer.why}, sitrep);
                 },
                 [](const auto&) {}},
      parcel.effect.body);
  if (std::holds_alternative<ReadPage>(parcel.effect.body) && (!parcel.effect.expires || now <= *parcel.effect.expires))
    read(page);
}

void PublicWorld::read(const std::string& name) {
  auto& page = pages.at(name);
  NotePageRead note{name, {}, {}, now, {}};
  for (const auto& component : rules.components) note.components[component.key] = page.shown(component.key);
  for (const auto& shown : page.incidents)
    if (shown.owner.empty() && shown.status != "resolved")
      note.open.push_back({name, shown.id, "By hand " + shown.id, shown.status, "https://" + shown.id});
  page.carried.clear();
  run(note, sitrep);
}

void PublicWorld::deliver_all(const std::string& page) {
  pages.at(page).down = false;
  for (int turns = 0; problem.empty() && begin(page); ++turns) {
    end(page, Sent::arrived);
    if (turns > 1000) fail(page + " never becomes quiet");
  }
}

void PublicWorld::restart() {
  check_rebuilt();
  for (auto& [name, lane] : lanes) {
    auto& page = pages.at(name);
    page.carried.clear();
    page.learned.clear();
    lane.in_flight.reset();
    for (const auto& shown : page.incidents)  // found by their mark
      if (!shown.owner.empty()) page.learned[shown.owner] = shown.id;
    for (const auto& shown : page.maintenances) page.learned[shown.owner] = shown.id;
  }
}

void PublicWorld::check_rebuilt() {
  State rebuilt;
  for (const auto& event : history) evolve(rebuilt, event);
  if (!same(rebuilt, state)) fail("what history says differs from what is remembered");
  state = std::move(rebuilt);
}

/// Wherever a page does not show the worst claim, something that will mend it is waiting, or somebody changed it there.
void PublicWorld::check() {
  for (const auto& [name, page] : pages) {
    const auto& lane = lanes.at(name);
    std::map<std::string, ComponentStatus> coming;
    if (lane.in_flight) coming = FakePage::moves(*lane.in_flight);
    const auto on_its_way = [&](const Effect& effect) {
      return lane.in_flight &&
             (effect.key == lane.in_flight->effect.key ||
              std::ranges::find(lane.in_flight->merged, effect.key, &Effect::key) != lane.in_flight->merged.end());
    };
    for (const auto& component : rules.components) {
      const auto truth = public_status(state.claims, component.key);
      const auto sent = coming.find(component.key);
      const bool by_hand = page.by_hand.contains(component.key) && sent == coming.end();
      if (by_hand || (sent == coming.end() ? page.shown(component.key) : sent->second) == truth) continue;
      if (std::ranges::none_of(lane.waiting, [&](const Effect& effect) {
            return !on_its_way(effect) && will_move(effect, component.key, state);
          }))
        fail(fmt::format("{} says {} of {}, which is {}, and nothing that would mend it waits", name,
                         to_string(sent == coming.end() ? page.shown(component.key) : sent->second), component.key,
                         to_string(truth)));
    }
  }
}

}  // namespace playbooks
