#include "integrations/statuspage/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "integrations/http/json.hpp"
#include "integrations/http/retry.hpp"
#include "integrations/ports/log.hpp"
#include "integrations/statuspage/payload.hpp"

namespace integrations::statuspage {

namespace json = boost::json;
using playbooks::Duration;
using playbooks::Time;
using Kind = Answer::Kind;

namespace {

/// The thing itself, whether it comes bare or as {"incident":{...}}.
const json::value& unwrapped(const json::value& value, std::string_view wrapper) {
  const auto* inner = find(value, wrapper);
  return inner != nullptr && inner->is_object() ? *inner : value;
}

std::string text(const json::value& value, std::string_view path) {
  return std::string{text_at(value, path)};
}

std::optional<json::value> parse(const HttpResponse& response) {
  if (response.truncated) return std::nullopt;
  return parse_json(response.body);
}

/// The error in Statuspage's own words: "error" as text or list, else "message", else how the body begins.
std::string complaint(const HttpResponse& response) {
  std::string words;
  if (const auto value = parse(response)) {
    words = text(*value, "error");
    if (const auto* list = array_at(*value, "error"))
      for (const auto& one : *list)
        if (const auto* string = one.if_string()) words += (words.empty() ? "" : "; ") + std::string{*string};
    if (words.empty()) words = text(*value, "message");
  }
  if (words.empty()) words = response.body.empty() ? "an empty answer" : response.body;
  std::ranges::replace_if(words, [](unsigned char c) { return c < 0x20; }, ' ');
  return redact(cut(words, 200));
}

Time wait_until(const HttpResponse& response, Time now) {
  constexpr Duration unless_told = std::chrono::seconds{60}, least = std::chrono::seconds{1};
  return now + std::max(least, retry_after(response, now).value_or(unless_told));
}

Answer refused(const HttpResponse& response, std::string_view what) {
  const auto status = response.status;
  const auto says = complaint(response);
  if (status == 401)
    return {Kind::refused,
            status,
            {},
            {},
            "Statuspage refused the API key. Set SITREP_STATUSPAGE_API_KEY to a valid key (in Statuspage: your avatar, "
            "API info) and restart Sitrep."};
  if (status == 403)
    return {Kind::refused,
            status,
            {},
            {},
            fmt::format("Statuspage does not let this API key manage the page ({}). Set SITREP_STATUSPAGE_API_KEY to "
                        "the key of somebody who may, and restart Sitrep.",
                        says)};
  if (status == 404)
    return {Kind::refused,
            status,
            {},
            {},
            fmt::format("Statuspage has no {}, or the API key cannot see it ({}).", what, says)};
  if (status >= 300 && status < 400)
    return {
        Kind::refused,
        status,
        {},
        {},
        fmt::format("Statuspage sends us elsewhere ({}). Check `statuspage.api_url` in the configuration.", status)};
  return {Kind::refused, status, {}, {}, fmt::format("Statuspage refused the request ({}): {}", status, says)};
}

}  // namespace

Answer classify(const HttpResponse& response, Asks asks, std::string_view what, Time now) {
  const auto unsure = asks == Asks::writes ? Kind::doubtful : Kind::later;
  if (response.outcome == HttpResponse::Outcome::not_sent)
    return {Kind::later, 0, {}, {}, fmt::format("Statuspage cannot be reached: {}", redact(response.trouble))};
  if (response.outcome == HttpResponse::Outcome::unknown)
    return {unsure, 0, {}, {}, fmt::format("no answer from Statuspage: {}", redact(response.trouble))};
  const int status = response.status;
  if (status == 420 || status == 429) {
    const auto at = wait_until(response, now);
    return {Kind::later, status, {}, at, fmt::format("Statuspage rate limit until {}", playbooks::utc_clock(at))};
  }
  if (status >= 200 && status < 300) {
    if (auto value = parse(response)) return {Kind::done, status, std::move(*value), {}, {}};
    return {
        unsure, status, {}, {}, fmt::format("Statuspage answered {} without JSON: {}", status, complaint(response))};
  }
  if (status >= 300 && status < 500 && status != 408) return refused(response, what);
  return {unsure, status, {}, {}, fmt::format("Statuspage answered {}: {}", status, complaint(response))};
}

std::optional<PageIncident> read_incident(const json::value& value) {
  const auto& from = unwrapped(value, "incident");
  PageIncident incident{text(from, "id"),
                        text(from, "name"),
                        text(from, "status"),
                        text(from, "shortlink"),
                        text(from, "metadata.sitrep.incident"),
                        text(from, "metadata.sitrep.key"),
                        object_at(from, "metadata") != nullptr,
                        read_time(text(from, "created_at")),
                        read_time(text(from, "updated_at"))};
  if (incident.owner.empty()) incident.owner = text(from, "metadata.sitrep.maintenance");
  if (incident.id.empty() || incident.status.empty()) return std::nullopt;
  return incident;
}

bool is_maintenance(const PageIncident& incident) {
  constexpr std::array<std::string_view, 4> statuses{"scheduled", "in_progress", "verifying", "completed"};
  return std::ranges::find(statuses, incident.status) != statuses.end();
}

std::optional<std::vector<PageIncident>> read_incidents(const json::value& value) {
  const auto* list = value.if_array();
  if (list == nullptr) return std::nullopt;
  std::vector<PageIncident> result;
  for (const auto& one : *list)
    if (auto incident = read_incident(one)) result.push_back(std::move(*incident));
  return result;
}

std::optional<Listed> read_component(const json::value& value) {
  const auto& from = unwrapped(value, "component");
  Listed listed{text(from, "id"), text(from, "name"), text(from, "status")};
  if (listed.id.empty() || flag_at(from, "group").value_or(false)) return std::nullopt;
  return listed;
}

std::optional<std::vector<Listed>> read_components(const json::value& value) {
  const auto* list = value.if_array();
  if (list == nullptr) return std::nullopt;
  std::vector<Listed> result;
  for (const auto& one : *list) {
    auto listed = read_component(one);
    result.push_back(listed ? std::move(*listed) : Listed{});  // keeps the count: a short page is the last one
  }
  return result;
}

std::optional<Time> read_time(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t size) -> int {
    int value = -1;
    if (at + size > text.size()) return -1;
    const auto* end = text.data() + at + size;
    const auto read = std::from_chars(text.data() + at, end, value);
    return read.ec == std::errc{} && read.ptr == end ? value : -1;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2), hour = number(11, 2), minute = number(14, 2),
            second = number(17, 2);
  if (std::min({year, month, day, hour, minute, second}) < 0 || text[10] != 'T') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  Time time = std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
              std::chrono::seconds{second};
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      time += Duration{(text[at] - '0') * scale};
  }
  if (text.substr(at) == "Z") return time;
  const int hours = number(at + 1, 2), minutes = number(at + 4, 2);
  if (hours < 0 || minutes < 0 || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const Duration offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
  return text[at] == '+' ? time - offset : time + offset;
}

std::optional<int> key_number(std::string_view key, std::string_view owner) {
  const bool maintenance = owner.starts_with("MNT-");
  const std::string_view head = maintenance ? "maintenance" : owner;
  const std::string_view tail = maintenance ? "/page" : "/public";
  if (owner.empty() || !key.starts_with(head)) return std::nullopt;
  key.remove_prefix(head.size());
  if (!key.starts_with('/')) return std::nullopt;
  key.remove_prefix(1);
  const auto slash = key.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto rest = key.substr(slash);  // where several pages are kept it names the page behind the tail
  if (rest != tail && !(rest.starts_with(tail) && rest[tail.size()] == '/')) return std::nullopt;
  int number = 0;
  const auto* end = key.data() + slash;
  const auto read = std::from_chars(key.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < 0) return std::nullopt;
  return number;
}

}  // namespace integrations::statuspage
