#include <fmt/format.h>

#include "playbooks/event_kinds.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/page_timers.hpp"
#include "playbooks/react_escalation.hpp"
#include "playbooks/wording_escalation.hpp"

namespace playbooks {
namespace {

class OnCallReactor {
 public:
  OnCallReactor(const State& state, const Recorded& event, const Policy& policy)
      : state_(state), event_(event), policy_(policy) {}

  void operator()(const OverrideAdded& e) { look_again(e.override_.schedule); }
  void operator()(const OverrideRemoved&) {
    for (const auto& schedule : policy_.schedules) look_again(schedule.key);
  }
  void operator()(const ScheduleImported& e) {
    look_again(e.schedule);
    if (!e.trouble.empty()) operations("feed", wording::schedule_trouble(e, policy_));
  }
  void operator()(const ShiftBegan& e);
  void operator()(const ContactTested& e);
  void operator()(const ContactTestAnswered&) {}
  void operator()(const ContactTestNoted& e) {
    if (const auto after = page_timers::first_check(e.channel); after && e.state == PageState::sent)
      reaction.timers.set.push_back({fmt::format("oncall/trial-{}/{}/check", e.test, to_string(e.channel)),
                                     event_.at + *after, PageCheckDue{{}, e.test, e.channel, 0}});
    // Whoever asked for the trial reads what failed; the drill is reported as a whole.
    for (const auto& test : state_.oncall.tests)
      if (test.id == e.test && !test.drill && e.state == PageState::failed)
        tell("failed-" + std::string{to_string(e.channel)}, test.person,
             Text{} << "Your trial page by " << in_words(e.channel) << " failed: " << e.why << ".");
  }
  void operator()(const AuditReported& e) { operations("audit", wording::audit_report(e.findings)); }
  void operator()(const auto&) {}

  Reaction reaction;

 private:
  void add(const std::string& what, std::string lane, Priority priority, std::string group, EffectBody body) {
    reaction.effects.push_back({fmt::format("oncall/{}/{}", event_.number, what), std::move(lane), priority,
                                std::move(group), event_.at, std::nullopt, event_.input, std::move(body)});
  }
  void tell(const std::string& what, const std::string& person, Text text) {
    const auto* known = policy_.person(person);
    if (known == nullptr) return;
    const auto way = known->slack.empty() ? Channel::email : Channel::slack;
    add(what, page_lane(way, {Target::Kind::person, known->key}), Priority::notice, {},
        TellPerson{known->key, std::move(text)});
  }
  void operations(const std::string& what, Text text) {
    const auto& channel = policy_.operations_channel.empty() ? policy_.incident_channel : policy_.operations_channel;
    add(what, "slack:" + channel, Priority::notice, {}, Answer{channel, "", "", std::move(text)});
  }
  void look_again(const std::string& schedule) {
    reaction.timers.set.push_back({"oncall/shift/" + schedule, event_.at, ShiftDue{schedule}});
  }

  const State& state_;
  const Recorded& event_;
  const Policy& policy_;
};

void OnCallReactor::operator()(const ShiftBegan& e) {
  const auto* schedule = policy_.schedule(e.schedule);
  if (schedule == nullptr) return;
  if (!schedule->topic_channel.empty())
    add("topic", "slack:" + schedule->topic_channel + "/topic", Priority::normal, "oncall/topic/" + e.schedule,
        SetTopic{schedule->topic_channel, wording::topic(e, policy_)});
  if (!schedule->user_group.empty() && !e.to.empty())
    add("group", "slack-group:" + schedule->user_group, Priority::normal, "oncall/group/" + schedule->user_group,
        SetUserGroup{schedule->user_group, {e.to}});
  if (e.to.empty()) operations("nobody", wording::nobody_on_call(e, policy_));
  if (e.first) return;  // nobody has gone off or on just because Sitrep began to look
  if (!e.from.empty()) tell("off", e.from, wording::went_off_call(e, policy_));
  if (!e.to.empty()) {
    std::vector<const Incident*> open;
    for (const auto& [id, incident] : state_.incidents)
      if (incident.open()) open.push_back(&incident);
    tell("on", e.to, wording::went_on_call(e, policy_, open));
  }
}

void OnCallReactor::operator()(const ContactTested& e) {
  const Target to{Target::Kind::person, e.test.person};
  for (const auto& attempt : e.test.attempts)
    add("trial-" + std::string{to_string(attempt.channel)}, page_lane(attempt.channel, to), Priority::normal, {},
        SendPage{{}, e.test.id, attempt.channel, to});
}

}  // namespace

Reaction react_to_oncall(const State& after, const Recorded& event, const Policy& policy) {
  OnCallReactor reactor{after, event, policy};
  std::visit(reactor, event.event);
  return std::move(reactor.reaction);
}

}  // namespace playbooks
