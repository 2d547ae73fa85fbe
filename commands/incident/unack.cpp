// incident unack: nobody has it in hand any more, or a snooze ends before its time. Its tier is told again.
#include <array>

#include "commands/args.hpp"
#include "commands/escalation_words.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 5> aliases = {"unacknowledge", "un-ack", "release", "unsnooze", "give-back"};

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto done = desk.execute(playbooks::UnacknowledgeIncident{*id, arguments.text()});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  const auto name = to_string(*id);
  playbooks::Text text;
  text << playbooks::Bold{name} << " is in nobody's hands: " << incident->title << ".";
  const auto paged = who_is_paged(*done, *incident, desk.policy());
  if (!paged.empty()) return text << paged;
  return text << " No escalation policy is meant for it, so nobody is paged. Page somebody: "
              << playbooks::Code{arguments.as_typed("incident page @somebody " + name)} << ".";
}

}  // namespace

const Verb unack{.command = "incident",
                 .name = "unack",
                 .aliases = aliases,
                 .usage = "unack [INC-12] [why]",
                 .help = "Give it back, or end a snooze: its tier is paged again",
                 .example = "incident unack INC-12 I have to leave",
                 .flags = {},
                 .free_text = true,
                 .run = run};

}  // namespace commands::incident
