#pragma once
// Events, effects, timers and incidents as JSON text. The same value always gives the same bytes (the history's hashes
// cover them), and what was ever written stays readable.
#include <expected>
#include <string>
#include <string_view>

#include "playbooks/model/effects.hpp"
#include "playbooks/model/events.hpp"
#include "playbooks/model/incident.hpp"
#include "playbooks/model/timers.hpp"
#include "playbooks/state.hpp"

namespace storage::codec {

/// What cannot be read and why, e.g. "components[0].status: “purple” is not known to this version".
template <class T>
using Decoded = std::expected<T, std::string>;

/// "incident_declared": the word that is stored beside an event's data.
std::string_view type_of(const playbooks::Event& event);

/// Each replaces `out`, keeping its memory.
void encode(std::string& out, const playbooks::Event& event);  // the data alone, without its type
void encode(std::string& out, const playbooks::EffectBody& body);
void encode(std::string& out, const playbooks::TimerBody& body);
void encode(std::string& out, const playbooks::Incident& incident);
void encode(std::string& out, const playbooks::OnCall& oncall);
void encode(std::string& out, const playbooks::Upkeep& upkeep);
void encode(std::string& out, const playbooks::StatusDesk& pages);

Decoded<playbooks::Event> decode_event(std::string_view type, std::string_view data);
Decoded<playbooks::EffectBody> decode_effect(std::string_view json);
Decoded<playbooks::TimerBody> decode_timer(std::string_view json);
Decoded<playbooks::Incident> decode_incident(std::string_view json);
Decoded<playbooks::OnCall> decode_oncall(std::string_view json);
Decoded<playbooks::Upkeep> decode_upkeep(std::string_view json);
Decoded<playbooks::StatusDesk> decode_status_desk(std::string_view json);

}  // namespace storage::codec
