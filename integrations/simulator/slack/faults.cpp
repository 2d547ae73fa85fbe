#include "integrations/simulator/slack/faults.hpp"

#include <algorithm>

namespace integrations::simulator::slack {

using namespace std::chrono_literals;

namespace {

int seconds_until(playbooks::Time when, playbooks::Time now) {
  return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(when - now).count());
}

}  // namespace

std::optional<SlackFault> Faults::take(std::string_view method, playbooks::Time now) {
  std::erase_if(faults_, [&](const SlackFault& fault) { return fault.until ? *fault.until <= now : fault.times <= 0; });
  for (auto& fault : faults_) {
    if (fault.method != "*" && fault.method != method) continue;
    if (!fault.until) --fault.times;
    return fault;
  }
  return std::nullopt;
}

std::optional<int> RateLimits::method(const std::string& name, int per_minute, playbooks::Time now) {
  constexpr auto window = 60s;
  auto& calls = calls_[name];
  while (!calls.empty() && calls.front() + window <= now) calls.pop_front();
  if (calls.size() >= static_cast<std::size_t>(per_minute)) {
    return std::max(1, seconds_until(calls.front() + window, now));
  }
  calls.push_back(now);
  return std::nullopt;
}

std::optional<int> RateLimits::message(const std::string& channel, playbooks::Time now) {
  constexpr auto every = 1s, ahead = 4s;
  auto& next = next_[channel];
  if (next > now + ahead) return seconds_until(next - ahead, now);
  next = std::max(next, now) + every;
  return std::nullopt;
}

}  // namespace integrations::simulator::slack
