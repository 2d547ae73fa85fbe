#pragma once
// A timer is a row with a deterministic name: setting it twice is setting it once.
#include <string>
#include <variant>
#include <vector>

#include "playbooks/model/ids.hpp"
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

using TimerBody = std::variant<UpdateDue, CardAges>;

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
