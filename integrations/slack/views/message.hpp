#pragma once
// What goes into chat.postMessage, chat.update and chat.postEphemeral: blocks, and the text that notifications show.
#include <span>
#include <string>

#include "integrations/slack/views/blocks.hpp"

namespace integrations::slack {

struct Message {
  std::string text;    // mrkdwn, escaped
  std::string blocks;  // JSON array
};

/// A plain message. Several texts (a timeline that had to wait) become paragraphs of one.
Message draw_message(std::span<const playbooks::Text> texts);

}  // namespace integrations::slack
