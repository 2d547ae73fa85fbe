#include "integrations/slack/views/message.hpp"

#include "integrations/slack/escape.hpp"

namespace integrations::slack {

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
  return {notification(joined), blocks.json()};
}

}  // namespace integrations::slack
