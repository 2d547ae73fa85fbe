#include "alerting_support.hpp"

#include <fmt/format.h>

namespace integrations::alerting {

using playbooks::Channel;
using playbooks::PageState;
using playbooks::Time;
using namespace std::chrono_literals;

playbooks::Policy test_policy() {
  playbooks::Policy policy;
  policy.organisation = "Acme";
  policy.severities = playbooks::default_severities();
  policy.default_severity = "P2";
  playbooks::Component api;
  api.key = "api";
  api.name = "API";
  api.group = "Platform";
  policy.components = {api};
  playbooks::Responder ann, bob;
  ann.key = "ann";
  ann.name = "Ann Lee";
  ann.email = "ann@example.com";
  ann.phone = "+4915112345678";
  bob.key = "bob";
  bob.name = "Bob Ray";
  bob.email = "bob@example.com";
  policy.people = {ann, bob};
  return policy;
}

playbooks::Target ann() {
  return {playbooks::Target::Kind::person, "ann"};
}

playbooks::Incident test_incident(Channel channel, PageState state) {
  playbooks::Incident incident;
  incident.id = {12};
  incident.title = "Checkout is down";
  incident.severity = "P1";
  incident.started = incident.declared.at = start_of_test();
  incident.components = {{"api", playbooks::ComponentStatus::major_outage}};
  incident.card = {"C1", "1.2", "https://acme.slack.com/archives/C1/p12"};
  incident.escalation.state = playbooks::EscalationState::triggered;
  incident.escalation.policy.tiers.resize(3);
  incident.escalation.tier = 1;
  playbooks::Page page;
  page.number = 1;
  page.tier = 1;
  page.to = ann();
  page.at = start_of_test();
  page.steps = {{channel, {}}};
  page.attempts = {{channel, state, start_of_test(), {}, {}, {}}};
  incident.escalation.pages = {page};
  return incident;
}

playbooks::Incident paged_again(playbooks::Incident incident, Time at) {
  auto page = incident.escalation.pages.front();
  page.number = 2;
  page.at = page.attempts.front().at = at;
  page.attempts.front().state = PageState::sent;
  incident.escalation.pages.push_back(page);
  incident.escalation.state = playbooks::EscalationState::triggered;
  return incident;
}

namespace {

Delivery about(const playbooks::Incident& incident, std::string key, playbooks::EffectBody body, Time now) {
  Delivery delivery;
  delivery.effect.key = "INC-12/" + std::move(key);
  delivery.effect.lane = "page/test/ann";
  delivery.effect.created = now;
  delivery.effect.body = std::move(body);
  delivery.incident = incident;
  delivery.now = now;
  return delivery;
}

Channel channel_of(const playbooks::Incident& incident) {
  return incident.escalation.pages.front().attempts.front().channel;
}

}  // namespace

Delivery send_page(const playbooks::Incident& incident, Time now, int page) {
  const auto channel = channel_of(incident);
  return about(incident, fmt::format("2/page-{}-{}", page, playbooks::to_string(channel)),
               playbooks::SendPage{incident.id, page, channel, ann()}, now);
}

Delivery check_page(const playbooks::Incident& incident, Time now, int number, int page) {
  return about(incident, fmt::format("check-{}", number),
               playbooks::CheckPage{incident.id, page, channel_of(incident), ann(), std::string{ann_key}}, now);
}

Delivery end_page(const playbooks::Incident& incident, playbooks::EndPage::How how, Time now) {
  return about(incident, fmt::format("9/end-1-{}", static_cast<int>(how)),
               playbooks::EndPage{incident.id, 1, channel_of(incident), ann(), std::string{ann_key}, how}, now);
}

Delivery trial_page(Channel channel, Time now) {
  Delivery delivery;
  delivery.effect.key = "oncall/5/trial-" + std::string{playbooks::to_string(channel)};
  delivery.effect.lane = "page/test/ann";
  delivery.effect.created = delivery.now = now;
  delivery.effect.body = playbooks::SendPage{{}, 3, channel, ann()};
  playbooks::ContactTest test;
  test.id = 3;
  test.person = "ann";
  test.at = now;
  delivery.test = test;
  return delivery;
}

Delivery fetch_schedule(const std::string& schedule, int number, Time now) {
  Delivery delivery;
  delivery.effect.key = fmt::format("oncall/fetch/{}@{}", schedule, number);
  delivery.effect.lane = "schedule/" + schedule;
  delivery.effect.created = delivery.now = now;
  delivery.effect.expires = now + 15min;
  delivery.effect.body = playbooks::FetchSchedule{schedule};
  return delivery;
}

std::string told(const Outcome& outcome) {
  if (const auto* done = std::get_if<Delivered>(&outcome)) return "delivered: " + done->receipt.detail;
  if (const auto* retry = std::get_if<Retry>(&outcome)) return "retry: " + retry->why;
  if (const auto* refused = std::get_if<Refused>(&outcome)) return "refused: " + refused->why;
  return "unknown: " + std::get<Unknown>(outcome).why;
}

}  // namespace integrations::alerting
