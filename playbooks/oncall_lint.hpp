#pragma once
// What would be found out at 3 a.m., found out now.
#include <string>
#include <vector>

#include "playbooks/rules.hpp"

namespace playbooks {

struct LintFinding {
  enum class Level { warning, error } level = Level::warning;
  std::string what;  // "schedule primary", "policy default, tier 2", "ann"
  std::string says;  // "nobody is on call from 2026-12-24 18:00 UTC to 2026-12-25 09:00 UTC (15 h)"
  bool operator==(const LintFinding&) const = default;
};

/// Gaps, tiers that lead to nobody, the same person on every tier, people who cannot be reached by any way, a schedule
/// that nobody uses. Looks at [from, from + span); a kind of finding about one thing is told once, with how often.
std::vector<LintFinding> lint_oncall(const Policy& policy, const OnCall& oncall, Time from, Duration span);

}  // namespace playbooks
