#pragma once
// What goes into chat.postMessage, chat.update and chat.postEphemeral: blocks, and the text that notifications show.
#include <span>
#include <string>

#include "integrations/slack/views/blocks.hpp"
#include "playbooks/model/effects.hpp"

namespace integrations::slack {

struct Message {
  std::string text;    // mrkdwn, escaped
  std::string blocks;  // JSON array
};

/// A question with its answers as buttons.
Message draw_prompt(const playbooks::Prompt& prompt);

/// A plain message. Several texts (a timeline that had to wait) become paragraphs of one.
Message draw_message(std::span<const playbooks::Text> texts);

}  // namespace integrations::slack
