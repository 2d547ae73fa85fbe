#include "playbooks/maintenance_request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/limits.hpp"
#include "playbooks/maintenance_plan.hpp"
#include "playbooks/model/words.hpp"
#include "playbooks/wording_maintenance.hpp"

namespace playbooks::maintenance_request {
namespace {
using namespace std::chrono_literals;

constexpr std::size_t most_open = 100;
constexpr Duration worth_a_question = 24h;
constexpr Duration furthest = std::chrono::days{2 * 366};

std::string component_names(const Policy& policy) {
  if (policy.components.empty()) return "none are configured";
  std::string names;
  for (const auto& component : policy.components) names += (names.empty() ? "" : ", ") + component.key;
  return names;
}

Result<std::vector<std::string>> known_components(const std::vector<std::string>& named, const Policy& policy) {
  std::vector<std::string> result;
  for (const auto& name : named) {
    const auto* component = policy.component(name);
    if (component == nullptr)
      return refuse(Errc::not_found,
                    fmt::format("There is no component “{}”. Components: {}.", name, component_names(policy)));
    if (std::ranges::find(result, component->key) == result.end()) result.push_back(component->key);
  }
  if (result.empty())
    return refuse(Errc::invalid,
                  fmt::format("Say what is worked on, like `on db,api`. Components: {}.", component_names(policy)));
  return result;
}

/// Why this stretch of time can be none of a maintenance.
std::optional<std::string> impossible(Time starts, Time ends, Time now, const Policy& policy) {
  const auto shown = [&](Time at) { return wording::in_zone(at, policy.zone); };
  if (ends <= starts)
    return fmt::format("It would end at {}, and begin at {}: it must end after it begins.", shown(ends), shown(starts));
  if (starts < now - 1min)
    return fmt::format("{} has passed. Say when it begins, like `tomorrow 22:00`.", shown(starts));
  if (starts > now + furthest) return fmt::format("{} is more than two years ahead.", shown(starts));
  return std::nullopt;
}

Result<void> room_for_it(const Maintenance& window, const Upkeep& upkeep) {
  std::size_t open = 0;
  for (const auto& other : upkeep.windows) {
    if (!other.open()) continue;
    ++open;
    if (folded(other.title) == folded(window.title) && other.starts == window.starts &&
        other.components == window.components)
      return refuse(Errc::conflict, fmt::format("Already scheduled: {} “{}”, for the same time. Nothing was added.",
                                                to_string(other.id), other.title));
  }
  if (open >= most_open)
    return refuse(Errc::conflict, fmt::format("There are {} maintenances planned already. Cancel some with "
                                              "`/maintenance cancel MNT-3`.",
                                              most_open));
  return {};
}

}  // namespace

std::vector<MaintenanceStep> steps(const Policy& policy) {
  std::vector<MaintenanceStep> result;
  for (const auto& list : policy.publicity.checklists)
    for (const auto& text : list.steps) result.push_back({list.phase, text, std::nullopt});
  return result;
}

std::optional<std::string> doubt(const Maintenance& window, const State& state, const Policy& policy) {
  std::string why;
  if (window.ends - window.starts > worth_a_question)
    why += fmt::format("It would last {}, longer than a day. ", spoken(window.ends - window.starts));
  const auto others = windows::overlapping(state.upkeep, window.components, window.starts, window.ends, window.id);
  for (const auto* other : others)
    why += fmt::format("It overlaps with {} “{}” on {}, {}. ", to_string(other->id), other->title,
                       wording::shared_components(window, *other, policy),
                       wording::stretch(other->starts, other->ends, policy.zone));
  if (const auto next = windows::next(window, window.starts, policy.zone); next && next->starts < window.ends)
    why +=
        fmt::format("It would begin again at {}, before it has ended. ", wording::in_zone(next->starts, policy.zone));
  if (why.empty()) return std::nullopt;
  return why + "If that is meant, add --anyway.";
}

Result<Maintenance> planned(const ScheduleMaintenance& asked, const State& state, const Context& context,
                            const Policy& policy) {
  auto title = limited_title(asked.title);
  if (!title) return std::unexpected(title.error());
  auto components = known_components(asked.components, policy);
  if (!components) return std::unexpected(components.error());
  Maintenance window;
  if (!asked.text.empty()) {
    auto text = limited(asked.text, "text");
    if (!text) return std::unexpected(text.error());
    window.text = std::move(*text);
  }
  if (const auto why = impossible(asked.starts, asked.ends, context.now, policy)) return refuse(Errc::invalid, *why);
  window.id = {state.upkeep.next_id};
  window.title = std::move(*title);
  window.components = std::move(*components);
  window.starts = asked.starts;
  window.ends = asked.ends;
  window.start = asked.start.value_or(policy.publicity.maintenance_start);
  window.channel = asked.channel.empty() ? policy.incident_channel : asked.channel;
  window.scheduled = {context.by, context.now};
  window.steps = steps(policy);
  if (!asked.recurrence.empty()) {
    auto rule = windows::settled_rule(asked.recurrence, asked.starts, policy.zone);
    if (!rule) return std::unexpected(std::move(rule.error()));
    window.recurrence = std::move(*rule);
  }
  if (const auto room = room_for_it(window, state.upkeep); !room) return std::unexpected(room.error());
  if (const auto why = doubt(window, state, policy); why && !asked.anyway) return refuse(Errc::conflict, *why);
  return window;
}

}  // namespace playbooks::maintenance_request
