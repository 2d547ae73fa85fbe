#include "playbooks/oncall_lint.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "playbooks/escalating.hpp"
#include "playbooks/oncall_lint_spells.hpp"
#include "playbooks/rota.hpp"

namespace playbooks {
namespace {
using Level = LintFinding::Level;

/// A calendar or PagerDuty is read 60 days ahead; the last two may be of a reading that is due anew.
constexpr Duration known_ahead = std::chrono::days{58};

/// The turns of one schedule, as far as they can be known.
struct Known {
  std::vector<Shift> shifts;
  Time until{};
};

/// Whom one tier leads to at some instant.
struct Led {
  std::set<std::string> people;
  bool others = false;  // a user group or a channel
  bool nobody() const { return people.empty() && !others; }
};

/// What somebody must have to be reached so.
std::string_view address_for(Channel channel) {
  switch (channel) {
    case Channel::slack:
    case Channel::mention:
      return "a Slack id";
    case Channel::sms:
    case Channel::voice:
      return "a phone number";
    case Channel::email:
      return "an e-mail address";
    case Channel::pagerduty:
    case Channel::opsgenie:
    case Channel::webhook:
      break;
  }
  return "an address";
}

class Lint {
 public:
  Lint(const Policy& policy, const OnCall& oncall, Time from, Time to)
      : policy_{policy}, oncall_{oncall}, from_{from}, to_{std::max(from, to)} {}

  std::vector<LintFinding> run() {
    for (const auto& schedule : policy_.schedules) look_at(schedule);
    for (const auto& escalation : policy_.escalation_policies) look_at(escalation);
    for (const auto& person : policy_.people) look_at(person);
    return std::move(findings_);
  }

 private:
  void say(Level level, std::string what, std::string says) {
    findings_.push_back({level, std::move(what), std::move(says)});
  }

  void look_at(const Schedule& schedule) {
    const auto what = "schedule " + schedule.key;
    if (!is_used(schedule))
      say(Level::warning, what, "nothing uses it: no tier leads to it, no user group and no topic follows it");
    auto& known = known_[schedule.key];
    known.until = to_;
    if (schedule.source != Schedule::Source::rotations) {
      const auto read = oncall_.imported.find(schedule.key);
      if (read == oncall_.imported.end()) {
        known.until = from_;
        return say(Level::warning, what, "it has not been read yet; until then nobody is on call in it");
      }
      if (!read->second.trouble.empty())
        say(Level::warning, what,
            fmt::format("it could not be read: {} What was read before is used.", read->second.trouble));
      // A reading that says the same again is not noted: without trouble, what is known is of now.
      const auto read_at = read->second.trouble.empty() ? std::max(read->second.at, from_) : read->second.at;
      known.until = std::clamp(read_at + known_ahead, from_, to_);
    }
    known.shifts = rota::shifts(schedule, oncall_, from_, known.until);
    look_for_gaps(known, what);
    look_for_strangers(known, what);
  }

  void look_for_gaps(const Known& known, const std::string& what) {
    Spells gaps;
    auto at = from_;
    for (const auto& shift : known.shifts) {
      gaps.add(at, shift.from);
      at = shift.to;
    }
    gaps.add(at, known.until);
    if (!gaps.empty()) say(Level::warning, what, "nobody is on call " + gaps.in_words());
  }

  /// On call, and not configured any more.
  void look_for_strangers(const Known& known, const std::string& what) {
    std::map<std::string, Spells> strangers;
    for (const auto& shift : known.shifts)
      if (policy_.person(shift.person) == nullptr) strangers[shift.person].add(shift.from, shift.to);
    for (const auto& [key, spells] : strangers)
      say(Level::error, what,
          fmt::format("{} is on call {}, and is not among the people of the configuration", key, spells.in_words()));
  }

  bool is_used(const Schedule& schedule) const {
    if (!schedule.user_group.empty() || !schedule.topic_channel.empty()) return true;
    const Target wanted{Target::Kind::schedule, schedule.key};
    return std::ranges::any_of(policy_.escalation_policies, [&](const EscalationPolicy& escalation) {
      return std::ranges::any_of(escalation.tiers, [&](const Tier& tier) {
        return std::ranges::find(tier.targets, wanted) != tier.targets.end();
      });
    });
  }

  void look_at(const EscalationPolicy& escalation) {
    const auto what = "policy " + escalation.key;
    if (!is_chosen(escalation)) say(Level::warning, what, "no route leads to it, so that no incident ever uses it");
    if (escalation.fallback.kind == Target::Kind::person && !reachable(escalation.fallback.name, {}))
      say(Level::error, what,
          fmt::format("its fallback, {}, cannot be reached by any way", to_string(escalation.fallback)));
    std::vector<Spells> nobody(escalation.tiers.size());
    Spells alone;
    std::set<std::string> who;
    const auto limits = changes(escalation);
    for (std::size_t i = 0; i + 1 < limits.size(); ++i) {
      Led all;
      std::size_t leading = 0;
      for (std::size_t tier = 0; tier < escalation.tiers.size(); ++tier) {
        const auto led = leads_to(escalation.tiers[tier], limits[i]);
        if (led.nobody()) {
          nobody[tier].add(limits[i], limits[i + 1]);
          continue;
        }
        ++leading;
        all.people.insert(led.people.begin(), led.people.end());
        all.others = all.others || led.others;
      }
      if (leading < 2 || all.others || all.people.size() != 1) continue;
      alone.add(limits[i], limits[i + 1]);
      who.insert(*all.people.begin());
    }
    for (std::size_t tier = 0; tier < nobody.size(); ++tier)
      if (!nobody[tier].empty())
        say(Level::error, fmt::format("{}, tier {}", what, tier + 1),
            fmt::format("it leads to nobody {}; the next tier, or the fallback, is told at once then",
                        nobody[tier].in_words()));
    if (!alone.empty()) say_alone(what, alone, who, limits.back() - limits.front());
  }

  void say_alone(const std::string& what, const Spells& alone, const std::set<std::string>& who, Duration looked_at) {
    constexpr std::size_t most = 3;
    std::vector<std::string> names{who.begin(), who.end()};
    auto more = std::string{};
    if (names.size() > most) {
      more = fmt::format(" and {} more", names.size() - most);
      names.resize(most);
    }
    say(Level::warning, what,
        fmt::format("the same person is on every tier for {} of {} ({}{}), first from {}", spoken(alone.total()),
                    spoken(looked_at), fmt::join(names, ", "), more, utc_minute(alone.first())));
  }

  /// Routes behind one that fits everything are never looked at.
  bool is_chosen(const EscalationPolicy& escalation) const {
    for (const auto& route : policy_.escalation_routes) {
      if (route.policy == escalation.key) return true;
      if (route.severities.empty() && route.components.empty() && route.owners.empty()) return false;
    }
    return false;
  }

  /// Every instant at which a tier may come to lead elsewhere, the first and the last that are looked at included.
  std::vector<Time> changes(const EscalationPolicy& escalation) const {
    auto until = to_;
    std::vector<Time> result{from_};
    for (const auto& tier : escalation.tiers)
      for (const auto& target : tier.targets)
        if (const auto* known = find(target); known != nullptr) {
          until = std::min(until, known->until);
          for (const auto& shift : known->shifts) {
            result.push_back(shift.from);
            result.push_back(shift.to);
          }
        }
    result.push_back(until);
    std::erase_if(result, [&](Time at) { return at > until; });
    std::ranges::sort(result);
    result.erase(std::ranges::unique(result).begin(), result.end());
    return result;
  }

  const Known* find(const Target& target) const {
    if (target.kind != Target::Kind::schedule) return nullptr;
    const auto* schedule = policy_.schedule(target.name);
    const auto found = schedule == nullptr ? known_.end() : known_.find(schedule->key);
    return found == known_.end() ? nullptr : &found->second;
  }

  Led leads_to(const Tier& tier, Time at) const {
    Led led;
    for (const auto& target : tier.targets) {
      if (target.kind == Target::Kind::user_group || target.kind == Target::Kind::channel) led.others = true;
      auto key = target.kind == Target::Kind::person ? target.name : std::string{};
      if (const auto* known = find(target); known != nullptr) {
        const auto after = std::ranges::upper_bound(known->shifts, at, {}, &Shift::from);
        if (after != known->shifts.begin() && at < std::prev(after)->to) key = std::prev(after)->person;
      }
      if (!key.empty() && reachable(key, tier.channels)) led.people.insert(policy_.person(key)->key);
    }
    return led;
  }

  bool reachable(const std::string& key, const std::vector<ContactStep>& channels) const {
    const auto* person = policy_.person(key);
    return person != nullptr && !escalating::steps_for(*person, channels, policy_, true, from_).empty();
  }

  void look_at(const Responder& person) {
    std::vector<std::string> missing;
    std::size_t lost = 0;
    for (const auto& step : person.notify) {
      auto alone = person;
      alone.notify = {step};
      if (!escalating::steps_for(alone, {}, policy_, true, from_).empty()) continue;
      ++lost;
      missing.push_back(fmt::format("{} needs {}", in_words(step.channel), address_for(step.channel)));
    }
    if (person.notify.empty())
      say(Level::error, person.key, "cannot be reached by any way: none is given under notify");
    else if (lost == person.notify.size())
      say(Level::error, person.key, fmt::format("cannot be reached by any way: {}", fmt::join(missing, ", ")));
    else if (lost > 0)
      say(Level::warning, person.key,
          fmt::format("cannot be reached by all that notify says: {}", fmt::join(missing, ", ")));
  }

  const Policy& policy_;
  const OnCall& oncall_;
  Time from_, to_;
  std::map<std::string, Known> known_;  // by schedule
  std::vector<LintFinding> findings_;
};

}  // namespace

std::vector<LintFinding> lint_oncall(const Policy& policy, const OnCall& oncall, Time from, Duration span) {
  return Lint{policy, oncall, from, from + span}.run();
}

}  // namespace playbooks
