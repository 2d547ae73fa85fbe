#pragma once
// What a script can break, in words: "429 chat.postMessage 30s", "503 for 10m", "refresh". Used by scripts and the
// demo.
#include <string>
#include <string_view>

#include "integrations/ports/clock.hpp"
#include "integrations/simulator/slack_simulator.hpp"
#include "integrations/simulator/statuspage_simulator.hpp"

namespace bot {

/// Empty when done; otherwise what would have been understood.
std::string break_slack(std::string_view words, integrations::simulator::SlackSimulator& slack, playbooks::Time now);
std::string break_page(std::string_view words, integrations::simulator::StatuspageSimulator& page, playbooks::Time now);

}  // namespace bot
