#include "bot/staging.hpp"

#include <algorithm>
#include <iterator>

namespace bot {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

bool changes_claims(const playbooks::Event& event) {
  using namespace playbooks;
  return std::holds_alternative<IncidentDeclared>(event) || std::holds_alternative<ComponentsChanged>(event) ||
         std::holds_alternative<IncidentResolved>(event) || std::holds_alternative<IncidentReopened>(event) ||
         std::holds_alternative<IncidentCancelled>(event) || std::holds_alternative<ComponentStatusSet>(event) ||
         std::holds_alternative<PublicTextPublished>(event) || std::holds_alternative<MaintenanceStarted>(event) ||
         std::holds_alternative<MaintenanceCompleted>(event) || std::holds_alternative<MaintenanceCancelled>(event);
}

}  // namespace

Staging::Staging(playbooks::State loaded, const storage::Reader& reader, const playbooks::Policy& policy)
    : reader_(reader), policy_(policy), committed_(loaded), staged_(std::move(loaded)) {}

bool Staging::reach(playbooks::IncidentId id) {
  if (staged_.incidents.contains(id)) return true;
  auto found = reader_.incident(id);
  if (!found) return false;
  staged_.incidents.emplace(id, std::move(*found));
  guests_.insert(id);
  return true;
}

void Staging::begin_input() {
  input_ = {};
  input_.begun = true;
  input_.next_incident = staged_.next_incident;
  input_.components_version = staged_.components_version;
}

void Staging::touch(playbooks::IncidentId id) {
  if (input_.incidents.contains(id)) return;
  const auto found = staged_.incidents.find(id);
  input_.incidents.emplace(id, found == staged_.incidents.end() ? std::nullopt : std::optional{found->second});
}

playbooks::Result<std::vector<playbooks::Recorded>> Staging::execute(const playbooks::Command& command,
                                                                     const playbooks::Context& context) {
  auto events = playbooks::decide(staged_, command, context, policy_);
  if (!events) return events;
  for (const auto& event : *events) {
    if (const auto id = playbooks::parse_incident_id(event.stream)) touch(*id);
    if (changes_claims(event.event) && !input_.claims) input_.claims = staged_.claims;
    if (event.stream == playbooks::oncall_stream && !input_.oncall) input_.oncall = staged_.oncall;
    if (event.stream == playbooks::maintenance_stream && !input_.upkeep) input_.upkeep = staged_.upkeep;
    if (event.stream == playbooks::page_stream && !input_.pages) input_.pages = staged_.pages;
    playbooks::evolve(staged_, event);
    add(playbooks::react(staged_, event, policy_));
    input_.events.push_back(event);
  }
  return events;
}

void Staging::add(playbooks::Reaction reaction) {
  append(input_.reaction.effects, std::move(reaction.effects));
  append(input_.reaction.timers.set, std::move(reaction.timers.set));
  append(input_.reaction.timers.cancel, std::move(reaction.timers.cancel));
  append(input_.reaction.withdrawn, std::move(reaction.withdrawn));
}

/// One command, one message: what it tells to a whole channel is told together.
void Staging::join_answers() {
  auto& effects = input_.reaction.effects;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    auto* first = std::get_if<playbooks::Answer>(&effects[i].body);
    if (first == nullptr || !first->user.empty()) continue;
    const auto joins = [&](const playbooks::Effect& other) {
      const auto* more = std::get_if<playbooks::Answer>(&other.body);
      if (more == nullptr || !more->user.empty() || other.lane != effects[i].lane || more->channel != first->channel ||
          more->thread_ts != first->thread_ts)
        return false;
      first->text << "\n" << more->text;
      return true;
    };
    effects.erase(std::remove_if(effects.begin() + static_cast<std::ptrdiff_t>(i) + 1, effects.end(), joins),
                  effects.end());
  }
}

void Staging::keep_input(std::optional<storage::InputRow> row) {
  join_answers();
  if (row) stage_.inputs.push_back(std::move(*row));
  append(stage_.events, std::move(input_.events));
  for (const auto& group : input_.reaction.withdrawn)  // made earlier in this very batch
    std::erase_if(stage_.effects, [&](const playbooks::Effect& effect) { return effect.group == group; });
  append(stage_.effects, std::move(input_.reaction.effects));
  append(withdrawn_, std::move(input_.reaction.withdrawn));
  for (auto& name : input_.reaction.timers.cancel) {
    std::erase_if(stage_.timers_set, [&](const playbooks::Timer& timer) { return timer.name == name; });
    stage_.timers_gone.push_back(std::move(name));
  }
  for (auto& timer : input_.reaction.timers.set) {
    std::erase(stage_.timers_gone, timer.name);
    std::erase_if(stage_.timers_set, [&](const playbooks::Timer& other) { return other.name == timer.name; });
    stage_.timers_set.push_back(std::move(timer));
  }
  for (const auto& [id, before] : input_.incidents) touched_.insert(id);
  claims_touched_ = claims_touched_ || input_.claims.has_value();
  oncall_touched_ = oncall_touched_ || input_.oncall.has_value();
  upkeep_touched_ = upkeep_touched_ || input_.upkeep.has_value();
  pages_touched_ = pages_touched_ || input_.pages.has_value();
  input_ = {};
}

void Staging::drop_input() {
  if (!input_.begun) return;
  for (const auto& [id, before] : input_.incidents) restore(id, before);
  if (input_.claims) staged_.claims = std::move(*input_.claims);
  if (input_.oncall) staged_.oncall = std::move(*input_.oncall);
  if (input_.upkeep) staged_.upkeep = std::move(*input_.upkeep);
  if (input_.pages) staged_.pages = std::move(*input_.pages);
  staged_.next_incident = input_.next_incident;
  staged_.components_version = input_.components_version;
  input_ = {};
}

void Staging::restore(playbooks::IncidentId id, const std::optional<playbooks::Incident>& before) {
  if (before)
    staged_.incidents[id] = *before;
  else
    staged_.incidents.erase(id);
}

void Staging::diff_claims(const playbooks::Claims& before, const playbooks::Claims& after, storage::Stage& stage) {
  const auto held = [](const playbooks::Claims& claims, const playbooks::HeldClaim& wanted) {
    const auto found = claims.find(wanted.component);
    return found == claims.end() ? nullptr : [&]() -> const playbooks::HeldClaim* {
      const auto same = std::ranges::find(found->second, wanted.holder, &playbooks::HeldClaim::holder);
      return same == found->second.end() ? nullptr : &*same;
    }();
  };
  for (const auto& [component, claims] : after)
    for (const auto& claim : claims) {
      const auto* earlier = held(before, claim);
      if (earlier == nullptr || *earlier != claim) stage.claims_set.push_back(claim);
    }
  for (const auto& [component, claims] : before)
    for (const auto& claim : claims)
      if (held(after, claim) == nullptr) stage.claims_dropped.emplace_back(claim.component, claim.holder);
}

storage::Stage Staging::take() {
  for (const auto& id : touched_)
    if (const auto found = staged_.incidents.find(id); found != staged_.incidents.end())
      stage_.incidents.push_back(found->second);
  if (claims_touched_) diff_claims(committed_.claims, staged_.claims, stage_);
  if (oncall_touched_) stage_.oncall = staged_.oncall;
  if (upkeep_touched_) stage_.upkeep = staged_.upkeep;
  if (pages_touched_) stage_.pages = staged_.pages;
  withdrawn_.clear();
  return std::exchange(stage_, {});
}

void Staging::committed_batch() {
  for (const auto& id : touched_) {
    const auto found = staged_.incidents.find(id);
    if (found == staged_.incidents.end() || !found->second.open())
      committed_.incidents.erase(id);
    else
      committed_.incidents[id] = found->second;
    if (found != staged_.incidents.end() && !found->second.open()) guests_.insert(id);
  }
  for (const auto& id : guests_) {
    const auto found = staged_.incidents.find(id);
    if (found != staged_.incidents.end() && !found->second.open()) staged_.incidents.erase(found);
  }
  if (claims_touched_) committed_.claims = staged_.claims;
  if (oncall_touched_) committed_.oncall = staged_.oncall;
  if (upkeep_touched_) committed_.upkeep = staged_.upkeep;
  if (pages_touched_) committed_.pages = staged_.pages;
  committed_.next_incident = staged_.next_incident;
  committed_.components_version = staged_.components_version;
  forget_touched();
}

void Staging::forget_touched() {
  touched_.clear();
  guests_.clear();
  claims_touched_ = oncall_touched_ = upkeep_touched_ = pages_touched_ = false;
}

void Staging::failed_batch() {
  for (const auto& id : touched_) {
    const auto found = committed_.incidents.find(id);
    if (found == committed_.incidents.end())
      staged_.incidents.erase(id);
    else
      staged_.incidents[id] = found->second;
  }
  for (const auto& id : guests_)
    if (!committed_.incidents.contains(id)) staged_.incidents.erase(id);
  if (claims_touched_) staged_.claims = committed_.claims;
  if (oncall_touched_) staged_.oncall = committed_.oncall;
  if (upkeep_touched_) staged_.upkeep = committed_.upkeep;
  if (pages_touched_) staged_.pages = committed_.pages;
  staged_.next_incident = committed_.next_incident;
  staged_.components_version = committed_.components_version;
  forget_touched();
}

}  // namespace bot
