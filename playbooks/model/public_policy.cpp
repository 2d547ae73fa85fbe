#include "playbooks/model/public_policy.hpp"

#include <algorithm>

namespace playbooks {

bool PublicPolicy::keeps(std::string_view page) const {
  return std::ranges::find(pages, page) != pages.end();
}

PublicPolicy default_public_policy() {
  using namespace std::chrono_literals;
  using enum ComponentStatus;
  PublicPolicy policy;
  // Below 1 % and 2 s all is well; up to 5 % and 5 s it is degraded.
  policy.rules = {{"error_rate", 1, false, degraded_performance},
                  {"error_rate", 5, true, partial_outage},
                  {"p95", 2, false, degraded_performance},
                  {"p95", 5, true, partial_outage}};
  policy.announce = {24h * 7, 72h, 24h, 1h};
  policy.checklists = {
      {"72 h before", {"Say what is worked on, for how long, and what customers will notice"}},
      {"24 h before",
       {"Confirm the time with everybody who works on it", "Write down how to go back",
        "See that the backup can be read back"}},
      {"1 h before", {"Tell whoever is on call", "See that monitoring runs"}},
      {"during", {"Do what was planned and nothing else", "Watch for trouble", "Post an update every 30 min"}},
      {"at the end", {"Test every affected service", "Thank the customers", "Write down what went wrong"}},
      {"1 h after", {"Keep somebody at hand until the hour is over"}}};
  return policy;
}

}  // namespace playbooks
