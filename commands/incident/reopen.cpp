// incident reopen: it came back, or was closed too early.
#include <array>

#include "commands/args.hpp"
#include "commands/escalation_words.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 3> aliases = {"reopened", "unresolve", "re-open"};

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident(Which::closed);
  if (!id) return std::move(id.error());
  const auto done = desk.execute(playbooks::ReopenIncident{*id, arguments.text()});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  playbooks::Text text;
  text << playbooks::Bold{to_string(*id)} << " is open again, " << to_string(incident->status) << ": "
       << incident->title;
  return text << due(*incident) << "." << who_is_paged(*done, *incident, desk.policy());
}

}  // namespace

const Verb reopen{.command = "incident",
                  .name = "reopen",
                  .aliases = aliases,
                  .usage = "reopen [INC-12] [why]",
                  .help = "It came back: go on with a closed incident",
                  .example = "incident reopen INC-12 Errors are back",
                  .flags = {},
                  .free_text = true,
                  .run = run};

}  // namespace commands::incident
