#pragma once
// What Slack makes of what a person types: names become ids, addresses are wrapped, the rest is escaped.
#include <string>
#include <string_view>

#include "integrations/simulator/slack/world.hpp"

namespace integrations::simulator::slack {

/// "@ann restart #ops <now>" becomes "<@U1> restart <#C1|ops> &lt;now&gt;". With `labels`, as in slash commands with
/// should_escape, people carry their name too: "<@U1|ann>".
std::string typed_text(const World& world, std::string_view text, bool labels);
std::string escape(std::string_view text);

}  // namespace integrations::simulator::slack
