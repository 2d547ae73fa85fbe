// incident escalate: the next tier now, or a named one. Other tools say “escalate P1” for the severity: that works too.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "commands/args.hpp"
#include "commands/escalation_words.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/severity_setting.hpp"
#include "commands/text.hpp"

namespace commands::incident {
namespace {

using playbooks::IncidentId;
using playbooks::Text;

constexpr std::array<std::string_view, 2> aliases = {"esc", "raise"};
constexpr std::array<Flag, 3> flags = {
    {{"tier", "", "2", "which tier; the same as: tier 2", Flag::Takes::word},
     {"as-of", "", "3", "for buttons: only if nothing has moved since this step", Flag::Takes::word},
     {"apply", "", "", "go on by the policy as it is configured now", Flag::Takes::nothing}}};

std::optional<int> number_in(std::string_view word) {
  int number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size() || number < 0) return std::nullopt;
  return number;
}

/// A bare number up to this is a tier; beyond it can only be an incident.
int most_tiers(const playbooks::Policy& policy) {
  std::size_t most = 3;
  for (const auto& escalation : policy.escalation_policies) most = std::max(most, escalation.tiers.size());
  return static_cast<int>(most);
}

struct Asking {
  std::optional<int> tier;
  bool bare = false;  // "2", which may be an incident as well
};

/// "tier 2" or "2" in front, or --tier.
Asked<Asking> tier_of(Arguments& arguments, const playbooks::Policy& policy) {
  if (const auto given = arguments.value("tier"); !given.empty()) {
    if (const auto number = number_in(given)) return Asking{*number, false};
    return std::unexpected(arguments.refuse(fmt::format("“{}” is no tier. Say 1, 2 or 3.", shortened(given, 40))));
  }
  const auto* next = arguments.next();
  if (next == nullptr || next->kind != Token::Kind::word) return Asking{};
  const auto* second = arguments.next(1);
  if (lower(next->text) == "tier" && second != nullptr)
    if (const auto number = number_in(second->text)) {
      arguments.take_next();
      arguments.take_next();
      return Asking{*number, false};
    }
  const auto number = number_in(next->text);
  if (!number || *number < 1 || *number > most_tiers(policy)) return Asking{};
  arguments.take_next();
  return Asking{*number, true};
}

/// "escalate 2": tier 2 of the one that is meant, or INC-2? Whoever is woken in vain would rather have been asked.
Reply tier_or_incident(int number, IncidentId meant) {
  const auto other = to_string(IncidentId{number});
  auto reply =
      Reply::refusal(fmt::format("Nothing was escalated: is {} the tier, or {}? Both can be meant.", number, other));
  reply.parts.emplace_back(
      Buttons{{{fmt::format("Tier {} of {}", number, to_string(meant)),
                fmt::format("incident escalate {} tier {}", to_string(meant), number), Button::Style::plain},
               {other + ", its next tier", "incident escalate " + other, Button::Style::plain}}});
  return reply;
}

/// "escalate P0" raises the severity; it never lowers it.
Reply to_severity(const playbooks::Severity& severity, IncidentId id, const Arguments& arguments, Desk& desk) {
  const auto before = desk.find(id);
  if (!before) return declined(before.error());
  const auto* current = desk.policy().severity(before->severity);
  if (current != nullptr && current < &severity)  // worst first
    return Reply::refusal(Text{} << playbooks::Bold{to_string(id)} << " is " << before->severity
                                 << ", which is worse than " << severity.name << ". To lower it: "
                                 << playbooks::Code{arguments.as_typed(
                                        fmt::format("incident severity {} {}", to_string(id), severity.name))}
                                 << ".");
  return set_severity(*before, severity.name, arguments.text(), desk);
}

Reply apply(IncidentId id, Arguments& arguments, Desk& desk) {
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto done = desk.execute(playbooks::ApplyEscalationPolicy{id});
  if (!done) return declined(done.error());
  const auto incident = desk.find(id);
  if (!incident) return declined(incident.error());
  Text text;
  text << playbooks::Bold{to_string(id)} << " goes on by the policy " << incident->escalation.policy.name
       << " as it is configured now.";
  if (incident->escalation.next) text << " It goes on at " << playbooks::Moment{*incident->escalation.next} << ".";
  return text;
}

/// The severity in front, taken; nullptr when none stands there. Its own name or one with a digit: "major" may begin a
/// reason.
const playbooks::Severity* take_severity(Arguments& arguments, const playbooks::Policy& policy) {
  const auto* next = arguments.next();
  const auto* severity = next == nullptr || next->kind != Token::Kind::word ? nullptr : policy.severity(next->text);
  if (severity == nullptr) return nullptr;
  const bool sure = lower(next->text) == lower(severity->name) || arguments.next(1) == nullptr ||
                    std::ranges::any_of(next->text, [](char c) { return c >= '0' && c <= '9'; });
  if (!sure) return nullptr;
  arguments.take_next();
  return severity;
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto* severity = take_severity(arguments, policy);
  auto asking = severity == nullptr ? tier_of(arguments, policy) : Asked<Asking>{Asking{}};
  if (!asking) return std::move(asking.error());
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  if (asking->bare && !arguments.incident_named())
    if (const auto other = desk.find({*asking->tier}); other && other->open())
      return tier_or_incident(*asking->tier, *id);
  if (arguments.has("apply")) return apply(*id, arguments, desk);
  if (severity == nullptr && !asking->tier) severity = take_severity(arguments, policy);
  if (severity != nullptr) return to_severity(*severity, *id, arguments, desk);
  if (!asking->tier) asking = tier_of(arguments, policy);
  if (!asking) return std::move(asking.error());
  playbooks::EscalateIncident command{*id, asking->tier, arguments.text(), std::nullopt};
  if (const auto step = arguments.value("as-of"); !step.empty()) {
    command.as_of = number_in(step);
    if (!command.as_of) return arguments.refuse(fmt::format("“{}” is no step of an escalation.", shortened(step, 40)));
  }
  const auto done = desk.execute(std::move(command));
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  return Text{} << playbooks::Bold{to_string(*id)} << " is escalated: " << incident->title << "."
                << who_is_paged(*done, *incident, policy);
}

}  // namespace

const Verb escalate{.command = "incident",
                    .name = "escalate",
                    .aliases = aliases,
                    .usage = "escalate [INC-12] [tier 2|P0] [why]",
                    .help = "Page the next tier now, or a named one; P0 sets the severity",
                    .example = "incident escalate INC-12 tier 2 The database team is needed",
                    .flags = flags,
                    .free_text = true,
                    .run = run};

}  // namespace commands::incident
