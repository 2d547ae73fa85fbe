#pragma once
// A timer is a row with a deterministic name: setting it twice is setting it once.
#include <string>
#include <variant>
#include <vector>

#include "playbooks/model/ids.hpp"
#include "playbooks/model/oncall.hpp"
#include "playbooks/model/time.hpp"

namespace playbooks {

struct UpdateDue {
  IncidentId incident;
  bool operator==(const UpdateDue&) const = default;
};
/// Redraw the card so that its elapsed time stays true.
struct CardAges {
  IncidentId incident;
  bool operator==(const CardAges&) const = default;
};

/// The next tier is due.
struct TierDue {
  IncidentId incident;
  int step = 0;
  bool operator==(const TierDue&) const = default;
};
/// Acknowledged and silent: ask, or (once asked) page again.
struct AcknowledgementAges {
  IncidentId incident;
  int step = 0;
  bool operator==(const AcknowledgementAges&) const = default;
};
struct SnoozeEnds {
  IncidentId incident;
  int step = 0;
  bool operator==(const SnoozeEnds&) const = default;
};
/// A way of a page has had its time.
struct PageAges {
  IncidentId incident;
  int page = 0;
  Channel channel = Channel::slack;
  bool operator==(const PageAges&) const = default;
};
/// Ask the other side about a page.
struct PageCheckDue {
  IncidentId incident;
  int page = 0;
  Channel channel = Channel::slack;
  int asked = 0;  // how often so far
  bool operator==(const PageCheckDue&) const = default;
};
/// Somebody else goes on call.
struct ShiftDue {
  std::string schedule;
  bool operator==(const ShiftDue&) const = default;
};
struct FetchDue {
  std::string schedule;
  bool operator==(const FetchDue&) const = default;
};
struct AuditDue {
  bool operator==(const AuditDue&) const = default;
};
/// The monthly page drill, and its report.
struct DrillDue {
  bool report = false;
  bool operator==(const DrillDue&) const = default;
};

/// The public is owed a word, or will be shortly.
struct PublicWordDue {
  IncidentId incident;
  bool operator==(const PublicWordDue&) const = default;
};
struct AnnouncementDue {
  MaintenanceId maintenance;
  Duration before{};
  bool operator==(const AnnouncementDue&) const = default;
};
struct MaintenanceDue {
  MaintenanceId maintenance;
  bool operator==(const MaintenanceDue&) const = default;
};
struct MaintenanceUpdateDue {
  MaintenanceId maintenance;
  bool operator==(const MaintenanceUpdateDue&) const = default;
};
struct MaintenanceWatchEnds {
  MaintenanceId maintenance;
  bool operator==(const MaintenanceWatchEnds&) const = default;
};
struct PageReadDue {
  std::string page;
  bool operator==(const PageReadDue&) const = default;
};
/// A person's word on a component ends, or has stood for long.
struct ManualClaimDue {
  std::string component;
  bool operator==(const ManualClaimDue&) const = default;
};

using TimerBody = std::variant<UpdateDue, CardAges, TierDue, AcknowledgementAges, SnoozeEnds, PageAges, PageCheckDue,
                               ShiftDue, FetchDue, AuditDue, DrillDue, PublicWordDue, AnnouncementDue, MaintenanceDue,
                               MaintenanceUpdateDue, MaintenanceWatchEnds, PageReadDue, ManualClaimDue>;

struct Timer {
  std::string name;  // "INC-12/update-due"
  Time due{};
  TimerBody body;
  bool operator==(const Timer&) const = default;
};

struct TimerChange {
  std::vector<Timer> set;
  std::vector<std::string> cancel;  // by name; unknown names are ignored
};

}  // namespace playbooks
