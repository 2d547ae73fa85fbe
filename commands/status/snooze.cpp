// status snooze: the next public word is put off, with a reason that stays in the history.
#include <array>

#include "commands/args.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::status {
namespace {

constexpr std::array<std::string_view, 2> aliases = {"later", "postpone"};

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto span = take_duration(arguments);
  if (!span) return arguments.refuse("Say for how long.");
  const auto done = desk.execute(playbooks::SnoozePublicUpdate{*id, *span, arguments.text()});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  playbooks::Text reply{"The next public word on "};
  return reply << playbooks::Bold{to_string(*id)} << " is now due by " << playbooks::Moment{*incident->public_due}
               << ".";
}

}  // namespace

const Verb snooze{.command = "status",
                  .name = "snooze",
                  .aliases = aliases,
                  .usage = "snooze [INC-12] <30m> <reason>",
                  .help = "Put off the next public word, with a reason",
                  .example = "status snooze INC-12 30m The vendor answers at 15:00 UTC",
                  .flags = {},
                  .free_text = true,
                  .run = run};

}  // namespace commands::status
