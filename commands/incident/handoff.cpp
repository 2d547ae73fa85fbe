// incident handoff: somebody else leads from here, and knows how things stand.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

using playbooks::Actor;

constexpr std::array<std::string_view, 3> aliases = {"hand-off", "handover", "hand-over"};
constexpr std::array<Flag, 1> flags = {{{"to", "", "@bob", "who leads from now on", Flag::Takes::word}}};

/// Whoever is configured is known to Slack and on the command line alike.
Actor actor_of(const playbooks::Responder& person) {
  return {person.slack.empty() ? "cli:" + person.key : person.slack, person.key};
}

/// Empty when nobody is named.
Asked<Actor> leader(const Request& request, Arguments& arguments, const playbooks::Policy& policy) {
  if (arguments.has("to")) {
    if (const auto* person = person_of(arguments.value("to"), {}, policy)) return actor_of(*person);
    auto named = arguments.person("to");
    if (!named) return std::unexpected(std::move(named.error()));
    return named->value_or(Actor{});
  }
  const auto* next = arguments.next();
  if (next != nullptr && next->kind == Token::Kind::person) {
    Actor actor{next->id, next->text.starts_with('@') ? next->text.substr(1) : next->text};
    if (actor.name == actor.id) actor.name.clear();
    arguments.take_next();
    return actor;
  }
  if (const auto* person = take_person(arguments, policy)) return actor_of(*person);
  if (next == nullptr) return Actor{};
  if (request.surface == Surface::command_line && next->text.starts_with('@') && next->text.size() > 1) {
    arguments.take_next();
    return Actor{"cli:" + next->text.substr(1), next->text.substr(1)};
  }
  return std::unexpected(arguments.refuse(
      policy.people.empty() ? "Say who leads from now on: type @ and pick the person from Slack's list."
                            : "Say first who leads from now on. " + unknown_person(next->text, policy)));
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto name = to_string(*id);
  auto to = leader(request, arguments, policy);
  if (!to) return std::move(to.error());
  const auto summary = arguments.text();
  if (to->id.empty() || summary.empty()) {
    auto who = policy.people.empty() ? line_field("to", "To whom?", "@bob", true)
                                     : choice("to", "To whom?", person_options(policy));
    return arguments.ask(
        {"Hand over " + name,
         "Hand over",
         "incident handoff " + name,
         {std::move(who), paragraph("", "How do things stand?", "What is known, what was tried, what is next", true)}},
        to->id.empty() ? "Say who leads from now on, and how things stand."
                       : "Say how things stand: what is known, what was tried, what is next.");
  }
  const auto done = desk.execute(playbooks::HandOffLead{*id, *to, summary});
  if (!done) return declined(done.error());
  return playbooks::Text{} << playbooks::Person{*to} << " leads " << playbooks::Bold{name}
                           << " now and is told how things stand.";
}

}  // namespace

const Verb handoff{.command = "incident",
                   .name = "handoff",
                   .aliases = aliases,
                   .usage = "handoff [INC-12] <@bob> <how things stand>",
                   .help = "Somebody else leads from here, and is told how things stand",
                   .example = "incident handoff INC-12 <@U7|bob> Failover is done, watching errors",
                   .flags = flags,
                   .free_text = true,
                   .run = run};

}  // namespace commands::incident
