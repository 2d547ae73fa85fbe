#include "playbooks/numbers.hpp"

#include <fmt/format.h>

namespace playbooks {

std::string in_units(std::string_view metric, double value) {
  if (metric == "error_rate") return fmt::format("{:g} %", value);
  if (metric == "p95") return fmt::format("{:g} s", value);
  return fmt::format("{:g}", value);
}

Judgement judge(const Numbers& numbers, bool down, const PublicPolicy& policy) {
  if (down) return {ComponentStatus::major_outage, "it is down"};
  Judgement judgement;
  for (const auto& rule : policy.rules) {
    const auto number = numbers.find(rule.metric);
    if (number == numbers.end()) continue;
    const bool holds = rule.above ? number->second > rule.from : number->second >= rule.from;
    if (!holds || rule.status <= judgement.status) continue;
    judgement = {rule.status,
                 fmt::format("{} {} ({} {}: {})", rule.metric, in_units(rule.metric, number->second),
                             rule.above ? "above" : "from", in_units(rule.metric, rule.from), in_words(rule.status))};
  }
  return judgement;
}

}  // namespace playbooks
