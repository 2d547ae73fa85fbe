// maintenance update: how it goes, for customers.
#include <array>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::maintenance {
namespace {

constexpr std::array<std::string_view, 3> aliases = {"post", "say", "progress"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto found = which(arguments, desk, "update", Among::in_progress, Bare::is_text);
  if (!found) return std::move(found.error());
  const auto name = to_string(found->id);
  const auto text = arguments.text();
  if (text.empty())
    return arguments.ask({"Update " + name,
                          "Post",
                          "maintenance update " + name,
                          {paragraph("", "How does it go?", "Customers read this", true)}},
                         "Say how it goes.");
  const auto events = desk.execute(playbooks::UpdateMaintenance{found->id, text});
  if (!events) return declined(events.error());
  playbooks::Text reply{"Posted to "};
  reply << playbooks::Bold{name};
  if (!desk.policy().publicity.pages.empty()) reply << " and on its way to the status page";
  if (const auto* window = now_known(desk, found->id); window != nullptr && window->update_due)
    reply << "; next update due " << shown(*window->update_due, request, desk.policy());
  return reply << ".";
}

}  // namespace

const Verb update{.command = "maintenance",
                  .name = "update",
                  .aliases = aliases,
                  .usage = "update [MNT-3] <how it goes>",
                  .help = "Tell customers how it goes",
                  .example = "maintenance update MNT-3 Half of the data is moved",
                  .flags = {},
                  .free_text = true,
                  .run = run};

}  // namespace commands::maintenance
