#include "playbooks/paging.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/escalating.hpp"
#include "playbooks/wording.hpp"

namespace playbooks::paging {
namespace {

/// At most `most` bytes, cut between characters, with an ellipsis of three dots (a GSM-7 SMS has no other).
std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string{text};
  auto end = most - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string{text.substr(0, end)} + "...";
}

std::string one_line(std::string_view text) {
  std::string line{text};
  std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return line;
}

/// `most` bytes of what whoever asked for somebody by name has said: the id and the time must not be crowded out.
std::string tier_words(const Incident& incident, const Page& page, std::size_t most) {
  if (page.tier == 0) return page.text.empty() ? "You are asked for by name" : cut(one_line(page.text), most);
  return fmt::format("Tier {} of {}", page.tier, incident.escalation.policy.tiers.size());
}

/// "P1", or "Drill P1": nobody may take a drill for the real thing.
std::string severity_of(const Incident& incident) {
  return (incident.kind == Kind::drill ? "Drill " : "") + incident.severity;
}

}  // namespace

std::string dedup_key(const Incident& incident, const Target& to) {
  return cut(fmt::format("sitrep:{}:{}", to_string(incident.id), to_string(to)), 255);
}

std::string short_text(const Incident& incident, const Page& page, const Policy&) {
  constexpr std::size_t one_sms = 160;
  const auto head = fmt::format("{} {} ", severity_of(incident), to_string(incident.id));
  const auto tail =
      fmt::format(". {}, since {}. Ack in Slack.", tier_words(incident, page, 60), utc_clock(incident.started));
  return head + cut(one_line(incident.title), one_sms - std::min(one_sms - 20, head.size() + tail.size())) + tail;
}

std::string spoken_text(const Incident& incident, const Page& page, const Policy& policy) {
  auto text = fmt::format("This is {}.{} Incident {}, severity {}. {}. {}, since {}. Acknowledge it in Slack.",
                          policy.organisation, incident.kind == Kind::drill ? " This is a drill." : "",
                          incident.id.number, incident.severity, cut(one_line(incident.title), 300),
                          tier_words(incident, page, 200), utc_clock(incident.started));
  return text;
}

std::string long_text(const Incident& incident, const Page& page, const Policy& policy) {
  const auto id = to_string(incident.id);
  std::string text =
      fmt::format("{} {}: {}\n\nSeverity {}, {} since {}.\n", severity_of(incident), id, one_line(incident.title),
                  incident.severity, to_string(incident.status), utc_minute(incident.started));
  if (!incident.components.empty()) text += "Affected: " + wording::component_list(incident.components, policy) + ".\n";
  if (!incident.impact.empty()) text += "Impact: " + one_line(incident.impact) + "\n";
  if (!incident.last_update.empty())
    text += fmt::format("Last update ({}): {}\n", utc_clock(incident.updated.at), one_line(incident.last_update));
  text += fmt::format("\n{}.\n", tier_words(incident, page, 1000));
  std::string others;
  for (const auto& other : incident.escalation.pages)
    if (other.to != page.to && others.find(escalating::target_name(other.to, policy)) == std::string::npos)
      others += (others.empty() ? "" : ", ") + escalating::target_name(other.to, policy);
  if (!others.empty()) text += "Also told: " + cut(others, 300) + ".\n";
  if (incident.escalation.next)
    text += fmt::format("The {} is told at {} unless somebody acknowledges.\n",
                        escalating::what_follows(incident.escalation), utc_minute(*incident.escalation.next));
  text += fmt::format("\nTo take it, type in Slack: /incident ack {}\n", id);
  if (!incident.card.permalink.empty()) text += "Card: " + incident.card.permalink + "\n";
  return text;
}

std::string trial_text(const ContactTest& test, const Policy& policy) {
  return fmt::format("{}: this is a trial page{}, nothing is wrong. Trial {}, sent at {}.", policy.organisation,
                     test.drill ? " of the monthly drill" : "", test.id, utc_clock(test.at));
}

std::string no_longer_wanted(const SendPage& send, const Incident* incident, const OnCall& oncall) {
  if (send.incident.number == 0) {
    const auto test = std::ranges::find(oncall.tests, send.page, &ContactTest::id);
    return test == oncall.tests.end() ? "the trial is forgotten" : "";
  }
  if (incident == nullptr) return "the incident is not known";
  const auto* page = find_page(incident->escalation, send.page);
  const auto* attempt = page == nullptr ? nullptr : find_attempt(*page, send.channel);
  if (attempt == nullptr) return "the page is not known any more";
  if (!incident->open()) return "the incident is over";
  if (page->declined) return "declined";
  if (!escalating::wanted(*incident, *page)) return fmt::format("{} already", to_string(incident->escalation.state));
  if (attempt->state != PageState::queued)
    return attempt->why.empty() ? fmt::format("{} already", to_string(attempt->state)) : attempt->why;
  return {};
}

}  // namespace playbooks::paging
