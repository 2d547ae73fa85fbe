#include "bot/chat_input.hpp"

#include <fmt/format.h>

#include "storage/database.hpp"

namespace bot {
using integrations::Inbound;

commands::Surface surface_of(Inbound::Kind kind) {
  switch (kind) {
    case Inbound::Kind::mention:
      return commands::Surface::mention;
    case Inbound::Kind::button:
      return commands::Surface::button;
    case Inbound::Kind::form:
      return commands::Surface::form;
    case Inbound::Kind::slash:
    case Inbound::Kind::event:
    case Inbound::Kind::unparseable:
      break;
  }
  return commands::Surface::slash;
}

std::string_view kind_name(Inbound::Kind kind) {
  switch (kind) {
    case Inbound::Kind::slash:
      return "slash";
    case Inbound::Kind::mention:
      return "mention";
    case Inbound::Kind::button:
      return "button";
    case Inbound::Kind::form:
      return "form";
    case Inbound::Kind::event:
      return "event";
    case Inbound::Kind::unparseable:
      break;
  }
  return "unparseable";
}

bool is_command(Inbound::Kind kind) {
  return kind == Inbound::Kind::slash || kind == Inbound::Kind::mention || kind == Inbound::Kind::button ||
         kind == Inbound::Kind::form;
}

std::string input_id(const Inbound& inbound, std::uint64_t sequence) {
  if (inbound.keys.empty()) return fmt::format("in-{:x}-{}", storage::key_hash(inbound.raw), sequence);
  return fmt::format("in-{:016x}", storage::key_hash(inbound.keys.front()));
}

playbooks::Effect answer_effect(const std::string& id, const Inbound& inbound, playbooks::Text text,
                                playbooks::Time now) {
  const bool to_all = inbound.kind == Inbound::Kind::mention;
  const auto thread = inbound.thread_ts.empty() ? inbound.message_ts : inbound.thread_ts;
  playbooks::Effect effect;
  effect.key = id + "/answer";
  effect.lane = to_all ? "slack:" + inbound.channel : "slack:answer:" + inbound.by.id;
  effect.priority = playbooks::Priority::answer;
  effect.created = now;
  if (!to_all) effect.expires = now + std::chrono::minutes{5};
  effect.input = id;
  effect.body = playbooks::Answer{inbound.channel, to_all ? std::string{} : inbound.by.id,
                                  to_all ? thread : std::string{}, std::move(text)};
  return effect;
}

playbooks::Effect form_effect(const std::string& id, const Inbound& inbound, playbooks::Form form,
                              playbooks::Time now) {
  playbooks::Effect effect;
  effect.key = id + "/form";
  effect.lane = "slack:form:" + inbound.by.id;
  effect.priority = playbooks::Priority::form;
  effect.created = now;
  effect.expires = now + std::chrono::seconds{3};  // Slack: a trigger_id lives 3 s
  effect.input = id;
  effect.body = playbooks::OpenForm{inbound.trigger_id, inbound.by.id, inbound.channel, std::move(form)};
  return effect;
}

}  // namespace bot
