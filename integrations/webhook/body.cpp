#include "integrations/webhook/body.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "integrations/paging/alert.hpp"

namespace integrations::webhook {

namespace json = boost::json;
using playbooks::EndPage;
using playbooks::SendPage;
using playbooks::Target;

namespace {

json::object person_or_target(const Target& to, const playbooks::Policy& policy) {
  constexpr auto kind = [](Target::Kind of) -> std::string_view {
    switch (of) {
      case Target::Kind::person:
        return "person";
      case Target::Kind::schedule:
        return "schedule";
      case Target::Kind::user_group:
        return "user_group";
      case Target::Kind::channel:
        return "channel";
    }
    return "person";
  };
  json::object result{{"kind", kind(to.kind)}, {"key", to.name}};
  const auto* person = to.kind == Target::Kind::person ? policy.person(to.name) : nullptr;
  if (person == nullptr) return result;
  result["name"] = person->name;
  if (!person->email.empty()) result["email"] = person->email;
  if (!person->phone.empty()) result["phone"] = person->phone;
  return result;
}

json::object incident_object(const playbooks::Incident& incident, const playbooks::Policy& policy) {
  json::array components;
  for (const auto& claim : incident.components) {
    const auto* component = policy.component(claim.component);
    components.push_back(json::object{{"key", claim.component},
                                      {"name", component == nullptr ? claim.component : component->name},
                                      {"status", playbooks::to_string(claim.status)}});
  }
  json::object result{{"id", playbooks::to_string(incident.id)},
                      {"title", incident.title},
                      {"severity", incident.severity},
                      {"status", playbooks::to_string(incident.status)},
                      {"started_at", playbooks::rfc3339(incident.started)},
                      {"drill", incident.kind == playbooks::Kind::drill},
                      {"components", std::move(components)}};
  if (!incident.impact.empty()) result["impact"] = incident.impact;
  if (!incident.card.permalink.empty()) result["slack"] = incident.card.permalink;
  if (!incident.page.link.empty()) result["status_page"] = incident.page.link;
  return result;
}

std::string end_text(const playbooks::Incident& incident, EndPage::How how) {
  const auto id = playbooks::to_string(incident.id);
  if (how == EndPage::How::resolved)
    return fmt::format("{} {} is over: {}.", incident.severity, id, playbooks::to_string(incident.status));
  const auto& by = incident.escalation.by;
  return fmt::format("{} {} is acknowledged{}.", incident.severity, id,
                     by.name.empty() ? "" : fmt::format(" by {}", by.name));
}

Body page_body(const Delivery& delivery, const SendPage& page, const playbooks::Policy& policy) {
  const auto alert = page_alert(delivery, policy);
  if (!alert.problem.empty()) return {{}, {}, alert.problem};
  json::object body{{"event", alert.trial ? "trial" : "page"},
                    {"key", alert.key},
                    {"sent_at", playbooks::rfc3339(delivery.now)},
                    {"text", alert.summary},
                    {"details", alert.text},
                    {"to", person_or_target(page.to, policy)}};
  if (delivery.incident) {
    body["incident"] = incident_object(*delivery.incident, policy);
    if (const auto* made = playbooks::find_page(delivery.incident->escalation, page.page))
      body["page"] = json::object{{"number", made->number}, {"tier", made->tier}};
  }
  return {json::serialize(body), alert.key, {}};
}

}  // namespace

Body body_of(const Delivery& delivery, const playbooks::Policy& policy) {
  if (const auto* page = std::get_if<SendPage>(&delivery.effect.body)) return page_body(delivery, *page, policy);
  const auto& end = std::get<EndPage>(delivery.effect.body);
  if (!delivery.incident) return {{}, {}, "The incident of this page is not known any more."};
  const auto key = alert_key(delivery, end.to);
  const json::object body{{"event", end.how == EndPage::How::resolved ? "resolved" : "acknowledged"},
                          {"key", key},
                          {"sent_at", playbooks::rfc3339(delivery.now)},
                          {"text", end_text(*delivery.incident, end.how)},
                          {"to", person_or_target(end.to, policy)},
                          {"incident", incident_object(*delivery.incident, policy)},
                          {"page", json::object{{"number", end.page}}}};
  return {json::serialize(body), key, {}};
}

}  // namespace integrations::webhook
