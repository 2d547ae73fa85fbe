#pragma once
// What can happen to who is on call: events on the stream "oncall". See events.hpp.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/contact_test.hpp"
#include "playbooks/model/oncall.hpp"

namespace playbooks {

struct OverrideAdded {
  Override override_;
  bool operator==(const OverrideAdded&) const = default;
};
struct OverrideRemoved {
  int id = 0;
  bool operator==(const OverrideRemoved&) const = default;
};
struct ScheduleImported {
  std::string schedule;
  std::vector<Shift> shifts;
  std::string trouble;  // the shifts are as they were
  bool operator==(const ScheduleImported&) const = default;
};
/// The person on call changed; "" is nobody.
struct ShiftBegan {
  std::string schedule, from, to;
  std::optional<Time> until;
  bool first = false;  // the first time that Sitrep looked: nobody went off
  bool operator==(const ShiftBegan&) const = default;
};
struct ContactTested {
  ContactTest test;
  bool operator==(const ContactTested&) const = default;
};
struct ContactTestNoted {
  int test = 0;
  Channel channel = Channel::slack;
  PageState state = PageState::sent;
  std::string why, receipt;
  bool operator==(const ContactTestNoted&) const = default;
};
struct ContactTestAnswered {
  int test = 0;
  bool operator==(const ContactTestAnswered&) const = default;
};
/// What the auditor found, when that differs from what it said before. Empty: all is well again.
struct AuditReported {
  std::vector<std::string> findings;
  bool operator==(const AuditReported&) const = default;
};

}  // namespace playbooks
