#pragma once
// What can be told to people: pages, messages about on-call, and what follows the rotation. See effects.hpp.
#include <string>
#include <vector>

#include "playbooks/model/escalation.hpp"
#include "playbooks/model/text.hpp"

namespace playbooks {

/// One page by one way: of an incident, or a trial of somebody's channels. Sent only while it is still wanted.
struct SendPage {
  IncidentId incident;  // zero: a trial
  int page = 0;         // Page::number, or ContactTest::id of a trial
  Channel channel = Channel::slack;
  Target to;  // a person, a user group or a channel
  bool operator==(const SendPage&) const = default;
};
/// Ask what became of a page that was sent: delivered, failed, or acknowledged on the other side.
struct CheckPage {
  IncidentId incident;
  int page = 0;
  Channel channel = Channel::slack;
  Target to;
  std::string receipt;  // the other side's id
  bool operator==(const CheckPage&) const = default;
};
/// A page that was sent is not needed any more: it is acknowledged or resolved on the other side, and its buttons go.
struct EndPage {
  enum class How { acknowledged, resolved };
  IncidentId incident;
  int page = 0;
  Channel channel = Channel::slack;
  Target to;
  std::string receipt;
  How how = How::acknowledged;
  bool operator==(const EndPage&) const = default;
};
/// A message to one person: on Slack, or by e-mail where there is no Slack id.
struct TellPerson {
  std::string person;  // Responder::key
  Text text;
  bool operator==(const TellPerson&) const = default;
};
/// The topic of a channel, and the members of a Slack user group, follow who is on call.
struct SetTopic {
  std::string channel, text;
  bool operator==(const SetTopic&) const = default;
};
struct SetUserGroup {
  std::string group;                // Slack user group id
  std::vector<std::string> people;  // Responder::key
  bool operator==(const SetUserGroup&) const = default;
};
/// Read a schedule that is kept elsewhere.
struct FetchSchedule {
  std::string schedule;
  bool operator==(const FetchSchedule&) const = default;
};
/// All is well: tell the dead-man address, which raises an alarm when it hears nothing.
struct PingDeadMan {
  bool operator==(const PingDeadMan&) const = default;
};

}  // namespace playbooks
