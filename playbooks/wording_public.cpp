#include "playbooks/wording_public.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/event_kinds.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording_check.hpp"

namespace playbooks::wording {
namespace {

std::string named(const Actor& actor) {
  return "@" + (actor.name.empty() ? actor.id : actor.name);
}

std::string component_named(std::string_view key, const Policy& policy) {
  const auto* found = policy.component(key);
  return found == nullptr ? std::string{key} : found->name;
}

Text published(const Recorded& event, const PublicTextPublished& e) {
  Text text;
  text << named(event.by) << " published";
  if (e.became_public) text << " it (it was internal)";
  if (e.drafted_by && e.drafted_by->id != event.by.id) text << ", in words of " << named(*e.drafted_by);
  return text << (e.notify ? ", subscribers are notified: " : ", quietly: ") << e.text;
}

Text page_was_read(const PageRead& e) {
  Text text{page_name(e.page)};
  if (e.trouble_is_new && !e.trouble.empty()) return text << " could not be read: " << e.trouble;
  return text << fmt::format(" was read: {} of its components differ, {} open incidents there are not ours",
                             e.drifts.size(), e.strangers.size());
}

}  // namespace

std::string page_name(std::string_view page) {
  if (page.empty() || page == first_page) return "Statuspage";
  if (page == "local") return "The local status page";
  if (page == "instatus") return "Instatus";
  if (page == "better_stack") return "Better Stack";
  if (page == "cachet") return "Cachet";
  return std::string{page};
}

Text public_sentence(const Recorded& event, const Policy& policy) {
  Text who{named(event.by)};
  return std::visit(
      Overloaded{[&](const PublicTextDrafted& e) { return who << " drafted for the public: " << e.text; },
                 [&](const PublicTextPublished& e) { return published(event, e); },
                 [&](const PublicUpdateNudged& e) {
                   return Text{} << "The public " << (e.late ? "was" : "is") << " owed a word by " << Moment{e.due};
                 },
                 [&](const PublicUpdateSnoozed& e) {
                   return who << " put off the next public word until " << Moment{e.until} << ": " << e.reason;
                 },
                 [&](const PublicPageAdopted& e) {
                   who << " took it over from " << page_name(e.page) << ", where it was opened by hand";
                   if (!e.link.empty()) who << ": " << Link{e.link, e.link};
                   return who;
                 },
                 [&](const PageRead& e) { return page_was_read(e); },
                 [&](const DriftSettled& e) {
                   const std::string_view how = e.how == DriftAnswer::adopted       ? " adopted what "
                                                : e.how == DriftAnswer::overwritten ? " overwrote what "
                                                                                    : " lets be what ";
                   return who << how << page_name(e.page) << " says of " << component_named(e.component, policy);
                 },
                 [&](const ManualClaimAged& e) {
                   return Text{} << "Asked whether what was set for " << component_named(e.component, policy) << " at "
                                 << Moment{e.since} << " is still true";
                 },
                 [](const auto&) { return Text{}; }},
      event.event);
}

std::string complaint(std::string_view text, const Policy& policy) {
  const auto findings = check_wording(text, policy);
  constexpr std::size_t most = 4;
  std::string all;
  for (std::size_t i = 0; i < std::min(findings.size(), most); ++i)
    all += (all.empty() ? "" : " ") + in_words(findings[i]);
  if (findings.size() > most) all += fmt::format(" And {} more.", findings.size() - most);
  return all;
}

std::string still(const Incident& incident, std::optional<Time> next) {
  std::string text;
  switch (incident.status) {
    case Status::investigating:
      text = "We are still investigating the cause.";
      break;
    case Status::identified:
      text = "The cause is known, and we are still working on the fix.";
      break;
    case Status::monitoring:
      text = "The fix is in place, and we are still watching the results.";
      break;
    case Status::resolved:
    case Status::cancelled:
      return "The problem is resolved.";
  }
  if (next) text += fmt::format(" Next update by {}.", utc_clock(*next));
  return text;
}

Text draft_waits(const Incident& incident) {
  Text text;
  text << "A draft for the public waits: “" << incident.draft->text << "”, by " << named(incident.draft->written.by)
       << ".";
  return text;
}

Text public_word_owed(const Incident& incident, const PublicUpdateNudged& event) {
  Text text;
  text << Person{incident.lead} << ", ";
  if (event.late)
    text << Bold{"customers are waiting"} << ": a public word on " << Bold{to_string(incident.id)} << " was due at "
         << Moment{event.due} << ".";
  else
    text << "customers expect a word on " << Bold{to_string(incident.id)} << " by " << Moment{event.due} << ".";
  if (incident.draft) text << " The draft: “" << incident.draft->text << "”.";
  return text;
}

Text drift(const Drift& drift, const Claims& claims, const Policy& policy) {
  std::string holders;
  if (const auto held = claims.find(drift.component); held != claims.end())
    for (const auto& claim : held->second)
      if (claim.is_public)
        holders += (holders.empty() ? "" : ", ") + (claim.holder == "manual" ? "set by hand" : claim.holder);
  Text text;
  text << page_name(drift.page) << " says " << Bold{component_named(drift.component, policy)} << ": "
       << Bold{std::string{in_words(drift.there)}} << ", we say " << Bold{std::string{in_words(drift.ours)}};
  if (!holders.empty()) text << " (" << holders << ")";
  return text << ". Somebody changed it there.";
}

Text stranger(const Stranger& stranger) {
  Text text;
  text << page_name(stranger.page) << " has an open incident that was opened there by hand: " << Bold{stranger.name}
       << " (" << stranger.status << ")";
  if (!stranger.link.empty()) text << ", " << Link{stranger.link, stranger.link};
  return text << ".";
}

Text claim_aged(const HeldClaim& claim, const Policy& policy, Time now) {
  Text text;
  text << Bold{component_named(claim.component, policy)} << " has been set to " << in_words(claim.status)
       << " by hand for " << spoken(now - claim.since) << ", by " << named(claim.by);
  if (!claim.message.empty()) text << " (" << claim.message << ")";
  return text << ". Is that still true?";
}

}  // namespace playbooks::wording
