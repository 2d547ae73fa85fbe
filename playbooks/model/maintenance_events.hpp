#pragma once
// What can happen to a maintenance, on the stream "maintenance". See events.hpp for the rules of history.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/maintenance.hpp"

namespace playbooks {

struct MaintenanceScheduled {
  Maintenance maintenance;
  bool operator==(const MaintenanceScheduled&) const = default;
};
struct MaintenanceAnnounced {
  MaintenanceId maintenance;
  Duration before{};  // how long before the start this announcement was meant for
  bool operator==(const MaintenanceAnnounced&) const = default;
};
/// Its time has come and a person shall start it.
struct MaintenanceStartAsked {
  MaintenanceId maintenance;
  bool operator==(const MaintenanceStartAsked&) const = default;
};
struct MaintenanceStarted {
  MaintenanceId maintenance;
  Duration late{};  // by how much later than planned: Sitrep was down, or nobody confirmed
  std::optional<Time> update_due;
  bool operator==(const MaintenanceStarted&) const = default;
};
struct MaintenanceUpdated {
  MaintenanceId maintenance;
  std::string text;
  std::optional<Time> update_due;
  bool operator==(const MaintenanceUpdated&) const = default;
};
struct MaintenanceUpdateOverdue {
  MaintenanceId maintenance;
  Time due{};
  bool over_time = false;  // its planned end has passed
  std::optional<Time> next_reminder;
  bool operator==(const MaintenanceUpdateOverdue&) const = default;
};
struct MaintenanceExtended {
  MaintenanceId maintenance;
  Time ends{};
  std::string reason;
  bool operator==(const MaintenanceExtended&) const = default;
};
struct MaintenanceStepSet {
  MaintenanceId maintenance;
  int step = 0;  // counts from 1
  bool done = true;
  bool operator==(const MaintenanceStepSet&) const = default;
};
struct MaintenanceCompleted {
  MaintenanceId maintenance;
  std::string text;
  std::vector<std::string> still_red;  // one sentence each; empty: clean
  std::optional<Time> watched_until;
  bool operator==(const MaintenanceCompleted&) const = default;
};
struct MaintenanceCancelled {
  MaintenanceId maintenance;
  std::string reason;
  bool operator==(const MaintenanceCancelled&) const = default;
};
struct MaintenanceWatched {
  MaintenanceId maintenance;
  std::vector<std::string> troubles;  // what came up on its components within the time of watching
  bool operator==(const MaintenanceWatched&) const = default;
};
struct MaintenancePageUpdated {
  MaintenanceId maintenance;
  PublicPage page;
  bool operator==(const MaintenancePageUpdated&) const = default;
};
struct MaintenanceDeliveryFailed {
  MaintenanceId maintenance;
  std::string page;  // which status page
  std::string why;
  bool operator==(const MaintenanceDeliveryFailed&) const = default;
};

}  // namespace playbooks
