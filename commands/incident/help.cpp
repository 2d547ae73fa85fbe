// incident help: what makes sense now, or what a verb is for.
#include <array>

#include "commands/help.hpp"
#include "commands/registry.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"?", "h", "usage", "commands"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  return commands::help(request, arguments.text(), "incident", arguments, desk);
}

}  // namespace

const Verb help{.command = "incident",
                .name = "help",
                .aliases = aliases,
                .usage = "help [all|<verb>]",
                .help = "What makes sense now; all commands; one of them",
                .example = "incident help resolve",
                .flags = {},
                .free_text = true,
                .run = run};

}  // namespace commands::incident
