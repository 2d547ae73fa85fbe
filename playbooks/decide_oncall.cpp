#include <fmt/format.h>

#include <algorithm>

#include "playbooks/decider.hpp"
#include "playbooks/escalating.hpp"
#include "playbooks/limits.hpp"
#include "playbooks/rota.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr std::size_t most_overrides = 200;
constexpr Duration longest_override = std::chrono::days{92};

std::string schedule_names(const Policy& policy) {
  if (policy.schedules.empty()) return "none is configured";
  std::string names;
  for (const auto& schedule : policy.schedules) names += (names.empty() ? "" : ", ") + schedule.key;
  return names;
}

const ContactTest* find_test(const OnCall& oncall, int id) {
  const auto found = std::ranges::find(oncall.tests, id, &ContactTest::id);
  return found == oncall.tests.end() ? nullptr : &*found;
}

}  // namespace

Decision Decider::operator()(const AddOverride& c) const {
  const auto* schedule = policy_.schedule(c.override_.schedule);
  if (schedule == nullptr)
    return refuse(Errc::not_found, fmt::format("There is no schedule “{}”. Schedules: {}.", c.override_.schedule,
                                               schedule_names(policy_)));
  const auto* person = policy_.person(c.override_.person);
  if (person == nullptr)
    return refuse(Errc::not_found, fmt::format("“{}” is nobody who can be paged. Add them under `people` in the "
                                               "configuration file.",
                                               c.override_.person));
  if (c.override_.to <= c.override_.from)
    return refuse(Errc::invalid, "It would end before it begins. Say from when to when, for example `18:00 22:00`.");
  if (c.override_.to <= context_.now)
    return refuse(Errc::invalid, fmt::format("{} has passed already.", utc_minute(c.override_.to)));
  if (c.override_.to - c.override_.from > longest_override)
    return refuse(Errc::invalid, "An override lasts 92 days at most. Change the rotation in the configuration file.");
  auto added = c.override_;
  added.schedule = schedule->key;
  added.person = person->key;
  for (const auto& other : state_.oncall.overrides) {
    auto same = added;
    same.id = other.id;
    same.by = other.by;
    same.reason = other.reason;
    if (same == other) return refuse(Errc::conflict, fmt::format("Override {} says that already.", other.id));
  }
  if (state_.oncall.overrides.size() >= most_overrides)
    return refuse(
        Errc::conflict,
        fmt::format("There are {} overrides already. Remove some with `/oncall remove <number>`.", most_overrides));
  if (!added.instead_of.empty()) {
    bool any = false;
    for (const auto& shift : rota::shifts(*schedule, state_.oncall, added.from, added.to))
      any = any || shift.person == added.instead_of;
    if (!any)
      return refuse(Errc::invalid,
                    fmt::format("{} is not on call in {} then. See `/oncall week {}`.",
                                escalating::target_name({Target::Kind::person, added.instead_of}, policy_),
                                schedule->key, schedule->key));
  }
  added.id = state_.oncall.next_override;
  added.by = context_.by;
  return on_call(OverrideAdded{std::move(added)});
}

Decision Decider::operator()(const RemoveOverride& c) const {
  if (std::ranges::find(state_.oncall.overrides, c.id, &Override::id) == state_.oncall.overrides.end())
    return refuse(Errc::not_found, fmt::format("There is no override {}. See them with `/oncall overrides`.", c.id));
  return on_call(OverrideRemoved{c.id});
}

Decision Decider::operator()(const ImportSchedule& c) const {
  const auto known = state_.oncall.imported.find(c.schedule);
  const bool first = known == state_.oncall.imported.end();
  if (!first && known->second.trouble == c.trouble && (!c.trouble.empty() || known->second.shifts == c.shifts))
    return refuse(Errc::conflict, "Nothing has changed.");
  return on_call(ScheduleImported{c.schedule, c.trouble.empty() || first ? c.shifts : known->second.shifts, c.trouble});
}

Decision Decider::operator()(const NoteShift& c) const {
  const auto* schedule = policy_.schedule(c.schedule);
  if (schedule == nullptr) return refuse(Errc::not_found, "The schedule is not configured any more.");
  const auto now = rota::holder(*schedule, state_.oncall, context_.now);
  const auto announced = state_.oncall.announced.find(c.schedule);
  const bool first = announced == state_.oncall.announced.end();
  if (!first && announced->second == now) return refuse(Errc::conflict, "The same person is on call.");
  return on_call(ShiftBegan{c.schedule, first ? std::string{} : announced->second, now,
                            rota::next_change(*schedule, state_.oncall, context_.now), first});
}

Decision Decider::operator()(const TestContact& c) const {
  const auto* person = policy_.person(c.person);
  if (person == nullptr)
    return refuse(Errc::not_found, fmt::format("“{}” is nobody who can be paged. Add them under `people` in the "
                                               "configuration file.",
                                               c.person));
  for (const auto& test : state_.oncall.tests)
    if (test.person == person->key && !test.answered && context_.now - test.at < 2min)
      return refuse(Errc::conflict, fmt::format("A trial page to {} is on its way already: sent at {}.", person->name,
                                                utc_clock(test.at)));
  ContactTest test{state_.oncall.next_test, person->key, c.drill, context_.by, context_.now, {}, std::nullopt};
  for (const auto& step : escalating::steps_for(*person, {}, policy_, true, context_.now)) {
    if (step.channel == Channel::mention) continue;  // would call on everybody in the channel to look
    if (c.drill && is_loud(step.channel)) continue;  // the drill is silent
    test.attempts.push_back({step.channel, PageState::queued, context_.now, context_.now, {}, {}});
  }
  if (test.attempts.empty()) return refuse(Errc::invalid, fmt::format("{} has no way to be reached.", person->name));
  return on_call(ContactTested{std::move(test)});
}

Decision Decider::operator()(const NoteContactTest& c) const {
  const auto* test = find_test(state_.oncall, c.test);
  if (test == nullptr) return refuse(Errc::not_found, "That trial is forgotten.");
  const auto attempt = std::ranges::find(test->attempts, c.channel, &PageAttempt::channel);
  if (attempt == test->attempts.end() || attempt->state == c.state || attempt->state == PageState::delivered)
    return refuse(Errc::conflict, "That is known.");
  return on_call(ContactTestNoted{c.test, c.channel, c.state, c.why, c.receipt});
}

Decision Decider::operator()(const AnswerContactTest& c) const {
  const auto* test = find_test(state_.oncall, c.test);
  if (test == nullptr) return refuse(Errc::not_found, fmt::format("There is no trial page {} any more.", c.test));
  if (test->answered)
    return refuse(Errc::conflict, fmt::format("Already answered at {}. Thank you.", utc_clock(*test->answered)));
  return on_call(ContactTestAnswered{c.test});
}

Decision Decider::operator()(const ReportAudit& c) const {
  if (c.findings == state_.oncall.findings) return refuse(Errc::conflict, "That was reported.");
  return on_call(AuditReported{c.findings});
}

}  // namespace playbooks
