#pragma once
// A reply of a verb, made fit for Slack: as the acknowledgement of a command or form, or as plain text for an answer.
#include <string>

#include "commands/command.hpp"

namespace bot {

/// The JSON of the acknowledgement payload, under 20,000 bytes; empty when there is nothing to say in it.
std::string acknowledgement(const commands::Reply& reply);

/// Everything in one text: tables as lines, buttons as the commands they stand for.
playbooks::Text in_one_text(const commands::Reply& reply);

}  // namespace bot
