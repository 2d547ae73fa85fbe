// maintenance help: what can be asked of maintenance.
#include "commands/help.hpp"

#include <array>

#include "commands/registry.hpp"

namespace commands::maintenance {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"?", "h", "usage", "commands"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto topic = arguments.text();
  return commands::help(request, topic.empty() ? "maintenance" : topic, "maintenance", arguments, desk);
}

}  // namespace

const Verb help{.command = "maintenance",
                .name = "help",
                .aliases = aliases,
                .usage = "help [all|<verb>]",
                .help = "What can be asked of maintenance; one of them",
                .example = "maintenance help schedule",
                .flags = {},
                .free_text = true,
                .run = run};

}  // namespace commands::maintenance
