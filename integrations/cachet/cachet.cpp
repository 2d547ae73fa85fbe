#include "integrations/cachet/cachet.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <charconv>
#include <utility>

#include "integrations/http/json.hpp"
#include "integrations/pages/client.hpp"

namespace integrations::cachet {

namespace json = boost::json;
using namespace pages;
using playbooks::ComponentStatus;
using statuspage::Listed;

namespace {

int phase_number(Phase phase) {
  switch (phase) {
    case Phase::investigating:
      return 1;
    case Phase::identified:
      return 2;
    case Phase::monitoring:
      return 3;
    case Phase::resolved:
      return 4;
    case Phase::scheduled:
    case Phase::in_progress:
    case Phase::completed:
    case Phase::cancelled:  // a schedule has no status: its times say it
      return 0;
  }
  std::unreachable();
}

int component_number(ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
      return 1;
    case ComponentStatus::degraded_performance:
      return 2;
    case ComponentStatus::partial_outage:
      return 3;
    case ComponentStatus::major_outage:
      return 4;
    case ComponentStatus::under_maintenance:
      return 6;
  }
  std::unreachable();
}

/// Ids are whole numbers; anything else stays a text, and Cachet says what it thinks of it.
json::value number(const std::string& id) {
  std::int64_t value = 0;
  const auto* end = id.data() + id.size();
  const auto read = std::from_chars(id.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end ? json::value(value) : json::value(id);
}

std::string message(const Publication& publication) {
  auto text = publication.phase == Phase::cancelled ? "Cancelled: " + publication.text : publication.text;
  if (publication.kind != Kind::maintenance || !publication.first() || publication.parts.empty()) return text;
  std::string names;
  for (const auto& part : publication.parts) names += (names.empty() ? "" : ", ") + part.name;
  return fmt::format("{}\n\nAffects: {}.", text, names);
}

std::string title(const Publication& publication) {
  return publication.phase == Phase::cancelled ? "Cancelled: " + publication.title : publication.title;
}

class CachetDialect final : public Dialect {
 public:
  explicit CachetDialect(std::string api_url) {
    if (api_url.ends_with("/api")) public_url_ = api_url.substr(0, api_url.size() - 4);
  }

  std::vector<Call> publish(const Publication& publication) const override {
    std::vector<Call> calls;
    if (publication.phase != Phase::scheduled)
      for (const auto& part : publication.parts) calls.push_back(change(part.id, part.status));
    publication.kind == Kind::incident ? add_incident(calls, publication) : add_schedule(calls, publication);
    return calls;
  }
  std::optional<Shown> created(const json::value& answer) const override {
    const auto* data = find(answer, "data");
    if (data == nullptr || id_at(*data, "id").empty()) return std::nullopt;
    return read_shown(*data);
  }
  std::optional<Call> set_component(const std::string& id, ComponentStatus status) const override {
    return change(id, status);
  }
  std::string status_word(ComponentStatus status) const override { return std::to_string(component_number(status)); }

  Call components(int page) const override {
    return {"GET", fmt::format("/components?per_page=100&page={}", page), {}, "list of components"};
  }
  std::optional<Listing<Listed>> read_components(const json::value& answer) override;
  Call list(const Subject& subject, int page) const override {
    return {"GET",
            fmt::format("/{}?filter%5Bmeta%5D%5Bsitrep%5D={}&include=meta&per_page=100&page={}", folder(subject.kind),
                        subject.owner, page),
            {},
            "list of " + std::string{folder(subject.kind)}};
  }
  std::optional<Listing<Shown>> read_list(Kind, const json::value& answer) const override {
    const auto* list = array_at(answer, "data");
    if (list == nullptr) return std::nullopt;
    Listing<Shown> result{{}, has_next(answer)};
    for (const auto& one : *list) result.entries.push_back(read_shown(one));
    return result;
  }
  Call texts(Kind kind, const std::string& id, int) const override {
    return {"GET", fmt::format("/{}/{}?include=meta,updates", folder(kind), id), {}, thing(kind, id)};
  }
  std::optional<Listing<Said>> read_texts(Kind, const json::value& answer) const override;

  Call page() const override { return {"GET", "/version", {}, "API at this address"}; }
  std::optional<std::string> page_says(const json::value& answer) const override {
    const auto version = text_at(answer, "data.version");
    return fmt::format("version {}, {}", version.empty() ? "unknown" : version, public_url_);
  }
  /// Everybody may read Cachet's lists of incidents, but not that of its subscribers.
  std::optional<Call> key_probe() const override {
    return Call{"GET", "/subscribers?per_page=1", {}, "list of subscribers"};
  }

 private:
  static std::string_view folder(Kind kind) { return kind == Kind::incident ? "incidents" : "schedules"; }
  static std::string thing(Kind kind, const std::string& id) {
    return fmt::format("{} \"{}\" (was it deleted on the page?)", kind == Kind::incident ? "incident" : "schedule", id);
  }
  static bool has_next(const json::value& answer) { return !text_at(answer, "links.next").empty(); }
  static Call change(const std::string& id, ComponentStatus status) {
    const json::object body{{"status", component_number(status)}};
    return {"PUT", "/components/" + id, json::serialize(body), "component \"" + id + "\"", true};
  }
  void add_incident(std::vector<Call>& calls, const Publication& publication) const;
  static void add_schedule(std::vector<Call>& calls, const Publication& publication);
  Shown read_shown(const json::value& from) const;

  std::string public_url_;
  bool weighs_claims_ = false;  // shows a component's own state when an incident says less of it
};

void CachetDialect::add_incident(std::vector<Call>& calls, const Publication& publication) const {
  json::object body{{"name", publication.title}, {"notifications", publication.notify}};
  const auto& id = publication.page_id;
  if (publication.first()) {
    body.emplace("message", message(publication));
    body.emplace("status", phase_number(publication.phase));
    body.emplace("visible", true);
    body.emplace("stickied", false);
    body.emplace("occurred_at", playbooks::rfc3339(publication.begins));
    body.emplace("meta", json::object{{"sitrep", publication.owner}});
    // What an incident says of a component cannot be changed later, so it says “operational” and the component itself
    // carries the truth. Named like this it is listed with the incident, and its subscribers are told.
    json::array components;
    if (weighs_claims_)
      for (const auto& part : publication.parts)
        components.push_back(json::object{{"id", number(part.id)}, {"status", 1}});
    if (!components.empty()) body.emplace("components", std::move(components));
    calls.push_back({"POST", "/incidents", json::serialize(body), "place for incidents at this address"});
    return;
  }
  // An update has no word on subscribers: whether they are told is the incident's, so that is set before.
  if (publication.text.empty()) body.emplace("status", phase_number(publication.phase));
  calls.push_back({"PUT", "/incidents/" + id, json::serialize(body), thing(Kind::incident, id), true});
  if (publication.text.empty()) return;
  const json::object update{{"status", phase_number(publication.phase)}, {"message", message(publication)}};
  calls.push_back(
      {"POST", fmt::format("/incidents/{}/updates", id), json::serialize(update), thing(Kind::incident, id)});
}

void CachetDialect::add_schedule(std::vector<Call>& calls, const Publication& publication) {
  const auto& id = publication.page_id;
  json::object window{{"name", title(publication)},
                      {"scheduled_at", playbooks::rfc3339(publication.begins)},
                      {"completed_at", playbooks::rfc3339(publication.ends)}};
  if (publication.first()) {
    window.emplace("message", message(publication));
    window.emplace("notifications", publication.notify);
    window.emplace("meta", json::object{{"sitrep", publication.owner}});
    calls.push_back({"POST", "/schedules", json::serialize(window), "place for schedules at this address"});
    return;
  }
  json::object update{{"message", message(publication)}};
  if (publication.phase == Phase::completed)  // one request ends it and says so
    update.emplace("completed_at", playbooks::rfc3339(publication.ends));
  else
    calls.push_back({"PUT", "/schedules/" + id, json::serialize(window), thing(Kind::maintenance, id), true});
  calls.push_back(
      {"POST", fmt::format("/schedules/{}/updates", id), json::serialize(update), thing(Kind::maintenance, id)});
}

std::optional<Listing<Listed>> CachetDialect::read_components(const json::value& answer) {
  const auto* list = array_at(answer, "data");
  if (list == nullptr) return std::nullopt;
  Listing<Listed> result{{}, has_next(answer)};
  for (const auto& one : *list) {
    result.entries.push_back(
        {id_at(one, "id"), std::string{text_at(one, "attributes.name")}, id_at(one, "attributes.status.value")});
    weighs_claims_ = find(one, "attributes.latest_status") != nullptr;
  }
  return result;
}

std::optional<Listing<Said>> CachetDialect::read_texts(Kind, const json::value& answer) const {
  if (find(answer, "data.attributes") == nullptr) return std::nullopt;
  Listing<Said> result;
  result.entries.push_back({std::string{text_at(answer, "data.attributes.message")}, std::nullopt});
  if (const auto* included = array_at(answer, "included"))
    for (const auto& one : *included)  // Cachet tells times without their zone
      if (const auto text = text_at(one, "attributes.message"); !text.empty())
        result.entries.push_back({std::string{text}, std::nullopt});
  return result;
}

Shown CachetDialect::read_shown(const json::value& from) const {
  Shown shown;
  shown.id = id_at(from, "id");
  shown.title = text_at(from, "attributes.name");
  shown.owner = text_at(from, "attributes.meta.sitrep");
  const auto guid = text_at(from, "attributes.guid");  // a schedule has none, and no page of its own
  if (!guid.empty() && !public_url_.empty()) shown.link = fmt::format("{}/incidents/{}", public_url_, guid);
  return shown;
}

}  // namespace

std::unique_ptr<Integration> make_cachet(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                         Activity& activity) {
  auto dialect = std::make_unique<CachetDialect>(settings.api_url);
  return std::make_unique<Client>(provider(), std::move(settings), std::move(dialect),
                                  Parts{policy, http, clock, activity});
}

}  // namespace integrations::cachet
