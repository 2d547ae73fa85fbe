#include "integrations/pagerduty/requests.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json/serialize.hpp>

namespace integrations::pagerduty {

namespace json = boost::json;
using playbooks::Time;

namespace {

json::object details(const PageAlert& alert, const Delivery& delivery) {
  json::object details{{"text", cut_text(alert.text, details_limit)}, {"for", alert.person}};
  if (!delivery.incident) return details;
  const auto& incident = *delivery.incident;
  details["incident"] = playbooks::to_string(incident.id);
  details["severity"] = incident.severity;
  details["status"] = playbooks::to_string(incident.status);
  if (incident.kind == playbooks::Kind::drill) details["drill"] = true;
  if (!incident.page.link.empty()) details["status_page"] = incident.page.link;
  return details;
}

const playbooks::Component* first_component(const Delivery& delivery, const playbooks::Policy& policy) {
  if (!delivery.incident || delivery.incident->components.empty()) return nullptr;
  return policy.component(delivery.incident->components.front().component);
}

}  // namespace

std::string_view severity_word(std::size_t rank) {
  constexpr std::array<std::string_view, 4> words{"critical", "error", "warning", "info"};
  return words[std::min(rank, words.size() - 1)];
}

std::string trigger_event(const Settings& settings, const PageAlert& alert, const Delivery& delivery,
                          const playbooks::Policy& policy) {
  const auto since = delivery.incident ? delivery.incident->started : delivery.now;
  json::object payload{{"summary", cut_text(alert.summary, summary_limit)},
                       {"source", policy.organisation.empty() ? "Sitrep" : policy.organisation},
                       {"severity", severity_word(alert.rank)},
                       {"timestamp", playbooks::rfc3339(since)},
                       {"class", alert.trial ? "trial" : "incident"},
                       {"custom_details", details(alert, delivery)}};
  if (const auto* component = first_component(delivery, policy)) {
    payload["component"] = component->name;
    if (!component->group.empty()) payload["group"] = component->group;
  }
  json::object event{{"routing_key", settings.routing_key},
                     {"event_action", "trigger"},
                     {"dedup_key", alert.key},
                     {"payload", std::move(payload)},
                     {"client", "Sitrep"}};
  if (!alert.link.empty()) {
    event["client_url"] = alert.link;
    event["links"] = json::array{json::object{{"href", alert.link}, {"text", "Incident in Slack"}}};
  }
  return json::serialize(event);
}

std::string end_event(const Settings& settings, std::string_view key, std::string_view action) {
  return json::serialize(
      json::object{{"routing_key", settings.routing_key}, {"event_action", action}, {"dedup_key", key}});
}

std::string incidents_path(std::string_view key, Time since) {
  // Without `since` PagerDuty looks back a month only; it looks back six at most.
  return fmt::format("/incidents?incident_key={}&since={}&sort_by=created_at%3Adesc&limit=5", url_encoded(key),
                     url_encoded(playbooks::rfc3339(since)));
}

std::string schedule_path(std::string_view id, Time from, Time to) {
  return fmt::format("/schedules/{}?since={}&until={}&time_zone=UTC", url_encoded(id),
                     url_encoded(playbooks::rfc3339(from)), url_encoded(playbooks::rfc3339(to)));
}

}  // namespace integrations::pagerduty
