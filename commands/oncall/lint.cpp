// oncall lint: what would be found out at 3 a.m., found out now.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/oncall/schedules.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/oncall_lint.hpp"

namespace commands::oncall {
namespace {

using playbooks::LintFinding;
using playbooks::Text;

constexpr std::array<std::string_view, 2> aliases = {"gaps", "verify"};
constexpr std::array<Flag, 1> flags = {{{"days", "", "60", "how far to look ahead", Flag::Takes::word}}};
constexpr std::size_t most = 30;

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto days = days_asked(arguments, std::chrono::days{60});
  if (!days) return days.error();
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (policy.schedules.empty() && policy.people.empty() && policy.escalation_policies.empty())
    return marked(
        "Nobody can be paged: the configuration file has no `people`, no `schedules` and no `escalation`. Whole files "
        "to begin with are in `docs/escalation-examples`.");
  auto findings = playbooks::lint_oncall(policy, desk.state().oncall, request.now, *days);
  const auto is_error = [](const LintFinding& finding) { return finding.level == LintFinding::Level::error; };
  const auto errors = std::ranges::count_if(findings, is_error);
  if (findings.empty())
    return Text{
        fmt::format("Nothing to mend in the next {}: {}, {}, {}.", counted(days->count(), "day", "days"),
                    counted(std::ssize(policy.schedules), "schedule", "schedules"),
                    counted(std::ssize(policy.people), "person", "people"),
                    counted(std::ssize(policy.escalation_policies), "escalation policy", "escalation policies"))};
  Text text;
  text << playbooks::Bold{fmt::format("{} to mend, {} to look at", errors, std::ssize(findings) - errors)}
       << fmt::format(" in the next {}:", counted(days->count(), "day", "days"));
  std::size_t shown = 0;
  for (const auto level : {LintFinding::Level::error, LintFinding::Level::warning})  // the worst first
    for (const auto& finding : findings) {
      if (finding.level != level || shown == most) continue;
      ++shown;
      text << "\n" << (is_error(finding) ? "✗ " : "⚠ ") << playbooks::Bold{finding.what} << ": " << finding.says;
    }
  if (findings.size() > most) text << fmt::format("\n… and {} more.", findings.size() - most);
  return text;
}

}  // namespace

const Verb lint{.command = "oncall",
                .name = "lint",
                .aliases = aliases,
                .usage = "lint [--days 60]",
                .help = "Gaps, tiers that lead to nobody, people whom no page would reach",
                .example = "oncall lint --days 60",
                .flags = flags,
                .free_text = false,
                .run = run};

}  // namespace commands::oncall
