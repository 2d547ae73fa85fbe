#include "escalation_world_support.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace playbooks {
using namespace std::chrono_literals;

Policy paging_policy() {
  Policy p;
  p.severities = default_severities();
  p.default_severity = "P2";
  p.components = {{"api", "API", "", "backend", {}, {}, {}}, {"db", "Database", "", "storage", {}, {}, {}}};
  p.incident_channel = "C1";
  const std::vector<ContactStep> slack_then_sms{{Channel::slack, {}}, {Channel::sms, 5min}};
  p.people = {{"ann", "Ann Lee", "U1", "ann@example.com", "+15550001", "", slack_then_sms, {}},
              {"bob", "Bob Day", "U2", "bob@example.com", "+15550002", "", {{Channel::slack, {}}}, {}},
              {"carol", "Carol Moe", "U3", "", "+15550003", "", {{Channel::sms, {}}, {Channel::voice, {}}}, {}}};
  const auto person = [](std::string key) { return Target{Target::Kind::person, std::move(key)}; };
  EscalationPolicy policy;
  policy.key = "default";
  policy.name = "Default";
  policy.tiers = {{"On-call engineer", {person("ann")}, {}, 15min, {}},
                  {"Engineering lead", {person("bob")}, {}, 15min, {}},
                  {"VP engineering", {person("carol")}, {}, 30min, {}}};
  policy.fallback = person("carol");
  policy.ack_timeout = 30min;
  p.escalation_policies = {policy};
  p.escalation_routes = {{{}, {}, {}, "default"}};
  return p;
}

std::string PagingWorld::elapsed() const {
  return fmt::format("{}",
                     std::chrono::hh_mm_ss{std::chrono::floor<std::chrono::seconds>(now - noon)}.hours().count()) +
         fmt::format(":{:02}:{:02}", (now - noon) / 1min % 60, (now - noon) / 1s % 60);
}

void PagingWorld::take(Reaction reaction) {
  for (const auto& name : reaction.timers.cancel) timers.erase(name);
  for (auto& timer : reaction.timers.set) timers.insert_or_assign(timer.name, timer);
  for (const auto& group : reaction.withdrawn)
    std::erase_if(waiting, [&](const Effect& effect) { return effect.group == group; });
  for (auto& effect : reaction.effects) {
    if (std::holds_alternative<SendPage>(effect.body))
      waiting.push_back(std::move(effect));
    else if (const auto* end = std::get_if<EndPage>(&effect.body))
      ended.push_back(fmt::format("{} {} {}", to_string(end->to), to_string(end->channel),
                                  end->how == EndPage::How::resolved ? "resolved" : "acknowledged"));
    else if (const auto* post = std::get_if<PostToChannel>(&effect.body))
      notices.push_back(post->text);
  }
}

Result<std::vector<Recorded>> PagingWorld::run(const Command& command, const Actor& by) {
  auto events = decide(state, command, {by, now, "in-1"}, rules);
  if (!events) return events;
  for (const auto& event : *events) {
    evolve(state, event);
    history.push_back(event);
    take(react(state, event, rules));
  }
  return events;
}

std::string PagingWorld::refusal(const Command& command, const Actor& by) {
  const auto result = run(command, by);
  return result ? "it was allowed" : result.error().message;
}

void PagingWorld::deliver() {
  for (bool went = true; went;) {
    went = false;
    for (const auto& effect : std::vector<Effect>{waiting}) {
      const auto& page = std::get<SendPage>(effect.body);
      if (silent.contains(page.channel)) continue;
      if (std::erase_if(waiting, [&](const Effect& e) { return e.key == effect.key; }) == 0) continue;
      went = true;
      const auto found = state.incidents.find(page.incident);
      const auto why =
          paging::no_longer_wanted(page, found == state.incidents.end() ? nullptr : &found->second, state.oncall);
      const bool fails = broken.contains(page.channel);
      if (why.empty() && !fails)
        sent.push_back(fmt::format("{} {} {}", elapsed(), to_string(page.to), to_string(page.channel)));
      const auto ok = page.channel == Channel::slack ? PageState::delivered : PageState::sent;
      (void)run(NotePage{page.incident, page.page, page.channel, why.empty() && !fails ? ok : PageState::failed,
                         why.empty() ? (fails ? "refused" : "") : why, "r" + std::to_string(page.page)});
    }
  }
}

void PagingWorld::run_until(Time until) {
  deliver();
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
    deliver();
  }
  now = std::max(now, until);
}

IncidentId PagingWorld::declare(std::string severity, std::vector<ComponentClaim> components) {
  DeclareIncident c;
  c.title = "Checkout is down";
  c.severity = std::move(severity);
  c.components = std::move(components);
  c.anyway = true;
  EXPECT_TRUE(run(c)) << refusal(c);
  deliver();
  return {state.next_incident - 1};
}

std::vector<std::string> PagingWorld::sentences() const {
  std::vector<std::string> lines;
  for (const auto& event : history) lines.push_back(plain(sentence(event, rules)));
  return lines;
}

}  // namespace playbooks
