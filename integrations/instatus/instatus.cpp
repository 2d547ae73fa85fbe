#include "integrations/instatus/instatus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "integrations/http/json.hpp"
#include "integrations/pages/client.hpp"

namespace integrations::instatus {

namespace json = boost::json;
using namespace pages;
using playbooks::ComponentStatus;
using statuspage::Listed;

namespace {

constexpr std::size_t page_size = 100;

std::string_view phase_word(Phase phase) {
  switch (phase) {
    case Phase::investigating:
      return "INVESTIGATING";
    case Phase::identified:
      return "IDENTIFIED";
    case Phase::monitoring:
      return "MONITORING";
    case Phase::resolved:
      return "RESOLVED";
    case Phase::scheduled:
      return "NOTSTARTEDYET";
    case Phase::in_progress:
      return "INPROGRESS";
    case Phase::completed:
    case Phase::cancelled:  // Instatus knows no cancelled maintenance: the text says it
      return "COMPLETED";
  }
  std::unreachable();
}

std::string_view component_word(ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
      return "OPERATIONAL";
    case ComponentStatus::under_maintenance:
      return "UNDERMAINTENANCE";
    case ComponentStatus::degraded_performance:
      return "DEGRADEDPERFORMANCE";
    case ComponentStatus::partial_outage:
      return "PARTIALOUTAGE";
    case ComponentStatus::major_outage:
      return "MAJOROUTAGE";
  }
  std::unreachable();
}

std::string message(const Publication& publication) {
  return publication.phase == Phase::cancelled ? "Cancelled: " + publication.text : publication.text;
}

/// Components of a maintenance that has not begun are named, but not set: that would take effect at once.
void add_components(json::object& body, const Publication& publication) {
  if (publication.parts.empty()) return;
  json::array ids, statuses;
  for (const auto& part : publication.parts) {
    ids.emplace_back(part.id);
    statuses.push_back(json::object{{"id", part.id}, {"status", component_word(part.status)}});
  }
  body.emplace("components", std::move(ids));
  if (publication.phase != Phase::scheduled) body.emplace("statuses", std::move(statuses));
}

class InstatusDialect final : public Dialect {
 public:
  explicit InstatusDialect(std::string page) : page_(std::move(page)) {}

  std::vector<Call> publish(const Publication& publication) const override {
    return {publication.kind == Kind::incident ? incident(publication) : maintenance(publication)};
  }
  std::optional<Shown> created(const json::value& answer) const override {
    auto shown = read_shown(answer);
    return shown.id.empty() ? std::nullopt : std::optional{std::move(shown)};
  }
  std::optional<Call> set_component(const std::string& id, ComponentStatus status) const override {
    const json::object body{{"status", component_word(status)}};
    return Call{"PUT", path("components/" + id), json::serialize(body), "component \"" + id + "\"", true};
  }
  std::string status_word(ComponentStatus status) const override { return std::string{component_word(status)}; }

  Call components(int page) const override { return {"GET", paged("components", page), {}, page_name()}; }
  std::optional<Listing<Listed>> read_components(const json::value& answer) override {
    const auto* list = answer.if_array();
    if (list == nullptr) return std::nullopt;
    Listing<Listed> result{{}, list->size() >= page_size};
    for (const auto& one : *list)
      result.entries.push_back(
          {id_at(one, "id"), std::string{text_at(one, "name")}, std::string{text_at(one, "status")}});
    return result;
  }
  Call list(const Subject& subject, int page) const override {
    return {"GET", paged(folder(subject.kind), page), {}, page_name()};
  }
  std::optional<Listing<Shown>> read_list(Kind, const json::value& answer) const override {
    const auto* list = answer.if_array();
    if (list == nullptr) return std::nullopt;
    Listing<Shown> result{{}, list->size() >= page_size};
    for (const auto& one : *list) result.entries.push_back(read_shown(one));
    return result;
  }
  Call texts(Kind kind, const std::string& id, int) const override {
    return {"GET", path(fmt::format("{}/{}", folder(kind), id)), {}, thing(kind, id)};
  }
  std::optional<Listing<Said>> read_texts(Kind, const json::value& answer) const override {
    const auto* updates = array_at(answer, "updates");
    if (updates == nullptr) return std::nullopt;
    Listing<Said> result;
    for (const auto& one : *updates)
      result.entries.push_back({std::string{text_at(one, "message")}, time_at(one, "createdAt")});
    return result;
  }

  Call page() const override { return {"GET", "/v2/pages?page=1&per_page=100", {}, "list of pages"}; }
  std::optional<std::string> page_says(const json::value& answer) const override {
    const auto* list = answer.if_array();
    if (list == nullptr) return std::nullopt;
    const auto ours = std::ranges::find_if(*list, [&](const auto& one) { return id_at(one, "id") == page_; });
    if (ours == list->end()) return std::nullopt;
    const auto domain = text_at(*ours, "customDomain");
    return fmt::format("“{}”, {}", text_at(*ours, "name"),
                       domain.empty() ? fmt::format("https://{}.instatus.com", text_at(*ours, "subdomain"))
                                      : fmt::format("https://{}", domain));
  }

 private:
  std::string path(std::string_view rest) const { return fmt::format("/v1/{}/{}", page_, rest); }
  std::string paged(std::string_view what, int page) const {
    return path(fmt::format("{}?page={}&per_page={}", what, page, page_size));
  }
  std::string page_name() const { return "page \"" + page_ + "\""; }
  static std::string_view folder(Kind kind) { return kind == Kind::incident ? "incidents" : "maintenances"; }
  static std::string thing(Kind kind, const std::string& id) {
    return fmt::format("{} \"{}\" (was it deleted on the page?)", kind == Kind::incident ? "incident" : "maintenance",
                       id);
  }
  Call incident(const Publication& publication) const;
  Call maintenance(const Publication& publication) const;
  static Shown read_shown(const json::value& from);

  std::string page_;
};

Call InstatusDialect::incident(const Publication& publication) const {
  json::object body{{"status", phase_word(publication.phase)}, {"notify", publication.notify}};
  add_components(body, publication);
  const auto& id = publication.page_id;
  if (publication.first()) {
    body.emplace("name", publication.title);
    body.emplace("message", message(publication));
    body.emplace("started", playbooks::rfc3339(publication.begins));
    body.emplace("shouldPublish", true);
    return {"POST", path("incidents"), json::serialize(body), page_name()};
  }
  if (publication.text.empty()) {  // an update without words would be an empty line on the page
    body.emplace("name", publication.title);
    return {"PUT", path("incidents/" + id), json::serialize(body), thing(Kind::incident, id), true};
  }
  body.emplace("message", message(publication));
  body.emplace("started", playbooks::rfc3339(publication.said));
  return {"POST", path(fmt::format("incidents/{}/incident-updates", id)), json::serialize(body),
          thing(Kind::incident, id)};
}

Call InstatusDialect::maintenance(const Publication& publication) const {
  json::object body{{"message", message(publication)},
                    {"status", phase_word(publication.phase)},
                    {"notify", publication.notify},
                    {"end", playbooks::rfc3339(publication.ends)}};
  add_components(body, publication);
  if (publication.first()) {
    const auto length = std::chrono::ceil<std::chrono::minutes>(publication.ends - publication.begins);
    body.emplace("name", publication.title);
    body.emplace("start", playbooks::rfc3339(publication.begins));
    body.emplace("duration", length.count());
    // Sitrep moves it from phase to phase and tells the subscribers: Instatus must do neither by itself.
    for (const auto* by_itself : {"autoStart", "autoEnd", "notifyStart", "notifyEnd", "notifyEarly"})
      body.emplace(by_itself, false);
    return {"POST", path("maintenances"), json::serialize(body), page_name()};
  }
  body.emplace("started", playbooks::rfc3339(publication.said));
  return {"POST", path(fmt::format("maintenances/{}/maintenance-updates", publication.page_id)), json::serialize(body),
          thing(Kind::maintenance, publication.page_id)};
}

Shown InstatusDialect::read_shown(const json::value& from) {
  Shown shown;
  shown.id = id_at(from, "id");
  shown.title = text_at(from, "name");
  shown.begins = time_at(from, "started");
  if (!shown.begins) shown.begins = time_at(from, "start");
  if (const auto* updates = array_at(from, "updates"))
    for (const auto& one : *updates)
      if (const auto at = time_at(one, "createdAt"); at && (!shown.created || *at < *shown.created)) shown.created = at;
  return shown;
}

}  // namespace

std::unique_ptr<Integration> make_instatus(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                           Activity& activity) {
  auto dialect = std::make_unique<InstatusDialect>(settings.page_id);
  return std::make_unique<Client>(provider(), std::move(settings), std::move(dialect),
                                  Parts{policy, http, clock, activity});
}

}  // namespace integrations::instatus
