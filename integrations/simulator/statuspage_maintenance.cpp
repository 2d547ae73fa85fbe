// Scheduled maintenance on the simulated page, and what the state of the page forbids: two families of statuses that
// never mix.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "integrations/simulator/statuspage_page.hpp"

namespace integrations::simulator {

namespace json = boost::json;
using playbooks::Time;

namespace {

constexpr std::array<std::string_view, 4> of_maintenance{"scheduled", "in_progress", "verifying", "completed"};
constexpr std::array<std::string_view, 7> switches{"scheduled_remind_prior",
                                                   "scheduled_auto_in_progress",
                                                   "scheduled_auto_completed",
                                                   "auto_transition_to_maintenance_state",
                                                   "auto_transition_to_operational_state",
                                                   "auto_transition_deliver_notifications_at_start",
                                                   "auto_transition_deliver_notifications_at_end"};

/// "2026-12-06T02:00:00Z", with nothing but UTC: what we send. Nothing when it is something else.
std::optional<Time> moment(const json::value* value) {
  const auto* text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr) return std::nullopt;
  int year = 0, used = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const int read =
      std::sscanf(text->c_str(), "%4d-%2u-%2uT%2u:%2u:%2uZ%n", &year, &month, &day, &hour, &minute, &second, &used);
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (read != 6 || static_cast<std::size_t>(used) != text->size() || !date.ok() || hour > 23 || minute > 59)
    return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

void check_window(std::vector<std::string>& found, const json::object& body, bool maintenance) {
  for (const auto* name : {"scheduled_for", "scheduled_until"})
    if (body.contains(name) && !moment(body.if_contains(name)))
      found.push_back(fmt::format("{} must be a time in UTC", name));
  const auto starts = moment(body.if_contains("scheduled_for")), ends = moment(body.if_contains("scheduled_until"));
  if (maintenance && body.contains("scheduled_for") && !body.contains("scheduled_until"))
    found.emplace_back("Scheduled until can't be blank");
  if (starts && ends && *ends <= *starts) found.emplace_back("Scheduled until must be after scheduled for");
  if (!maintenance && body.contains("scheduled_until")) found.emplace_back("Only a scheduled maintenance has an end");
  if (maintenance && body.contains("reminder_intervals"))
    found.emplace_back("Reminders are not for scheduled maintenance");
}

}  // namespace

std::vector<std::string> SimulatedPage::problems(const json::object& body, const Incident* incident) const {
  std::vector<std::string> found;
  const auto need = [&](std::string_view id) {
    if (find_component(id) == nullptr) found.push_back(fmt::format("Component {} does not exist on this page", id));
  };
  if (const auto* map = body.if_contains("components"))
    for (const auto& [id, status] : map->get_object()) need(id);
  if (const auto* ids = body.if_contains("component_ids"))
    for (const auto& id : ids->get_array()) need(std::string_view{id.get_string()});
  const bool maintenance = incident == nullptr ? body.contains("scheduled_for") : incident->is_maintenance();
  if (const auto* status = body.if_contains("status")) {
    const std::string_view word = status->get_string();
    const bool scheduled = std::ranges::find(of_maintenance, word) != of_maintenance.end();
    if (scheduled && !maintenance) found.push_back(fmt::format("Status {} is for scheduled maintenance", word));
    if (!scheduled && maintenance) found.push_back(fmt::format("Status {} is not for scheduled maintenance", word));
  }
  if (incident != nullptr && !maintenance && body.contains("scheduled_for"))
    found.emplace_back("An incident cannot become a scheduled maintenance");
  check_window(found, body, maintenance);
  const auto* name = body.if_contains("name");
  if (name != nullptr && name->get_string().empty()) found.emplace_back("Name can't be blank");
  return found;
}

void SimulatedPage::apply_window(Incident& incident, const json::object& body, bool first) {
  const auto ended = incident.ends;
  if (const auto starts = moment(body.if_contains("scheduled_for"))) incident.starts = starts;
  if (const auto ends = moment(body.if_contains("scheduled_until"))) incident.ends = ends;
  for (const auto name : switches)
    if (const auto* value = body.if_contains(name)) incident.automatic[name] = *value;
  if (first && incident.is_maintenance())
    say(fmt::format("{}: planned from {} to {}", incident.name, playbooks::utc_minute(*incident.starts),
                    playbooks::utc_minute(*incident.ends)));
  else if (!first && incident.ends && incident.ends != ended)
    say(fmt::format("{}: now until {}", incident.name, playbooks::utc_minute(*incident.ends)));
}

bool SimulatedPage::listed(const Incident& incident, std::string_view which, Time now) {
  if (which == "unresolved") return !incident.is_maintenance() && !incident.over();
  if (which == "scheduled") return incident.status == "scheduled";
  if (which == "upcoming") return incident.status == "scheduled" && *incident.starts > now;
  if (which == "active_maintenance") return incident.status == "in_progress" || incident.status == "verifying";
  return true;
}

}  // namespace integrations::simulator
