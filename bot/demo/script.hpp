#pragma once
// A script: a text file that reads like a Slack channel. Who types what, time passing, what breaks; and, in lines that
// begin with ">", what everyone then sees. Played on virtual time over real sockets. docs/scenarios.md has the grammar.
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "bot/demo/gates.hpp"

namespace bot {

struct ScriptOptions {
  std::filesystem::path database;  // made anew
  /// Where the process dies, once, and is started again from what is on disk.
  std::function<bool(DeathPoint)> dies;
  playbooks::Duration real_time_limit = std::chrono::seconds{60};
};

/// What is left when the script has ended, for comparing two runs: every message and all that the status page holds, in
/// an order that does not depend on timing; and what was counted on the way.
struct ScriptOutcome {
  std::string transcript;  // the script with what was seen
  std::string world;       // messages and page, canonical
  std::string violations;  // what the simulators had to complain of; empty is good
  int commits = 0, calls = 0, deaths = 0;
};

/// Plays it. The error says which line could not be understood or that the world did not settle.
std::expected<ScriptOutcome, std::string> play_script(std::string_view script, const ScriptOptions& options);

}  // namespace bot
