#include "integrations/pagerduty/reading.hpp"

#include <algorithm>

#include "integrations/http/json.hpp"
#include "integrations/statuspage/answers.hpp"

namespace integrations::pagerduty {

namespace json = boost::json;
using playbooks::Time;
using State = FarAlert::State;

namespace {

Time time_at(const json::value& value, std::string_view path) {
  return statuspage::read_time(text_at(value, path)).value_or(Time{});
}

/// A reference, or the whole user where PagerDuty includes it.
playbooks::Actor person(const json::value& reference) {
  const auto type = text_at(reference, "type"), id = text_at(reference, "id");
  if (id.empty() || (type != "user_reference" && type != "user")) return {};
  std::string name{text_at(reference, "summary")};
  if (name.empty()) name = text_at(reference, "name");
  return {"pagerduty:" + std::string{id}, (name.empty() ? std::string{id} : name) + " (PagerDuty)"};
}

/// The newest acknowledgement by a person, else the newest of all.
void read_acknowledgement(const json::value& incident, FarAlert& alert) {
  const auto* list = array_at(incident, "acknowledgements");
  if (list == nullptr) return;
  for (const auto& one : *list) {
    const auto at = time_at(one, "at");
    const auto* by = find(one, "acknowledger");
    auto who = by == nullptr ? playbooks::Actor{} : person(*by);
    const bool better = who.id.empty() == alert.person.id.empty() ? at >= alert.at : !who.id.empty();
    if (!better) continue;
    alert.at = at;
    alert.person = std::move(who);
  }
}

FarAlert read_alert(const json::value& incident) {
  FarAlert alert;
  alert.id = text_at(incident, "id");
  alert.link = text_at(incident, "html_url");
  const auto status = text_at(incident, "status");
  if (status == "acknowledged") {
    alert.state = State::acknowledged;
    read_acknowledgement(incident, alert);
  } else if (status == "resolved") {
    alert.state = State::resolved;
    alert.at = time_at(incident, "resolved_at");
    if (const auto* by = find(incident, "last_status_change_by")) alert.person = person(*by);
  }
  if (alert.at == Time{}) alert.at = time_at(incident, "last_status_change_at");
  return alert;
}

}  // namespace

Newest newest_incident(const json::value& answer) {
  const auto* list = array_at(answer, "incidents");
  if (list == nullptr) return {};
  const json::value* newest = nullptr;
  for (const auto& one : *list)
    if (!text_at(one, "id").empty() &&
        (newest == nullptr || time_at(one, "created_at") > time_at(*newest, "created_at")))
      newest = &one;
  if (newest == nullptr) return {true, std::nullopt};
  return {true, read_alert(*newest)};
}

std::optional<std::vector<Turn>> read_turns(const json::value& answer) {
  const auto* entries = array_at(answer, "schedule.final_schedule.rendered_schedule_entries");
  if (entries == nullptr) return std::nullopt;
  std::vector<Turn> turns;
  for (const auto& entry : *entries) {
    const auto from = statuspage::read_time(text_at(entry, "start")), to = statuspage::read_time(text_at(entry, "end"));
    if (!from || !to || *from >= *to) return std::nullopt;
    turns.push_back({*from, *to, std::string{text_at(entry, "user.id")}, std::string{text_at(entry, "user.summary")}});
  }
  std::ranges::sort(turns, {}, &Turn::from);
  return turns;
}

}  // namespace integrations::pagerduty
