#include "twilio_support.hpp"

#include <fmt/format.h>

#include "statuspage_support.hpp"

namespace integrations {

using playbooks::Channel;
using playbooks::Target;

playbooks::Policy paging_policy() {
  auto policy = statuspage::test_policy();
  policy.organisation = "Acme";
  playbooks::Responder ann, bob, cleo;
  ann.key = "ann";
  ann.name = "Ann Lee";
  ann.slack = "U1";
  ann.email = "ann@example.com";
  ann.phone = "+4915112345678";
  bob.key = "bob";
  bob.name = "Bob";
  bob.email = "bob@example.com";
  cleo.key = "cleo";
  cleo.name = "Cleo";
  policy.people = {ann, bob, cleo};
  return policy;
}

Target person_target(const std::string& key) {
  return {Target::Kind::person, key};
}

playbooks::Incident paged_incident() {
  auto incident = statuspage::test_incident(12, "Checkout is down", {});
  incident.started = statuspage::start_of_test();
  incident.declared.at = statuspage::start_of_test();
  incident.escalation.state = playbooks::EscalationState::triggered;
  incident.escalation.policy.tiers.resize(3);
  incident.escalation.tier = 1;
  for (const auto& [number, who] :
       {std::pair{3, "ann"}, std::pair{4, "bob"}, std::pair{5, "ann"}, std::pair{6, "cleo"}}) {
    playbooks::Page page;
    page.number = number;
    page.tier = 1;
    page.to = person_target(who);
    page.at = statuspage::start_of_test();
    incident.escalation.pages.push_back(page);
  }
  return incident;
}

playbooks::Effect page_effect(Channel channel, int page, const std::string& person) {
  playbooks::Effect effect;
  effect.key = fmt::format("INC-12/p{}/{}", page, playbooks::to_string(channel));
  effect.lane = fmt::format("{}/{}", playbooks::to_string(channel), person);
  effect.created = statuspage::start_of_test();
  effect.body = playbooks::SendPage{{12}, page, channel, person_target(person)};
  return effect;
}

playbooks::Effect check_effect(Channel channel, const std::string& receipt, int page) {
  auto effect = page_effect(channel, page);
  effect.key += "/check";
  effect.body = playbooks::CheckPage{{12}, page, channel, person_target("ann"), receipt};
  return effect;
}

playbooks::Effect end_effect(Channel channel, playbooks::EndPage::How how, const std::string& receipt) {
  auto effect = page_effect(channel);
  effect.key += "/end";
  effect.body = playbooks::EndPage{{12}, 3, channel, person_target("ann"), receipt, how};
  return effect;
}

Delivery trial_delivery(Channel channel) {
  Delivery delivery;
  delivery.effect = page_effect(channel);
  delivery.effect.key = fmt::format("oncall/test-7/{}", playbooks::to_string(channel));
  delivery.effect.body = playbooks::SendPage{{0}, 7, channel, person_target("ann")};
  playbooks::ContactTest test;
  test.id = 7;
  test.person = "ann";
  test.at = statuspage::start_of_test();
  delivery.test = test;
  return delivery;
}

Delivery page_delivery(playbooks::Effect effect) {
  Delivery delivery;
  delivery.effect = std::move(effect);
  delivery.incident = paged_incident();
  delivery.now = statuspage::start_of_test();
  return delivery;
}

std::string in_words(const Outcome& outcome) {
  if (const auto* retry = std::get_if<Retry>(&outcome))
    return fmt::format("retry at {}: {}", playbooks::rfc3339(retry->at), retry->why);
  if (const auto* refused = std::get_if<Refused>(&outcome)) return "refused: " + refused->why;
  if (const auto* unknown = std::get_if<Unknown>(&outcome)) return "unknown: " + unknown->why;
  return "delivered: " + std::get<Delivered>(outcome).receipt.detail;
}

std::string receipt_id(const Outcome& outcome) {
  const auto* delivered = std::get_if<Delivered>(&outcome);
  return delivered == nullptr ? std::string{} : delivered->receipt.id;
}

}  // namespace integrations
