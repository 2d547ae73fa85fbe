// oncall who: whom an incident there would page now, tier by tier.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/oncall/schedules.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"
#include "playbooks/escalating.hpp"

namespace commands::oncall {
namespace {
namespace escalating = playbooks::escalating;
using playbooks::Policy;
using playbooks::Text;

constexpr std::array<std::string_view, 3> aliases = {"for", "whois", "whoisoncall"};
constexpr std::array<Flag, 1> flags = {
    {{"severity", "sev", "P0", "how bad it is; the same as the bare word P0", Flag::Takes::word}}};

/// "Ann Lee by Slack message, then SMS after 2 min (schedule primary)".
std::string reached_words(const playbooks::Page& page, const Policy& policy) {
  auto words = escalating::target_name(page.to, policy);
  for (std::size_t i = 0; i < page.steps.size(); ++i) {
    const auto& step = page.steps[i];
    words += fmt::format("{}{}", i == 0 ? " by " : ", then ", playbooks::in_words(step.channel));
    if (step.after > playbooks::Duration::zero()) words += " after " + playbooks::spoken(step.after);
  }
  return words + (page.via.empty() ? "" : fmt::format(" ({})", schedule_name(page.via, policy)));
}

Text tier_line(const playbooks::EscalationPolicy& escalation, std::size_t index, const std::string& severity,
               playbooks::Duration after, const Request& request, const Desk& desk) {
  const auto& policy = desk.policy();
  const auto& tier = escalation.tiers[index];
  const bool worst = !policy.severities.empty() && policy.severities.front().name == severity;
  const auto reached = escalating::reach(tier.targets, tier.channels, policy, desk.state().oncall, worst,
                                         static_cast<int>(index) + 1, 1, request.now);
  const bool at_once = index == 0 || std::ranges::find(tier.at_once, severity) != tier.at_once.end();
  Text text;
  text << playbooks::Bold{"T" + escalating::tier_name(escalation, static_cast<int>(index) + 1).substr(1)}
       << (at_once ? ", at once: " : fmt::format(", after {}: ", playbooks::spoken(after)));
  std::string people;
  for (const auto& page : reached.pages) people += (people.empty() ? "" : "; ") + reached_words(page, policy);
  for (const auto& target : reached.nobody)
    people += (people.empty() ? "" : "; ") + escalating::target_name(target, policy) + " leads to nobody now";
  return text << (people.empty() ? "nobody" : people);
}

Reply by_policy(std::string_view what, const std::vector<playbooks::ComponentClaim>& claims,
                const std::string& severity, const Request& request, const Arguments& arguments, const Desk& desk) {
  const auto& policy = desk.policy();
  const auto* escalation = escalating::choose(policy, severity, claims);
  if (escalation == nullptr || escalation->tiers.empty())
    return marked(
        fmt::format("Nobody is paged for a {} in {}: no route of `escalation.routes` that fits it names a "
                    "policy with tiers.",
                    severity, what));
  Text text;
  text << "A " << severity << " in " << what << " would page, by the policy "
       << (escalation->name.empty() ? escalation->key : escalation->name) << ":";
  playbooks::Duration after{};
  for (std::size_t i = 0; i < escalation->tiers.size(); ++i) {
    text << "\n" << tier_line(*escalation, i, severity, after, request, desk);
    after += escalating::patience(*escalation, static_cast<int>(i) + 1, policy, severity);
  }
  text << "\nIf nobody answers at all: " << escalating::target_name(escalation->fallback, policy) << ".";
  return text << " Minute by minute: "
              << playbooks::Code{arguments.as_typed(fmt::format("oncall simulate {}", severity))} << ".";
}

Reply unknown(std::string_view word, const Arguments& arguments, const Policy& policy) {
  std::vector<std::string_view> known;
  for (const auto& schedule : policy.schedules) known.push_back(schedule.key);
  for (const auto& component : policy.components) {
    known.push_back(component.key);
    if (!component.owner.empty() && std::ranges::find(known, component.owner) == known.end())
      known.push_back(component.owner);
  }
  auto why = fmt::format("There is no schedule, team or component “{}”.", shortened(word, 40));
  std::vector<std::string> near;
  for (const auto name : nearest(word, known)) near.push_back(fmt::format("`{}`", name));
  if (!near.empty()) why += fmt::format(" Did you mean {}?", either(near));
  return arguments.refuse(why);
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto* next = arguments.next();
  if (next == nullptr || policy.schedule(next->text) != nullptr || lower(next->text) == "schedule")
    return oncall::now.run(request, arguments, desk);
  auto severity = arguments.severity(true);
  if (!severity) return std::move(severity.error());
  if (severity->empty()) *severity = policy.default_severity;
  arguments.take_word("for");
  next = arguments.next();
  if (next == nullptr) return by_policy("no component in particular", {}, *severity, request, arguments, desk);
  const auto word = next->text.starts_with('@') ? next->text.substr(1) : next->text;
  arguments.take_next();
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto claims = owned_by(word, policy);
  if (claims.empty()) return unknown(word, arguments, policy);
  const auto what = policy.component(word) != nullptr ? component_name(word, policy) : "the components of " + word;
  return by_policy(what, claims, *severity, request, arguments, desk);
}

}  // namespace

const Verb who{.command = "oncall",
               .name = "who",
               .aliases = aliases,
               .usage = "who <team|component|schedule> [P0]",
               .help = "Whom an incident there would page now, tier by tier",
               .example = "oncall who api P0",
               .flags = flags,
               .free_text = false,
               .run = run};

}  // namespace commands::oncall
