#include "playbooks/model/policy.hpp"

#include <algorithm>

#include "playbooks/model/words.hpp"

namespace playbooks {
namespace {

bool is_called(std::string_view word, const std::vector<std::string>& names) {
  return std::ranges::any_of(names, [&](const std::string& name) { return folded(name) == word; });
}

}  // namespace

const Severity* Policy::severity(std::string_view word) const {
  const auto wanted = folded(word);
  const auto found = std::ranges::find_if(
      severities, [&](const Severity& s) { return folded(s.name) == wanted || is_called(wanted, s.aliases); });
  return found == severities.end() ? nullptr : &*found;
}

const Component* Policy::component(std::string_view word) const {
  const auto wanted = folded(word);
  const auto found = std::ranges::find_if(components, [&](const Component& c) {
    return folded(c.key) == wanted || folded(c.name) == wanted || is_called(wanted, c.aliases);
  });
  return found == components.end() ? nullptr : &*found;
}

const Responder* Policy::person(std::string_view word) const {
  const auto wanted = folded(word);
  if (wanted.empty()) return nullptr;
  for (const auto& each : people)
    if (folded(each.key) == wanted) return &each;  // a key stands before anybody's name
  const auto found = std::ranges::find_if(people, [&](const Responder& r) {
    return folded(r.name) == wanted || folded(r.slack) == wanted || folded(r.email) == wanted;
  });
  return found == people.end() ? nullptr : &*found;
}

const Schedule* Policy::schedule(std::string_view word) const {
  const auto wanted = folded(word);
  const auto found = std::ranges::find_if(
      schedules, [&](const Schedule& s) { return folded(s.key) == wanted || folded(s.name) == wanted; });
  return found == schedules.end() ? nullptr : &*found;
}

const EscalationPolicy* Policy::escalation_policy(std::string_view key) const {
  const auto found = std::ranges::find(escalation_policies, key, &EscalationPolicy::key);
  return found == escalation_policies.end() ? nullptr : &*found;
}

std::vector<Severity> default_severities() {
  using namespace std::chrono_literals;
  return {{"P0",
           "Site down, payments broken, data loss or a security breach",
           {"sev0", "critical"},
           5min,
           15min,
           true,
           "critical",
           5min,
           15min},
          {"P1",
           "A major feature is broken, or more than 10 % of requests fail",
           {"sev1", "major"},
           1h,
           30min,
           true,
           "major",
           10min,
           30min},
          {"P2",
           "A minor feature is broken, or 5 to 10 % of requests fail",
           {"sev2", "minor"},
           4h,
           1h,
           false,
           "minor",
           30min,
           1h},
          {"P3", "Cosmetic, or fewer than 5 % of requests fail", {"sev3", "low"}, 24h, 0min, false, "none"}};
}

}  // namespace playbooks
