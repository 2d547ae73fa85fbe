#include "integrations/slack/views/message.hpp"

#include "integrations/slack/escape.hpp"

namespace integrations::slack {

Message draw_prompt(const playbooks::Prompt& prompt) {
  Blocks blocks;
  blocks.section(prompt.text);
  std::vector<Button> buttons;
  for (const auto& choice : prompt.choices) buttons.push_back({choice.label, choice.line, Button::Style::plain});
  blocks.buttons(buttons);
  return {notification(prompt.text), blocks.json()};
}

Message draw_message(std::span<const playbooks::Text> texts) {
  playbooks::Text joined;
  for (const auto& text : texts) {
    if (!joined.empty()) joined << "\n";
    joined << text;
  }
  if (joined.empty()) joined << "(no text)";
  Blocks blocks;
  blocks.section(joined);
  if (blocks.empty()) blocks.section("(no text)");
  auto shown = notification(joined);
  if (shown.find_first_not_of(" \n") == std::string::npos) shown = "(no text)";
  return {std::move(shown), blocks.json()};
}

}  // namespace integrations::slack
