// status social: a text for social networks, to copy.
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/public_words.hpp"

namespace commands::status {
namespace {

constexpr std::array<std::string_view, 2> aliases = {"tweet", "toot"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident(Which::any);
  if (!id) return std::move(id.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  const auto cause = arguments.text();
  if (!incident->shown_publicly())
    return Reply::refusal(marked(
        "It is not public, so nothing of it belongs on a social network. Publish it first: `/statuspage publish " +
        to_string(*id) + "`."));
  return playbooks::Text{"To copy:\n"} << playbooks::social_text(*incident, desk.policy(), request.now, cause);
}

}  // namespace

const Verb social{.command = "status",
                  .name = "social",
                  .aliases = aliases,
                  .usage = "social [INC-12] [cause]",
                  .help = "A text for social networks, to copy",
                  .example = "status social INC-12",
                  .flags = {},
                  .free_text = true,
                  .run = run};

}  // namespace commands::status
