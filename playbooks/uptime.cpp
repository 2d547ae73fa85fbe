#include "playbooks/uptime.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "playbooks/rules.hpp"

namespace playbooks {
namespace {

struct Since {
  ComponentStatus status = ComponentStatus::operational;
  Time from{};
};
using Standing = std::map<std::string, Since>;  // of everything that is not operational

void end(std::vector<StatusSpan>& spans, const std::string& component, const Since& since, Time at, Time from,
         Time to) {
  const auto begin = std::max(since.from, from), until = std::min(at, to);
  if (begin < until) spans.push_back({component, since.status, begin, until});
}

/// Ends what has changed and begins what is new, at `at`.
void compare(std::vector<StatusSpan>& spans, Standing& standing, const Claims& claims, Time at, Time from, Time to) {
  for (auto it = standing.begin(); it != standing.end();) {
    const auto now = public_status(claims, it->first);
    if (now == it->second.status) {
      ++it;
      continue;
    }
    end(spans, it->first, it->second, at, from, to);
    if (now == ComponentStatus::operational) {
      it = standing.erase(it);
    } else {
      it->second = {now, at};
      ++it;
    }
  }
  for (const auto& [component, held] : claims)
    if (const auto now = public_status(claims, component); now != ComponentStatus::operational)
      standing.try_emplace(component, Since{now, at});
}

Duration& share(ComponentUptime& uptime, ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
      break;
    case ComponentStatus::under_maintenance:
      return uptime.maintenance;
    case ComponentStatus::degraded_performance:
      return uptime.degraded;
    case ComponentStatus::partial_outage:
      return uptime.partial;
    case ComponentStatus::major_outage:
      return uptime.major;
  }
  return uptime.up;
}

}  // namespace

std::vector<StatusSpan> public_spans(std::span<const Recorded> history, Time from, Time to) {
  std::vector<StatusSpan> spans;
  State state;
  Standing standing;
  Time at{};
  for (const auto& event : history) {
    at = std::max(at, event.at);  // a clock that was set back must not end what has not begun
    if (at >= to) break;
    evolve(state, event);
    compare(spans, standing, state.claims, at, from, to);
  }
  for (const auto& [component, since] : standing) end(spans, component, since, to, from, to);
  std::ranges::sort(spans, {}, [](const StatusSpan& span) { return std::tie(span.component, span.from); });
  return spans;
}

std::vector<ComponentUptime> uptime(std::span<const Recorded> history, std::span<const std::string> components,
                                    Time from, Time to) {
  const auto spans = public_spans(history, from, to);
  const auto period = std::max(to - from, Duration::zero());
  std::vector<ComponentUptime> all;
  for (const auto& component : components) {
    ComponentUptime one;
    one.component = component;
    one.up = period;
    for (const auto& span : spans) {
      if (span.component != component) continue;
      share(one, span.status) += span.to - span.from;
      one.up -= span.to - span.from;
    }
    const auto counted = period - one.maintenance;
    if (counted > Duration::zero())
      one.percent = 100.0 * (1.0 - static_cast<double>(one.down().count()) / static_cast<double>(counted.count()));
    all.push_back(std::move(one));
  }
  return all;
}

double credit(double percent, std::span<const CreditTier> tiers) {
  const CreditTier* lowest = nullptr;
  for (const auto& tier : tiers)
    if (percent < tier.below && (lowest == nullptr || tier.below < lowest->below)) lowest = &tier;
  return lowest == nullptr ? 0 : lowest->credit;
}

}  // namespace playbooks
