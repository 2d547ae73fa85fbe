// What a delivery is given to work with, whether it is still wanted, and what is told about those that wait.
#include <algorithm>

#include "bot/outbox_running.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/paging.hpp"

namespace bot {
using integrations::Delivery;
using playbooks::Effect;
using playbooks::incident_of;
using playbooks::Overloaded;

namespace {

/// "status page" alone is Atlassian's.
std::string page_words(const std::string& page) {
  if (page.empty() || page == playbooks::first_page) return "status page";
  return page == "local" ? "local status page" : "status page (" + page + ")";
}

std::string what_it_is(const Effect& effect) {
  using Words = std::string;
  return std::visit(Overloaded{[](const playbooks::DrawCard&) { return Words{"card"}; },
                               [](const playbooks::PostToThread&) { return Words{"timeline"}; },
                               [](const playbooks::PostToChannel&) { return Words{"notice"}; },
                               [](const playbooks::PublishIncident& e) { return page_words(e.page); },
                               [](const playbooks::PublishComponent& e) { return page_words(e.page); },
                               [](const playbooks::PublishPostmortem&) { return Words{"post-mortem"}; },
                               [](const playbooks::Answer&) { return Words{"answer"}; },
                               [](const playbooks::OpenForm&) { return Words{"form"}; },
                               [](const playbooks::SendPage& page) {
                                 return "page by " + Words{in_words(page.channel)} + " to " + to_string(page.to);
                               },
                               [](const playbooks::EndPage& end) {
                                 return "end of the page by " + Words{in_words(end.channel)} + " to " +
                                        to_string(end.to);
                               },
                               [](const auto&) { return Words{"message"}; }},
                    effect.body);
}

}  // namespace

integrations::Integration* Outbox::integration_for(const Effect& effect) const {
  const auto found = std::ranges::find_if(integrations_, [&](const auto* i) { return i->takes(effect); });
  return found == integrations_.end() ? nullptr : *found;
}

Delivery Outbox::delivery(const Lane::Next& next) const {
  Delivery delivery{next.effect, next.merged, {}, {}, {}, clock_.now(), {}};
  if (const auto id = incident_of(next.effect)) {
    delivery.incident = engine_.incident(*id);
    delivery.marks = marks(*id);
  }
  if (const auto* page = std::get_if<playbooks::SendPage>(&next.effect.body); page && page->incident.number == 0) {
    const auto& tests = engine_.committed().oncall.tests;
    const auto test = std::ranges::find(tests, page->page, &playbooks::ContactTest::id);
    if (test != tests.end()) delivery.test = *test;
  }
  if (const auto* publish = std::get_if<playbooks::PublishMaintenance>(&next.effect.body))
    delivery.maintenance = engine_.maintenance(publish->maintenance);
  for (const auto& [component, claims] : engine_.committed().claims)
    delivery.public_components[component] = playbooks::public_status(engine_.committed().claims, component);
  return delivery;
}

std::vector<integrations::DeliveryMark> Outbox::marks(playbooks::IncidentId incident) const {
  std::vector<integrations::DeliveryMark> result;
  for (const auto& [name, running] : lanes_)
    for (const auto* pending : running->lane.shown_waiting()) {
      const auto what = what_it_is(pending->effect);
      if (incident_of(pending->effect) != incident) continue;
      if (std::ranges::find(result, what, &integrations::DeliveryMark::what) != result.end())
        continue;  // the oldest tells
      result.push_back({integrations::DeliveryMark::State::waiting, what, pending->waits_for, pending->effect.created});
    }
  return result;
}

std::string Outbox::moot(const Running& lane, const Lane::Next& next, const Delivery& delivery) const {
  if (next.effect.expires && delivery.now > *next.effect.expires)
    return "too late: it was of use until " + playbooks::utc_minute(*next.effect.expires);
  if (integration_for(next.effect) == nullptr) return "nothing is configured that could deliver it";
  if (incident_of(next.effect) && !delivery.incident) return "the incident is not known";
  if (const auto* page = std::get_if<playbooks::SendPage>(&next.effect.body))
    return playbooks::paging::no_longer_wanted(*page, delivery.incident ? &*delivery.incident : nullptr,
                                               engine_.committed().oncall);
  const bool needs_card = std::holds_alternative<playbooks::PostToThread>(next.effect.body);
  if (needs_card && delivery.incident->card.ts.empty() && !lane.lane.has_card_to_come())
    return "the incident has no card to answer under";
  return {};
}

Outbox::Waiting Outbox::waiting() const {
  Waiting waiting;
  for (const auto& [name, running] : lanes_) {
    waiting.effects += running->lane.size();
    const auto* oldest = running->lane.oldest();
    if (oldest == nullptr || (waiting.oldest && *waiting.oldest <= oldest->effect.created)) continue;
    waiting.oldest = oldest->effect.created;
    waiting.why = oldest->waits_for;
  }
  return waiting;
}

}  // namespace bot
