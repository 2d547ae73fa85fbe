// oncall simulate: who would be told, when and by what, if nobody answered.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/simulate.hpp"

namespace commands::oncall {
namespace {

using playbooks::Text;
using playbooks::Time;

constexpr std::array<std::string_view, 3> aliases = {"sim", "what-if", "dry-run"};
constexpr std::array<Flag, 3> flags = {
    {{"severity", "sev", "P0", "how bad it is; the same as the bare word P0", Flag::Takes::word},
     {"at", "", "\"fri 03:00\"", "when; else now", Flag::Takes::text},
     {"on", "components", "api,db", "what is affected; the same as: on api,db", Flag::Takes::word}}};
constexpr std::size_t most = 40;

Asked<Time> start(const Request& request, Arguments& arguments, const playbooks::Policy& policy) {
  if (const auto given = arguments.value("at"); !given.empty()) {
    const auto when = parse_when(given, {request.now, policy.zone, Lean::future});
    if (!when) return std::unexpected(arguments.refuse_field("at", when.error().message));
    return when->at;
  }
  arguments.take_word("at");
  const auto* next = arguments.next();
  if (next == nullptr) return request.now;
  const auto when = take_moment(arguments, request.now, policy.zone);
  if (!when) return std::unexpected(when.error());
  if (*when) return (*when)->at;
  const auto why = parse_when(next->text, {request.now, policy.zone, Lean::future});
  return std::unexpected(arguments.refuse(why ? std::string{"Say when."} : why.error().message));
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto components = arguments.components_on(true);
  if (!components) return components.error();
  auto severity = arguments.severity(true);
  if (!severity) return std::move(severity.error());
  const auto at = start(request, arguments, policy);
  if (!at) return at.error();
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (severity->empty()) return arguments.refuse("Say how bad it would be, like P0.");
  std::vector<std::string> keys;
  for (const auto& named : *components) keys.push_back(named.component);
  const auto simulation = playbooks::simulate_escalation(policy, desk.state().oncall, *severity, keys, *at);
  if (!simulation) return declined(simulation.error());
  if (simulation->policy.empty() || simulation->steps.empty())
    return marked(
        fmt::format("Nobody would be paged for a {}: no route of `escalation.routes` that fits it names a "
                    "policy with tiers.",
                    *severity));
  Text head;
  head << "A " << playbooks::Bold{*severity} << " at " << shown(*at, request, policy) << ", by the policy "
       << simulation->policy << ", if nobody answers:";
  Table table{{"When", "After", "What"}, {}};
  const auto& steps = simulation->steps;
  for (std::size_t i = 0; i < std::min(steps.size(), most); ++i) {
    const auto after = steps[i].at - *at;
    table.rows.push_back({shown(steps[i].at, request, policy),
                          Text{after <= playbooks::Duration::zero() ? "at once" : playbooks::spoken(after)},
                          steps[i].says});
  }
  Reply reply{std::move(head)};
  reply.parts.emplace_back(std::move(table));
  if (steps.size() > most) reply.parts.emplace_back(Text{fmt::format("… and {} more.", steps.size() - most)});
  if (simulation->cut && steps.size() <= most) reply.parts.emplace_back(Text{"It would go on after that."});
  return reply;
}

}  // namespace

const Verb simulate{.command = "oncall",
                    .name = "simulate",
                    .aliases = aliases,
                    .usage = "simulate <P0> [at <time>] [on api,db]",
                    .help = "Who would be told, when and by what, if nobody answered",
                    .example = "oncall simulate P0 at \"2026-12-25 03:00\" on api",
                    .flags = flags,
                    .free_text = false,
                    .run = run};

}  // namespace commands::oncall
