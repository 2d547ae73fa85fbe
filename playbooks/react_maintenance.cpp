#include "playbooks/react_maintenance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "playbooks/event_kinds.hpp"
#include "playbooks/maintenance_plan.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/wording_maintenance.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

/// Collects what one event leads to. Keys are made of the event's number and what is told, so that the same event
/// always makes the same effects.
class Reactor {
 public:
  Reactor(const State& after, const Maintenance& window, const Recorded& event, const Policy& policy)
      : after_(after), window_(window), event_(event), policy_(policy) {}

  void operator()(const MaintenanceScheduled&);
  void operator()(const MaintenanceAnnounced&);
  void operator()(const MaintenanceStartAsked&);
  void operator()(const MaintenanceStarted& e);
  void operator()(const MaintenanceUpdated& e);
  void operator()(const MaintenanceUpdateOverdue& e);
  void operator()(const MaintenanceExtended& e);
  void operator()(const MaintenanceStepSet&) {}
  void operator()(const MaintenanceCompleted& e);
  void operator()(const MaintenanceCancelled& e);
  void operator()(const MaintenanceWatched& e) { tell("watched", wording::maintenance_watched(window_, e)); }
  void operator()(const MaintenancePageUpdated&) {}
  void operator()(const MaintenanceDeliveryFailed& e) { tell("untold", wording::maintenance_untold(window_, e)); }
  void operator()(const auto&) {}

  Reaction reaction;

 private:
  std::string name() const { return to_string(window_.id); }
  std::string own(std::string_view what) const { return fmt::format("maintenance/{}/{}", name(), what); }
  void add(std::string_view what, std::string lane, Priority priority, std::string group, EffectBody body) {
    reaction.effects.push_back({fmt::format("maintenance/{}/{}", event_.number, what), std::move(lane), priority,
                                std::move(group), event_.at, std::nullopt, event_.input, std::move(body)});
  }
  /// A message in its channel; those of one kind that have not gone out can be withdrawn together.
  void tell(std::string_view kind, Text text) {
    if (window_.channel.empty()) return;
    add("notice", "slack:" + window_.channel, Priority::notice, own(kind),
        Answer{window_.channel, "", "", std::move(text)});
  }
  void ask(std::string_view kind, Text text, std::vector<Prompt::Choice> choices) {
    if (window_.channel.empty()) return;
    add("question", "slack:" + window_.channel, Priority::notice, own(kind),
        Prompt{window_.channel, {}, std::move(text), std::move(choices)});
  }
  /// Everything that each status page shows of it: state, window, components as they are when it is sent.
  void publish(const std::string& body, bool notify) {
    for (const auto& page : policy_.publicity.pages)
      add("page/" + page, page, Priority::normal, own(page),
          PublishMaintenance{window_.id, window_.state, body, event_.at, page, notify});
  }
  void withdraw(std::string_view kind) { reaction.withdrawn.push_back(own(kind)); }
  void set(std::string_view timer, std::optional<Time> due, TimerBody body) {
    if (due)
      reaction.timers.set.push_back({fmt::format("{}/{}", name(), timer), *due, std::move(body)});
    else
      cancel(timer);
  }
  void cancel(std::string_view timer) { reaction.timers.cancel.push_back(fmt::format("{}/{}", name(), timer)); }
  static std::string announcement(Duration before) {
    return fmt::format("announce-{}", std::chrono::floor<std::chrono::minutes>(before).count());
  }
  void look_again() {
    withdraw("reminder");
    set("update-due", windows::next_look(window_, event_.at), MaintenanceUpdateDue{window_.id});
  }
  /// It begins or will not begin: what was to be said before is void.
  void end_of_waiting() {
    cancel("start");
    for (const auto before : policy_.publicity.announce) cancel(announcement(before));
    withdraw("announcement");
    withdraw("start");
  }
  std::string command(std::string_view verb, std::string_view rest = {}) const {
    return fmt::format("maintenance {} {}{}{}", verb, name(), rest.empty() ? "" : " ", rest);
  }

  const State& after_;
  const Maintenance& window_;
  const Recorded& event_;
  const Policy& policy_;
};

void Reactor::operator()(const MaintenanceScheduled&) {
  const auto to_come = windows::announcements(window_, policy_, event_.at);
  for (const auto before : to_come)
    set(announcement(before), window_.starts - before, AnnouncementDue{window_.id, before});
  set("start", window_.starts, MaintenanceDue{window_.id});
  tell("scheduled", wording::maintenance_scheduled(window_, policy_));
  // Customers are told by the announcements; where none is to come any more this is the only word before it begins.
  publish(wording::public_scheduled(window_, policy_), to_come.empty() && !policy_.publicity.announce.empty());
}

void Reactor::operator()(const MaintenanceAnnounced&) {
  tell("announcement", wording::maintenance_announced(window_, policy_, event_.at));
  publish(wording::public_announced(window_, policy_), true);
}

void Reactor::operator()(const MaintenanceStartAsked&) {
  withdraw("announcement");
  withdraw("start");
  ask("start", wording::maintenance_start_asked(window_, policy_, event_.at), {{"Start now", command("start")}});
  auto gap = policy_.publicity.maintenance_update_every;
  if (gap <= Duration::zero()) gap = 30min;
  if (!windows::missed(window_, event_.at))  // asked again, the last time when its window is over
    set("start", std::min(event_.at + gap, window_.ends), MaintenanceDue{window_.id});
}

void Reactor::operator()(const MaintenanceStarted& e) {
  end_of_waiting();
  for (const auto& page : policy_.publicity.pages) withdraw(page);  // "is planned" is not true any more
  look_again();
  tell("started", wording::maintenance_started(window_, e, policy_));
  publish(wording::public_started(window_, policy_), false);
}

void Reactor::operator()(const MaintenanceUpdated& e) {
  look_again();
  tell("updated", wording::maintenance_updated(window_, e, event_.by));
  publish(e.text, false);
}

void Reactor::operator()(const MaintenanceUpdateOverdue& e) {
  withdraw("reminder");
  std::vector<Prompt::Choice> choices;
  if (e.over_time)
    choices = {{"Extend by 30 min", command("extend", "30m")}, {"Complete", command("complete")}};
  else
    choices = {{"It goes as planned", command("update", "The maintenance goes on as planned.")},
               {"Complete", command("complete")}};
  ask("reminder", wording::maintenance_overdue(window_, e, event_.at), std::move(choices));
  set("update-due", e.next_reminder, MaintenanceUpdateDue{window_.id});
}

void Reactor::operator()(const MaintenanceExtended& e) {
  if (window_.state == MaintenanceState::in_progress) look_again();
  tell("extended", wording::maintenance_extended(window_, e, event_.by));
  publish(wording::public_extended(window_, e, policy_), true);
}

void Reactor::operator()(const MaintenanceCompleted& e) {
  cancel("update-due");
  withdraw("reminder");
  set("watch", e.watched_until, MaintenanceWatchEnds{window_.id});
  tell("ended", wording::maintenance_completed(window_, e, event_.by));
  publish(wording::public_completed(window_, e, after_, policy_), true);
}

void Reactor::operator()(const MaintenanceCancelled& e) {
  end_of_waiting();
  cancel("update-due");
  withdraw("reminder");
  tell("ended", wording::maintenance_cancelled(window_, e, event_.by));
  publish(wording::public_cancelled(window_, e, policy_), true);
}

MaintenanceId subject(const Event& event) {
  return std::visit(Overloaded{[](const MaintenanceEvent auto& e) { return e.maintenance; },
                               [](const MaintenanceScheduled& e) { return e.maintenance.id; },
                               [](const auto&) { return MaintenanceId{}; }},
                    event);
}

}  // namespace

Reaction react_to_maintenance(const State& after, const Recorded& event, const Policy& policy) {
  const auto* window = after.upkeep.find(subject(event.event));
  if (window == nullptr) return {};
  Reactor reactor{after, *window, event, policy};
  std::visit(reactor, event.event);
  return std::move(reactor.reaction);
}

}  // namespace playbooks
