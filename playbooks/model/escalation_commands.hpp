#pragma once
// What can be asked of an escalation. See commands.hpp.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/escalation.hpp"

namespace playbooks {

// Escalation. `as_of` is the step that a button was drawn for: a stale one changes nothing and says what has happened.
struct AcknowledgeIncident {
  IncidentId incident;
  std::string note;
};
struct UnacknowledgeIncident {
  IncidentId incident;
  std::string reason;
};
struct EscalateIncident {
  IncidentId incident;
  std::optional<int> tier;  // none: the next one
  std::string reason;
  std::optional<int> as_of;
};
struct PagePeople {
  IncidentId incident;
  std::vector<Target> to;
  std::string text;
};
struct SnoozeEscalation {
  IncidentId incident;
  Time until{};
  std::string reason;
};
/// "Not me": the person who says so is Context::by.
struct DeclinePage {
  IncidentId incident;
};
struct HandOffLead {
  IncidentId incident;
  Actor to;
  std::string summary;
};
struct ApplyEscalationPolicy {
  IncidentId incident;
};
// From timers; `step` is the escalation's step that they were set at.
struct AdvanceTier {
  IncidentId incident;
  int step = 0;
  Time due{};
};
struct AskStillOnIt {
  IncidentId incident;
  int step = 0;
};
struct ResumeEscalation {  // nobody answered, or the snooze is over
  IncidentId incident;
  int step = 0;
};
/// The attempt by `channel` of a page has had its time: undelivered ones fail, then the next way is taken.
struct ContinuePage {
  IncidentId incident;
  int page = 0;
  Channel channel = Channel::slack;
};
/// What the other side says of a page.
struct NotePage {
  IncidentId incident;
  int page = 0;
  Channel channel = Channel::slack;
  PageState state = PageState::sent;
  std::string why, receipt;
};

}  // namespace playbooks
