#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

#include "playbooks/audit.hpp"
#include "playbooks/cadence.hpp"
#include "playbooks/escalating.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/page_timers.hpp"
#include "playbooks/react_escalation.hpp"
#include "playbooks/react_maintenance.hpp"
#include "playbooks/react_public.hpp"
#include "playbooks/rota.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording_escalation.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr Duration fetch_every = 15min;
constexpr Duration drill_answers_within = 24h;
constexpr std::string_view own_page = "local";

/// A page where people can change things by hand is read; our own is drawn anew, so that its days go on. Zero: never.
Duration page_read_every(std::string_view page, const Policy& policy) {
  if (page == own_page) return 5min;
  return page == first_page ? policy.publicity.read_every : Duration::zero();
}

class OnTimer {
 public:
  OnTimer(const State& state, const Timer& timer, Time now, const Policy& policy)
      : state_(state), timer_(timer), now_(now), policy_(policy) {}

  TimerOutcome operator()(const UpdateDue& due) const;
  TimerOutcome operator()(const CardAges& ages) const;
  TimerOutcome operator()(const TierDue& due) const { return only(AdvanceTier{due.incident, due.step, timer_.due}); }
  TimerOutcome operator()(const AcknowledgementAges& ages) const;
  TimerOutcome operator()(const SnoozeEnds& ends) const { return only(ResumeEscalation{ends.incident, ends.step}); }
  TimerOutcome operator()(const PageAges& ages) const;
  TimerOutcome operator()(const PageCheckDue& due) const;
  TimerOutcome operator()(const ShiftDue& due) const;
  TimerOutcome operator()(const FetchDue& due) const;
  TimerOutcome operator()(const AuditDue& due) const;
  TimerOutcome operator()(const DrillDue& due) const;
  TimerOutcome operator()(const PublicWordDue& due) const;
  TimerOutcome operator()(const PageReadDue& due) const;
  TimerOutcome operator()(const ManualClaimDue& due) const;
  TimerOutcome operator()(const AnnouncementDue&) const { return of_maintenance(); }
  TimerOutcome operator()(const MaintenanceDue&) const { return of_maintenance(); }
  TimerOutcome operator()(const MaintenanceUpdateDue&) const { return of_maintenance(); }
  TimerOutcome operator()(const MaintenanceWatchEnds&) const { return of_maintenance(); }
  TimerOutcome check_trial(const PageCheckDue& due) const;

 private:
  TimerOutcome of_maintenance() const { return on_maintenance_timer(state_, timer_, now_, policy_); }
  static TimerOutcome only(Command command) { return {{std::move(command)}, {}}; }
  const Incident* open_incident(IncidentId id) const {
    const auto found = state_.incidents.find(id);
    return found == state_.incidents.end() || !found->second.open() ? nullptr : &found->second;
  }
  void again(TimerOutcome& outcome, Time due, TimerBody body) const {
    outcome.reaction.timers.set.push_back({timer_.name, due, std::move(body)});
  }
  void add(TimerOutcome& outcome, std::string lane, Priority priority, EffectBody body,
           std::optional<Time> expires) const {
    outcome.reaction.effects.push_back({fmt::format("{}@{}", timer_.name, to_millis(timer_.due)),
                                        std::move(lane),
                                        priority,
                                        {},
                                        now_,
                                        expires,
                                        {},
                                        std::move(body)});
  }

  const State& state_;
  const Timer& timer_;
  Time now_;
  const Policy& policy_;
};

TimerOutcome OnTimer::operator()(const UpdateDue& due) const {
  const auto* incident = open_incident(due.incident);
  if (incident == nullptr || !incident->update_due || *incident->update_due > now_) return {};
  return only(RemindOverdueUpdate{due.incident, *incident->update_due});
}

TimerOutcome OnTimer::operator()(const CardAges& ages) const {
  const auto* incident = open_incident(ages.incident);
  if (incident == nullptr) return {};
  const auto name = to_string(incident->id);
  TimerOutcome outcome;
  outcome.reaction.effects.push_back({fmt::format("{}/{}/card@{}", name, incident->version, to_millis(timer_.due)),
                                      card_lane(*incident), Priority::card, name + "/card", now_, std::nullopt, "",
                                      DrawCard{incident->id}});
  again(outcome, next_card_age(incident->declared.at, now_), timer_.body);
  return outcome;
}

TimerOutcome OnTimer::operator()(const AcknowledgementAges& ages) const {
  const auto* incident = open_incident(ages.incident);
  if (incident == nullptr) return {};
  if (incident->escalation.answer_by) return only(ResumeEscalation{ages.incident, ages.step});
  return only(AskStillOnIt{ages.incident, ages.step});
}

/// A page that was on its way when Sitrep went down has had no time at all: it gets its patience from the start. A way
/// that has worked is not given more: the person has had it all along.
TimerOutcome OnTimer::operator()(const PageAges& ages) const {
  const auto* incident = open_incident(ages.incident);
  const auto* page = incident == nullptr ? nullptr : find_page(incident->escalation, ages.page);
  const auto* attempt = page == nullptr ? nullptr : find_attempt(*page, ages.channel);
  if (attempt == nullptr) return {};
  if (attempt->state != PageState::queued || now_ - timer_.due < 10s)
    return only(ContinuePage{ages.incident, ages.page, ages.channel});
  TimerOutcome outcome;
  again(outcome, now_ + policy_.page_patience, ages);
  return outcome;
}

/// Twilio knows within a minute or two; somebody on the other side may acknowledge hours later.
TimerOutcome OnTimer::operator()(const PageCheckDue& due) const {
  constexpr int often = 60, most_asked = 760;  // half an hour closely, then a day
  if (due.incident.number == 0) return check_trial(due);
  const auto* incident = open_incident(due.incident);
  const auto* page = incident == nullptr ? nullptr : find_page(incident->escalation, due.page);
  const auto* attempt = page == nullptr ? nullptr : find_attempt(*page, due.channel);
  const bool both_ways = due.channel == Channel::pagerduty || due.channel == Channel::opsgenie;
  if (attempt == nullptr || due.asked >= most_asked) return {};
  const bool owed = attempt->state == PageState::sent ||
                    (both_ways && attempt->state == PageState::delivered && escalating::wanted(*incident, *page));
  if (!owed) return {};
  TimerOutcome outcome;
  const Duration later = both_ways ? 2min : 5min;
  const Duration wait = due.asked < (both_ways ? often : 8) ? Duration{30s} : later;
  add(outcome, page_lane(due.channel, page->to) + "/check", Priority::normal,
      CheckPage{due.incident, due.page, due.channel, page->to, attempt->receipt}, now_ + wait);
  again(outcome, now_ + wait, PageCheckDue{due.incident, due.page, due.channel, due.asked + 1});
  return outcome;
}

TimerOutcome OnTimer::check_trial(const PageCheckDue& due) const {
  constexpr int most_asked = 8;
  for (const auto& test : state_.oncall.tests) {
    if (test.id != due.page || due.asked >= most_asked) continue;
    for (const auto& attempt : test.attempts) {
      if (attempt.channel != due.channel || attempt.state != PageState::sent) continue;
      const Target to{Target::Kind::person, test.person};
      TimerOutcome outcome;
      add(outcome, page_lane(due.channel, to) + "/check", Priority::normal,
          CheckPage{{}, due.page, due.channel, to, attempt.receipt}, now_ + 30s);
      again(outcome, now_ + 30s, PageCheckDue{{}, due.page, due.channel, due.asked + 1});
      return outcome;
    }
  }
  return {};
}

TimerOutcome OnTimer::operator()(const ShiftDue& due) const {
  const auto* schedule = policy_.schedule(due.schedule);
  if (schedule == nullptr) return {};
  auto outcome = only(NoteShift{due.schedule});
  const auto next = rota::next_change(*schedule, state_.oncall, now_);
  again(outcome, next.value_or(now_ + std::chrono::days{1}), due);
  return outcome;
}

TimerOutcome OnTimer::operator()(const FetchDue& due) const {
  const auto* schedule = policy_.schedule(due.schedule);
  if (schedule == nullptr || schedule->source == Schedule::Source::rotations) return {};
  TimerOutcome outcome;
  add(outcome, "schedule/" + due.schedule, Priority::normal, FetchSchedule{due.schedule}, now_ + fetch_every);
  again(outcome, now_ + fetch_every, due);
  return outcome;
}

TimerOutcome OnTimer::operator()(const AuditDue&) const {
  if (policy_.audit_every <= Duration::zero()) return {};
  auto findings = audit(state_, policy_, now_);
  TimerOutcome outcome;
  if (findings.empty() && policy_.dead_man)
    add(outcome, "dead-man", Priority::normal, PingDeadMan{}, now_ + policy_.audit_every);
  if (findings != state_.oncall.findings) outcome.commands.push_back(ReportAudit{std::move(findings)});
  again(outcome, now_ + policy_.audit_every, AuditDue{});
  return outcome;
}

TimerOutcome OnTimer::operator()(const PublicWordDue& due) const {
  const auto* incident = open_incident(due.incident);
  if (incident == nullptr || !incident->public_due) return {};
  return only(NudgePublicUpdate{due.incident, *incident->public_due});
}

TimerOutcome OnTimer::operator()(const PageReadDue& due) const {
  const auto every = page_read_every(due.page, policy_);
  if (!policy_.publicity.keeps(due.page) || every <= Duration::zero()) return {};
  TimerOutcome outcome;
  const auto next = now_ + every;
  add(outcome, page_lane(due.page), Priority::card, ReadPage{due.page}, next);
  outcome.reaction.effects.back().group = "page/" + due.page + "/read";
  again(outcome, next, due);
  return outcome;
}

TimerOutcome OnTimer::operator()(const ManualClaimDue& due) const {
  const auto held = state_.claims.find(due.component);
  if (held == state_.claims.end()) return {};
  const auto own = std::ranges::find(held->second, "manual", &HeldClaim::holder);
  if (own == held->second.end()) return {};
  if (own->until) return only(ExpireManualClaim{due.component});
  return only(AgeManualClaim{due.component});
}

/// The first working day of the month after `from`, 10:00 in the policy's zone.
Time next_drill(const Policy& policy, Time from) {
  const auto* zone = date::locate_zone(policy.zone);
  const auto local = zone->to_local(from);
  const auto today = date::floor<date::days>(local);
  auto month = date::year_month_day{today}.year() / date::year_month_day{today}.month();
  for (;; month += date::months{1}) {
    auto day = date::local_days{month / 1};
    while (date::weekday{day} == date::Saturday || date::weekday{day} == date::Sunday) day += date::days{1};
    const auto at = date::floor<Duration>(zone->to_sys(day + 10h, date::choose::earliest));
    if (at > from) return at;
  }
}

TimerOutcome OnTimer::operator()(const DrillDue& due) const {
  if (!policy_.page_drill) return {};
  TimerOutcome outcome;
  if (!due.report) {
    // The first firing only sets the date: a start is no reason for a drill.
    if (timer_.due > Time{})
      for (const auto& person : policy_.people) outcome.commands.push_back(TestContact{person.key, true});
    if (timer_.due > Time{})
      outcome.reaction.timers.set.push_back({"oncall/drill-report", now_ + drill_answers_within, DrillDue{true}});
    again(outcome, next_drill(policy_, now_), DrillDue{false});
    return outcome;
  }
  std::vector<ContactTest> tests;
  for (const auto& test : state_.oncall.tests)
    if (test.drill && now_ - test.at < drill_answers_within + 1h) tests.push_back(test);
  const auto& channel = policy_.operations_channel.empty() ? policy_.incident_channel : policy_.operations_channel;
  add(outcome, "slack:" + channel, Priority::notice, Answer{channel, "", "", wording::drill_report(tests, policy_)},
      std::nullopt);
  return outcome;
}

}  // namespace

TimerOutcome on_timer(const State& state, const Timer& timer, Time now, const Policy& policy) {
  return std::visit(OnTimer{state, timer, now, policy}, timer.body);
}

std::vector<Timer> standing_timers(const Policy& policy, Time now) {
  std::vector<Timer> timers;
  for (const auto& schedule : policy.schedules) {
    if (schedule.source != Schedule::Source::rotations)
      timers.push_back({"oncall/fetch/" + schedule.key, now, FetchDue{schedule.key}});
    timers.push_back({"oncall/shift/" + schedule.key, now, ShiftDue{schedule.key}});
  }
  if (policy.audit_every > Duration::zero() && !policy.escalation_policies.empty())
    timers.push_back({"oncall/audit", now + policy.audit_every, AuditDue{}});
  for (const auto& page : policy.publicity.pages)
    if (const auto every = page_read_every(page, policy); every > Duration::zero())
      timers.push_back({"page/" + page + "/read", page == own_page ? now : now + every, PageReadDue{page}});
  if (policy.page_drill) timers.push_back({"oncall/drill", Time{}, DrillDue{false}});
  return timers;
}

}  // namespace playbooks
