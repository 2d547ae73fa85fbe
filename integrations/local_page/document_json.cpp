// page.json: the document as JSON and back.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/http/json.hpp"
#include "integrations/local_page/document.hpp"

namespace integrations::local_page {
namespace {

namespace json = boost::json;
using playbooks::ComponentStatus;
using playbooks::Time;

constexpr int version = 1;

json::value moment(std::optional<Time> at) {
  return at ? json::value(playbooks::to_millis(*at)) : json::value(nullptr);
}

json::array texts(const std::vector<std::string>& list) {
  json::array result;
  for (const auto& text : list) result.emplace_back(text);
  return result;
}

json::object to_json(const ComponentRecord& record) {
  json::array changes;
  for (const auto& change : record.changes)
    changes.push_back(json::object{{"at", moment(change.at)}, {"status", playbooks::to_string(change.status)}});
  return {{"key", record.key}, {"changes", std::move(changes)}};
}

json::object to_json(const Update& update) {
  json::array affected;
  for (const auto& one : update.affected)
    affected.push_back(json::object{
        {"component", one.component}, {"was", playbooks::to_string(one.was)}, {"is", playbooks::to_string(one.is)}});
  return {{"key", update.key},
          {"status", update.status},
          {"body", update.body},
          {"at", moment(update.at)},
          {"affected", std::move(affected)}};
}

json::object to_json(const Story& story) {
  json::array updates;
  for (const auto& update : story.updates) updates.push_back(to_json(update));
  return {{"ours", story.ours},
          {"id", story.id},
          {"title", story.title},
          {"status", story.status},
          {"impact", story.impact},
          {"components", texts(story.components)},
          {"started", moment(story.started)},
          {"created", moment(story.created)},
          {"changed", moment(story.changed)},
          {"monitoring", moment(story.monitoring)},
          {"resolved", moment(story.resolved)},
          {"scheduled_for", moment(story.scheduled_for)},
          {"scheduled_until", moment(story.scheduled_until)},
          {"postmortem", story.postmortem},
          {"updates", std::move(updates)},
          {"keys", texts(story.keys)}};
}

template <class Item>
json::array all(const std::vector<Item>& list) {
  json::array result;
  for (const auto& item : list) result.push_back(to_json(item));
  return result;
}

/// Reads what must be there, and remembers whether all of it was.
class Reading {
 public:
  bool whole = true;

  const json::array& list(const json::value& in, std::string_view name) {
    static const json::array nothing;
    const auto* found = array_at(in, name);
    if (found == nullptr) whole = false;
    return found == nullptr ? nothing : *found;
  }
  std::string text(const json::value& in, std::string_view name) {
    const auto* found = find(in, name);
    if (found == nullptr || !found->is_string()) whole = false;
    return std::string{text_at(in, name)};
  }
  Time time(const json::value& in, std::string_view name) {
    const auto millis = number_at(in, name);
    if (!millis) whole = false;
    return playbooks::from_millis(millis.value_or(0));
  }
  std::optional<Time> perhaps(const json::value& in, std::string_view name) {
    if (find(in, name) == nullptr) return std::nullopt;
    return time(in, name);
  }
  ComponentStatus status(const json::value& in, std::string_view name) {
    const auto parsed = playbooks::parse_component_status(text_at(in, name));
    if (!parsed) whole = false;
    return parsed.value_or(ComponentStatus::operational);
  }
  std::vector<std::string> texts(const json::value& in, std::string_view name) {
    std::vector<std::string> result;
    for (const auto& item : list(in, name)) {
      if (!item.is_string()) whole = false;
      if (item.is_string()) result.emplace_back(item.get_string());
    }
    return result;
  }

  ComponentRecord component(const json::value& in) {
    ComponentRecord record{text(in, "key"), {}};
    for (const auto& change : list(in, "changes"))
      record.changes.push_back({time(change, "at"), status(change, "status")});
    if (record.changes.empty()) whole = false;
    return record;
  }
  Update update(const json::value& in) {
    Update update{text(in, "key"), text(in, "status"), text(in, "body"), time(in, "at"), {}};
    for (const auto& one : list(in, "affected"))
      update.affected.push_back({text(one, "component"), status(one, "was"), status(one, "is")});
    return update;
  }
  Story story(const json::value& in) {
    Story story;
    story.ours = text(in, "ours");
    story.id = text(in, "id");
    story.title = text(in, "title");
    story.status = text(in, "status");
    story.impact = text(in, "impact");
    story.components = texts(in, "components");
    story.started = time(in, "started");
    story.created = time(in, "created");
    story.changed = time(in, "changed");
    story.monitoring = perhaps(in, "monitoring");
    story.resolved = perhaps(in, "resolved");
    story.scheduled_for = perhaps(in, "scheduled_for");
    story.scheduled_until = perhaps(in, "scheduled_until");
    story.postmortem = text(in, "postmortem");
    for (const auto& one : list(in, "updates")) story.updates.push_back(update(one));
    story.keys = texts(in, "keys");
    return story;
  }
};

}  // namespace

std::string written(const Document& document) {
  return json::serialize(json::object{{"version", version},
                                      {"changed", moment(document.changed)},
                                      {"components", all(document.components)},
                                      {"incidents", all(document.incidents)},
                                      {"maintenances", all(document.maintenances)}});
}

std::optional<Document> read_document(std::string_view text) {
  const auto root = parse_json(text);
  if (!root || number_at(*root, "version") != version) return std::nullopt;
  Reading reading;
  Document document;
  document.changed = reading.time(*root, "changed");
  for (const auto& one : reading.list(*root, "components")) document.components.push_back(reading.component(one));
  for (const auto& one : reading.list(*root, "incidents")) document.incidents.push_back(reading.story(one));
  for (const auto& one : reading.list(*root, "maintenances")) document.maintenances.push_back(reading.story(one));
  if (!reading.whole) return std::nullopt;
  return document;
}

}  // namespace integrations::local_page
