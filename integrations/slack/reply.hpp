#pragma once
// An answer to a person as the payload of an acknowledgement: seen by that person alone, and always small enough for
// Slack's 20,000 bytes a frame.
#include <cstddef>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "integrations/slack/views/blocks.hpp"
#include "playbooks/model/text.hpp"

namespace integrations::slack {

struct Buttons {
  std::vector<Button> buttons;
};
/// A document to hand over: what does not fit is counted, and where to get the whole is said.
struct Document {
  std::string name, content;
};
using ReplyPart = std::variant<playbooks::Text, Table, Buttons, Document>;

struct Reply {
  std::vector<ReplyPart> parts;
  std::map<std::string, std::string> field_errors;  // for a submitted form: field name -> what is wrong
};

/// The envelope around the payload takes up to 500 bytes more.
inline constexpr std::size_t payload_limit = 19000;

/// {"response_type":"ephemeral","text":…,"blocks":…}; with field errors {"response_action":"errors",…}; empty when
/// there is nothing to say.
std::string draw_reply(const Reply& reply, Dialect dialect = Dialect::modern);

}  // namespace integrations::slack
