#pragma once
// What reading a schedule elsewhere becomes: news for the rules, told once. State machine without input or output,
// shared by calendar feeds and PagerDuty.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "integrations/integration.hpp"

namespace integrations::calendar {

/// What part of a schedule is read: from yesterday to 60 days from now, in whole days UTC, so that the same schedule
/// reads the same all day long and is not noted as changed each time.
struct Window {
  playbooks::Time from{}, to{};
};
Window window_at(playbooks::Time now);

class Imported {
 public:
  /// It was read. `gaps` is what could not be understood (people who are nobody here); the turns that could be are
  /// taken all the same: an old rota that names the wrong person is worse than a gap that is shown.
  Delivered read(const Delivery& delivery, std::vector<playbooks::Shift> shifts, std::string gaps);
  /// It can be read by nobody until a person mends something.
  Delivered unreadable(const Delivery& delivery, std::string trouble);
  /// It could not be read now: tried again after 30 s and 2 min (or when the other side says), then said. `trouble`
  /// must be the same words for the same trouble.
  Outcome failed(const Delivery& delivery, std::string trouble, playbooks::Time now,
                 std::optional<playbooks::Time> not_before);

 private:
  struct Told {
    std::vector<playbooks::Shift> shifts;
    std::string gaps;
    std::string effect;  // asked for again when the answer could not be kept
  };
  struct Tries {
    std::string effect;
    int failures = 0;
  };
  std::map<std::string, Told> told_;    // by schedule; only readings with gaps
  std::map<std::string, Tries> tries_;  // by schedule
};

}  // namespace integrations::calendar
