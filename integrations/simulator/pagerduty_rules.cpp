#include "integrations/simulator/pagerduty_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <ranges>

#include "integrations/http/json.hpp"
#include "integrations/statuspage/answers.hpp"

namespace integrations::simulator {

namespace json = boost::json;
using playbooks::Time;

namespace {

constexpr std::size_t event_limit = 512 * 1024, summary_limit = 1024, key_limit = 255;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

template <std::size_t size>
void name_unknown(const json::value& in, const std::array<std::string_view, size>& known, std::string_view where,
                  std::vector<std::string>& problems) {
  const auto* object = in.if_object();
  if (object == nullptr) return;
  for (const auto& [name, value] : *object)
    if (std::ranges::find(known, std::string_view{name}) == known.end())
      problems.push_back(fmt::format("'{}{}' is unknown", where, std::string_view{name}));
}

void check_payload(const json::value& event, std::vector<std::string>& problems) {
  constexpr std::array<std::string_view, 8> known{"summary",   "source", "severity", "timestamp",
                                                  "component", "group",  "class",    "custom_details"};
  constexpr std::array<std::string_view, 4> severities{"critical", "error", "warning", "info"};
  const auto* payload = find(event, "payload");
  if (payload == nullptr || !payload->is_object()) return problems.push_back("'payload' is missing or blank");
  name_unknown(*payload, known, "payload.", problems);
  for (const auto* name : {"summary", "source", "severity"})
    if (text_at(*payload, name).empty()) problems.push_back(fmt::format("'payload.{}' is missing or blank", name));
  if (characters(text_at(*payload, "summary")) > summary_limit) problems.push_back("'payload.summary' is too long");
  if (std::ranges::find(severities, text_at(*payload, "severity")) == severities.end())
    problems.push_back("'payload.severity' is invalid (must be one of critical, error, warning, info)");
  if (find(*payload, "timestamp") != nullptr && !statuspage::read_time(text_at(*payload, "timestamp")))
    problems.push_back("'payload.timestamp' is invalid");
}

HttpServerReply rest_error(int status, int code, const std::string& message) {
  return json_reply(status,
                    json::serialize(json::object{
                        {"error", json::object{{"message", message}, {"code", code}, {"errors", json::array{}}}}}));
}

}  // namespace

HttpServerReply PagerDutyRules::answer(const HttpServerRequest& request, Time now) {
  if (request.path == "/v2/enqueue" && request.method == "POST") return enqueue(request, now);
  return rest(request, now);
}

HttpServerReply PagerDutyRules::invalid(std::vector<std::string> errors) {
  json::array list;
  for (const auto& error : errors) {
    violations.push_back(error);
    list.emplace_back(error);
  }
  return json_reply(
      400, json::serialize(json::object{
               {"status", "invalid event"}, {"message", "Event object is invalid"}, {"errors", std::move(list)}}));
}

std::vector<std::string> PagerDutyRules::problems_of(const json::value& event) const {
  constexpr std::array<std::string_view, 8> known{"routing_key", "event_action", "dedup_key", "payload",
                                                  "client",      "client_url",   "links",     "images"};
  std::vector<std::string> problems;
  name_unknown(event, known, "", problems);
  const auto action = text_at(event, "event_action"), key = text_at(event, "dedup_key");
  if (characters(key) > key_limit) problems.push_back("'dedup_key' is too long");
  if (action == "trigger")
    check_payload(event, problems);
  else if (action != "acknowledge" && action != "resolve")
    problems.push_back("'event_action' is invalid (must be one of trigger, acknowledge, resolve)");
  else if (key.empty())
    problems.push_back("'dedup_key' is missing or blank");
  if (const auto* links = array_at(event, "links"))
    for (const auto& link : *links)
      if (!text_at(link, "href").starts_with("http")) problems.push_back("'links.href' is invalid");
  return problems;
}

HttpServerReply PagerDutyRules::enqueue(const HttpServerRequest& request, Time now) {
  if (request.body.size() > event_limit) return invalid({"the event is larger than 512 KB"});
  const auto event = parse_json(request.body);
  if (!event || !event->is_object()) return invalid({"the body is no JSON object"});
  if (text_at(*event, "routing_key") != options_.routing_key)
    return json_reply(
        400, R"({"status":"invalid event","message":"Event object is invalid","errors":["'routing_key' is invalid"]})");
  if (auto problems = problems_of(*event); !problems.empty()) return invalid(std::move(problems));
  const auto action = text_at(*event, "event_action");
  std::string key{text_at(*event, "dedup_key")};
  if (action == "trigger")
    trigger(*event, now);
  else  // without an open incident it is dropped without a word
    act(key, {}, action == "resolve" ? "resolved" : "acknowledged", now);
  if (key.empty()) key = incidents.back().key;
  return json_reply(
      202, json::serialize(json::object{{"status", "success"}, {"message", "Event processed"}, {"dedup_key", key}}));
}

void PagerDutyRules::trigger(const json::value& event, Time now) {
  std::string key{text_at(event, "dedup_key")};
  if (auto* open = newest(key); open != nullptr && open->status != "resolved") {
    ++open->triggers;  // added to it; whoever has it is not told again
    return;
  }
  DutyIncident incident;
  incident.id = fmt::format("PINC{:03}", incidents.size() + 1);
  incident.key = key.empty() ? "made-" + incident.id : key;
  incident.summary = text_at(event, "payload.summary");
  incident.severity = text_at(event, "payload.severity");
  if (const auto* details = find(event, "payload.custom_details")) incident.details = json::serialize(*details);
  incident.link = text_at(event, "links.0.href");
  incident.created = incident.changed = now;
  incidents.push_back(incident);
  tell("triggered", incident);
}

DutyIncident* PagerDutyRules::newest(const std::string& key) {
  const auto found = std::ranges::find(incidents.rbegin(), incidents.rend(), key, &DutyIncident::key);
  return found == incidents.rend() ? nullptr : &*found;
}

bool PagerDutyRules::act(const std::string& key, const std::string& user, const std::string& status, Time now) {
  auto* open = newest(key);
  if (open == nullptr || open->status == "resolved" || open->status == status) return false;
  open->status = status;
  open->by = user;
  open->changed = now;
  const auto who = users.find(user);
  tell(who == users.end() ? status : who->second.name + " " + status, *open);
  return true;
}

void PagerDutyRules::tell(const std::string& what, const DutyIncident& incident) const {
  if (told) told(fmt::format("PagerDuty: {} {}", what, incident.summary));
}

HttpServerReply PagerDutyRules::rest(const HttpServerRequest& request, Time now) {
  const auto known = [&](std::string_view path) { return request.method == "GET" && request.path == path; };
  const std::string_view path{request.path};
  constexpr std::string_view schedule_prefix = "/schedules/", user_prefix = "/users/";
  if (request.header("authorization") != "Token token=" + options_.api_token)
    return rest_error(401, 2006, "Account Not Found");
  if (!request.header("accept").contains("json")) {
    violations.push_back(fmt::format("{} {}: no Accept for JSON", request.method, request.target));
    return rest_error(406, 2100, "Not Acceptable");
  }
  if (known("/abilities")) return json_reply(200, R"({"abilities":["teams","urgencies"]})");
  if (known("/incidents")) return list_incidents(request, now);
  if (request.method == "GET" && path.starts_with(schedule_prefix))
    return schedule(request, url_decode(path.substr(schedule_prefix.size())));
  if (request.method == "GET" && path.starts_with(user_prefix)) {
    const auto user = users.find(url_decode(path.substr(user_prefix.size())));
    if (user == users.end()) return rest_error(404, 2100, "Not Found");
    return json_reply(200, json::serialize(json::object{{"user", json::object{{"id", user->second.id},
                                                                              {"type", "user"},
                                                                              {"summary", user->second.name},
                                                                              {"name", user->second.name},
                                                                              {"email", user->second.email}}}}));
  }
  violations.push_back(fmt::format("{} {}: there is no such call", request.method, request.target));
  return rest_error(404, 2100, "Not Found");
}

json::object PagerDutyRules::reference(const std::string& user) const {
  const auto found = users.find(user);
  if (found == users.end()) return {{"id", "PSERV01"}, {"type", "service_reference"}, {"summary", "Sitrep"}};
  return {{"id", user}, {"type", "user_reference"}, {"summary", found->second.name}};
}

json::object PagerDutyRules::shown(const DutyIncident& incident) const {
  json::array acknowledgements;
  if (incident.status == "acknowledged")
    acknowledgements.push_back(
        json::object{{"at", playbooks::rfc3339(incident.changed)}, {"acknowledger", reference(incident.by)}});
  json::object result{{"id", incident.id},
                      {"type", "incident"},
                      {"summary", incident.summary},
                      {"title", incident.summary},
                      {"html_url", "https://example.pagerduty.com/incidents/" + incident.id},
                      {"incident_key", incident.key},
                      {"status", incident.status},
                      {"created_at", playbooks::rfc3339(incident.created)},
                      {"updated_at", playbooks::rfc3339(incident.changed)},
                      {"last_status_change_at", playbooks::rfc3339(incident.changed)},
                      {"last_status_change_by", reference(incident.by)},
                      {"acknowledgements", std::move(acknowledgements)},
                      {"urgency", incident.severity == "critical" || incident.severity == "error" ? "high" : "low"}};
  if (incident.status == "resolved") result["resolved_at"] = playbooks::rfc3339(incident.changed);
  return result;
}

HttpServerReply PagerDutyRules::list_incidents(const HttpServerRequest& request, Time now) const {
  const auto since =
      request.query("since").and_then([](const std::string& text) { return statuspage::read_time(text); });
  const auto earliest = since.value_or(now - std::chrono::days{30});
  json::array list;
  for (const auto& incident : incidents)
    if (incident.key == request.query("incident_key").value_or(incident.key) && incident.created >= earliest)
      list.push_back(shown(incident));
  if (request.query("sort_by") == std::optional<std::string>{"created_at:desc"}) std::ranges::reverse(list);
  return json_reply(200, json::serialize(json::object{
                             {"incidents", std::move(list)}, {"limit", 25}, {"offset", 0}, {"more", false}}));
}

HttpServerReply PagerDutyRules::schedule(const HttpServerRequest& request, const std::string& id) {
  const auto found = schedules.find(id);
  if (found == schedules.end()) return rest_error(404, 2100, "Not Found");
  const auto read = [&](const char* name) {
    return request.query(name).and_then([](const std::string& text) { return statuspage::read_time(text); });
  };
  const auto since = read("since"), until = read("until");
  if (!since || !until) {
    violations.push_back("schedules: without since and until there are no rendered entries");
    return rest_error(400, 2001, "Invalid Input Provided");
  }
  json::array entries;
  for (const auto& turn : found->second.turns) {
    if (turn.to <= *since || turn.from >= *until) continue;
    entries.push_back(json::object{{"start", playbooks::rfc3339(std::max(turn.from, *since))},
                                   {"end", playbooks::rfc3339(std::min(turn.to, *until))},
                                   {"user", reference(turn.user)}});
  }
  json::object final_schedule{{"name", "Final Schedule"}, {"rendered_schedule_entries", std::move(entries)}};
  return json_reply(200, json::serialize(json::object{{"schedule", json::object{{"id", id},
                                                                                {"type", "schedule"},
                                                                                {"name", found->second.name},
                                                                                {"time_zone", "UTC"},
                                                                                {"final_schedule", final_schedule}}}}));
}

}  // namespace integrations::simulator
