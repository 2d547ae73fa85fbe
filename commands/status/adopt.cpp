// status adopt: an incident that was opened by hand on a status page is run here from now on.
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::status {
namespace {

constexpr std::array<std::string_view, 2> aliases = {"takeover", "adopt-incident"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto* token = arguments.next();
  if (token == nullptr) return arguments.refuse("Say which: its id stands in `/statuspage drift`.");
  const auto wanted = token->text;
  arguments.take_next();
  auto severity = arguments.severity(true);
  if (!severity) return std::move(severity.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto done = desk.execute(playbooks::AdoptIncident{wanted, *severity, request.channel});
  if (!done) return declined(done.error());
  playbooks::Text text;
  return text << playbooks::Bold{done->front().stream} << " is what the status page calls that incident here. Say what "
              << "it affects: " << playbooks::Code{"/incident components " + done->front().stream + " api:partial"}
              << ".";
}

}  // namespace

const Verb adopt{.command = "status",
                 .name = "adopt",
                 .aliases = aliases,
                 .usage = "adopt <id on the page> [P1]",
                 .help = "Run an incident here that was opened on the status page by hand",
                 .example = "status adopt p31zjtct2jer P1",
                 .flags = {},
                 .free_text = false,
                 .run = run};

}  // namespace commands::status
