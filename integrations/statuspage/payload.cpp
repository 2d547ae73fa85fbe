#include "integrations/statuspage/payload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace integrations::statuspage {

namespace json = boost::json;
using playbooks::ComponentStatus;
using playbooks::PublishIncident;
using playbooks::Status;

namespace {

/// The length in bytes of the character at the beginning of `text`, 0 when it is not valid UTF-8.
std::size_t character(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(0);
  const std::size_t size = lead < 0x80                   ? 1
                           : lead >= 0xC2 && lead < 0xE0 ? 2
                           : lead >= 0xE0 && lead < 0xF0 ? 3
                           : lead >= 0xF0 && lead < 0xF5 ? 4
                                                         : 0;
  if (size == 0 || size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((at(i) & 0xC0) != 0x80) return 0;
  if (lead == 0xE0 && at(1) < 0xA0) return 0;  // overlong
  if (lead == 0xED && at(1) > 0x9F) return 0;  // surrogates
  if (lead == 0xF0 && at(1) < 0x90) return 0;  // overlong
  if (lead == 0xF4 && at(1) > 0x8F) return 0;  // beyond U+10FFFF
  return size;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at += std::max<std::size_t>(1, character(text.substr(at)));
  return count;
}

std::vector<Said> texts(const Delivery& delivery, const PublishIncident& newest) {
  std::vector<Said> said;
  for (const auto& older : delivery.merged) {
    const auto* publish = std::get_if<PublishIncident>(&older.body);
    if (publish != nullptr && !publish->body.empty()) said.push_back({publish->at, publish->body});
  }
  if (!newest.body.empty())
    said.push_back({newest.at, newest.body});
  else if (newest.status == Status::cancelled)
    said.push_back({newest.at, "This was a false alarm: the service was not affected."});
  return said;
}

/// Joined from the newest backwards, because the newest matters most when not everything fits.
std::string join(const std::vector<Said>& said, playbooks::Time now) {
  constexpr std::string_view left_out = "(Earlier updates were too long to show here.)";
  constexpr std::string_view gap = "\n\n";
  const auto day = [](playbooks::Time at) { return std::chrono::floor<std::chrono::days>(at); };
  const bool one_day = std::ranges::all_of(said, [&](const Said& one) { return day(one.at) == day(now); });
  const std::size_t room = body_limit - left_out.size() - gap.size();
  std::string result;
  std::size_t used = 0;
  for (auto one = said.rbegin(); one != said.rend(); ++one) {
    const auto when = one_day ? playbooks::utc_clock(one->at) : playbooks::utc_minute(one->at);
    auto paragraph = cut(fmt::format("{}: {}", when, one->text), room);
    const auto size = characters(paragraph) + (result.empty() ? 0 : gap.size());
    if (used + size > room) return fmt::format("{}{}{}", left_out, gap, result);
    used += size;
    result = result.empty() ? std::move(paragraph) : fmt::format("{}{}{}", paragraph, gap, result);
  }
  return result;
}

bool known_impact(std::string_view impact) {
  return impact == "none" || impact == "minor" || impact == "major" || impact == "critical";
}

void add_components(json::object& incident, Payload& payload, const Delivery& delivery, const ComponentIds& ids) {
  json::object map;
  json::array affected;
  for (const auto& claim : delivery.incident->components) {
    std::string problem;
    const auto id = ids(claim.component, problem);
    if (!id) {
      payload.gaps.push_back(std::move(problem));
      continue;
    }
    const auto worst = delivery.public_components.find(claim.component);
    const auto status = worst == delivery.public_components.end() ? ComponentStatus::operational : worst->second;
    if (map.contains(*id)) continue;
    map.emplace(*id, playbooks::to_string(status));
    payload.sets.emplace(*id, status);
    if (status != ComponentStatus::operational) affected.emplace_back(*id);
  }
  if (!map.empty()) incident.emplace("components", std::move(map));
  if (!affected.empty()) incident.emplace("component_ids", std::move(affected));
}

/// Whether subscribers hear of it: one of the texts asks for it. Texts that waited are told of once, with the newest.
bool told(const Delivery& delivery, const PublishIncident& newest, const std::string& body, bool unless_said) {
  if (body.empty()) return newest.notify.value_or(unless_said);
  const auto asks = [&](const PublishIncident& one) { return one.notify.value_or(unless_said); };
  const auto waited = [&](const playbooks::Effect& older) {
    const auto* publish = std::get_if<PublishIncident>(&older.body);
    return publish != nullptr && !publish->body.empty() && asks(*publish);
  };
  const bool speaks = !newest.body.empty() || newest.status == Status::cancelled;
  return (speaks && asks(newest)) || std::ranges::any_of(delivery.merged, waited);
}

}  // namespace

std::string cut(std::string_view text, std::size_t limit) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD", dots = "\xE2\x80\xA6";
  std::string result;
  std::size_t count = 0, last = 0;  // `last`: where the newest character of the result begins
  for (std::size_t at = 0; at < text.size(); ++count) {
    if (count == limit) {
      result.resize(last);
      return result.append(dots);
    }
    last = result.size();
    const auto size = character(text.substr(at));
    result.append(size == 0 ? replacement : text.substr(at, size));
    at += std::max<std::size_t>(1, size);
  }
  return result;
}

std::string_view page_status(Status status) {
  return status == Status::cancelled ? "resolved" : playbooks::to_string(status);
}

std::string page_name(const playbooks::Incident& incident) {
  return cut(incident.public_title.empty() ? incident.title : incident.public_title, name_limit);
}

std::string joined(const std::vector<Said>& said, playbooks::Time now) {
  if (said.empty()) return {};
  if (said.size() == 1) return cut(said.front().text, body_limit);
  return join(said, now);
}

std::string joined_body(const Delivery& delivery, const PublishIncident& newest) {
  return joined(texts(delivery, newest), delivery.now);
}

Payload incident_payload(const Delivery& delivery, const PublishIncident& what, const playbooks::Policy& policy,
                         const ComponentIds& ids, bool first, bool notify) {
  Payload payload;
  json::object incident;
  incident.emplace("name", page_name(*delivery.incident));
  incident.emplace("status", page_status(what.status));
  const auto body = joined_body(delivery, what);
  if (!body.empty()) incident.emplace("body", body);
  const auto* severity = policy.severity(delivery.incident->severity);
  if (severity != nullptr && known_impact(severity->impact)) incident.emplace("impact_override", severity->impact);
  add_components(incident, payload, delivery, ids);
  // Subscribers hear what a person said. They never heard of an incident that is over before it was first shown and was
  // a false alarm: nobody is told of it now.
  const bool false_alarm = what.status == Status::cancelled || delivery.incident->status == Status::cancelled;
  const bool unheard_alarm = first && false_alarm;
  const bool worth_telling = !unheard_alarm && (first || !body.empty());
  incident.emplace("deliver_notifications", worth_telling && told(delivery, what, body, notify));
  const json::object sitrep{{"incident", playbooks::to_string(what.incident)}, {"key", delivery.effect.key}};
  incident.emplace("metadata", json::object{{"sitrep", sitrep}});
  payload.json = json::serialize(json::object{{"incident", std::move(incident)}});
  return payload;
}

std::string component_payload(ComponentStatus status) {
  const json::object component{{"status", playbooks::to_string(status)}};
  return json::serialize(json::object{{"component", component}});
}

std::string draft_payload(std::string_view body) {
  const json::object postmortem{{"body_draft", body}};
  return json::serialize(json::object{{"postmortem", postmortem}});
}

std::string publish_payload() {
  const json::object postmortem{{"notify_subscribers", false}, {"notify_twitter", false}};
  return json::serialize(json::object{{"postmortem", postmortem}});
}

}  // namespace integrations::statuspage
