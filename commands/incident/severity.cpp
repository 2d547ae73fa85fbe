// incident severity: how bad it is.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/severity_setting.hpp"
#include "commands/text.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 2> aliases = {"sev", "prio"};
constexpr std::array<Flag, 1> flags = {
    {{"severity", "", "P0", "the new severity; the same as the bare word", Flag::Takes::word}}};

/// The next word, if it is a severity: only there, so that a reason may hold any words.
std::string taken(Arguments& arguments, const playbooks::Policy& policy) {
  const auto* next = arguments.next();
  const auto* found = next == nullptr ? nullptr : policy.severity(next->text);
  if (found == nullptr) return {};
  arguments.take_next();
  return found->name;
}

Asked<std::string> severity_of(Arguments& arguments, const playbooks::Policy& policy) {
  if (arguments.has("severity")) return arguments.severity(true);
  auto found = taken(arguments, policy);
  const auto* next = arguments.next();
  if (!found.empty() || next == nullptr) return found;
  std::string names;
  for (const auto& severity : policy.severities) names += (names.empty() ? "" : ", ") + severity.name;
  return std::unexpected(
      arguments.refuse(fmt::format("“{}” is not a severity. Use one of {}.", shortened(next->text, 40), names)));
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto early = taken(arguments, desk.policy());  // "severity P0 INC-12 …"
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto name = to_string(*id);
  const auto before = desk.find(*id);
  if (!before) return declined(before.error());
  auto severity = early.empty() ? severity_of(arguments, desk.policy()) : std::move(early);
  if (!severity) return std::move(severity.error());
  const auto reason = arguments.text();
  if (severity->empty())
    return arguments.ask({"Severity of " + name,
                          "Set",
                          "incident severity " + name,
                          {choice("severity", "Severity", severity_options(desk.policy()), before->severity),
                           paragraph("", "Why?", "What made it better or worse", false)}},
                         fmt::format("{} is {}. Say which severity it has now.", name, before->severity));
  return set_severity(*before, *severity, reason, desk);
}

}  // namespace

const Verb severity{.command = "incident",
                    .name = "severity",
                    .aliases = aliases,
                    .usage = "severity [INC-12] <P0> [reason]",
                    .help = "Change how bad it is",
                    .example = "incident severity INC-12 P0 Nobody can pay any more",
                    .flags = flags,
                    .free_text = true,
                    .run = run};

}  // namespace commands::incident
