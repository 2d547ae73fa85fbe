// What the API of the simulated page answers: every member that the real one has, so that readers are tested on it.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <cctype>

#include "integrations/simulator/statuspage_page.hpp"

namespace integrations::simulator {

namespace json = boost::json;
using playbooks::Time;
using Reply = SimulatedPage::Reply;

namespace {

json::value moment(const std::optional<Time>& at) {
  return at ? json::value(playbooks::rfc3339(*at)) : json::value(nullptr);
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

bool contains(std::string_view text, const std::string& wanted) {
  const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
  return !std::ranges::search(text, wanted, same).empty() || wanted.empty();
}

/// Page `number` (from 1) of a list.
json::array page_of(const json::array& all, int number, int size) {
  const auto begin = static_cast<std::size_t>(std::max(number, 1) - 1) * static_cast<std::size_t>(size);
  json::array result;
  for (std::size_t i = begin; i < std::min(all.size(), begin + static_cast<std::size_t>(size)); ++i)
    result.push_back(all[i]);
  return result;
}

}  // namespace

Reply SimulatedPage::not_found(std::string_view what) {
  return {404, json::object{{"error", fmt::format("Could not find that {}", what)}}};
}

Reply SimulatedPage::refused(const std::vector<std::string>& problems) {
  json::array list;
  for (const auto& problem : problems) list.emplace_back(problem);
  return {422, json::object{{"error", std::move(list)}}};
}

Reply SimulatedPage::page() const {
  return {200, json::object{{"id", id_},
                            {"name", "Simulated status page"},
                            {"subdomain", "simulated"},
                            {"domain", nullptr},
                            {"url", "https://status.example.com"},
                            {"time_zone", "UTC"},
                            {"viewers_must_be_team_members", false}}};
}

json::object SimulatedPage::render(const PageComponent& component) const {
  const auto place = std::ranges::find(components_, component.id, &PageComponent::id) - components_.begin();
  return {{"id", component.id},          {"page_id", id_},         {"group_id", text_or_null(component.group)},
          {"created_at", nullptr},       {"updated_at", nullptr},  {"group", false},
          {"name", component.name},      {"description", nullptr}, {"position", place + 1},
          {"status", component.status},  {"showcase", true},       {"only_show_if_degraded", false},
          {"automation_email", nullptr}, {"start_date", nullptr}};
}

json::array SimulatedPage::render_updates(const Incident& incident) const {
  json::array updates;
  for (auto update = incident.updates.rbegin(); update != incident.updates.rend(); ++update) {
    json::array affected;
    for (const auto& moved : update->affected)
      affected.push_back(
          json::object{{"code", moved.id}, {"name", moved.name}, {"old_status", moved.from}, {"new_status", moved.to}});
    updates.push_back(json::object{{"id", update->id},
                                   {"incident_id", incident.id},
                                   {"status", update->status},
                                   {"body", update->body},
                                   {"display_at", moment(update->at)},
                                   {"created_at", moment(update->at)},
                                   {"updated_at", moment(update->at)},
                                   {"deliver_notifications", update->notified},
                                   {"affected_components", std::move(affected)},
                                   {"custom_tweet", nullptr},
                                   {"tweet_id", nullptr},
                                   {"wants_twitter_update", false}});
  }
  return updates;
}

json::object SimulatedPage::render(const Incident& incident) const {
  json::array components;
  for (const auto& id : incident.component_ids)
    if (const auto* component = find_component(id)) components.push_back(render(*component));
  json::object result{{"id", incident.id},
                      {"page_id", id_},
                      {"name", incident.name},
                      {"status", incident.status},
                      {"impact", impact(incident)},
                      {"impact_override", text_or_null(incident.impact_override)},
                      {"shortlink", "https://stspg.io/" + incident.id},
                      {"created_at", moment(incident.created)},
                      {"updated_at", moment(incident.updated)},
                      {"monitoring_at", moment(incident.monitoring)},
                      {"resolved_at", moment(incident.resolved)},
                      {"scheduled_for", moment(incident.starts)},
                      {"scheduled_until", moment(incident.ends)},
                      {"reminder_intervals", nullptr},
                      {"components", std::move(components)},
                      {"incident_updates", render_updates(incident)},
                      {"incident_impacts", json::array{}},
                      {"metadata", incident.metadata},
                      {"postmortem_body", text_or_null(incident.postmortem.body)},
                      {"postmortem_ignored", false},
                      {"postmortem_published_at", moment(incident.postmortem.published)}};
  for (const auto& [name, value] : incident.automatic) result[name] = value;
  return result;
}

json::object SimulatedPage::render_postmortem(const Incident& incident) const {
  const auto& postmortem = incident.postmortem;
  return {{"preview_key", "preview-" + incident.id},
          {"body", text_or_null(postmortem.body)},
          {"body_updated_at", moment(postmortem.published)},
          {"body_draft", text_or_null(postmortem.draft)},
          {"body_draft_updated_at", moment(postmortem.drafted)},
          {"published_at", moment(postmortem.published)},
          {"notify_subscribers", postmortem.notified},
          {"notify_twitter", false},
          {"custom_tweet", nullptr}};
}

Reply SimulatedPage::list_components(int number, int size) const {
  json::array all;
  for (const auto& component : components_) all.push_back(render(component));
  return {200, page_of(all, number, size)};
}

Reply SimulatedPage::component(std::string_view id) const {
  const auto* component = find_component(id);
  if (component == nullptr) return not_found("component");
  return {200, render(*component)};
}

Reply SimulatedPage::list_incidents(std::string_view which, const std::string& query, int number, int size,
                                    Time now) const {
  json::array all;
  for (auto incident = incidents_.rbegin(); incident != incidents_.rend(); ++incident) {
    if (!listed(*incident, which, now)) continue;
    bool matches = contains(incident->name, query) || contains(incident->status, query);
    for (const auto& update : incident->updates) matches = matches || contains(update.body, query);
    if (matches) all.push_back(render(*incident));
  }
  return {200, page_of(all, number, size)};
}

Reply SimulatedPage::incident(std::string_view id) const {
  const auto* incident = find_incident(id);
  if (incident == nullptr) return not_found("incident");
  return {200, render(*incident)};
}

Reply SimulatedPage::postmortem(std::string_view id) const {
  const auto* incident = find_incident(id);
  if (incident == nullptr) return not_found("incident");
  return {200, render_postmortem(*incident)};
}

Reply SimulatedPage::summary(Time now) const {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> levels{
      {{"critical", "Major System Outage"}, {"major", "Partial System Outage"}, {"minor", "Minor Service Outage"}}};
  json::array open, planned, components;
  std::string indicator = "none", description = "All Systems Operational";
  for (const auto& incident : incidents_)
    if (!incident.over()) (incident.is_maintenance() ? planned : open).push_back(render(incident));
  for (const auto& [level, says] : levels) {
    const auto shows = [&, wanted = level](const Incident& one) { return !one.over() && impact(one) == wanted; };
    if (indicator != "none" || std::ranges::none_of(incidents_, shows)) continue;
    indicator = level;
    description = says;
  }
  for (const auto& component : components_) components.push_back(render(component));
  return {200, json::object{{"page", json::object{{"id", id_},
                                                  {"name", "Simulated status page"},
                                                  {"url", "https://status.example.com"},
                                                  {"time_zone", "Etc/UTC"},
                                                  {"updated_at", playbooks::rfc3339(now)}}},
                            {"status", json::object{{"indicator", indicator}, {"description", description}}},
                            {"components", std::move(components)},
                            {"incidents", std::move(open)},
                            {"scheduled_maintenances", std::move(planned)}}};
}

}  // namespace integrations::simulator
