#include "commands/registry.hpp"

#include <algorithm>
#include <array>

#include "commands/text.hpp"

namespace commands {
namespace {

constexpr std::array<std::string_view, 5> command_names = {"incident", "status", "maintenance", "oncall", "sitrep"};

#define INCIDENT_ENTRY(name) &incident::name,
#define STATUS_ENTRY(name) &status::name,
#define MAINTENANCE_ENTRY(name) &maintenance::name,
#define ONCALL_ENTRY(name) &oncall::name,
#define SITREP_ENTRY(name) &sitrep::name,
constexpr std::array verbs = {INCIDENT_VERBS(INCIDENT_ENTRY) STATUS_VERBS(STATUS_ENTRY) MAINTENANCE_VERBS(
    MAINTENANCE_ENTRY) ONCALL_VERBS(ONCALL_ENTRY) SITREP_VERBS(SITREP_ENTRY)};
#undef INCIDENT_ENTRY
#undef STATUS_ENTRY
#undef MAINTENANCE_ENTRY
#undef ONCALL_ENTRY
#undef SITREP_ENTRY

}  // namespace

std::span<const Verb* const> all_verbs() {
  return verbs;
}

std::span<const std::string_view> all_commands() {
  return command_names;
}

const Verb* find_verb(std::string_view command, std::string_view word) {
  const auto typed = lower(word);
  for (const auto* verb : verbs)
    if (verb->command == command &&
        (verb->name == typed || std::ranges::find(verb->aliases, typed) != verb->aliases.end()))
      return verb;
  return nullptr;
}

std::vector<const Verb*> nearest_verbs(std::string_view command, std::string_view word) {
  std::vector<std::string_view> words;
  for (const auto* verb : verbs) {
    if (verb->command != command) continue;
    words.push_back(verb->name);
    words.insert(words.end(), verb->aliases.begin(), verb->aliases.end());
  }
  std::vector<const Verb*> result;
  for (const auto name : nearest(word, words, 6)) {
    const auto* verb = find_verb(command, name);
    if (result.size() < 3 && std::ranges::find(result, verb) == result.end()) result.push_back(verb);
  }
  return result;
}

}  // namespace commands
