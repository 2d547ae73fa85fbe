#include "integrations/simulator/statuspage_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>

namespace integrations::simulator {

namespace json = boost::json;
using playbooks::Time;
using Reply = SimulatedPage::Reply;

namespace {

std::string words(std::string status) {
  std::ranges::replace(status, '_', ' ');
  return status;
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

const json::string* string_in(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  return value == nullptr ? nullptr : value->if_string();
}

}  // namespace

void SimulatedPage::say(const std::string& line) const {
  if (changed_) changed_(line);
}

void SimulatedPage::add_component(std::string name, std::string group) {
  auto id = fmt::format("cmp{:09}", components_.size() + 1);
  components_.push_back({std::move(id), std::move(name), std::move(group), "operational"});
}

void SimulatedPage::set_status(PageComponent& component, const std::string& status) {
  if (component.status == status) return;
  say(fmt::format("{}: {} -> {}", component.name, words(component.status), words(status)));
  component.status = status;
}

const PageComponent* SimulatedPage::find_component(std::string_view id) const {
  const auto found = std::ranges::find(components_, id, &PageComponent::id);
  return found == components_.end() ? nullptr : &*found;
}

const SimulatedPage::Incident* SimulatedPage::find_incident(std::string_view id) const {
  const auto found = std::ranges::find(incidents_, id, &Incident::id);
  return found == incidents_.end() ? nullptr : &*found;
}

SimulatedPage::Incident* SimulatedPage::find_incident(std::string_view id) {
  const auto found = std::ranges::find(incidents_, id, &Incident::id);
  return found == incidents_.end() ? nullptr : &*found;
}

std::vector<PageIncident> SimulatedPage::incidents() const {
  std::vector<PageIncident> result;
  for (const auto& incident : incidents_) {
    PageIncident seen{incident.id,
                      incident.name,
                      incident.status,
                      impact(incident),
                      "https://stspg.io/" + incident.id,
                      json::serialize(incident.metadata),
                      {},
                      {},
                      incident.starts,
                      incident.ends};
    for (const auto& id : incident.component_ids)
      if (const auto* component = find_component(id)) seen.components.push_back(component->name);
    for (const auto& update : incident.updates) seen.updates.push_back({update.status, update.body, update.at});
    result.push_back(std::move(seen));
  }
  return result;
}

std::string SimulatedPage::impact(const Incident& incident) const {
  if (!incident.impact_override.empty()) return incident.impact_override;
  if (incident.is_maintenance()) return "maintenance";
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> worst_first{
      {{"major_outage", "critical"},
       {"partial_outage", "major"},
       {"degraded_performance", "minor"},
       {"under_maintenance", "maintenance"}}};
  for (const auto& [status, means] : worst_first) {
    const auto shows = [&, wanted = status](const std::string& id) {
      const auto* component = find_component(id);
      return component != nullptr && component->status == wanted;
    };
    if (std::ranges::any_of(incident.component_ids, shows)) return std::string{means};
  }
  return "none";
}

std::vector<SimulatedPage::Affected> SimulatedPage::move_components(Incident& incident, const json::object& body) {
  std::vector<Affected> moved;
  if (const auto* ids = body.if_contains("component_ids")) {
    incident.component_ids.clear();
    for (const auto& id : ids->get_array()) incident.component_ids.emplace_back(std::string_view{id.get_string()});
  }
  const auto* map = body.if_contains("components");
  if (map == nullptr) return moved;
  for (const auto& [id, value] : map->get_object()) {
    const auto component = std::ranges::find(components_, std::string_view{id}, &PageComponent::id);
    const std::string status{value.get_string()};
    moved.push_back({component->id, component->name, component->status, status});
    set_status(*component, status);
    const bool listed = std::ranges::find(incident.component_ids, component->id) != incident.component_ids.end();
    if (!listed && status != "operational") incident.component_ids.push_back(component->id);
  }
  return moved;
}

void SimulatedPage::apply(Incident& incident, const json::object& body, bool first, Time now) {
  const auto before = incident.status;
  const auto impact_before = impact(incident);
  const auto* name = string_in(body, "name");
  if (name != nullptr && *name != incident.name) {
    if (!first) say(fmt::format("{}: now called {}", incident.name, std::string_view{*name}));
    incident.name = *name;
  }
  if (const auto* status = string_in(body, "status")) incident.status = *status;
  if (const auto* word = string_in(body, "impact_override")) incident.impact_override = *word;
  if (const auto* data = body.if_contains("metadata")) incident.metadata = data->get_object();
  incident.updated = now;
  apply_window(incident, body, first);
  if (incident.status == "monitoring" && (first || before != incident.status)) incident.monitoring = now;
  if (incident.over() && (first || before != incident.status)) incident.resolved = now;
  if (!incident.over()) incident.resolved.reset();
  auto moved = move_components(incident, body);
  const auto* text = string_in(body, "body");
  const std::string said = text == nullptr ? std::string{} : std::string{*text};
  const auto impact_after = impact(incident);
  if (!first && impact_before != impact_after && !incident.impact_override.empty())
    say(fmt::format("{}: impact {} -> {}", incident.name, impact_before, impact_after));
  if (!first && said.empty() && before == incident.status) return;
  const auto* quiet = body.if_contains("deliver_notifications");
  incident.updates.push_back({fmt::format("upd{:09}", ++made_), incident.status, said, now,
                              quiet == nullptr || quiet->get_bool(), std::move(moved)});
  say(fmt::format("{}: {}{}{}", incident.name, words(incident.status), said.empty() ? "" : " - ", one_line(said)));
}

Reply SimulatedPage::create_incident(const json::object& body, Time now) {
  const auto wrong = problems(body, nullptr);
  if (!wrong.empty()) return refused(wrong);
  Incident incident;
  if (body.contains("scheduled_for")) incident.status = "scheduled";
  incident.id = fmt::format("inc{:09}", ++made_);
  incident.created = now;
  apply(incident, body, true, now);
  incidents_.push_back(std::move(incident));
  return {201, render(incidents_.back())};
}

Reply SimulatedPage::patch_incident(std::string_view id, const json::object& body, Time now) {
  auto* incident = find_incident(id);
  if (incident == nullptr) return not_found("incident");
  const auto wrong = problems(body, incident);
  if (!wrong.empty()) return refused(wrong);
  apply(*incident, body, false, now);
  return {200, render(*incident)};
}

Reply SimulatedPage::patch_component(std::string_view id, const json::object& body) {
  const auto component = std::ranges::find(components_, id, &PageComponent::id);
  if (component == components_.end()) return not_found("component");
  if (const auto* name = string_in(body, "name")) component->name = *name;
  if (const auto* status = string_in(body, "status")) set_status(*component, std::string{*status});
  return {200, render(*component)};
}

Reply SimulatedPage::put_postmortem(std::string_view id, const std::string& draft, Time now) {
  auto* incident = find_incident(id);
  if (incident == nullptr) return not_found("incident");
  if (incident->status != "resolved") return refused({"Incident must be resolved before a postmortem is written"});
  incident->postmortem.draft = draft;
  incident->postmortem.drafted = now;
  return {200, render_postmortem(*incident)};
}

Reply SimulatedPage::publish_postmortem(std::string_view id, bool notify, Time now) {
  auto* incident = find_incident(id);
  if (incident == nullptr) return not_found("incident");
  if (!incident->postmortem.drafted) return refused({"There is no postmortem draft"});
  incident->postmortem.body = incident->postmortem.draft;
  incident->postmortem.published = now;
  incident->postmortem.notified = notify;
  say(fmt::format("{}: postmortem published - {}", incident->name, incident->postmortem.body));
  return {200, render_postmortem(*incident)};
}

}  // namespace integrations::simulator
