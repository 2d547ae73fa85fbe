#pragma once
// Tells what everyone sees, line by line: messages, cards and what changed on them, private answers, forms, the public
// page. One narrator serves the demo's screen and the transcripts.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "bot/demo/block_text.hpp"
#include "integrations/simulator/slack_simulator.hpp"

namespace bot {

class Narrator {
 public:
  explicit Narrator(NameOf name_of) : name_of_(std::move(name_of)) {}

  /// The first line says where and who; the others are indented. Empty when nothing visible has changed.
  std::vector<std::string> tell(const integrations::simulator::SlackSight& sight);

 private:
  std::vector<std::string> posted(const integrations::simulator::SlackSight& sight);
  std::vector<std::string> edited(const integrations::simulator::SlackSight& sight);
  std::vector<std::string> form(const integrations::simulator::SlackSight& sight) const;
  std::vector<std::string> lines_of(const integrations::simulator::SlackMessage& message) const;
  std::string place(const integrations::simulator::SlackMessage& message) const;

  NameOf name_of_;
  std::string today_;                                     // the day of the sight that is being told
  std::map<std::string, std::vector<std::string>> seen_;  // lines of each message by channel/ts
  std::map<std::string, std::string> titles_;             // of cards, by channel/ts: "INC-1"
};

}  // namespace bot
