#pragma once
// Settings as text, and what is said about them, one line each.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bot/configuration.hpp"

namespace configuration_texts {

inline const config::Environment tokens{{"SITREP_SLACK_APP_TOKEN", "xapp-1-A1-2-abc"},
                                        {"SITREP_SLACK_BOT_TOKEN", "xoxb-1-2-abc"},
                                        {"SITREP_TWILIO_AUTH_TOKEN", "token-of-the-account"}};
inline const std::string two_channels = "channels:\n  incidents: \"#incident-response\"\n";

inline std::vector<std::string> lines(const std::vector<config::Problem>& problems) {
  std::vector<std::string> result;
  for (const auto& problem : problems) result.push_back(to_string(problem));
  return result;
}

/// Errors and warnings of a file that begins with `two_channels`.
inline std::vector<std::string> problems(const std::string& more) {
  const auto loaded = bot::parse_configuration(two_channels + more, "s.yaml", tokens);
  return lines(loaded ? loaded->warnings : loaded.error());
}

inline std::string joined(const std::string& more) {
  std::string result;
  for (const auto& line : problems(more)) result += line + "\n";
  return result;
}

inline std::string only_problem(const std::string& more) {
  const auto found = problems(more);
  if (found.size() == 1) return found.front();
  return std::to_string(found.size()) + " problems" + (found.empty() ? "" : ":\n" + joined(more));
}

inline bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// The policy of a file that must be fine, without warnings.
inline playbooks::Policy accepted(const std::string& more) {
  EXPECT_EQ(joined(more), "");
  auto loaded = bot::parse_configuration(two_channels + more, "s.yaml", tokens);
  return loaded ? std::move(loaded->policy) : playbooks::Policy{};
}

}  // namespace configuration_texts
