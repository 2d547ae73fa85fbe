#pragma once
// The rules of maintenance with a memory and their timers; what the channel and the status pages are told is kept as
// lines.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/rules.hpp"

namespace playbooks {

/// "2026-03-02 12:00", UTC.
Time utc(std::string_view text);

struct MaintenanceWorld {
  Policy rules;
  State state;
  Time now = utc("2026-03-02 12:00");
  std::vector<Recorded> history;
  std::vector<std::string> channel;  // "03-02 12:00 MNT-1 …", with "[Label: line]" for each button
  std::vector<std::string> page;     // "03-02 12:00 local scheduled quiet: …"
  std::map<std::string, Timer> timers;
  std::vector<std::string> pages_made;  // incidents whose escalation has started, one for each time

  MaintenanceWorld();

  Result<std::vector<Recorded>> run(const Command& command, const Actor& by = {"U1", "ann"});
  std::string refusal(const Command& command);
  /// Every timer in its time.
  void run_until(Time until);
  /// Nothing happens in it: Sitrep is down.
  void sleep_until(Time until) { now = until; }

  /// On db and api, 2 h long, announced as the policy says.
  ScheduleMaintenance request(std::string_view starts) const;
  MaintenanceId schedule(const ScheduleMaintenance& asked);
  MaintenanceId schedule(std::string_view starts) { return schedule(request(starts)); }
  const Maintenance& window(MaintenanceId id = {1}) const;
  /// Declares an incident on these components; gives its number.
  IncidentId declare(std::vector<ComponentClaim> components, std::string severity = "P1");
  /// How many messages in the channel hold this.
  std::ptrdiff_t told(std::string_view words) const;

 private:
  void take(Reaction reaction);
};

}  // namespace playbooks
