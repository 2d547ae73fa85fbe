#include "integrations/local_page/site.hpp"

#include <algorithm>

#include "integrations/local_page/changes.hpp"

namespace integrations::local_page {
namespace {

using playbooks::ComponentStatus;

/// In order of badness.
enum class Weight { none, maintenance, minor, major, critical };

Weight weight_of(ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
      return Weight::none;
    case ComponentStatus::under_maintenance:
      return Weight::maintenance;
    case ComponentStatus::degraded_performance:
      return Weight::minor;
    case ComponentStatus::partial_outage:
      return Weight::major;
    case ComponentStatus::major_outage:
      break;
  }
  return Weight::critical;
}

Weight weight_of(std::string_view impact) {
  if (impact == "critical") return Weight::critical;
  if (impact == "major") return Weight::major;
  return impact == "none" ? Weight::none : Weight::minor;
}

Overall in_words(Weight weight, bool components_say_so) {
  switch (weight) {
    case Weight::none:
      return {"none", "All Systems Operational", "All systems operational"};
    case Weight::maintenance:
      return {"maintenance", "Service Under Maintenance", "Service under maintenance"};
    case Weight::minor:
      if (components_say_so) return {"minor", "Partially Degraded Service", "Partially degraded service"};
      return {"minor", "Minor Service Outage", "Minor service outage"};
    case Weight::major:
      return {"major", "Partial System Outage", "Partial system outage"};
    case Weight::critical:
      break;
  }
  return {"critical", "Major Service Outage", "Major service outage"};
}

std::vector<const Story*> chosen(const std::vector<Story>& list, auto wanted) {
  auto all = newest(list);
  std::erase_if(all, [&](const Story* story) { return !wanted(*story); });
  return all;
}

}  // namespace

std::string Site::name() const {
  return settings.name.empty() ? policy.organisation + " status" : settings.name;
}

Files site_files(const Site& site) {
  auto files = public_api(site);
  files["history.rss"] = rss(site);
  files["history.atom"] = atom(site);
  for (const auto* list : {&site.document.incidents, &site.document.maintenances})
    for (const auto& story : *list) files[path_of(story)] = story_page(site, story);
  files["history.html"] = history_page(site);
  files["index.html"] = front_page(site);
  return files;
}

Overall overall(const Site& site) {
  auto components = Weight::none, incidents = Weight::none;
  for (const auto& component : site.policy.components)
    components = std::max(components, weight_of(site.document.status_of(component.key)));
  for (const auto* story : open_incidents(site)) incidents = std::max(incidents, weight_of(story->impact));
  return in_words(std::max(components, incidents), components >= incidents);
}

std::vector<Group> grouped(const playbooks::Policy& policy) {
  std::vector<Group> groups;
  for (const auto& component : policy.components) {
    auto group = std::ranges::find(groups, component.group, &Group::name);
    // Those without a group are not one: they stay where the configuration has them.
    if (component.group.empty())
      group = !groups.empty() && groups.back().name.empty() ? groups.end() - 1 : groups.end();
    if (group == groups.end()) group = groups.insert(groups.end(), {component.group, {}});
    group->components.push_back(&component);
  }
  return groups;
}

std::vector<const playbooks::Component*> affected_components(const Site& site, const Story& story) {
  std::vector<const playbooks::Component*> result;
  for (const auto& key : story.components) {
    const auto found = std::ranges::find(site.policy.components, key, &playbooks::Component::key);
    if (found != site.policy.components.end()) result.push_back(&*found);
  }
  return result;
}

std::vector<const Story*> newest(const std::vector<Story>& list) {
  std::vector<const Story*> result;
  for (const auto& story : list) result.push_back(&story);
  std::ranges::sort(result, [](const Story* a, const Story* b) {
    return a->created != b->created ? a->created > b->created : a->id < b->id;
  });
  return result;
}

std::vector<const Story*> open_incidents(const Site& site) {
  return chosen(site.document.incidents, [](const Story& story) { return story.open(); });
}

std::vector<const Story*> upcoming(const Site& site) {
  auto result = chosen(site.document.maintenances, [](const Story& s) { return s.open() && s.status == "scheduled"; });
  std::ranges::sort(result, {}, [](const Story* story) { return std::pair{story->scheduled_for, story->id}; });
  return result;
}

std::vector<const Story*> in_progress(const Site& site) {
  return chosen(site.document.maintenances, [](const Story& s) { return s.open() && s.status != "scheduled"; });
}

}  // namespace integrations::local_page
