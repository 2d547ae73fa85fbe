#include "commands/status/public_words.hpp"

#include <fmt/format.h>

#include "commands/replies.hpp"
#include "playbooks/cadence.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording_public.hpp"

namespace commands::status {

using playbooks::Bold;
using playbooks::ComponentStatus;
using playbooks::Text;

std::string said_in(const std::vector<playbooks::Recorded>& events) {
  for (const auto& event : events) {
    if (const auto* published = std::get_if<playbooks::PublicTextPublished>(&event.event)) return published->text;
    if (const auto* drafted = std::get_if<playbooks::PublicTextDrafted>(&event.event)) return drafted->text;
  }
  return {};
}

namespace {

/// Each page, and what it shows of the incident now.
void say_pages(Text& text, const playbooks::Incident& incident, const playbooks::Policy& policy) {
  for (const auto& name : policy.publicity.pages) {
    const auto& page = incident.page_on(name);
    text << "\n- " << playbooks::wording::page_name(name) << ": ";
    if (page.id.empty())
      text << "a new incident, " << to_string(incident.status);
    else if (page.shows == to_string(incident.status))
      text << "an update, still " << page.shows;
    else
      text << "an update, " << page.shows << " → " << to_string(incident.status);
  }
}

/// Components as customers see them now, and as they will.
void say_components(Text& text, const playbooks::Incident& incident, const Desk& desk) {
  for (const auto& claim : incident.components) {
    const auto now = playbooks::public_status(desk.state().claims, claim.component);
    const auto then = incident.open() ? std::max(now, claim.status) : now;
    text << "\n- " << component_name(claim.component, desk.policy()) << ": ";
    if (now == then)
      text << "stays " << in_words(now);
    else
      text << in_words(now) << " → " << in_words(then);
  }
}

}  // namespace

Reply preview_of(const playbooks::Incident& incident, const std::string& text, const std::string& title,
                 const Desk& desk, playbooks::Time now) {
  const auto& policy = desk.policy();
  const auto id = to_string(incident.id);
  const auto& shown = !title.empty() ? title : incident.public_title.empty() ? incident.title : incident.public_title;
  Text reads;
  reads << "Customers will read:\n" << Bold{shown} << "\n" << text;
  Text changes{"What changes:"};
  say_pages(changes, incident, policy);
  say_components(changes, incident, desk);
  if (!incident.shown_publicly()) changes << "\n- It is internal now and becomes public.";
  if (const auto due = playbooks::next_public_due(policy, incident.severity, now); due && incident.open())
    changes << "\n- The next word is due by " << playbooks::Moment{*due} << ".";
  Reply reply{std::move(reads)};
  reply.parts.emplace_back(std::move(changes));
  if (const auto complaint = playbooks::wording::complaint(shown + ". " + text, policy); !complaint.empty())
    reply.parts.emplace_back(Text{"Wording: " + complaint});
  if (incident.draft)
    reply.parts.emplace_back(Buttons{{{"Publish", "status publish " + id, Button::Style::primary},
                                      {"Publish & notify", "status publish " + id + " --notify"},
                                      {"Change it", "status draft " + id}}});
  return reply;
}

}  // namespace commands::status
