// incident merge: two incidents were one. The other's components go over to this one, then the other is closed: no
// component looks better for a moment in between.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

using playbooks::Incident;
using playbooks::IncidentId;

constexpr std::array<std::string_view, 3> aliases = {"join", "duplicate", "dup"};

struct Pair {
  IncidentId into, other;
};

/// "merge INC-1 INC-2", "merge INC-1 with #2"; in the thread of INC-1 "merge #2".
Asked<Pair> pair_in(const Request& request, Arguments& arguments, Desk& desk) {
  auto first = arguments.incident();
  if (!first) return std::unexpected(std::move(first.error()));
  (void)(arguments.take_word("with") || arguments.take_word("and"));
  const auto* token = arguments.next();
  if (token != nullptr) {
    const auto second = playbooks::parse_incident_id(token->text);
    if (!second) return std::unexpected(arguments.refuse(second.error().message));
    arguments.take_next();
    return Pair{*first, *second};
  }
  for (const auto* open : open_incidents(desk.state()))  // one was named: the thread's own is the one that stays
    if (open->card.ts == request.thread_ts && !request.thread_ts.empty() && open->id != *first)
      return Pair{open->id, *first};
  return std::unexpected(arguments.refuse("Name both: the one that stays, then the one that goes into it."));
}

/// The worst of both on every component.
std::vector<playbooks::ComponentClaim> taken_over(const Incident& into, const Incident& other) {
  std::vector<playbooks::ComponentClaim> claims;
  for (const auto& claim : other.components) {
    const auto same = std::ranges::find(into.components, claim.component, &playbooks::ComponentClaim::component);
    if (same == into.components.end() || same->status < claim.status) claims.push_back(claim);
  }
  return claims;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto pair = pair_in(request, arguments, desk);
  if (!pair) return pair.error();
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (pair->into == pair->other) return arguments.refuse("An incident cannot be merged into itself.");
  const auto into = desk.find(pair->into);
  if (!into) return declined(into.error());
  const auto other = desk.find(pair->other);
  if (!other) return declined(other.error());
  if (!other->open())
    return marked(
        fmt::format("{} is {} already: there is nothing to merge.", to_string(other->id), to_string(other->status)));
  if (other->shown_publicly() && !into->shown_publicly())
    return Reply::refusal(
        marked(fmt::format("{} is public and {} is not: customers would lose sight of it. Merge the other "
                           "way round: `/incident merge {} {}`.",
                           to_string(other->id), to_string(into->id), to_string(other->id), to_string(into->id))));
  if (const auto claims = taken_over(*into, *other); !claims.empty())
    if (const auto set = desk.execute(playbooks::SetComponents{into->id, claims}); !set) return declined(set.error());
  const auto noted = desk.execute(playbooks::AddNote{
      into->id,
      fmt::format("{} is the same problem and was merged into this one: {}", to_string(other->id), other->title),
      std::nullopt});
  if (!noted) return declined(noted.error());
  const auto& name = into->public_title.empty() ? into->title : into->public_title;
  const auto closed = desk.execute(
      playbooks::CancelIncident{other->id, fmt::format("This is the same problem as “{}”. We follow it there.", name)});
  if (!closed) return declined(closed.error());
  playbooks::Text text;
  text << playbooks::Bold{to_string(other->id)} << " is merged into " << playbooks::Bold{to_string(into->id)} << ": "
       << into->title << ".";
  if (const auto after = desk.find(into->id); after && !after->components.empty())
    text << " It now says: " << component_words(after->components, desk.policy()) << ".";
  return text << " If that was wrong: "
              << playbooks::Code{arguments.as_typed("incident reopen " + to_string(other->id))} << ".";
}

}  // namespace

const Verb merge{.command = "incident",
                 .name = "merge",
                 .aliases = aliases,
                 .usage = "merge <INC-12> <INC-13>",
                 .help = "The second was the same problem: its components go over, it is closed",
                 .example = "incident merge INC-12 INC-13",
                 .flags = {},
                 .free_text = false,
                 .run = run};

}  // namespace commands::incident
