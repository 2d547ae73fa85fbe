#pragma once
// What a Slack message looks like on a plain screen: Block Kit and mrkdwn as lines of text.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

/// Turns ids into names: "U1" -> "ann", "C1" -> "incident-response".
using NameOf = std::function<std::string(const std::string& id)>;

/// Slack's entities and escapes as people see them: <@U1> -> @ann, <!date^...|fallback> -> fallback, &lt; -> <.
std::string mrkdwn_as_text(std::string_view mrkdwn, const NameOf& name_of);

struct ScreenButton {
  std::string label, value;
};

struct Screen {
  std::vector<std::string> lines;
  std::vector<ScreenButton> buttons;
};

/// `blocks` is the JSON array of a message or view; anything unknown is shown by its text where it has one.
Screen blocks_as_screen(std::string_view blocks, const NameOf& name_of);

}  // namespace bot
