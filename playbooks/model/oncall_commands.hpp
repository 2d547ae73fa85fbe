#pragma once
// What can be asked about who is on call. See commands.hpp.
#include <string>
#include <vector>

#include "playbooks/model/oncall.hpp"

namespace playbooks {

struct AddOverride {
  Override override_;  // without id and by
};
struct RemoveOverride {
  int id = 0;
};
struct ImportSchedule {
  std::string schedule;
  std::vector<Shift> shifts;
  std::string trouble;
};
/// Look whether somebody else is on call now; refused when nothing has changed.
struct NoteShift {
  std::string schedule;
};
struct TestContact {
  std::string person;
  bool drill = false;
};
struct NoteContactTest {
  int test = 0;
  Channel channel = Channel::slack;
  PageState state = PageState::sent;
  std::string why, receipt;
};
struct AnswerContactTest {
  int test = 0;
};
struct ReportAudit {
  std::vector<std::string> findings;
};

}  // namespace playbooks
