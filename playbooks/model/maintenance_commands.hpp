#pragma once
// What can be asked of a maintenance. See commands.hpp.
#include <string>
#include <vector>

#include "playbooks/model/maintenance.hpp"

namespace playbooks {

struct ScheduleMaintenance {
  std::string title;
  std::string text;
  std::vector<std::string> components;
  Time starts{}, ends{};
  std::optional<MaintenanceStart> start;  // none: as the policy says
  std::string recurrence;                 // RFC 5545 RRULE; empty: once
  std::string channel;
  bool anyway = false;  // although it overlaps another, or is longer than a day
};
struct StartMaintenance {
  MaintenanceId maintenance;
  std::string text;
};
struct UpdateMaintenance {
  MaintenanceId maintenance;
  std::string text;
};
struct ExtendMaintenance {
  MaintenanceId maintenance;
  Duration by{};
  std::string reason;
  bool anyway = false;
};
struct CompleteMaintenance {
  MaintenanceId maintenance;
  std::string text;
};
struct CancelMaintenance {
  MaintenanceId maintenance;
  std::string reason;
};
struct SetMaintenanceStep {
  MaintenanceId maintenance;
  int step = 0;  // counts from 1
  bool done = true;
};

// From timers
struct AnnounceMaintenance {
  MaintenanceId maintenance;
  Duration before{};
};
struct BeginMaintenance {
  MaintenanceId maintenance;
};
struct RemindMaintenanceUpdate {
  MaintenanceId maintenance;
  Time due{};
};
struct EndMaintenanceWatch {
  MaintenanceId maintenance;
};

// From the status pages
struct NoteMaintenancePage {
  MaintenanceId maintenance;
  PublicPage page;
};
struct NoteMaintenanceFailed {
  MaintenanceId maintenance;
  std::string page;
  std::string why;
};

}  // namespace playbooks
