#pragma once
// For how long each component was up, as the public could read it, and what of the fee is given back for the rest.
//
// Measured is the public status: the worst public claim, from the moment at which it was recorded. Degraded counts as
// up. Maintenance counts neither way: percent = 100 × (1 − (partial + major) / (period − maintenance)). A period that
// is all maintenance is 100.
#include <span>
#include <string>
#include <vector>

#include "playbooks/model/events.hpp"
#include "playbooks/model/public_policy.hpp"

namespace playbooks {

/// A stretch in which a component was publicly something else than operational.
struct StatusSpan {
  std::string component;
  ComponentStatus status = ComponentStatus::operational;
  Time from{}, to{};  // `to` is not included
  bool operator==(const StatusSpan&) const = default;
};

struct ComponentUptime {
  std::string component;
  Duration up{}, degraded{}, partial{}, major{}, maintenance{};  // together the period
  double percent = 100;

  Duration down() const { return partial + major; }
  bool operator==(const ComponentUptime&) const = default;
};

/// The spans within [from, to), by component and time. `history` holds the events of all streams in the order in which
/// they were recorded, from the first one on; those that change no claim may be missing.
std::vector<StatusSpan> public_spans(std::span<const Recorded> history, Time from, Time to);

/// One for each of `components`, in that order.
std::vector<ComponentUptime> uptime(std::span<const Recorded> history, std::span<const std::string> components,
                                    Time from, Time to);

/// Percent of the fee that is given back: that of the lowest tier that `percent` is below, 0 when it is below none.
double credit(double percent, std::span<const CreditTier> tiers);

}  // namespace playbooks
