#include "playbooks/model/component.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "playbooks/model/words.hpp"

namespace playbooks {

std::string_view to_string(ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
      return "operational";
    case ComponentStatus::under_maintenance:
      return "under_maintenance";
    case ComponentStatus::degraded_performance:
      return "degraded_performance";
    case ComponentStatus::partial_outage:
      return "partial_outage";
    case ComponentStatus::major_outage:
      return "major_outage";
  }
  std::unreachable();
}

std::string_view in_words(ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
      return "operational";
    case ComponentStatus::under_maintenance:
      return "under maintenance";
    case ComponentStatus::degraded_performance:
      return "degraded performance";
    case ComponentStatus::partial_outage:
      return "partial outage";
    case ComponentStatus::major_outage:
      return "major outage";
  }
  std::unreachable();
}

Result<ComponentStatus> parse_component_status(std::string_view text) {
  using enum ComponentStatus;
  static constexpr std::array<std::pair<std::string_view, ComponentStatus>, 23> words = {
      {{"operational", operational},
       {"op", operational},
       {"ok", operational},
       {"up", operational},
       {"green", operational},
       {"under_maintenance", under_maintenance},
       {"maintenance", under_maintenance},
       {"maint", under_maintenance},
       {"main", under_maintenance},
       {"degraded_performance", degraded_performance},
       {"degraded", degraded_performance},
       {"deg", degraded_performance},
       {"slow", degraded_performance},
       {"yellow", degraded_performance},
       {"partial_outage", partial_outage},
       {"partial", partial_outage},
       {"part", partial_outage},
       {"orange", partial_outage},
       {"major_outage", major_outage},
       {"major", major_outage},
       {"maj", major_outage},
       {"down", major_outage},
       {"red", major_outage}}};
  const auto word = folded(text);
  for (const auto& [name, status] : words)
    if (word == name) return status;
  return refuse(
      Errc::invalid,
      fmt::format("“{}” is not a component status. Use operational, degraded, partial, major or maintenance.", text));
}

}  // namespace playbooks
