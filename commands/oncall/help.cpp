// oncall help: what can be asked about on-call.
#include "commands/help.hpp"

#include <array>

#include "commands/registry.hpp"

namespace commands::oncall {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"?", "h", "usage", "commands"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto topic = arguments.text();
  return commands::help(request, topic.empty() ? "oncall" : topic, "oncall", arguments, desk);
}

}  // namespace

const Verb help{.command = "oncall",
                .name = "help",
                .aliases = aliases,
                .usage = "help [all|<verb>]",
                .help = "What can be asked about on-call; one of them",
                .example = "oncall help override",
                .flags = {},
                .free_text = true,
                .run = run};

}  // namespace commands::oncall
