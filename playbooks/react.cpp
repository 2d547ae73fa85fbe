#include <fmt/format.h>

#include "playbooks/cadence.hpp"
#include "playbooks/event_kinds.hpp"
#include "playbooks/public_words.hpp"
#include "playbooks/react_escalation.hpp"
#include "playbooks/react_maintenance.hpp"
#include "playbooks/react_public.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording.hpp"

namespace playbooks {
namespace {

/// Collects what one event leads to. Keys are made of the stream, the event's number and what is told, so that the same
/// event always makes the same effects.
class Reactor {
 public:
  Reactor(const Incident& incident, const Recorded& event, const Policy& policy)
      : incident_(incident), event_(event), policy_(policy) {}

  void card() {
    const bool first = incident_.card.ts.empty();
    add("card", card_lane(incident_), first ? Priority::notice : Priority::card, "card", DrawCard{incident_.id});
  }
  void thread() {
    add("thread", channel_lane(), Priority::normal, "thread", PostToThread{incident_.id, sentence(event_, policy_)});
  }
  void thread(Text text, Priority priority) {
    add("reminder", channel_lane(), priority, "reminder", PostToThread{incident_.id, std::move(text)});
  }
  void notice(Text text) {
    add("notice", channel_lane(), Priority::notice, "", PostToChannel{incident_.id, std::move(text)});
  }
  /// What every status page must say from now on. Where somebody must publish words, only what is published already
  /// moves: its components are true at once all the same.
  void publish(Status status, const std::string& body, bool said = true, std::optional<bool> notify = std::nullopt) {
    if (!incident_.shown_publicly()) return;
    if (said)
      join(publish_incident(incident_, event_, policy_, status, body, notify));
    else
      join(publish_components(incident_, event_, policy_));
  }
  void postmortem() {
    const bool over = incident_.status == Status::resolved && !incident_.postmortem.empty();
    // A page takes it only beside a resolution, and somebody must have published that first.
    const bool unsaid = policy_.publicity.confirm &&
                        (incident_.public_posts == 0 || (incident_.draft && incident_.page.shows != "resolved"));
    if (over && incident_.shown_publicly() && !unsaid) join(publish_postmortem(incident_, event_, policy_));
  }
  void owe_the_public() { join(public_timer(incident_, policy_, event_.at)); }
  void remind(std::optional<Time> at) {
    reaction.withdrawn.push_back(stream() + "/reminder");
    set_reminder(at);
  }
  void set_reminder(std::optional<Time> at) {
    const auto name = stream() + "/update-due";
    if (at)
      reaction.timers.set.push_back({name, *at, UpdateDue{incident_.id}});
    else
      reaction.timers.cancel.push_back(name);
  }
  void age() {
    const auto name = stream() + "/card-age";
    if (incident_.open())
      reaction.timers.set.push_back({name, next_card_age(incident_.declared.at, event_.at), CardAges{incident_.id}});
    else
      reaction.timers.cancel.push_back(name);
  }

  void operator()(const IncidentDeclared& e);
  void operator()(const UpdatePosted& e);
  void operator()(const StatusChanged& e);
  void operator()(const SeverityChanged& e);
  void operator()(const ComponentsChanged&);
  void operator()(const NoteAdded&) { thread(); }
  void operator()(const IncidentResolved& e);
  void operator()(const IncidentReopened& e);
  void operator()(const IncidentCancelled& e);
  void operator()(const UpdateOverdue& e);
  void operator()(const CardPosted&) {}
  void operator()(const PublicPageUpdated& e);
  void operator()(const DeliveryFailed& e);
  void operator()(const ComponentStatusSet&) {}
  void operator()(const PostmortemLinked&);
  void operator()(const EscalationEvent auto&) { join(react_to_escalation(incident_, event_, policy_)); }
  void operator()(const OnCallEvent auto&) {}
  void operator()(const StatusDeskEvent auto&) {}
  void operator()(const MaintenanceEvent auto&) {}
  void operator()(const PublicTextDrafted&);
  void operator()(const PublicTextPublished& e);
  void operator()(const PublicUpdateNudged& e);
  void operator()(const PublicUpdateSnoozed&);
  void operator()(const PublicPageAdopted&);

  void join(Reaction more) {
    const auto move = [](auto& from, auto& to) {
      to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    move(more.effects, reaction.effects);
    move(more.timers.set, reaction.timers.set);
    move(more.timers.cancel, reaction.timers.cancel);
    move(more.withdrawn, reaction.withdrawn);
  }
  Reaction reaction;

 private:
  /// Some status page shows it, or will.
  bool on_a_page() const {
    return !policy_.publicity.confirm || incident_.public_posts > 0 || !incident_.page.id.empty();
  }
  /// Its status and components move there with one request; not while words about a new status wait for somebody.
  bool moves_by_itself() const { return on_a_page() && !(policy_.publicity.confirm && incident_.draft); }
  std::string stream() const { return to_string(incident_.id); }
  std::string channel_lane() const { return "slack:" + incident_.channel; }
  void add(std::string_view what, std::string lane, Priority priority, std::string_view group, EffectBody body) {
    reaction.effects.push_back({fmt::format("{}/{}/{}", event_.stream, event_.number, what), std::move(lane), priority,
                                group.empty() ? std::string{} : fmt::format("{}/{}", event_.stream, group), event_.at,
                                std::nullopt, event_.input, std::move(body)});
  }

  const Incident& incident_;
  const Recorded& event_;
  const Policy& policy_;
};

void Reactor::operator()(const IncidentDeclared& e) {
  card();
  thread();
  publish(Status::investigating, first_words(incident_, policy_, event_.at).text, e.published);
  remind(e.update_due);
  owe_the_public();
  age();
}

void Reactor::operator()(const UpdatePosted& e) {
  card();
  thread();
  publish(incident_.status, e.text, e.published);
  remind(e.update_due);
  owe_the_public();
  join(react_to_update(incident_));
}

void Reactor::operator()(const StatusChanged& e) {
  card();
  thread();
  publish(e.to, e.text.empty() ? wording::public_status(e.to) : e.text, e.published);
  remind(e.update_due);
  owe_the_public();
  join(react_to_update(incident_));
}

void Reactor::operator()(const SeverityChanged& e) {
  card();
  thread();
  if (wording::is_raised(e, policy_)) notice(wording::severity_raised(incident_, e, event_.by));
  publish(incident_.status, {}, moves_by_itself());
  remind(e.update_due);
  owe_the_public();
}

void Reactor::operator()(const ComponentsChanged&) {
  card();
  thread();
  publish(incident_.status, {}, moves_by_itself());
}

void Reactor::operator()(const IncidentResolved& e) {
  card();
  thread();
  notice(wording::resolved(incident_, e, event_));
  publish(Status::resolved, wording::public_resolved(incident_, e, policy_), e.published);
  owe_the_public();
  postmortem();  // linked before it was reopened
  remind(std::nullopt);
  age();
  join(react_to_end(incident_, event_, EndPage::How::resolved));
}

void Reactor::operator()(const IncidentReopened& e) {
  card();
  thread();
  notice(wording::reopened(incident_, e, event_.by));
  join(withdraw_postmortem(incident_, policy_));  // a status page takes one only while it is resolved
  publish(Status::investigating, e.reason.empty() ? wording::public_reopened() : e.reason, e.published);
  owe_the_public();
  remind(e.update_due);
  age();
}

void Reactor::operator()(const IncidentCancelled& e) {
  card();
  thread();
  // It cannot be left open there; where words must be published by somebody, the reason is not among them.
  publish(Status::resolved, wording::public_cancelled(policy_.publicity.confirm ? IncidentCancelled{} : e),
          on_a_page());
  owe_the_public();
  remind(std::nullopt);
  age();
  join(react_to_end(incident_, event_, EndPage::How::resolved));
}

void Reactor::operator()(const UpdateOverdue& e) {
  card();
  thread(wording::update_overdue(incident_, e, event_.at), Priority::notice);
  set_reminder(e.next_reminder);
}

void Reactor::operator()(const PublicPageUpdated& e) {
  card();
  if (e.first) thread();
}

void Reactor::operator()(const DeliveryFailed& e) {
  // What Slack refuses cannot be told on Slack: the telling would be refused too, and so on without end. It is in the
  // history and in the log.
  if (e.what == "card" || e.what == "timeline message" || e.what == "channel message") return;
  card();
  thread();
}

void Reactor::operator()(const PostmortemLinked&) {
  card();
  thread();
  postmortem();
}

void Reactor::operator()(const PublicTextDrafted&) {
  card();
  if (policy_.publicity.confirm)
    join(ask_to_publish(incident_, event_));  // it shows the words
  else
    thread();
}

void Reactor::operator()(const PublicTextPublished& e) {
  card();
  thread();
  publish(incident_.status, e.text, true, e.notify);
  owe_the_public();
  if (e.became_public || policy_.publicity.confirm) postmortem();  // linked before there was anything beside it
}

void Reactor::operator()(const PublicUpdateNudged& e) {
  card();
  join(nudge(incident_, event_, e, policy_));
  if (e.next) reaction.timers.set.push_back({stream() + "/public-due", *e.next, PublicWordDue{incident_.id}});
}

void Reactor::operator()(const PublicUpdateSnoozed&) {
  card();
  thread();
  owe_the_public();
}

void Reactor::operator()(const PublicPageAdopted&) {
  card();
  thread();
  owe_the_public();
}

}  // namespace

std::string card_lane(const Incident& incident) {
  return "slack:" + incident.channel + (incident.card.ts.empty() ? "" : "/cards");
}

Reaction react(const State& after, const Recorded& event, const Policy& policy) {
  if (event.stream == components_stream) return react_to_component(after, event, policy);
  if (event.stream == page_stream) return react_to_page(after, event, policy);
  if (event.stream == maintenance_stream) return react_to_maintenance(after, event, policy);
  if (event.stream == oncall_stream) return react_to_oncall(after, event, policy);
  const auto id = parse_incident_id(event.stream);
  if (!id) return {};
  const auto found = after.incidents.find(*id);
  if (found == after.incidents.end()) return {};
  Reactor reactor{found->second, event, policy};
  std::visit(reactor, event.event);
  return std::move(reactor.reaction);
}

}  // namespace playbooks
