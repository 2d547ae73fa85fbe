// What customers read of a maintenance, and the parts that all its sentences share.
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "playbooks/rules.hpp"
#include "playbooks/wording_maintenance.hpp"

namespace playbooks::wording {
namespace {

std::string name_of(std::string_view component, const Policy& policy) {
  const auto* found = policy.component(component);
  return found == nullptr ? std::string{component} : found->name;
}

/// `text` as a sentence of its own, with a space before it.
std::string and_sentence(const std::string& text) {
  if (text.empty()) return {};
  const bool ended = std::string_view{".!?"}.find(text.back()) != std::string_view::npos;
  return " " + text + (ended ? "" : ".");
}

/// A time as the zone's clocks show it: `format` is of the date library. UTC where the zone is unknown.
std::string formatted(Time at, const std::string& zone, const char* format) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  const date::sys_seconds seconds{whole.time_since_epoch()};
  try {
    return date::format(format, date::make_zoned(zone, seconds));
  } catch (const std::runtime_error&) {
    return date::format(format, date::make_zoned("UTC", seconds));
  }
}

std::string holder_of(const HeldClaim& claim, const State& state) {
  if (claim.holder == "manual")
    return fmt::format("set by hand by @{}", claim.by.name.empty() ? claim.by.id : claim.by.name);
  if (const auto id = parse_incident_id(claim.holder))
    if (const auto found = state.incidents.find(*id); found != state.incidents.end())
      return fmt::format("{} “{}”", claim.holder, found->second.title);
  return claim.holder;
}

/// When its holder began to say so. An incident restates its claims whenever it changes.
Time began(const HeldClaim& claim, const State& state) {
  if (const auto id = parse_incident_id(claim.holder))
    if (const auto found = state.incidents.find(*id); found != state.incidents.end()) return found->second.declared.at;
  return claim.since;
}

}  // namespace

std::string maintained(const std::vector<std::string>& components, const Policy& policy) {
  std::string list;
  for (const auto& component : components) list += (list.empty() ? "" : ", ") + name_of(component, policy);
  return list;
}

std::string shared_components(const Maintenance& one, const Maintenance& other, const Policy& policy) {
  std::vector<std::string> shared;
  for (const auto& component : one.components)
    if (std::ranges::find(other.components, component) != other.components.end()) shared.push_back(component);
  return maintained(shared, policy);
}

std::string in_zone(Time at, const std::string& zone) {
  return formatted(at, zone, "%F %H:%M %Z");
}

std::string stretch(Time starts, Time ends, const std::string& zone) {
  const bool same_day = formatted(starts, zone, "%F") == formatted(ends, zone, "%F");
  const bool same_name = formatted(starts, zone, "%Z") == formatted(ends, zone, "%Z");
  return fmt::format("{} to {} ({})", formatted(starts, zone, same_day && same_name ? "%F %H:%M" : "%F %H:%M %Z"),
                     formatted(ends, zone, same_day ? "%H:%M %Z" : "%F %H:%M %Z"), spoken(ends - starts));
}

std::vector<std::string> claims_of_others(const Maintenance& window, const State& state, const Policy& policy,
                                          std::optional<Time> since) {
  std::vector<std::string> result;
  for (const auto& component : window.components) {
    const auto held = state.claims.find(component);
    if (held == state.claims.end()) continue;
    for (const auto& claim : held->second) {
      if (claim.holder == to_string(window.id) || claim.status == ComponentStatus::operational) continue;
      const auto at = began(claim, state);
      if (since && at < *since) continue;
      result.push_back(fmt::format("{}: {}, {}, since {}", name_of(component, policy), in_words(claim.status),
                                   holder_of(claim, state), utc_clock(at)));
    }
  }
  return result;
}

std::string public_scheduled(const Maintenance& window, const Policy& policy) {
  auto text = window.text.empty()
                  ? fmt::format("We will carry out maintenance on {}.", maintained(window.components, policy))
                  : and_sentence(window.text).substr(1);
  return text + fmt::format(" Planned from {}. During this time {} may not be available.",
                            stretch(window.starts, window.ends, policy.zone), maintained(window.components, policy));
}

std::string public_announced(const Maintenance& window, const Policy& policy) {
  return fmt::format("A reminder: maintenance on {} is planned from {}.{}", maintained(window.components, policy),
                     stretch(window.starts, window.ends, policy.zone), and_sentence(window.text));
}

std::string public_started(const Maintenance& window, const Policy& policy) {
  return fmt::format("The maintenance on {} has begun. It is planned to end at {}.",
                     maintained(window.components, policy), in_zone(window.ends, policy.zone));
}

std::string public_extended(const Maintenance& window, const MaintenanceExtended& event, const Policy& policy) {
  const auto when = in_zone(event.ends, policy.zone);
  if (window.state != MaintenanceState::in_progress)
    return fmt::format("The maintenance will take longer than first planned: from {}.{}",
                       stretch(window.starts, event.ends, policy.zone), and_sentence(event.reason));
  return fmt::format("The maintenance takes longer than planned. It is now planned to end at {}.{}", when,
                     and_sentence(event.reason));
}

std::string public_completed(const Maintenance& window, const MaintenanceCompleted& event, const State& after,
                             const Policy& policy) {
  std::string red;
  for (const auto& component : window.components) {
    const auto status = public_status(after.claims, component);
    if (status != ComponentStatus::operational)
      red += fmt::format("{}{} ({})", red.empty() ? "" : ", ", name_of(component, policy), in_words(status));
  }
  auto text = "The maintenance is complete." + and_sentence(event.text);
  if (red.empty()) return text + " Thank you for your patience.";
  return text + fmt::format(" Not everything is back to normal yet: {}.", red);
}

std::string public_cancelled(const Maintenance& window, const MaintenanceCancelled& event, const Policy& policy) {
  if (window.started) return "The maintenance was ended early." + and_sentence(event.reason);
  return fmt::format("The maintenance planned for {} will not take place.{}", in_zone(window.starts, policy.zone),
                     and_sentence(event.reason));
}

}  // namespace playbooks::wording
