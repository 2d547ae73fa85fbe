#pragma once
// What the outbox tells the engine, and what the engine tells the rest of the bot.
#include <string>
#include <vector>

#include "playbooks/rules.hpp"
#include "storage/journal.hpp"

namespace bot {

/// What came of one delivery, with the older effects that it settles too.
struct Settled {
  playbooks::Effect effect;
  std::vector<playbooks::Effect> merged;
  storage::EffectEnd end = storage::EffectEnd::delivered;
  playbooks::Receipt receipt;
  std::string why;
  bool redraw_card = false;                // the card showed it as waiting
  std::vector<playbooks::Command> news{};  // what the other side told
  playbooks::Actor news_by{};              // who told it; Sitrep when empty
};

/// What the rest of the bot hears of a commit.
struct Committed {
  std::vector<playbooks::Effect> effects;
  std::vector<playbooks::Timer> timers_set;
  std::vector<std::string> timers_gone;
  std::vector<std::string> effects_gone;  // withdrawn before they were sent, by key
};

}  // namespace bot
