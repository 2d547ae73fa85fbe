#include "integrations/simulator/opsgenie_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <ranges>

#include "integrations/http/json.hpp"

namespace integrations::simulator {

namespace json = boost::json;
using playbooks::Time;

namespace {

constexpr playbooks::Duration takes = std::chrono::seconds{1};

struct Limit {
  std::string_view name;
  std::size_t most;
};
constexpr std::array<Limit, 6> limits{
    {{"message", 130}, {"alias", 512}, {"description", 15'000}, {"entity", 512}, {"source", 100}, {"user", 100}}};
constexpr std::array<std::string_view, 12> create_keys{"message",   "alias",    "description", "responders",
                                                       "visibleTo", "actions",  "tags",        "details",
                                                       "entity",    "priority", "user",        "source"};
constexpr std::array<std::string_view, 3> action_keys{"user", "note", "source"};

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string problem_of(const json::value& body, auto& known) {
  const auto* object = body.if_object();
  if (object == nullptr) return "the body is no JSON object";
  for (const auto& [name, value] : *object)
    if (std::ranges::find(known, std::string_view{name}) == known.end())
      return fmt::format("{} is unknown", std::string_view{name});
  for (const auto& [name, most] : limits)
    if (characters(text_at(body, name)) > most) return fmt::format("{} is longer than {} characters", name, most);
  return {};
}

std::string problem_of_alert(const json::value& body) {
  constexpr std::array<std::string_view, 5> priorities{"P1", "P2", "P3", "P4", "P5"};
  if (auto problem = problem_of(body, create_keys); !problem.empty()) return problem;
  if (text_at(body, "message").empty()) return "message can not be empty";
  const auto priority = text_at(body, "priority");
  if (!priority.empty() && std::ranges::find(priorities, priority) == priorities.end())
    return "priority should be one of P1, P2, P3, P4, P5";
  if (const auto* tags = array_at(body, "tags")) {
    if (tags->size() > 20) return "more than 20 tags";
    for (const auto& tag : *tags)
      if (text_at(tag, "").empty() || characters(text_at(tag, "")) > 50) return "a tag has 1 to 50 characters";
  }
  if (const auto* details = object_at(body, "details"))
    for (const auto& [name, value] : *details)
      if (!value.is_string()) return fmt::format("details.{} is not a text", std::string_view{name});
  return {};
}

}  // namespace

HttpServerReply OpsgenieRules::wrong(int status, const std::string& message) {
  return json_reply(status,
                    json::serialize(json::object{
                        {"message", message}, {"took", 0.001}, {"requestId", fmt::format("r-{}", ++requests_)}}));
}

HttpServerReply OpsgenieRules::accepted(Time now, std::function<void()> what) {
  waiting_.push_back({now + takes, std::move(what)});
  return json_reply(202, json::serialize(json::object{{"result", "Request will be processed"},
                                                      {"took", 0.107},
                                                      {"requestId", fmt::format("r-{}", ++requests_)}}));
}

void OpsgenieRules::settle(Time now) {
  while (!waiting_.empty() && waiting_.front().due <= now) {
    const auto what = std::move(waiting_.front().what);
    waiting_.pop_front();
    what();
  }
}

GenieAlert* OpsgenieRules::newest(const std::string& alias) {
  const auto found = std::ranges::find(alerts.rbegin(), alerts.rend(), alias, &GenieAlert::alias);
  return found == alerts.rend() ? nullptr : &*found;
}

void OpsgenieRules::tell(const std::string& what, const std::string& message) const {
  if (told) told(fmt::format("Opsgenie: {} {}", what, message));
}

HttpServerReply OpsgenieRules::answer(const HttpServerRequest& request, Time now) {
  settle(now);
  if (request.header("authorization") != "GenieKey " + options_.api_key) return wrong(401, "Could not authenticate");
  constexpr std::string_view prefix = "/v2/alerts/", acknowledge = "/acknowledge", close = "/close";
  std::string_view path{request.path};
  if (path == "/v2/alerts" && request.method == "POST") return create(request, now);
  if (path == "/v2/alerts/count" && request.method == "GET")
    return json_reply(200, json::serialize(json::object{
                               {"data", json::object{{"count", alerts.size()}}}, {"took", 0.001}, {"requestId", "r"}}));
  const bool by_alias = request.query("identifierType") == std::optional<std::string>{"alias"};
  if (path.starts_with(prefix) && by_alias) {
    path.remove_prefix(prefix.size());
    if (request.method == "GET") return show(url_decode(path), now);
    for (const auto action : {acknowledge, close}) {
      if (request.method != "POST" || !path.ends_with(action)) continue;
      path.remove_suffix(action.size());
      return change(request, url_decode(path), action == close, now);
    }
  }
  violations.push_back(fmt::format("{} {}: there is no such call", request.method, request.target));
  return wrong(404, "Not found");
}

HttpServerReply OpsgenieRules::create(const HttpServerRequest& request, Time now) {
  const auto body = parse_json(request.body);
  const auto problem = body ? problem_of_alert(*body) : std::string{"the body is no JSON"};
  if (!problem.empty()) {
    violations.push_back(problem);
    return wrong(422, problem);
  }
  GenieAlert alert;
  alert.alias = text_at(*body, "alias");
  alert.message = text_at(*body, "message");
  alert.description = text_at(*body, "description");
  alert.priority = text_at(*body, "priority").empty() ? "P3" : text_at(*body, "priority");
  alert.created = alert.changed = now;
  return accepted(now, [this, alert] { open(alert); });
}

void OpsgenieRules::open(GenieAlert alert) {
  alert.id = fmt::format("alert-{}", alerts.size() + 1);
  if (alert.alias.empty()) alert.alias = alert.id;
  if (auto* same = newest(alert.alias); same != nullptr && same->status == "open") {
    ++same->count;  // added to it; whoever has it is not told again
    return;
  }
  tell("created", alert.message);
  alerts.push_back(std::move(alert));
}

HttpServerReply OpsgenieRules::change(const HttpServerRequest& request, const std::string& alias, bool close,
                                      Time now) {
  const auto body = parse_json(request.body.empty() ? "{}" : request.body);
  const auto problem = body ? problem_of(*body, action_keys) : std::string{"the body is no JSON"};
  if (!problem.empty()) {
    violations.push_back(problem);
    return wrong(422, problem);
  }
  const std::string who{text_at(*body, "user")};
  return accepted(now, [this, alias, who, close, now] { act(alias, who, close, now); });
}

bool OpsgenieRules::act(const std::string& alias, const std::string& person, bool close, Time now) {
  auto* alert = newest(alias);
  if (alert == nullptr || alert->status == "closed" || (!close && alert->acknowledged)) return false;
  if (close) alert->status = "closed";
  alert->by = person;
  alert->acknowledged = !close;
  alert->changed = now;
  tell(fmt::format("{} {}", person, close ? "closed" : "acknowledged"), alert->message);
  return true;
}

HttpServerReply OpsgenieRules::show(const std::string& alias, Time) {
  const auto* alert = newest(alias);
  if (alert == nullptr) return wrong(404, "Alert does not exist");
  const auto span = (alert->changed - alert->created).count();
  json::object report;
  if (alert->acknowledged) report = {{"ackTime", span}, {"acknowledgedBy", alert->by}};
  if (alert->status == "closed") report = {{"closeTime", span}, {"closedBy", alert->by}};
  return json_reply(
      200, json::serialize(json::object{{"data", json::object{{"id", alert->id},
                                                              {"alias", alert->alias},
                                                              {"message", alert->message},
                                                              {"status", alert->status},
                                                              {"acknowledged", alert->acknowledged},
                                                              {"count", alert->count},
                                                              {"priority", alert->priority},
                                                              {"createdAt", playbooks::rfc3339(alert->created)},
                                                              {"updatedAt", playbooks::rfc3339(alert->changed)},
                                                              {"report", std::move(report)}}},
                                        {"took", 0.003},
                                        {"requestId", fmt::format("r-{}", ++requests_)}}));
}

}  // namespace integrations::simulator
