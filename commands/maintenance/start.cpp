// maintenance start: it begins now, at its time or not.
#include <array>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::maintenance {
namespace {

constexpr std::array<std::string_view, 3> aliases = {"begin", "go", "started"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto found = which(arguments, desk, "start", Among::scheduled, Bare::is_text);
  if (!found) return std::move(found.error());
  const auto events = desk.execute(playbooks::StartMaintenance{found->id, arguments.text()});
  if (!events) return declined(events.error());
  const auto& policy = desk.policy();
  auto text = headed(*found) << " has started";
  if (request.now - found->starts >= std::chrono::minutes{1})
    text << ", " << playbooks::spoken(request.now - found->starts) << " late";
  else if (found->starts - request.now >= std::chrono::minutes{1})
    text << ", " << playbooks::spoken(found->starts - request.now) << " early";
  text << ". Planned to end " << shown(found->ends, request, policy) << "." << page_follows(policy);
  return text << what_else(*events, found->id, request, policy);
}

}  // namespace

const Verb start{.command = "maintenance",
                 .name = "start",
                 .aliases = aliases,
                 .usage = "start [MNT-3] [text]",
                 .help = "Begin now: its components are shown as under maintenance",
                 .example = "maintenance start MNT-3",
                 .flags = {},
                 .free_text = true,
                 .run = run};

}  // namespace commands::maintenance
