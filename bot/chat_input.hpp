#pragma once
// What the engine needs to know of an input from chat: its kind in our words, its id, and the effects that answer it.
#include <string>
#include <string_view>

#include "commands/command.hpp"
#include "integrations/inbound.hpp"
#include "playbooks/model/effects.hpp"

namespace bot {

commands::Surface surface_of(integrations::Inbound::Kind kind);
/// "slash", "mention", ... as kept with the input.
std::string_view kind_name(integrations::Inbound::Kind kind);
bool is_command(integrations::Inbound::Kind kind);

/// The same input always has the same id, whichever connection brought it. `sequence` tells apart those without
/// identity.
std::string input_id(const integrations::Inbound& inbound, std::uint64_t sequence);

/// A mention is answered in its thread, for all to see; a click only to the one who clicked, and not hours later.
playbooks::Effect answer_effect(const std::string& id, const integrations::Inbound& inbound, playbooks::Text text,
                                playbooks::Time now);
/// Expires after 3 s: so long lives the trigger that Slack gave.
playbooks::Effect form_effect(const std::string& id, const integrations::Inbound& inbound, playbooks::Form form,
                              playbooks::Time now);

}  // namespace bot
