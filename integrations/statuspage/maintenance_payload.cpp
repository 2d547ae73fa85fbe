// What the page is told of a maintenance: one request, complete, and nothing that the page would do later by itself.
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "integrations/statuspage/payload.hpp"

namespace integrations::statuspage {

namespace json = boost::json;
using playbooks::ComponentStatus;
using playbooks::Maintenance;
using playbooks::MaintenanceState;
using playbooks::PublishMaintenance;

namespace {

std::string body_of(const Delivery& delivery, const PublishMaintenance& newest, bool first) {
  std::vector<Said> said;
  for (const auto& older : delivery.merged) {
    const auto* publish = std::get_if<PublishMaintenance>(&older.body);
    if (publish != nullptr && !publish->body.empty()) said.push_back({publish->at, publish->body});
  }
  if (!newest.body.empty())
    said.push_back({newest.at, newest.body});
  else if (newest.state == MaintenanceState::cancelled)  // the page has no state of its own for it: the words say it
    said.push_back({newest.at, "This maintenance was cancelled."});
  if (said.empty() && first) return cut(delivery.maintenance->text, body_limit);
  return joined(said, delivery.now);
}

/// Whether components move with it: not before it has begun, and not when it is cancelled before.
bool moves_components(const Maintenance& maintenance, MaintenanceState state) {
  switch (state) {
    case MaintenanceState::scheduled:
      return false;
    case MaintenanceState::in_progress:
    case MaintenanceState::completed:
      return true;
    case MaintenanceState::cancelled:
      return maintenance.started.has_value();
  }
  std::unreachable();
}

void add_components(json::object& incident, Payload& payload, const Delivery& delivery, MaintenanceState state,
                    const ComponentIds& ids) {
  const auto& maintenance = *delivery.maintenance;
  const bool moves = moves_components(maintenance, state);
  const bool running = state == MaintenanceState::in_progress && maintenance.state == MaintenanceState::in_progress;
  json::array affected;
  json::object map;
  for (const auto& key : maintenance.components) {
    std::string problem;
    const auto id = ids(key, problem);
    if (!id) {
      payload.gaps.push_back(std::move(problem));
      continue;
    }
    const auto worst = delivery.public_components.find(key);
    auto status = worst == delivery.public_components.end() ? ComponentStatus::operational : worst->second;
    if (running) status = std::max(status, ComponentStatus::under_maintenance);
    if (moves && payload.sets.emplace(*id, status).second) map.emplace(*id, playbooks::to_string(status));
    if (std::ranges::find(affected, json::value(*id)) == affected.end()) affected.emplace_back(*id);
  }
  if (!map.empty()) incident.emplace("components", std::move(map));
  const bool ends = state == MaintenanceState::completed || state == MaintenanceState::cancelled;
  if (!ends && !affected.empty()) incident.emplace("component_ids", std::move(affected));
}

/// Left out they would be true, and the page would act beside Sitrep.
void add_nothing_automatic(json::object& incident) {
  for (const auto* name :
       {"scheduled_remind_prior", "scheduled_auto_in_progress", "scheduled_auto_completed",
        "auto_transition_to_maintenance_state", "auto_transition_to_operational_state",
        "auto_transition_deliver_notifications_at_start", "auto_transition_deliver_notifications_at_end"})
    incident.emplace(name, false);
}

/// Texts that waited are told of once, with the newest. Nobody is told of one that was over before it was shown.
bool told(const Delivery& delivery, const PublishMaintenance& newest, bool first) {
  if (first && newest.state == MaintenanceState::completed) return false;
  const auto asks = [](const playbooks::Effect& older) {
    const auto* publish = std::get_if<PublishMaintenance>(&older.body);
    return publish != nullptr && publish->notify;
  };
  return newest.notify || std::ranges::any_of(delivery.merged, asks);
}

}  // namespace

std::string_view page_status(MaintenanceState state) {
  return playbooks::to_string(state == MaintenanceState::cancelled ? MaintenanceState::completed : state);
}

std::string page_name(const Maintenance& maintenance) {
  return cut(maintenance.title, name_limit);
}

Payload maintenance_payload(const Delivery& delivery, const PublishMaintenance& what, const ComponentIds& ids,
                            bool first) {
  const auto& maintenance = *delivery.maintenance;
  Payload payload;
  json::object incident;
  incident.emplace("name", page_name(maintenance));
  incident.emplace("status", page_status(what.state));
  const auto body = body_of(delivery, what, first);
  if (!body.empty()) incident.emplace("body", body);
  const bool planned = first || what.state == MaintenanceState::scheduled;
  if (planned) incident.emplace("scheduled_for", playbooks::rfc3339(maintenance.starts));
  if (planned || what.state == MaintenanceState::in_progress)
    incident.emplace("scheduled_until", playbooks::rfc3339(maintenance.ends));
  if (first) add_nothing_automatic(incident);
  add_components(incident, payload, delivery, what.state, ids);
  incident.emplace("deliver_notifications", told(delivery, what, first));
  const json::object sitrep{{"maintenance", playbooks::to_string(what.maintenance)}, {"key", delivery.effect.key}};
  incident.emplace("metadata", json::object{{"sitrep", sitrep}});
  payload.json = json::serialize(json::object{{"incident", std::move(incident)}});
  return payload;
}

}  // namespace integrations::statuspage
