// maintenance cancel: it will not take place, or is ended early. Customers are told.
#include <array>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::maintenance {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"abort", "cancelled", "canceled", "call-off"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto found = which(arguments, desk, "cancel", Among::open, Bare::is_text);
  if (!found) return std::move(found.error());
  const auto events = desk.execute(playbooks::CancelMaintenance{found->id, arguments.text()});
  if (!events) return declined(events.error());
  const auto& policy = desk.policy();
  return headed(*found) << " is cancelled." << page_follows(policy) << what_else(*events, found->id, request, policy);
}

}  // namespace

const Verb cancel{.command = "maintenance",
                  .name = "cancel",
                  .aliases = aliases,
                  .usage = "cancel [MNT-3] [why]",
                  .help = "Call it off, or end it early: customers are told",
                  .example = "maintenance cancel MNT-3 The new machine has not arrived",
                  .flags = {},
                  .free_text = true,
                  .run = run};

}  // namespace commands::maintenance
