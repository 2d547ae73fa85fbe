#pragma once
// One sub-command of the program, one file each (those that only read the records share history.cpp); cli/registry.cpp has
// the list.
#include <string>
#include <string_view>
#include <vector>

namespace bot::cli {

/// What was typed. Fields that a sub-command does not offer stay as they are.
struct Invocation {
  std::string config;              // --config, SITREP_CONFIG, or sitrep.yaml
  std::vector<std::string> words;  // what follows the sub-command
  std::string script;
  double speed = 1;
  std::string format = "json";
  int limit = 100;
  bool offline = false;
};

enum class Option : unsigned { config = 1, words = 2, raw_words = 4, script = 8, speed = 16, limit = 32, offline = 64 };
constexpr unsigned operator|(Option a, Option b) {
  return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr unsigned operator|(unsigned a, Option b) {
  return a | static_cast<unsigned>(b);
}

struct Subcommand {
  std::string_view name;
  std::string_view help;   // one line
  std::string_view words;  // what the words are, for help: "[INC-12]"
  unsigned options;
  int (*run)(const Invocation& invocation);  // exit code: 0 done, 1 refused or wrong, 2 not understood
};

const std::vector<const Subcommand*>& all_subcommands();

}  // namespace bot::cli
