// incident update: what is known now, for responders and, if it is public, for customers.
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"post", "edit", "up", "updates"};

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto name = to_string(*id);
  const auto text = arguments.text();
  if (text.empty())
    return arguments.ask({"Update " + name,
                          "Post",
                          "incident update " + name,
                          {paragraph("", "What is known now?", "What changed, what happens next", true)}},
                         "Say what is known now.");
  const auto done = desk.execute(playbooks::PostUpdate{*id, text});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  playbooks::Text reply{"Posted to "};
  reply << playbooks::Bold{name};
  if (incident->shown_publicly() && desk.policy().publicity.confirm)
    reply << " and kept as a draft for the public, see " << playbooks::Code{"/statuspage preview " + name};
  else if (incident->shown_publicly())
    reply << " and on its way to the status page";
  return reply << due(*incident) << ".";
}

}  // namespace

const Verb update{.command = "incident",
                  .name = "update",
                  .aliases = aliases,
                  .usage = "update [INC-12] <what is known now>",
                  .help = "Tell what is known now; if it is public, customers read it",
                  .example = "incident update INC-12 A rollback is running, 10 minutes to go",
                  .flags = {},
                  .free_text = true,
                  .run = run};

}  // namespace commands::incident
