#include "integrations/better_stack/better_stack.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <utility>

#include "integrations/http/json.hpp"
#include "integrations/pages/client.hpp"

namespace integrations::better_stack {

namespace json = boost::json;
using namespace pages;
using playbooks::ComponentStatus;
using statuspage::Listed;

namespace {

/// Within a report about an incident. A maintenance has a report of its own.
std::string_view resource_word(ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
    case ComponentStatus::under_maintenance:
      return "resolved";
    case ComponentStatus::degraded_performance:
    case ComponentStatus::partial_outage:
      return "degraded";
    case ComponentStatus::major_outage:
      return "downtime";
  }
  std::unreachable();
}

/// A report is over when all of its resources are: so they are resolved with it, also when another report still holds
/// one of them. What is left of it is said in words.
json::array affected(const Publication& publication) {
  json::array result;
  for (const auto& part : publication.parts) {
    const auto word = publication.kind == Kind::maintenance  ? std::string_view{"maintenance"}
                      : publication.phase == Phase::resolved ? std::string_view{"resolved"}
                                                             : resource_word(part.status);
    result.push_back(json::object{{"status_page_resource_id", part.id}, {"status", word}});
  }
  return result;
}

/// Better Stack knows no phases: they stand before the text.
std::string message(const Publication& publication) {
  std::string text{in_words(publication.phase)};
  text += publication.text.empty() ? "." : ": " + publication.text;
  if (publication.phase != Phase::resolved) return text;
  std::string left;
  for (const auto& part : publication.parts)
    if (part.status != ComponentStatus::operational)
      left += fmt::format("{}{} ({})", left.empty() ? "" : ", ", part.name, playbooks::in_words(part.status));
  return left.empty() ? text : fmt::format("{}\n\nStill affected by something else: {}.", text, left);
}

std::string title(const Publication& publication) {
  return publication.phase == Phase::cancelled ? "Cancelled: " + publication.title : publication.title;
}

const json::array* data_of(const json::value& answer) {
  return array_at(answer, "data");
}

bool has_next(const json::value& answer) {
  return !text_at(answer, "pagination.next").empty();
}

class BetterStackDialect final : public Dialect {
 public:
  explicit BetterStackDialect(std::string page) : page_(std::move(page)) {}

  std::vector<Call> publish(const Publication& publication) const override;
  std::optional<Shown> created(const json::value& answer) const override {
    const auto* data = find(answer, "data");
    if (data == nullptr || id_at(*data, "id").empty()) return std::nullopt;
    return read_shown(*data);
  }
  std::optional<Call> set_component(const std::string&, ComponentStatus) const override { return std::nullopt; }
  std::string status_word(ComponentStatus status) const override {
    const auto word = resource_word(status);
    return status == ComponentStatus::under_maintenance ? "maintenance"
           : word == "resolved"                         ? "operational"
                                                        : std::string{word};
  }

  Call components(int page) const override { return {"GET", paged("resources", page), {}, page_name()}; }
  std::optional<Listing<Listed>> read_components(const json::value& answer) override {
    const auto* list = data_of(answer);
    if (list == nullptr) return std::nullopt;
    Listing<Listed> result{{}, has_next(answer)};
    for (const auto& one : *list)
      result.entries.push_back({id_at(one, "id"), std::string{text_at(one, "attributes.public_name")},
                                std::string{text_at(one, "attributes.status")}});
    return result;
  }
  Call list(const Subject&, int page) const override { return {"GET", paged("status-reports", page), {}, page_name()}; }
  std::optional<Listing<Shown>> read_list(Kind, const json::value& answer) const override {
    const auto* list = data_of(answer);
    if (list == nullptr) return std::nullopt;
    Listing<Shown> result{{}, has_next(answer)};
    for (const auto& one : *list) result.entries.push_back(read_shown(one));
    return result;
  }
  Call texts(Kind, const std::string& id, int page) const override {
    return {"GET", paged(fmt::format("status-reports/{}/status-updates", id), page), {}, report(id)};
  }
  std::optional<Listing<Said>> read_texts(Kind, const json::value& answer) const override {
    const auto* list = data_of(answer);
    if (list == nullptr) return std::nullopt;
    Listing<Said> result{{}, has_next(answer)};
    for (const auto& one : *list)
      result.entries.push_back(
          {std::string{text_at(one, "attributes.message")}, time_at(one, "attributes.published_at")});
    return result;
  }

  Call page() const override { return {"GET", "/status-pages/" + page_, {}, page_name()}; }
  std::optional<std::string> page_says(const json::value& answer) const override {
    if (find(answer, "data.attributes") == nullptr) return std::nullopt;
    const auto domain = text_at(answer, "data.attributes.custom_domain");
    return fmt::format("“{}”, {}", text_at(answer, "data.attributes.company_name"),
                       domain.empty()
                           ? fmt::format("https://{}.betteruptime.com", text_at(answer, "data.attributes.subdomain"))
                           : fmt::format("https://{}", domain));
  }

 private:
  std::string path(std::string_view rest) const { return fmt::format("/status-pages/{}/{}", page_, rest); }
  std::string paged(std::string_view what, int page) const { return path(fmt::format("{}?page={}", what, page)); }
  std::string page_name() const { return "status page \"" + page_ + "\""; }
  static std::string report(const std::string& id) {
    return fmt::format("status report \"{}\" (was it deleted on the page?)", id);
  }
  static Shown read_shown(const json::value& from) {
    return {id_at(from, "id"),
            std::string{text_at(from, "attributes.title")},
            {},
            {},
            time_at(from, "attributes.starts_at"),
            {}};
  }

  std::string page_;
};

std::vector<Call> BetterStackDialect::publish(const Publication& publication) const {
  const bool maintenance = publication.kind == Kind::maintenance;
  const auto& id = publication.page_id;
  json::object update{{"message", message(publication)},
                      {"notify_subscribers", publication.notify},
                      {"affected_resources", affected(publication)},
                      {"published_at", playbooks::rfc3339(publication.said)}};
  if (publication.first()) {
    update.emplace("title", title(publication));
    update.emplace("report_type", maintenance ? "maintenance" : "manual");
    update.emplace("starts_at", playbooks::rfc3339(publication.begins));
    if (maintenance) update.emplace("ends_at", playbooks::rfc3339(publication.ends));
    return {{"POST", path("status-reports"), json::serialize(update), page_name()}};
  }
  std::vector<Call> calls;
  if (maintenance) {  // Better Stack begins and ends it by these times
    const json::object window{{"title", title(publication)},
                              {"starts_at", playbooks::rfc3339(publication.begins)},
                              {"ends_at", playbooks::rfc3339(publication.ends)}};
    calls.push_back({"PATCH", path("status-reports/" + id), json::serialize(window), report(id), true});
  }
  calls.push_back(
      {"POST", path(fmt::format("status-reports/{}/status-updates", id)), json::serialize(update), report(id)});
  return calls;
}

}  // namespace

std::unique_ptr<Integration> make_better_stack(Settings settings, const playbooks::Policy& policy, Http& http,
                                               Clock& clock, Activity& activity) {
  auto dialect = std::make_unique<BetterStackDialect>(settings.page_id);
  return std::make_unique<Client>(provider(), std::move(settings), std::move(dialect),
                                  Parts{policy, http, clock, activity});
}

}  // namespace integrations::better_stack
