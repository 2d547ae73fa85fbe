// What the timers of a maintenance lead to. Whether something is still to be done, decide() knows.
#include "playbooks/model/overloaded.hpp"
#include "playbooks/react_maintenance.hpp"

namespace playbooks {
namespace {

TimerOutcome only(Command command) {
  return {{std::move(command)}, {}};
}

}  // namespace

TimerOutcome on_maintenance_timer(const State& state, const Timer& timer, Time now, const Policy&) {
  return std::visit(
      Overloaded{[](const AnnouncementDue& due) { return only(AnnounceMaintenance{due.maintenance, due.before}); },
                 [](const MaintenanceDue& due) { return only(BeginMaintenance{due.maintenance}); },
                 [&](const MaintenanceUpdateDue& due) {
                   const auto* window = state.upkeep.find(due.maintenance);
                   if (window == nullptr || window->state != MaintenanceState::in_progress) return TimerOutcome{};
                   const bool owed = window->update_due && *window->update_due <= now;
                   return only(RemindMaintenanceUpdate{due.maintenance, owed ? *window->update_due : window->ends});
                 },
                 [](const MaintenanceWatchEnds& ends) { return only(EndMaintenanceWatch{ends.maintenance}); },
                 [](const auto&) { return TimerOutcome{}; }},
      timer.body);
}

}  // namespace playbooks
