// maintenance complete: it is done. Says whether its components are clean.
#include <array>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::maintenance {
namespace {

constexpr std::array<std::string_view, 5> aliases = {"finish", "finished", "completed", "end", "over"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto found = which(arguments, desk, "complete", Among::in_progress, Bare::is_text);
  if (!found) return std::move(found.error());
  const auto events = desk.execute(playbooks::CompleteMaintenance{found->id, arguments.text()});
  if (!events) return declined(events.error());
  const auto& policy = desk.policy();
  auto text = headed(*found) << " is complete";
  for (const auto& event : *events) {
    const auto* completed = std::get_if<playbooks::MaintenanceCompleted>(&event.event);
    if (completed == nullptr) continue;
    if (completed->still_red.empty())
      text << ". Clean: nobody else says anything of its components.";
    else
      text << ". Still red:";
    for (const auto& line : completed->still_red) text << "\n• " << line;
    if (completed->watched_until)
      text << (completed->still_red.empty() ? " " : "\n") << "They are watched until "
           << shown(*completed->watched_until, request, policy) << ".";
    else if (!completed->still_red.empty())
      text << "\nThey are not watched.";
  }
  return text << page_follows(policy) << what_else(*events, found->id, request, policy);
}

}  // namespace

const Verb complete{.command = "maintenance",
                    .name = "complete",
                    .aliases = aliases,
                    .usage = "complete [MNT-3] [text]",
                    .help = "It is done: says “clean” or what is still red, then watches for an hour",
                    .example = "maintenance complete MNT-3 The database runs on its new machine",
                    .flags = {},
                    .free_text = true,
                    .run = run};

}  // namespace commands::maintenance
