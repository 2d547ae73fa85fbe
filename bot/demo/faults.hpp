#pragma once
// What a script can break, in words: "429 chat.postMessage 30s", "503 for 10m", "refresh". Used by scripts and the
// demo.
#include <functional>
#include <string>
#include <string_view>

#include "integrations/ports/clock.hpp"
#include "integrations/simulator/pagerduty_simulator.hpp"
#include "integrations/simulator/slack_simulator.hpp"
#include "integrations/simulator/smtp_sink.hpp"
#include "integrations/simulator/statuspage_simulator.hpp"
#include "integrations/simulator/twilio_simulator.hpp"

namespace bot {

/// Empty when done; otherwise what would have been understood.
std::string break_slack(std::string_view words, integrations::simulator::SlackSimulator& slack, playbooks::Time now);
std::string break_page(std::string_view words, integrations::simulator::StatuspageSimulator& page, playbooks::Time now);

/// `phone_of` and `address_of` turn a person's name into where they are reached.
std::string break_twilio(std::string_view words, integrations::simulator::TwilioSimulator& twilio,
                         const std::function<std::string(const std::string&)>& phone_of);
std::string break_mail(std::string_view words, integrations::simulator::SmtpSink& mail,
                       const std::function<std::string(const std::string&)>& address_of);

/// "ann acknowledges INC-1", "ann resolves INC-1 for bob", "down", "429 x2": what people there do, and what fails.
std::string break_pagerduty(std::string_view words, integrations::simulator::PagerDutySimulator& pagerduty);

}  // namespace bot
