#include "playbooks/audit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/escalating.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr Duration overdue_after = 1min;   // a tier that is later than this was not told in time
constexpr Duration receipt_within = 5min;  // of a page: by then every way has been tried or has answered
constexpr Duration feed_may_be_old = 2h;   // eight readings

void look_at(const Incident& incident, const Policy& policy, Time now, std::vector<std::string>& findings) {
  const auto& e = incident.escalation;
  const auto name = to_string(incident.id);
  if (e.active() && e.next && now - *e.next > overdue_after)
    findings.push_back(fmt::format("{}: the tier after {} was due at {} and was not told", name,
                                   escalating::tier_name(e.policy, e.tier), utc_minute(*e.next)));
  for (const auto& page : e.pages) {
    if (page.attempts.empty() || !escalating::wanted(incident, page)) continue;
    const auto& last = page.attempts.back();
    const auto who = escalating::target_name(page.to, policy);
    if (last.state == PageState::queued && now - last.at > receipt_within)
      findings.push_back(fmt::format("{}: the {} to {} of {} has not gone out", name, in_words(last.channel), who,
                                     utc_minute(last.at)));
    else if (escalating::failed(page))
      findings.push_back(fmt::format("{}: {} could not be reached at all", name, who));
  }
  if (e.state == EscalationState::acknowledged && e.policy.ack_timeout > Duration::zero() &&
      now - std::max(e.at, incident.updated.at) > 2 * e.policy.ack_timeout)
    findings.push_back(fmt::format("{}: acknowledged at {} and nobody has told anything since {}", name,
                                   utc_minute(e.at), utc_minute(incident.updated.at)));
}

}  // namespace

std::vector<std::string> audit(const State& state, const Policy& policy, Time now) {
  std::vector<std::string> findings;
  for (const auto& [id, incident] : state.incidents)
    if (incident.open()) look_at(incident, policy, now, findings);
  // A schedule may well be empty at night; a policy whose every tier leads to nobody may not.
  for (const auto& each : policy.escalation_policies) {
    const bool anybody = std::ranges::any_of(each.tiers, [&](const Tier& tier) {
      return !escalating::reach(tier.targets, tier.channels, policy, state.oncall, true, 1, 1, now).pages.empty();
    });
    if (!anybody)
      findings.push_back(
          fmt::format("policy {}: no tier leads to anybody, only the fallback is left. Put somebody on "
                      "call with `/oncall override @somebody <from> <to>`",
                      each.key));
  }
  for (const auto& schedule : policy.schedules) {
    if (schedule.source == Schedule::Source::rotations) continue;
    const auto read = state.oncall.imported.find(schedule.key);
    if (read != state.oncall.imported.end() && !read->second.trouble.empty() && now - read->second.at > feed_may_be_old)
      findings.push_back(fmt::format("schedule {}: could not be read: {}", schedule.key, read->second.trouble));
  }
  return findings;
}

}  // namespace playbooks
