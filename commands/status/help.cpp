// status help: what can be asked of the status page.
#include "commands/help.hpp"

#include <array>

#include "commands/registry.hpp"

namespace commands::status {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"?", "h", "usage", "commands"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto topic = arguments.text();
  return commands::help(request, topic.empty() ? "status" : topic, "status", arguments, desk);
}

}  // namespace

const Verb help{.command = "status",
                .name = "help",
                .aliases = aliases,
                .usage = "help [all|<verb>]",
                .help = "What can be asked of the status page; one of them",
                .example = "status help publish",
                .flags = {},
                .free_text = true,
                .run = run};

}  // namespace commands::status
