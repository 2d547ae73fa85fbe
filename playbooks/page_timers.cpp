#include "playbooks/page_timers.hpp"

#include <fmt/format.h>

namespace playbooks::page_timers {

std::string group(IncidentId incident, int page, Channel channel) {
  return fmt::format("{}/page-{}/{}", to_string(incident), page, to_string(channel));
}

std::string age_name(IncidentId incident, int page, Channel channel) {
  return group(incident, page, channel) + "/age";
}

std::string check_name(IncidentId incident, int page, Channel channel) {
  return group(incident, page, channel) + "/check";
}

}  // namespace playbooks::page_timers
