// The page for programs: Statuspage's public API, version 2, as files.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/local_page/changes.hpp"
#include "integrations/local_page/site.hpp"

namespace integrations::local_page {
namespace {

namespace json = boost::json;
using playbooks::Component;
using playbooks::Time;

constexpr std::size_t most = 50;  // stories in a list, as Statuspage gives them

json::value moment(std::optional<Time> at) {
  return at ? json::value(playbooks::rfc3339(*at)) : json::value(nullptr);
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

/// Writes the objects of the API; every list and every story needs the same ones.
class Writer {
 public:
  explicit Writer(const Site& site) : site_(site), page_id_(page_id("page", site.policy.organisation)) {
    number_components();
  }

  json::object page() const {
    return {{"id", page_id_},
            {"name", site_.name()},
            {"url", site_.settings.url},
            {"time_zone", "Etc/UTC"},
            {"updated_at", moment(site_.document.changed)}};
  }
  json::object status() const {
    const auto now = overall(site_);
    return {{"indicator", now.indicator}, {"description", now.description}};
  }
  json::array components() const;
  json::array stories(const std::vector<const Story*>& list, std::size_t limit = most) const {
    json::array result;
    for (const auto* story : list)
      if (result.size() < limit) result.push_back(to_json(*story));
    return result;
  }
  std::string document(json::object content) const {
    content.emplace("page", page());
    return json::serialize(content) + "\n";
  }

 private:
  void number_components();
  json::object to_json(const Component& component) const;
  json::object to_json(const Group& group) const;
  json::object to_json(const Story& story) const;
  json::object to_json(const Story& story, const Update& update) const;

  const Site& site_;
  std::string page_id_;
  std::map<std::string, int> positions_;  // by the component's key
};

void Writer::number_components() {
  int position = 0;
  for (const auto& group : grouped(site_.policy))
    for (const auto* component : group.components) positions_[component->key] = ++position;
}

json::object Writer::to_json(const Component& component) const {
  const auto* record = site_.document.component(component.key);
  const auto first = record == nullptr ? site_.document.changed : record->changes.front().at;
  const auto last = record == nullptr ? site_.document.changed : record->changes.back().at;
  return {{"id", page_id("component", component.key)},
          {"name", component.name},
          {"status", playbooks::to_string(site_.document.status_of(component.key))},
          {"created_at", moment(first)},
          {"updated_at", moment(last)},
          {"position", positions_.at(component.key)},
          {"description", text_or_null(clean_line(component.description))},
          {"showcase", true},
          {"start_date", playbooks::rfc3339(first).substr(0, 10)},
          {"group_id", component.group.empty() ? json::value(nullptr) : json::value(page_id("group", component.group))},
          {"page_id", page_id_},
          {"group", false},
          {"only_show_if_degraded", false}};
}

/// A group is a row like a component, with the worst status of those that are in it.
json::object Writer::to_json(const Group& group) const {
  json::array members;
  auto row = to_json(*group.components.front());
  auto worst = playbooks::ComponentStatus::operational;
  for (const auto* component : group.components) {
    members.emplace_back(page_id("component", component->key));
    worst = std::max(worst, site_.document.status_of(component->key));
  }
  row["id"] = page_id("group", group.name);
  row["name"] = group.name;
  row["status"] = playbooks::to_string(worst);
  row["description"] = nullptr;
  row["showcase"] = false;
  row["start_date"] = nullptr;
  row["group_id"] = nullptr;
  row["group"] = true;
  row["components"] = std::move(members);
  return row;
}

json::array Writer::components() const {
  json::array result;
  for (const auto& group : grouped(site_.policy)) {
    if (!group.name.empty()) result.push_back(to_json(group));
    for (const auto* component : group.components) result.push_back(to_json(*component));
  }
  return result;
}

json::object Writer::to_json(const Story& story, const Update& update) const {
  json::array affected;
  for (const auto& one : update.affected) {
    const auto component = std::ranges::find(site_.policy.components, one.component, &Component::key);
    if (component == site_.policy.components.end()) continue;
    affected.push_back(json::object{{"code", page_id("component", one.component)},
                                    {"name", component->name},
                                    {"old_status", playbooks::to_string(one.was)},
                                    {"new_status", playbooks::to_string(one.is)}});
  }
  return {{"id", page_id("update", update.key)},
          {"incident_id", story.id},
          {"status", update.status == "cancelled" ? "completed" : update.status},
          {"body", update.body},
          {"created_at", moment(update.at)},
          {"updated_at", moment(update.at)},
          {"display_at", moment(update.at)},
          {"affected_components", affected.empty() ? json::value(nullptr) : json::value(std::move(affected))},
          {"deliver_notifications", false},
          {"custom_tweet", nullptr},
          {"tweet_id", nullptr}};
}

json::object Writer::to_json(const Story& story) const {
  json::array updates, components;
  for (auto update = story.updates.rbegin(); update != story.updates.rend(); ++update)
    updates.push_back(to_json(story, *update));
  for (const auto* component : affected_components(site_, story)) components.push_back(to_json(*component));
  json::object result{{"id", story.id},
                      {"name", story.title},
                      // Statuspage ends what was called off like what was done; the words of the update say which.
                      {"status", story.status == "cancelled" ? "completed" : story.status},
                      {"created_at", moment(story.created)},
                      {"updated_at", moment(story.changed)},
                      {"monitoring_at", moment(story.monitoring)},
                      {"resolved_at", moment(story.resolved)},
                      {"impact", story.impact},
                      {"shortlink", link_of(story, site_.settings.url)},
                      {"started_at", moment(story.started)},
                      {"page_id", page_id_},
                      {"incident_updates", std::move(updates)},
                      {"components", std::move(components)}};
  if (story.scheduled_for) result.emplace("scheduled_for", moment(story.scheduled_for));
  if (story.scheduled_until) result.emplace("scheduled_until", moment(story.scheduled_until));
  return result;
}

}  // namespace

Files public_api(const Site& site) {
  const Writer writer{site};
  const auto next = upcoming(site), active = in_progress(site), open = open_incidents(site);
  auto planned = active;
  planned.insert(planned.end(), next.begin(), next.end());
  constexpr auto no_limit = static_cast<std::size_t>(-1);  // what is open must not be missing from a list
  Files files;
  files["api/v2/summary.json"] = writer.document({{"components", writer.components()},
                                                  {"incidents", writer.stories(open, no_limit)},
                                                  {"scheduled_maintenances", writer.stories(planned, no_limit)},
                                                  {"status", writer.status()}});
  files["api/v2/status.json"] = writer.document({{"status", writer.status()}});
  files["api/v2/components.json"] = writer.document({{"components", writer.components()}});
  files["api/v2/incidents.json"] = writer.document({{"incidents", writer.stories(newest(site.document.incidents))}});
  files["api/v2/incidents/unresolved.json"] = writer.document({{"incidents", writer.stories(open, no_limit)}});
  files["api/v2/scheduled-maintenances.json"] =
      writer.document({{"scheduled_maintenances", writer.stories(newest(site.document.maintenances))}});
  files["api/v2/scheduled-maintenances/upcoming.json"] =
      writer.document({{"scheduled_maintenances", writer.stories(next, no_limit)}});
  files["api/v2/scheduled-maintenances/active.json"] =
      writer.document({{"scheduled_maintenances", writer.stories(active, no_limit)}});
  return files;
}

}  // namespace integrations::local_page
