#include "playbooks/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "playbooks/escalating.hpp"
#include "playbooks/model/overloaded.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr std::size_t most_steps = 200;
constexpr Duration longest = 48h;

/// A small world of its own: the rules, their timers, and deliveries that arrive at once.
class World {
 public:
  World(const Policy& policy, const OnCall& oncall, Time start) : policy_(policy), start_(start) {
    state_.oncall = oncall;
  }

  Result<void> execute(const Command& command, Time now) {
    const Context context{{"simulation", "simulation"}, now, "simulation"};
    auto events = decide(state_, command, context, policy_);
    if (!events) return std::unexpected(events.error());
    for (const auto& event : *events) {
      evolve(state_, event);
      tell(event);
      auto reaction = react(state_, event, policy_);
      for (const auto& name : reaction.timers.cancel) timers_.erase(name);
      for (auto& timer : reaction.timers.set) timers_.insert_or_assign(timer.name, std::move(timer));
      for (const auto& effect : reaction.effects)
        if (const auto* page = std::get_if<SendPage>(&effect.body)) sent_.push_back(*page);
    }
    return {};
  }

  void deliver(Time now) {
    while (!sent_.empty()) {
      auto pages = std::exchange(sent_, {});
      for (const auto& page : pages)
        (void)execute(NotePage{page.incident, page.page, page.channel, PageState::delivered, {}, {}}, now);
    }
  }

  /// Lets time pass until nothing is left to happen.
  void run() {
    deliver(start_);
    while (!timers_.empty() && result_.steps.size() < most_steps) {
      const auto first = std::ranges::min_element(
          timers_, {}, [](const auto& entry) { return std::pair{entry.second.due, entry.first}; });
      const auto timer = first->second;
      timers_.erase(first);
      if (timer.due - start_ > longest) {
        result_.cut = std::holds_alternative<TierDue>(timer.body) || result_.cut;
        continue;
      }
      if (std::holds_alternative<CardAges>(timer.body) || std::holds_alternative<UpdateDue>(timer.body)) continue;
      const auto now = std::max(timer.due, start_);
      for (const auto& command : on_timer(state_, timer, now, policy_).commands) (void)execute(command, now);
      deliver(now);
    }
    result_.cut = result_.cut || result_.steps.size() >= most_steps;
  }

  Simulation take() {
    for (const auto& [id, incident] : state_.incidents)
      result_.policy =
          incident.escalation.policy.name.empty() ? incident.escalation.policy.key : incident.escalation.policy.name;
    return std::move(result_);
  }

 private:
  void tell(const Recorded& event) {
    const bool worth =
        std::visit(Overloaded{[](const TierReached&) { return true; }, [](const EscalationExhausted&) { return true; },
                              [](const PageContinued&) { return true; }, [](const auto&) { return false; }},
                   event.event);
    if (worth && result_.steps.size() < most_steps) result_.steps.push_back({event.at, sentence(event, policy_)});
  }

  const Policy& policy_;
  Time start_;
  State state_;
  std::map<std::string, Timer> timers_;
  std::vector<SendPage> sent_;
  Simulation result_;
};

}  // namespace

Result<Simulation> simulate_escalation(const Policy& policy, const OnCall& oncall, const std::string& severity,
                                       const std::vector<std::string>& components, Time at) {
  World world{policy, oncall, at};
  DeclareIncident declare;
  declare.title = "Simulation";
  declare.severity = severity;
  for (const auto& component : components) declare.components.push_back({component, ComponentStatus::operational});
  if (auto declared = world.execute(declare, at); !declared) return std::unexpected(declared.error());
  world.run();
  return world.take();
}

}  // namespace playbooks
