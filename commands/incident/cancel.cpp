// incident cancel: it was none.
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"cancelled", "canceled", "abort", "false-alarm"};

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto done = desk.execute(playbooks::CancelIncident{*id, arguments.text()});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  playbooks::Text text;
  text << playbooks::Bold{to_string(*id)} << " is cancelled: " << incident->title << ".";
  if (incident->shown_publicly()) text << " The status page follows.";
  return text << " If it was real after all: "
              << playbooks::Code{arguments.as_typed("incident reopen " + to_string(*id))} << ".";
}

}  // namespace

const Verb cancel{.command = "incident",
                  .name = "cancel",
                  .aliases = aliases,
                  .usage = "cancel [INC-12] [why]",
                  .help = "It was a false alarm",
                  .example = "incident cancel INC-12 The monitor was wrong",
                  .flags = {},
                  .free_text = true,
                  .run = run};

}  // namespace commands::incident
