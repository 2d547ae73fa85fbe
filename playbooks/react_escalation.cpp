#include "playbooks/react_escalation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/escalating.hpp"
#include "playbooks/event_kinds.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/page_timers.hpp"
#include "playbooks/wording_escalation.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

/// Where something is left to be ended: buttons to be taken away, an alert to be acknowledged.
bool can_be_ended(Channel channel, EndPage::How how) {
  if (channel == Channel::email) return how == EndPage::How::resolved;
  return !is_loud(channel);
}

bool went_out(const PageAttempt& attempt) {
  return attempt.state == PageState::sent || attempt.state == PageState::delivered;
}

class EscalationReactor {
 public:
  EscalationReactor(const Incident& incident, const Recorded& event, const Policy& policy)
      : incident_(incident), event_(event), policy_(policy) {}

  void operator()(const EscalationStarted&) { cancel("ack-age", "snooze"); }
  void operator()(const TierReached& e);
  void operator()(const EscalationExhausted& e);
  void operator()(const PeoplePaged& e);
  void operator()(const PageContinued& e);
  void operator()(const PageNoted& e);
  void operator()(const PageDeclined& e);
  void operator()(const EscalationAcknowledged& e);
  void operator()(const StillOnItAsked& e);
  void operator()(const EscalationResumed&);
  void operator()(const EscalationSnoozed& e);
  void operator()(const EscalationPolicyApplied& e);
  void operator()(const LeadHandedOff& e);
  void operator()(const auto&) {}

  void end_pages(EndPage::How how);
  void withdraw(const Page& page);
  void cancel(auto... names) { (reaction.timers.cancel.push_back(stream() + "/" + names), ...); }

  Reaction reaction;

 private:
  std::string stream() const { return to_string(incident_.id); }
  void add(std::string_view what, std::string lane, Priority priority, std::string group, EffectBody body,
           std::optional<Time> expires = std::nullopt) {
    reaction.effects.push_back({fmt::format("{}/{}/{}", event_.stream, event_.number, what), std::move(lane), priority,
                                std::move(group), event_.at, expires, event_.input, std::move(body)});
  }
  void card() {
    add("card", card_lane(incident_), incident_.card.ts.empty() ? Priority::notice : Priority::card, stream() + "/card",
        DrawCard{incident_.id});
  }
  void thread() {
    add("thread", "slack:" + incident_.channel, Priority::normal, stream() + "/thread",
        PostToThread{incident_.id, sentence(event_, policy_)});
  }
  void notice(Text text) {
    add("notice", "slack:" + incident_.channel, Priority::notice, {}, PostToChannel{incident_.id, std::move(text)});
  }
  void send(const Page& page, const PageAttempt& attempt);
  void order(const std::vector<Page>& pages) {
    for (const auto& page : pages) {
      withdraw_bundled(page);
      send(page, page.attempts.front());
    }
  }
  void withdraw_bundled(const Page& page);
  void set(std::string_view name, std::optional<Time> due, TimerBody body) {
    if (due)
      reaction.timers.set.push_back({fmt::format("{}/{}", stream(), name), *due, std::move(body)});
    else
      cancel(std::string{name});
  }
  void next_tier() { set("tier", incident_.escalation.next, TierDue{incident_.id, incident_.escalation.step}); }

  const Incident& incident_;
  const Recorded& event_;
  const Policy& policy_;
};

void EscalationReactor::send(const Page& page, const PageAttempt& attempt) {
  // What somebody hears first of an incident goes before everything else and is never held back.
  const bool first =
      page.attempts.size() == 1 && std::ranges::none_of(incident_.escalation.pages, [&](const Page& other) {
        return other.number < page.number && other.to == page.to;
      });
  add(fmt::format("page-{}-{}", page.number, to_string(attempt.channel)), page_lane(attempt.channel, page.to),
      first ? Priority::form : Priority::answer, page_timers::group(incident_.id, page.number, attempt.channel),
      SendPage{incident_.id, page.number, attempt.channel, page.to});
  reaction.timers.set.push_back({page_timers::age_name(incident_.id, page.number, attempt.channel),
                                 event_.at + policy_.page_patience,
                                 PageAges{incident_.id, page.number, attempt.channel}});
}

void EscalationReactor::withdraw(const Page& page) {
  for (const auto& attempt : page.attempts) {
    reaction.timers.cancel.push_back(page_timers::age_name(incident_.id, page.number, attempt.channel));
    if (attempt.state == PageState::withdrawn || attempt.state == PageState::queued)
      reaction.withdrawn.push_back(page_timers::group(incident_.id, page.number, attempt.channel));
  }
}

/// Older pages to the same target that this one stands for: evolve has marked them.
void EscalationReactor::withdraw_bundled(const Page& page) {
  for (const auto& older : incident_.escalation.pages)
    if (older.number < page.number && older.to == page.to)
      for (const auto& attempt : older.attempts)
        if (attempt.state == PageState::withdrawn && attempt.settled == event_.at) {
          reaction.withdrawn.push_back(page_timers::group(incident_.id, older.number, attempt.channel));
          reaction.timers.cancel.push_back(page_timers::age_name(incident_.id, older.number, attempt.channel));
        }
}

void EscalationReactor::end_pages(EndPage::How how) {
  constexpr std::ptrdiff_t most_ended = 20;  // older ones say it themselves: their buttons answer what has happened
  const auto& pages = incident_.escalation.pages;
  for (auto page = pages.end() - std::min(most_ended, std::ssize(pages)); page != pages.end(); ++page)
    for (const auto& attempt : page->attempts) {
      if (!went_out(attempt) || !can_be_ended(attempt.channel, how)) continue;
      add(fmt::format("end-{}-{}", page->number, to_string(attempt.channel)), page_lane(attempt.channel, page->to),
          Priority::card, {}, EndPage{incident_.id, page->number, attempt.channel, page->to, attempt.receipt, how});
    }
}

void EscalationReactor::operator()(const TierReached& e) {
  order(e.pages);
  next_tier();
  card();
  thread();
  const bool worth_a_message = e.tier > 1 || e.round > 0 || !e.nobody.empty() || e.late > Duration::zero();
  if (worth_a_message) notice(wording::tier_reached(incident_, e, policy_));
}

void EscalationReactor::operator()(const EscalationExhausted& e) {
  order(e.pages);
  next_tier();
  card();
  thread();
  notice(wording::exhausted(incident_, e, policy_));
}

void EscalationReactor::operator()(const PeoplePaged& e) {
  order(e.pages);
  card();
  thread();
}

void EscalationReactor::operator()(const PageContinued& e) {
  if (const auto* page = find_page(incident_.escalation, e.page)) send(*page, page->attempts.back());
  card();
  thread();
}

void EscalationReactor::operator()(const PageNoted& e) {
  const auto* page = find_page(incident_.escalation, e.page);
  if (page == nullptr) return;
  card();
  const auto name = page_timers::age_name(incident_.id, e.page, e.channel);
  if (e.state == PageState::failed) {
    reaction.timers.cancel.push_back(name);
    reaction.withdrawn.push_back(page_timers::group(incident_.id, e.page, e.channel));
    thread();
    return;
  }
  if (e.state != PageState::sent && e.state != PageState::delivered) return;
  if (!escalating::wanted(incident_, *page)) {  // it went out while somebody acknowledged
    if (can_be_ended(e.channel, EndPage::How::acknowledged))
      add(fmt::format("end-{}-{}", e.page, to_string(e.channel)), page_lane(e.channel, page->to), Priority::card, {},
          EndPage{incident_.id, e.page, e.channel, page->to, e.receipt,
                  incident_.open() ? EndPage::How::acknowledged : EndPage::How::resolved});
    return;
  }
  const bool newest = page->attempts.back().channel == e.channel;
  const auto taken = page->attempts.size();
  if (newest && taken < page->steps.size() && page->steps[taken].after > Duration::zero())
    reaction.timers.set.push_back(
        {name, std::max(event_.at, page->at + page->steps[taken].after), PageAges{incident_.id, e.page, e.channel}});
  else
    reaction.timers.cancel.push_back(name);
  if (e.state == PageState::sent)
    if (const auto after = page_timers::first_check(e.channel))
      reaction.timers.set.push_back({page_timers::check_name(incident_.id, e.page, e.channel), event_.at + *after,
                                     PageCheckDue{incident_.id, e.page, e.channel, 0}});
}

void EscalationReactor::operator()(const PageDeclined& e) {
  for (const auto number : e.pages)
    if (const auto* page = find_page(incident_.escalation, number)) withdraw(*page);
  card();
  thread();
}

void EscalationReactor::operator()(const EscalationAcknowledged& e) {
  for (const auto& page : incident_.escalation.pages) withdraw(page);
  if (!e.renewed) end_pages(EndPage::How::acknowledged);
  cancel("tier", "snooze");
  set("ack-age", e.ask_again, AcknowledgementAges{incident_.id, incident_.escalation.step});
  card();
  thread();
}

void EscalationReactor::operator()(const StillOnItAsked& e) {
  set("ack-age", e.answer_by, AcknowledgementAges{incident_.id, incident_.escalation.step});
  card();
  thread();
  notice(wording::still_on_it(incident_, e, event_.at));
}

void EscalationReactor::operator()(const EscalationResumed&) {
  cancel("ack-age", "snooze");
  card();
  thread();
}

void EscalationReactor::operator()(const EscalationSnoozed& e) {
  for (const auto& page : incident_.escalation.pages) withdraw(page);
  cancel("tier", "ack-age");
  set("snooze", e.until, SnoozeEnds{incident_.id, incident_.escalation.step});
  card();
  thread();
}

void EscalationReactor::operator()(const EscalationPolicyApplied&) {
  next_tier();
  card();
  thread();
}

void EscalationReactor::operator()(const LeadHandedOff& e) {
  card();
  thread();
  notice(wording::handed_off(incident_, e, event_.by));
}

}  // namespace

std::string page_lane(Channel channel, const Target& to) {
  return fmt::format("page/{}/{}", to_string(channel), to_string(to));
}

Reaction react_to_escalation(const Incident& incident, const Recorded& event, const Policy& policy) {
  EscalationReactor reactor{incident, event, policy};
  std::visit(reactor, event.event);
  return std::move(reactor.reaction);
}

Reaction react_to_update(const Incident& incident) {
  const auto& escalation = incident.escalation;
  Reaction reaction;
  if (escalation.state == EscalationState::acknowledged && escalation.ask_again)
    reaction.timers.set.push_back({to_string(incident.id) + "/ack-age", *escalation.ask_again,
                                   AcknowledgementAges{incident.id, escalation.step}});
  return reaction;
}

Reaction react_to_end(const Incident& incident, const Recorded& event, EndPage::How how) {
  if (incident.escalation.step == 0 && incident.escalation.pages.empty()) return {};
  static const Policy none;  // nothing is worded here
  EscalationReactor reactor{incident, event, none};
  for (const auto& page : incident.escalation.pages) reactor.withdraw(page);
  reactor.end_pages(how);
  reactor.cancel("tier", "snooze", "ack-age");
  return std::move(reactor.reaction);
}

}  // namespace playbooks
