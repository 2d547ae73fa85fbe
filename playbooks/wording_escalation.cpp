#include "playbooks/wording_escalation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/escalating.hpp"
#include "playbooks/model/overloaded.hpp"

namespace playbooks::wording {
namespace {

std::string named(const Actor& actor) {
  return "@" + (actor.name.empty() ? actor.id : actor.name);
}

std::string person_name(std::string_view key, const Policy& policy) {
  return escalating::target_name({Target::Kind::person, std::string{key}}, policy);
}

std::string schedule_name(std::string_view key, const Policy& policy) {
  const auto* schedule = policy.schedule(key);
  return schedule == nullptr || schedule->name.empty() ? std::string{key} : schedule->name;
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string nobody_words(const std::vector<Target>& nobody, const Policy& policy) {
  std::string words;
  for (const auto& target : nobody) {
    const bool person = target.kind == Target::Kind::person;
    words += (words.empty() ? "" : "; ") + (person ? escalating::target_name(target, policy) + " cannot be reached"
                                                   : "nobody is on call in " + schedule_name(target.name, policy));
  }
  return words;
}

Text of_tier(const TierReached& e, const Policy& policy) {
  Text text;
  const auto tier = e.name.empty() ? fmt::format("tier {}", e.tier) : fmt::format("tier {} ({})", e.tier, e.name);
  if (e.round > 0) text << fmt::format("Round {}: ", e.round + 1);
  text << Bold{e.round > 0 ? tier : capital(tier)};
  if (e.pages.empty())
    text << " leads to nobody: " << nobody_words(e.nobody, policy);
  else
    text << " is paged: " << who_by_what(e.pages, policy);
  if (!e.pages.empty() && !e.nobody.empty()) text << ". But " << nobody_words(e.nobody, policy);
  if (!e.why.empty()) text << ". Why: " << e.why;
  if (e.late > Duration::zero())
    text << ". This is " << spoken(e.late) << " late: Sitrep was down, or the clock was put on";
  return text;
}

}  // namespace

std::string who_by_what(const std::vector<Page>& pages, const Policy& policy) {
  std::string list;
  for (const auto& page : pages)
    list += fmt::format("{}{} by {}", list.empty() ? "" : ", ", escalating::target_name(page.to, policy),
                        in_words(page.attempts.empty() ? Channel::slack : page.attempts.front().channel));
  return list;
}

Text tier_reached(const Incident& incident, const TierReached& event, const Policy& policy) {
  Text text;
  text << Bold{to_string(incident.id)} << " (" << incident.severity << "): " << of_tier(event, policy);
  if (event.next)
    text << ". " << capital(std::string{escalating::what_follows(incident.escalation)}) << " at "
         << Moment{*event.next};
  return text << ". Take it with " << Code{"/incident ack " + to_string(incident.id)} << ".";
}

Text exhausted(const Incident& incident, const EscalationExhausted& event, const Policy& policy) {
  Text text;
  text << Bold{"Nobody has answered for " + to_string(incident.id)} << ": every tier was told";
  if (!event.pages.empty()) text << ". Now paged: " << who_by_what(event.pages, policy);
  if (event.next) text << ". Again at " << Moment{*event.next};
  return text << ". Take it with " << Code{"/incident ack " + to_string(incident.id)} << ".";
}

Text still_on_it(const Incident& incident, const StillOnItAsked& event, Time now) {
  Text text;
  const auto& e = incident.escalation;
  text << Person{e.by} << ", you acknowledged " << Bold{to_string(incident.id)} << " " << spoken(now - e.at)
       << " ago and there is no update. Still on it? Press “Still on it” on the card or type "
       << Code{"/incident ack " + to_string(incident.id)} << ". Otherwise pages go out again at "
       << Moment{event.answer_by} << ".";
  return text;
}

Text handed_off(const Incident& incident, const LeadHandedOff& event, const Actor& by) {
  return Text{} << Person{event.to} << ", " << named(by) << " hands you the lead of " << Bold{to_string(incident.id)}
                << ": " << event.summary;
}

Text escalation_sentence(const Recorded& event, const Policy& policy) {
  Text who;
  who << named(event.by);
  return std::visit(
      Overloaded{
          [&](const EscalationStarted& e) {
            return Text{} << "Escalation by the policy " << Bold{e.policy.name.empty() ? e.policy.key : e.policy.name}
                          << ": " << e.why;
          },
          [&](const TierReached& e) { return of_tier(e, policy); },
          [&](const EscalationExhausted& e) {
            Text text{"Nobody answered; every tier was told"};
            if (!e.pages.empty()) text << ". Paged: " << who_by_what(e.pages, policy);
            return text;
          },
          [&](const PeoplePaged& e) {
            who << " paged " << who_by_what(e.pages, policy);
            if (!e.text.empty()) who << ": " << e.text;
            return who;
          },
          [&](const PageContinued& e) {
            return Text{} << fmt::format("{} is tried by {}: {}", escalating::target_name(e.to, policy),
                                         in_words(e.channel), e.why);
          },
          [&](const PageNoted& e) {
            return Text{} << fmt::format("The {} to {}: {}{}{}", in_words(e.channel),
                                         escalating::target_name(e.to, policy), to_string(e.state),
                                         e.why.empty() ? "" : ", ", e.why);
          },
          [&](const PageDeclined& e) { return Text{} << person_name(e.person, policy) << " said “not me”"; },
          [&](const EscalationAcknowledged& e) {
            who << (e.renewed ? " is still on it" : " acknowledged it");
            if (!e.note.empty()) who << ": " << e.note;
            return who;
          },
          [&](const StillOnItAsked& e) {
            return Text{} << "No update since it was acknowledged: asked whether somebody is still on it, answer by "
                          << Moment{e.answer_by};
          },
          [&](const EscalationResumed& e) { return Text{} << "Escalation goes on: " << e.why; },
          [&](const EscalationSnoozed& e) {
            return who << " snoozed the escalation until " << Moment{e.until} << ": " << e.reason;
          },
          [&](const EscalationPolicyApplied&) { return who << " applied the edited escalation policy"; },
          [&](const LeadHandedOff& e) { return who << " handed the lead to " << named(e.to) << ": " << e.summary; },
          [&](const OverrideAdded& e) {
            const auto& o = e.override_;
            who << " put " << person_name(o.person, policy) << " on call in " << schedule_name(o.schedule, policy)
                << " from " << Moment{o.from} << " to " << Moment{o.to};
            if (!o.instead_of.empty()) who << " instead of " << person_name(o.instead_of, policy);
            if (!o.reason.empty()) who << ": " << o.reason;
            return who;
          },
          [&](const OverrideRemoved& e) { return who << fmt::format(" removed override {}", e.id); },
          [&](const ScheduleImported& e) {
            Text text{"Schedule " + schedule_name(e.schedule, policy)};
            return e.trouble.empty() ? text << fmt::format(" was read: {} turns", e.shifts.size())
                                     : text << " could not be read: " << e.trouble;
          },
          [&](const ShiftBegan& e) {
            return Text{} << (e.to.empty() ? std::string{"Nobody"} : person_name(e.to, policy)) << " is on call in "
                          << schedule_name(e.schedule, policy);
          },
          [&](const ContactTested& e) { return who << " sent a trial page to " << person_name(e.test.person, policy); },
          [&](const ContactTestNoted& e) {
            return Text{} << fmt::format("Trial page {} by {}: {}{}{}", e.test, in_words(e.channel), to_string(e.state),
                                         e.why.empty() ? "" : ", ", e.why);
          },
          [&](const ContactTestAnswered& e) { return who << fmt::format(" answered trial page {}", e.test); },
          [&](const AuditReported& e) { return audit_report(e.findings); },
          [](const auto&) { return Text{}; }},
      event.event);
}

Text went_on_call(const ShiftBegan& event, const Policy& policy, const std::vector<const Incident*>& open) {
  Text text;
  text << "You are on call now: " << Bold{schedule_name(event.schedule, policy)};
  if (event.until) text << ", until " << Moment{*event.until};
  if (open.empty()) return text << ". No incident is open.";
  constexpr std::size_t most = 5;
  text << ". Open: ";
  for (std::size_t i = 0; i < std::min(open.size(), most); ++i)
    text << (i == 0 ? "" : "; ") << Bold{to_string(open[i]->id)} << " (" << open[i]->severity << ") " << open[i]->title;
  if (open.size() > most) text << fmt::format(" and {} more", open.size() - most);
  return text << ".";
}

Text went_off_call(const ShiftBegan& event, const Policy& policy) {
  Text text;
  text << "You are off call now: " << Bold{schedule_name(event.schedule, policy)} << ". ";
  return text << (event.to.empty() ? std::string{"Nobody follows"} : person_name(event.to, policy) + " has taken over")
              << ".";
}

Text nobody_on_call(const ShiftBegan& event, const Policy& policy) {
  Text text;
  text << Bold{"Nobody is on call"} << " in " << schedule_name(event.schedule, policy);
  if (event.until) text << " until " << Moment{*event.until};
  return text << ". Put somebody on with "
              << Code{fmt::format("/oncall override @somebody <from> <to> {}", event.schedule)} << ".";
}

Text schedule_trouble(const ScheduleImported& event, const Policy& policy) {
  Text text;
  text << Bold{"Schedule " + schedule_name(event.schedule, policy)} << " could not be read whole: " << event.trouble;
  if (!event.trouble.ends_with('.')) text << ".";
  return event.shifts.empty() ? text << " Nobody is on call in it until it can."
                              : text << " The turns that were understood last still hold.";
}

Text audit_report(const std::vector<std::string>& findings) {
  if (findings.empty()) return Text{"The auditor finds nothing amiss any more."};
  constexpr std::size_t most = 10;
  Text text;
  text << Bold{"The auditor found something"};
  for (std::size_t i = 0; i < std::min(findings.size(), most); ++i) text << "\n- " << findings[i];
  if (findings.size() > most) text << fmt::format("\n- and {} more", findings.size() - most);
  return text;
}

std::string topic(const ShiftBegan& event, const Policy& policy) {
  const auto schedule = schedule_name(event.schedule, policy);
  if (event.to.empty()) return fmt::format("On call: nobody ({})", schedule);
  const auto until = event.until ? " until " + utc_minute(*event.until) : std::string{};
  return fmt::format("On call: {}{} ({})", person_name(event.to, policy), until, schedule);
}

Text drill_report(const std::vector<ContactTest>& tests, const Policy& policy) {
  std::vector<std::string> lines;
  for (const auto& test : tests) {
    std::string failed;
    for (const auto& attempt : test.attempts)
      if (attempt.state == PageState::failed || attempt.state == PageState::queued)
        failed += fmt::format("{}{} ({})", failed.empty() ? "" : ", ", in_words(attempt.channel),
                              attempt.why.empty() ? "not delivered" : attempt.why);
    if (!failed.empty())
      lines.push_back(fmt::format("{}: not reached by {}", person_name(test.person, policy), failed));
    else if (!test.answered)
      lines.push_back(fmt::format("{}: reached, but did not press “Got it”", person_name(test.person, policy)));
  }
  const auto answered = std::ranges::count_if(tests, [](const ContactTest& test) { return test.answered.has_value(); });
  for (const auto& person : policy.people)
    if (std::ranges::find(tests, person.key, &ContactTest::person) == tests.end())
      lines.push_back(fmt::format(
          "{}: not tried, because every way to them would ring. They can try with `/oncall test`", person.name));
  Text text;
  text << Bold{"Page drill"} << fmt::format(": {} of {} answered", answered, tests.size());
  constexpr std::size_t most = 15;
  for (std::size_t i = 0; i < std::min(lines.size(), most); ++i) text << "\n- " << lines[i];
  if (lines.size() > most) text << fmt::format("\n- and {} more", lines.size() - most);
  return text;
}

}  // namespace playbooks::wording
