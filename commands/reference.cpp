#include "commands/reference.hpp"

#include <fmt/format.h>

#include "commands/registry.hpp"

namespace commands {
namespace {

constexpr std::string_view head = R"(# Commands

Generated from the table of verbs in `commands/`; `SITREP_REWRITE=1 commands_tests` writes it anew.

Every line works as a slash command (`/incident …`), as a mention (`@sitrep incident …`, the only way inside threads),
as `/sitrep incident …`, and on the command line (`sitrep incident …`). Slack keeps `/status` for itself, so there the
command is called `/statuspage`.

- `INC-12`, `#12` and `12` name an incident. It may be left out in the incident's own thread, and when only one is open.
- A complete line never opens a form. An incomplete one does where Slack allows it.
- Quotes of every kind work, and so do the dashes that phones make of `--`.
- Components are lists like `api,db` or `api:partial,db:major`; their statuses are `operational` (`ok`, `up`),
  `degraded` (`slow`), `partial`, `major` (`down`), `maintenance`.
- Times are `14:05`, `2:05pm`, `15m ago`, `yesterday 23:50`, `fri 9:00`, `2026-11-21 14:05`, with `UTC` behind them where
  they are not in the configured zone. A clock time that is more than 12 h ahead is yesterday's.
- What lies ahead (`oncall`, `snooze`) is read as the next such time: `18:00 22:00`, `fri 18:00 to mon 9:00`,
  `tomorrow` (the whole day), `now for 4h`, `until 18:00`. What was understood is said with its date.
- A person is a mention, or the key or name under `people` in the configuration; a schedule is its key or name.
- Aliases work for ever.
)";

std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result;
}

std::string section(const Verb& verb) {
  auto result = fmt::format("\n### {} {}\n\n{}.\n\n```\n/{} {}\n/{}\n```\n", verb.command, verb.name, verb.help,
                            verb.command, verb.usage, verb.example);
  if (!verb.flags.empty()) result += "\n| option | meaning |\n|---|---|\n";
  for (const auto& flag : verb.flags) {
    result += fmt::format("| `--{}{}{}`", flag.name, flag.value.empty() ? "" : " ", cell(flag.value));
    if (!flag.also.empty()) result += fmt::format(", `--{}`", flag.also);
    result += fmt::format(" | {} |\n", cell(flag.help));
  }
  for (std::size_t i = 0; i < verb.aliases.size(); ++i)
    result += fmt::format("{}`{}`", i == 0 ? "\nAlso: " : ", ", verb.aliases[i]);
  return result + (verb.aliases.empty() ? "" : "\n");
}

}  // namespace

std::string reference() {
  std::string result{head};
  for (const auto command : all_commands()) {
    result += fmt::format("\n## /{}\n\n| line | what it does |\n|---|---|\n", command);
    for (const auto* verb : all_verbs())
      if (verb->command == command) result += fmt::format("| `{}` | {} |\n", cell(verb->usage), cell(verb->help));
    for (const auto* verb : all_verbs())
      if (verb->command == command) result += section(*verb);
  }
  return result;
}

}  // namespace commands
