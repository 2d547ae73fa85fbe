// incident resolve: it is over.
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 6> aliases = {"resolved", "close", "closed", "fixed", "fix", "done"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto name = to_string(*id);
  const auto text = arguments.text();
  const auto before = desk.find(*id);
  if (text.empty() && before && before->open())
    return arguments.ask({"Resolve " + name,
                          "Resolve",
                          "incident resolve " + name,
                          {paragraph("", "What fixed it?", "Customers read this if the incident is public", true)}},
                         "Say what fixed it.");
  const auto done = desk.execute(playbooks::ResolveIncident{*id, text});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  playbooks::Text reply;
  reply << playbooks::Bold{name} << " is resolved after " << playbooks::spoken(request.now - incident->started) << ": "
        << incident->title << ".";
  if (incident->shown_publicly())
    reply << (desk.policy().publicity.confirm ? " Words for the public wait as a draft; its components are well again."
                                              : " The status page follows.");
  reply << " If it comes back: " << playbooks::Code{arguments.as_typed("incident reopen " + name)} << ".";
  Reply done_with{std::move(reply)};
  if (incident->shown_publicly())
    done_with.parts.emplace_back(Buttons{
        {{"Words for customers", "status draft " + name}, {"Text for social networks", "status social " + name}}});
  return done_with;
}

}  // namespace

const Verb resolve{.command = "incident",
                   .name = "resolve",
                   .aliases = aliases,
                   .usage = "resolve [INC-12] <what fixed it>",
                   .help = "It is over: say what fixed it",
                   .example = "incident resolve INC-12 Rolled back release 41",
                   .flags = {},
                   .free_text = true,
                   .run = run};

}  // namespace commands::incident
