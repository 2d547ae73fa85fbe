// incident ack: somebody has it in hand. Pages that still wait are withdrawn, and no tier follows.
#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

using playbooks::Moment;
using playbooks::Text;

constexpr std::array<std::string_view, 7> aliases = {"acknowledge", "acknowledged", "acked",      "mine",
                                                     "onit",        "on-it",        "still-on-it"};

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto done = desk.execute(playbooks::AcknowledgeIncident{*id, arguments.text()});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  const bool renewed = std::ranges::any_of(*done, [](const playbooks::Recorded& event) {
    const auto* acknowledged = std::get_if<playbooks::EscalationAcknowledged>(&event.event);
    return acknowledged != nullptr && acknowledged->renewed;
  });
  const auto name = to_string(*id);
  Text text;
  if (renewed)
    text << "You are still on " << playbooks::Bold{name} << ".";
  else
    text << playbooks::Bold{name} << " (" << incident->severity << ") is yours: " << incident->title
         << ". Nobody else is paged.";
  if (incident->escalation.ask_again)
    text << " Without an update you are asked again at " << Moment{*incident->escalation.ask_again} << ".";
  return text << " To give it back: " << playbooks::Code{arguments.as_typed("incident unack " + name)} << ".";
}

}  // namespace

const Verb ack{.command = "incident",
               .name = "ack",
               .aliases = aliases,
               .usage = "ack [INC-12] [note]",
               .help = "You have it in hand: pages stop. Also the answer to “still on it?”",
               .example = "incident ack INC-12 Looking at the database",
               .flags = {},
               .free_text = true,
               .run = run};

}  // namespace commands::incident
