// What somebody does on the simulated page by hand, in its own administration: nothing of it carries our mark.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "integrations/simulator/statuspage_page.hpp"

namespace integrations::simulator {

namespace json = boost::json;
using playbooks::Time;

namespace {

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

PageComponent* SimulatedPage::component_named(std::string_view name) {
  const auto found =
      std::ranges::find_if(components_, [&](const PageComponent& one) { return same_word(one.name, name); });
  return found == components_.end() ? nullptr : &*found;
}

void SimulatedPage::set_component(const std::string& name, const std::string& status) {
  if (auto* component = component_named(name)) set_status(*component, status);
}

std::string SimulatedPage::open_incident(const std::string& name, const std::string& component, const std::string& text,
                                         Time now) {
  json::object body{{"name", name}, {"status", "investigating"}, {"deliver_notifications", true}};
  if (!text.empty()) body.emplace("body", text);
  if (const auto* affected = component_named(component))
    body.emplace("component_ids", json::array{json::value(affected->id)});
  create_incident(body, now);
  return incidents_.back().id;
}

bool SimulatedPage::resolve_incident(const std::string& name, Time now) {
  const auto found = std::ranges::find_if(
      incidents_, [&](const Incident& one) { return !one.over() && (one.id == name || same_word(one.name, name)); });
  if (found == incidents_.end()) return false;
  apply(*found, json::object{{"status", found->is_maintenance() ? "completed" : "resolved"}}, false, now);
  return true;
}

void SimulatedPage::remove_incident(const std::string& id) {
  std::erase_if(incidents_, [&](const Incident& incident) { return incident.id == id; });
}

}  // namespace integrations::simulator
