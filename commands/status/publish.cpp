// status publish: words for the public go out, quietly or with a notification.
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/status/public_words.hpp"
#include "playbooks/cadence.hpp"
#include "playbooks/wording_public.hpp"

namespace commands::status {
namespace {

using playbooks::Text;

constexpr std::array<std::string_view, 3> aliases = {"send", "announce", "approve"};
constexpr std::array<Flag, 5> flags = {{
    {"notify", "", "", "subscribers get a message", Flag::Takes::nothing},
    {"quiet", "", "", "nobody is notified; this is so unless --notify is given", Flag::Takes::nothing},
    {"still", "", "", "say that it goes on, and when the next update comes", Flag::Takes::nothing},
    {"title", "", "\"Slow logins\"", "what customers see as its title from now on", Flag::Takes::text},
    {"anyway", "", "", "although the wording check has something to say", Flag::Takes::nothing},
}};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident(Which::any);
  if (!id) return std::move(id.error());
  const auto before = desk.find(*id);
  if (!before) return declined(before.error());
  const auto& policy = desk.policy();
  auto text = arguments.text();
  if (arguments.has("still"))
    text = playbooks::wording::still(*before, playbooks::next_public_due(policy, before->severity, request.now));
  const bool notify = arguments.has("notify");
  const auto line = arguments.incident_named() ? request.line : arguments.line_with(*id);
  const auto done = desk.execute(playbooks::PublishPublicText{*id, text, arguments.value("title"), notify,
                                                              arguments.has("anyway") || arguments.has("still")});
  if (!done) {
    auto reply = declined(done.error());
    if (done.error().message.starts_with("Not published:") && !line.empty())
      reply.parts.emplace_back(Buttons{{{"Publish anyway", line + " --anyway"}}});
    return reply;
  }
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  Text reply{"Customers read it from now on"};
  reply << (notify ? ", and subscribers are notified" : "; nobody is notified") << ": “" << said_in(*done) << "”";
  if (incident->public_due) reply << "\nThe next word is due by " << playbooks::Moment{*incident->public_due} << ".";
  if (const auto complaint = playbooks::wording::complaint(said_in(*done), policy); !complaint.empty())
    reply << "\nFor the next one: " << complaint;
  return reply;
}

}  // namespace

const Verb publish{.command = "status",
                   .name = "publish",
                   .aliases = aliases,
                   .usage = "publish [INC-12] [text] [--notify] [--still]",
                   .help = "Publish the draft, or these words; an internal incident becomes public",
                   .example = "status publish INC-12 --notify",
                   .flags = flags,
                   .free_text = true,
                   .run = run};

}  // namespace commands::status
