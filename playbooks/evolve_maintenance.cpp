#include "playbooks/evolve_maintenance.hpp"

#include <algorithm>

#include "playbooks/event_kinds.hpp"
#include "playbooks/model/overloaded.hpp"

namespace playbooks {
namespace {

/// What is over stays at hand for long: a status page that could not be reached, or Sitrep that was down for more than
/// a week, must still bring its end there. Whoever forgets it earlier leaves the page "in progress" for ever.
constexpr Duration kept_after_its_end = std::chrono::days{60};

void forget_old(Upkeep& upkeep, Time now) {
  std::erase_if(upkeep.windows, [now](const Maintenance& window) {
    return window.ended && !window.watched_until && now - window.ended->at > kept_after_its_end;
  });
}

void drop_claims(Claims& claims, const Maintenance& window) {
  const auto holder = to_string(window.id);
  for (const auto& component : window.components) {
    const auto held = claims.find(component);
    if (held == claims.end()) continue;
    std::erase_if(held->second, [&](const HeldClaim& claim) { return claim.holder == holder; });
    if (held->second.empty()) claims.erase(held);
  }
}

void hold_claims(Claims& claims, const Maintenance& window, const Recorded& event) {
  drop_claims(claims, window);
  for (const auto& component : window.components)
    claims[component].push_back({component, to_string(window.id), ComponentStatus::under_maintenance, true, event.at,
                                 event.by, window.title, std::nullopt});
}

PublicPage& page_of(Maintenance& window, const std::string& page) {
  const auto found = std::ranges::find(window.pages, page, &PublicPage::page);
  if (found != window.pages.end()) return *found;
  PublicPage fresh;
  fresh.page = page;
  return window.pages.emplace_back(std::move(fresh));
}

struct Apply {
  State& state;
  Maintenance& window;
  const Recorded& event;

  void operator()(const MaintenanceScheduled&) const {}
  void operator()(const MaintenanceAnnounced& e) const { window.announced.push_back(e.before); }
  void operator()(const MaintenanceStartAsked&) const { window.start_asked = true; }
  void operator()(const MaintenanceStarted& e) const {
    window.state = MaintenanceState::in_progress;
    window.started = Done{event.by, event.at};
    spoken({}, e.update_due);
    hold_claims(state.claims, window, event);
  }
  void operator()(const MaintenanceUpdated& e) const { spoken(e.text, e.update_due); }
  void operator()(const MaintenanceUpdateOverdue&) const { ++window.overdue_reminders; }
  void operator()(const MaintenanceExtended& e) const {
    window.ends = e.ends;
    if (window.state != MaintenanceState::in_progress) return;
    // An extension is a word too: the next one is owed as long after it as after the one before.
    auto due = window.update_due;
    if (due) due = event.at + (*due - window.updated.at);
    spoken({}, due);
  }
  void operator()(const MaintenanceStepSet& e) const {
    if (e.step < 1 || static_cast<std::size_t>(e.step) > window.steps.size()) return;
    auto& step = window.steps[static_cast<std::size_t>(e.step) - 1];
    step.done.reset();
    if (e.done) step.done = Done{event.by, event.at};
  }
  void operator()(const MaintenanceCompleted& e) const {
    end(MaintenanceState::completed, e.text);
    window.watched_until = e.watched_until;
  }
  void operator()(const MaintenanceCancelled& e) const { end(MaintenanceState::cancelled, e.reason); }
  void operator()(const MaintenanceWatched&) const { window.watched_until.reset(); }
  void operator()(const MaintenancePageUpdated& e) const { page_of(window, e.page.page) = e.page; }
  void operator()(const MaintenanceDeliveryFailed& e) const { page_of(window, e.page).trouble = e.why; }

 private:
  void spoken(const std::string& text, std::optional<Time> due) const {
    if (!text.empty()) window.last_update = text;
    window.updated = {event.by, event.at};
    window.update_due = due;
    window.overdue_reminders = 0;
  }
  void end(MaintenanceState how, const std::string& text) const {
    window.state = how;
    window.ended = Done{event.by, event.at};
    spoken(text, std::nullopt);
    drop_claims(state.claims, window);
  }
};

}  // namespace

void evolve_maintenance(State& state, const Recorded& event) {
  if (event.stream != maintenance_stream) return;
  auto& upkeep = state.upkeep;
  upkeep.version = event.number;
  forget_old(upkeep, event.at);
  if (const auto* scheduled = std::get_if<MaintenanceScheduled>(&event.event)) {
    upkeep.next_id = std::max(upkeep.next_id, scheduled->maintenance.id.number + 1);
    upkeep.windows.push_back(scheduled->maintenance);
    return;
  }
  std::visit(Overloaded{[&](const MaintenanceEvent auto& e) {
                          const auto found = std::ranges::find(upkeep.windows, e.maintenance, &Maintenance::id);
                          if (found != upkeep.windows.end()) Apply{state, *found, event}(e);
                        },
                        [](const MaintenanceScheduled&) {}, [](const auto&) {}},
             event.event);
}

}  // namespace playbooks
