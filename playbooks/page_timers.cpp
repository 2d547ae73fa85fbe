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

std::optional<Duration> first_check(Channel channel) {
  using namespace std::chrono_literals;
  if (channel == Channel::sms || channel == Channel::voice) return 15s;
  if (channel == Channel::pagerduty || channel == Channel::opsgenie) return 30s;
  return std::nullopt;
}

}  // namespace playbooks::page_timers
