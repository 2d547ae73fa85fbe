#include "playbooks/model/maintenance.hpp"

#include <algorithm>
#include <utility>

namespace playbooks {

std::string_view to_string(MaintenanceState state) {
  switch (state) {
    case MaintenanceState::scheduled:
      return "scheduled";
    case MaintenanceState::in_progress:
      return "in_progress";
    case MaintenanceState::completed:
      return "completed";
    case MaintenanceState::cancelled:
      return "cancelled";
  }
  std::unreachable();
}

std::string_view in_words(MaintenanceState state) {
  return state == MaintenanceState::in_progress ? "in progress" : to_string(state);
}

const PublicPage& Maintenance::page_on(std::string_view page) const {
  static const PublicPage nothing;
  const auto found = std::ranges::find(pages, page, &PublicPage::page);
  return found == pages.end() ? nothing : *found;
}

const Maintenance* Upkeep::find(MaintenanceId id) const {
  const auto found = std::ranges::find(windows, id, &Maintenance::id);
  return found == windows.end() ? nullptr : &*found;
}

}  // namespace playbooks
