// incident page: somebody by name, now, whatever the tiers say.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/escalation_words.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"
#include "playbooks/escalating.hpp"
#include "playbooks/limits.hpp"

namespace commands::incident {
namespace {

using playbooks::Policy;
using playbooks::Target;
using Targets = std::vector<Target>;

constexpr std::array<std::string_view, 3> aliases = {"call", "notify", "summon"};
constexpr std::array<Flag, 1> flags = {
    {{"to", "", "ann,primary", "who; the same as the names in front", Flag::Takes::word}}};

void add(Targets& targets, Target target) {
  if (std::ranges::find(targets, target) == targets.end()) targets.push_back(std::move(target));
}

/// Whom the first tier of the policy for that team's components tells. Empty: it is no team, or no policy is meant.
Targets of_team(std::string_view word, const Policy& policy) {
  if (policy.component(word) != nullptr) return {};
  const auto claims = owned_by(word, policy);
  if (claims.empty()) return {};
  for (const auto& severity : policy.severities)
    if (const auto* found = playbooks::escalating::choose(policy, severity.name, claims);
        found != nullptr && !found->tiers.empty())
      return found->tiers.front().targets;
  return {};
}

/// What one name means; empty when it means nothing.
Targets named(std::string_view text, const Policy& policy) {
  if (const auto* person = person_of(text, {}, policy)) return {{Target::Kind::person, person->key}};
  const auto name = text.starts_with('@') ? text.substr(1) : text;
  const auto* schedule = policy.schedule(name);
  if (schedule == nullptr && lower(name).starts_with("schedule ")) schedule = policy.schedule(trimmed(name.substr(9)));
  if (schedule != nullptr) return {{Target::Kind::schedule, schedule->key}};
  if (const auto target = playbooks::parse_target(name); target && target->kind == Target::Kind::user_group)
    return {*target};
  return of_team(name, policy);
}

std::string unknown(std::string_view typed, const Policy& policy) {
  auto why = unknown_person(typed, policy);
  std::string schedules;
  for (std::size_t i = 0; i < std::min<std::size_t>(policy.schedules.size(), 8); ++i)
    schedules += (i == 0 ? " Schedules: " : ", ") + policy.schedules[i].key;
  return why + schedules + (schedules.empty() ? "" : ".");
}

/// "ann, bob", from a flag or a form.
Asked<Targets> in_list(std::string_view list, const Arguments& arguments, const Policy& policy) {
  Targets targets;
  for (auto rest = list; !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto item = trimmed(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (item.empty()) continue;
    const auto found = named(item, policy);
    if (found.empty()) return std::unexpected(arguments.refuse_field("to", unknown(item, policy)));
    for (const auto& target : found) add(targets, target);
  }
  return targets;
}

/// One mention or name in front. Empty, and nothing taken, when it means nobody.
Targets take_one(Arguments& arguments, const Policy& policy) {
  const auto* token = arguments.next();
  if (token == nullptr) return {};
  if (token->kind == Token::Kind::group || token->kind == Token::Kind::channel) {
    arguments.take_next();
    return {{token->kind == Token::Kind::group ? Target::Kind::user_group : Target::Kind::channel, token->id}};
  }
  if (const auto* person = take_person(arguments, policy)) return {{Target::Kind::person, person->key}};
  if (const auto* schedule = take_schedule(arguments, policy)) return {{Target::Kind::schedule, schedule->key}};
  if (token->kind != Token::Kind::word && token->kind != Token::Kind::quoted) return {};
  std::string_view text{token->text};
  while (text.ends_with(',')) text.remove_suffix(1);
  if (const auto* second = arguments.next(1); second != nullptr)
    if (auto found = named(fmt::format("{} {}", text, second->text), policy); !found.empty()) {
      arguments.take_next();
      arguments.take_next();
      return found;
    }
  Targets all;  // "ann,bob"
  for (auto rest = text; !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto found = named(rest.substr(0, comma), policy);
    if (found.empty()) return {};
    for (const auto& target : found) add(all, target);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  arguments.take_next();
  return all;
}

bool is_mention(const Token* token) {
  return token != nullptr && (token->kind == Token::Kind::person || token->kind == Token::Kind::group);
}

/// Names with commas or “and” between them, mentions in a row.
Asked<Targets> in_front(Arguments& arguments, const Policy& policy) {
  Targets targets;
  for (bool more = true; more;) {
    const auto* token = arguments.next();
    if (token == nullptr) return targets;
    const auto found = take_one(arguments, policy);
    if (found.empty()) return std::unexpected(arguments.refuse(unknown(token->text, policy)));
    for (const auto& target : found) add(targets, target);
    more = token->text.ends_with(',') || arguments.take_word(",") || arguments.take_word("and") ||
           arguments.take_word("&") || (is_mention(token) && is_mention(arguments.next()));
  }
  return targets;
}

bool names_incident(const Token* token) {
  return token != nullptr && token->text.find_first_not_of("0123456789") != std::string::npos &&
         playbooks::parse_incident_id(token->text).has_value();
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  std::optional<playbooks::IncidentId> early;  // "page INC-12 @bob"
  if (names_incident(arguments.next())) {
    auto id = arguments.incident();
    if (!id) return std::move(id.error());
    early = *id;
  }
  auto to = arguments.has("to") ? in_list(arguments.value("to"), arguments, policy) : in_front(arguments, policy);
  if (!to) return std::move(to.error());
  auto id = early ? Asked<playbooks::IncidentId>{*early} : arguments.incident();
  if (!id) return std::move(id.error());
  const auto name = to_string(*id);
  if (to->empty())
    return arguments.ask({"Page somebody",
                          "Page",
                          "incident page " + name,
                          {line_field("to", "Whom?", "ann, schedule primary", true),
                           paragraph("", "What shall they know?", "What is wanted of them", false)}},
                         "Say who is to be paged.");
  auto message = arguments.text();
  if (!message.empty()) {
    auto limited = playbooks::limited(message, "message");
    if (!limited) return declined(limited.error());
    message = std::move(*limited);
  }
  const auto done = desk.execute(playbooks::PagePeople{*id, std::move(*to), std::move(message)});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  playbooks::Text text;
  text << playbooks::Bold{name} << ": " << incident->title << "." << who_is_paged(*done, *incident, policy);
  return text << " What becomes of it: " << playbooks::Code{arguments.as_typed("incident show " + name)} << ".";
}

}  // namespace

const Verb page{.command = "incident",
                .name = "page",
                .aliases = aliases,
                .usage = "page <@bob|primary|team> [INC-12] [message]",
                .help = "Page people, a schedule or a team by name, whatever the tiers say",
                .example = "incident page @bob INC-12 We need the database team",
                .flags = flags,
                .free_text = true,
                .run = run};

}  // namespace commands::incident
