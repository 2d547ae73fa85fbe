#include "maintenance_world_support.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "escalation_world_support.hpp"
#include "playbooks/maintenance_plan.hpp"

namespace playbooks {
using namespace std::chrono_literals;

Time utc(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + length, value);
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  return std::chrono::sys_days{day} + std::chrono::hours{number(11, 2)} + std::chrono::minutes{number(14, 2)};
}

MaintenanceWorld::MaintenanceWorld() : rules{paging_policy()} {
  rules.components.push_back({"web", "Web", "", "", {}, {}, {}});
  rules.publicity = default_public_policy();
  rules.publicity.pages = {"local"};
}

void MaintenanceWorld::take(Reaction reaction) {
  const auto stamp = utc_minute(now).substr(5, 11);
  for (const auto& name : reaction.timers.cancel) timers.erase(name);
  for (auto& timer : reaction.timers.set) timers.insert_or_assign(timer.name, timer);
  for (const auto& effect : reaction.effects) {
    if (const auto* answer = std::get_if<Answer>(&effect.body)) channel.push_back(stamp + " " + plain(answer->text));
    if (const auto* prompt = std::get_if<Prompt>(&effect.body)) {
      auto line = stamp + " " + plain(prompt->text);
      for (const auto& choice : prompt->choices) line += fmt::format(" [{}: {}]", choice.label, choice.line);
      channel.push_back(std::move(line));
    }
    if (const auto* publish = std::get_if<PublishMaintenance>(&effect.body)) {
      EXPECT_EQ(effect.lane, publish->page);
      page.push_back(fmt::format("{} {} {} {}: {}", stamp, publish->page, to_string(publish->state),
                                 publish->notify ? "loud" : "quiet", publish->body));
    }
  }
}

Result<std::vector<Recorded>> MaintenanceWorld::run(const Command& command, const Actor& by) {
  auto events = decide(state, command, {by, now, "in-1"}, rules);
  if (!events) return events;
  for (const auto& event : *events) {
    evolve(state, event);
    history.push_back(event);
    take(react(state, event, rules));
    if (std::holds_alternative<EscalationStarted>(event.event)) pages_made.push_back(event.stream);
  }
  return events;
}

std::string MaintenanceWorld::refusal(const Command& command) {
  const auto result = run(command);
  return result ? "it was allowed" : result.error().message;
}

void MaintenanceWorld::run_until(Time until) {
  for (;;) {
    auto first = timers.end();
    for (auto it = timers.begin(); it != timers.end(); ++it)
      if (first == timers.end() || it->second.due < first->second.due) first = it;
    if (first == timers.end() || first->second.due > until) break;
    const auto timer = first->second;
    timers.erase(first);
    now = std::max(now, timer.due);
    auto outcome = on_timer(state, timer, now, rules);
    for (const auto& command : outcome.commands) (void)run(command, {"sitrep", "sitrep"});
    take(std::move(outcome.reaction));
  }
  now = std::max(now, until);
}

ScheduleMaintenance MaintenanceWorld::request(std::string_view starts) const {
  ScheduleMaintenance asked;
  asked.title = "Database upgrade";
  asked.components = {"db", "api"};
  asked.starts = utc(starts);
  asked.ends = asked.starts + 2h;
  return asked;
}

MaintenanceId MaintenanceWorld::schedule(const ScheduleMaintenance& asked) {
  const MaintenanceId id{state.upkeep.next_id};
  const auto events = run(asked);
  EXPECT_TRUE(events) << events.error().message;
  return id;
}

const Maintenance& MaintenanceWorld::window(MaintenanceId id) const {
  static const Maintenance nothing;
  const auto* found = state.upkeep.find(id);
  EXPECT_NE(found, nullptr) << to_string(id);
  return found == nullptr ? nothing : *found;
}

IncidentId MaintenanceWorld::declare(std::vector<ComponentClaim> components, std::string severity) {
  DeclareIncident command;
  command.title = "Checkout is down";
  command.severity = std::move(severity);
  command.components = std::move(components);
  command.anyway = true;
  EXPECT_TRUE(run(command));
  return {state.next_incident - 1};
}

std::ptrdiff_t MaintenanceWorld::told(std::string_view words) const {
  return std::ranges::count_if(channel, [&](const std::string& line) { return line.contains(words); });
}

}  // namespace playbooks
