#pragma once
// The grammar of scripts: one line, one step.
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "playbooks/model/time.hpp"

namespace bot {

struct StepSay {  // "ann: /incident list", "bob in #general: hello", "ann in thread: @sitrep note found it"
  std::string who, where, text;
  bool in_thread = false;
  bool at_once = false;  // "& bob: ...": in the same instant as the step before
};
struct StepClick {  // "ann clicks Resolve", "ann clicks Resolve on INC-1", "ann clicks Acknowledge in DM"
  std::string who, button, incident;
  bool at_once = false;
  bool in_direct_message = false;
};
struct StepSubmit {  // "ann submits title=Checkout is down; severity=P1"
  std::string who;
  std::map<std::string, std::string> values;
};
struct StepWait {
  playbooks::Duration span{};
};  // "+10m"
struct StepSlack {
  std::string what;
};  // "slack: refresh"
struct StepPage {
  std::string what;
};  // "page: 503 for 10m"
struct StepTwilio {
  std::string what;
};  // "twilio: down", "twilio: fail ann busy"
struct StepMail {
  std::string what;
};  // "mail: 450 x2"
struct StepPagerDuty {
  std::string what;
};  // "pagerduty: ann acknowledges INC-1"
struct StepClock {
  playbooks::Duration span{};
};  // "clock: +1h": the computer's clock is put on
struct StepConfigure {
  std::string line;
};  // "| people:": one line of the configuration that the next start reads
struct StepBot {
  std::string what;
};  // "bot: restart", "bot: kill", "bot: disk full"
struct StepCommandLine {
  std::string line;
};  // "cli: incident list"
struct StepNothing {};  // comments, blank lines, expected output

using Step = std::variant<StepNothing, StepSay, StepClick, StepSubmit, StepWait, StepSlack, StepPage, StepBot,
                          StepCommandLine, StepTwilio, StepMail, StepPagerDuty, StepClock, StepConfigure>;

/// The error says what was expected.
std::expected<Step, std::string> read_step(std::string_view line);

/// "90s", "10m", "2h", "1d".
std::expected<playbooks::Duration, std::string> read_span(std::string_view text);

}  // namespace bot
