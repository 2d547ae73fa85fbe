#include "integrations/simulator/statuspage_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>

namespace integrations::simulator {

namespace json = boost::json;
using playbooks::Time;

namespace {

constexpr std::size_t most_requests = 60;
constexpr std::array<std::string_view, 4> lists{"unresolved", "scheduled", "upcoming", "active_maintenance"};
constexpr auto rate_window = std::chrono::seconds{60};

std::vector<std::string> segments(std::string_view path) {
  std::vector<std::string> result;
  while (!path.empty()) {
    const auto slash = path.find('/');
    if (slash != 0) result.emplace_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return result;
}

int number_or(const std::optional<std::string>& text, int otherwise) {
  int number = 0;
  if (!text) return otherwise;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
  return read.ec == std::errc{} && number >= 1 ? number : otherwise;
}

HttpServerReply rendered(const SimulatedPage::Reply& result) {
  HttpServerReply reply;
  reply.status = result.status;
  reply.body = json::serialize(result.body);
  return reply;
}

}  // namespace

HttpServerReply SimulatedApi::answer(const HttpServerRequest& request, Time now) {
  HttpServerReply reply;
  const auto parts = segments(request.path);
  if (request.path == "/api/v2/summary.json") return rendered(page_.summary(now));
  const auto has_key = [&](const std::string& key) {
    return request.header("authorization") == "OAuth " + key || request.query("api_key") == std::optional{key};
  };
  if (has_key(weak_key_)) return rendered({403, json::object{{"error", "Forbidden"}}});
  if (!has_key(key_)) return rendered({401, json::object{{"error", "Could not authenticate"}}});
  if (const auto wait = over_limit(now)) {
    reply = rendered({420, json::object{{"error", "Rate limit exceeded"}}});
    reply.headers.emplace_back("Retry-After", std::to_string(*wait));
    return reply;
  }
  auto result = route(request, parts, now);
  if (result.status == 422 || result.status == 400)
    violations_.push_back(fmt::format("{} {}: {}", request.method, request.target, json::serialize(result.body)));
  return rendered(result);
}

std::optional<std::int64_t> SimulatedApi::over_limit(Time now) {
  while (!requests_.empty() && requests_.front() + rate_window <= now) requests_.pop_front();
  if (rate_limits_ && requests_.size() >= most_requests)
    return std::chrono::ceil<std::chrono::seconds>(requests_.front() + rate_window - now).count();
  requests_.push_back(now);
  return std::nullopt;
}

SimulatedPage::Reply SimulatedApi::no_route(const HttpServerRequest& request) {
  violations_.push_back(fmt::format("{} {}: there is no such call", request.method, request.target));
  return SimulatedPage::not_found("path");
}

SimulatedPage::Reply SimulatedApi::route(const HttpServerRequest& request, Parts parts, Time now) {
  if (!parts.empty() && parts.back().ends_with(".json")) parts.back().resize(parts.back().size() - 5);
  if (parts.size() < 3 || parts[0] != "v1" || parts[1] != "pages") return no_route(request);
  if (parts[2] != page_.id()) return SimulatedPage::not_found("page");
  const auto& method = request.method;
  if (parts.size() == 3 && method == "GET") return page_.page();
  if (parts.size() >= 4 && parts[3] == "components") return component_call(request, parts);
  if (parts.size() >= 4 && parts[3] == "incidents") return incident_call(request, parts, now);
  return no_route(request);
}

SimulatedPage::Reply SimulatedApi::component_call(const HttpServerRequest& request, const Parts& parts) {
  if (parts.size() == 4 && request.method == "GET")
    return page_.list_components(number_or(request.query("page"), 1),
                                 std::min(100, number_or(request.query("per_page"), 100)));
  if (parts.size() != 5) return no_route(request);
  if (request.method == "GET") return page_.component(parts[4]);
  if (request.method != "PATCH" && request.method != "PUT") return no_route(request);
  return with_body(request, BodyKind::component,
                   [&](const json::object& body) { return page_.patch_component(parts[4], body); });
}

SimulatedPage::Reply SimulatedApi::incident_call(const HttpServerRequest& request, const Parts& parts, Time now) {
  const auto& method = request.method;
  const bool changes = method == "PATCH" || method == "PUT";
  if (parts.size() == 4 && method == "GET")
    return page_.list_incidents("", request.query("q").value_or(""), number_or(request.query("page"), 1),
                                std::min(100, number_or(request.query("limit"), 100)), now);
  if (parts.size() == 4 && method == "POST")
    return with_body(request, BodyKind::new_incident,
                     [&](const json::object& body) { return page_.create_incident(body, now); });
  const bool list = parts.size() == 5 && std::ranges::find(lists, parts[4]) != lists.end();
  if (list && method == "GET")
    return page_.list_incidents(parts[4], "", number_or(request.query("page"), 1),
                                std::min(100, number_or(request.query("per_page"), 100)), now);
  if (parts.size() == 5 && method == "GET") return page_.incident(parts[4]);
  if (parts.size() == 5 && changes)
    return with_body(request, BodyKind::incident,
                     [&](const json::object& body) { return page_.patch_incident(parts[4], body, now); });
  if (parts.size() >= 6 && parts[5] == "postmortem") return postmortem_call(request, parts, now);
  return no_route(request);
}

SimulatedPage::Reply SimulatedApi::postmortem_call(const HttpServerRequest& request, const Parts& parts, Time now) {
  if (parts.size() == 6 && request.method == "GET") return page_.postmortem(parts[4]);
  if (parts.size() == 6 && request.method == "PUT")
    return with_body(request, BodyKind::postmortem, [&](const json::object& body) {
      return page_.put_postmortem(parts[4], std::string{body.at("body_draft").get_string()}, now);
    });
  if (parts.size() == 7 && parts[6] == "publish" && request.method == "PUT")
    return with_body(request, BodyKind::postmortem_publish, [&](const json::object& body) {
      const auto* notify = body.if_contains("notify_subscribers");
      return page_.publish_postmortem(parts[4], notify != nullptr && notify->get_bool(), now);
    });
  return no_route(request);
}

SimulatedPage::Reply SimulatedApi::with_body(const HttpServerRequest& request, BodyKind kind, const Then& then) {
  if (!request.header("content-type").starts_with("application/json"))
    return SimulatedPage::refused({"Content-Type must be application/json"});
  const auto checked = check_body(kind, request.body);
  if (!checked.problems.empty()) return SimulatedPage::refused(checked.problems);
  return then(checked.inner);
}

}  // namespace integrations::simulator
