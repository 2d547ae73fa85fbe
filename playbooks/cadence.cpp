#include "playbooks/cadence.hpp"

#include <algorithm>

namespace playbooks {
using namespace std::chrono_literals;

std::optional<Time> next_update_due(const Policy& policy, std::string_view severity, Time now) {
  const auto* found = policy.severity(severity);
  if (found == nullptr || found->update_every <= 0ms) return std::nullopt;
  return now + found->update_every;
}

std::optional<Time> first_public_due(const Policy& policy, std::string_view severity, Time now) {
  const auto* found = policy.severity(severity);
  if (found == nullptr || found->first_public_within <= 0ms) return std::nullopt;
  return now + found->first_public_within;
}

std::optional<Time> next_public_due(const Policy& policy, std::string_view severity, Time now) {
  const auto* found = policy.severity(severity);
  if (found == nullptr || found->public_every <= 0ms) return std::nullopt;
  return now + found->public_every;
}

std::optional<Time> next_reminder(const Policy& policy, std::string_view severity, int reminders, Time now) {
  const auto* found = policy.severity(severity);
  if (found == nullptr || found->update_every <= 0ms) return std::nullopt;
  return now + found->update_every * (1 << std::clamp(reminders, 0, 3));
}

Time next_card_age(Time declared, Time now) {
  const auto age = now - declared;
  if (age < 1h) return now + 5min;
  return now + (age < 6h ? Duration{15min} : Duration{1h});
}

}  // namespace playbooks
