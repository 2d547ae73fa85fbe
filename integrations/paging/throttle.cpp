#include "integrations/paging/throttle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace integrations {

using playbooks::Channel;
using playbooks::Duration;
using playbooks::Time;
using namespace std::chrono_literals;

namespace {

struct Limit {
  std::size_t most = 0;
  Duration window{};
};

constexpr std::array<Limit, 2> sms_limits = {Limit{5, 15min}, Limit{11, 1h}};
constexpr std::array<Limit, 2> voice_limits = {Limit{3, 15min}, Limit{7, 1h}};
constexpr std::array<Limit, 1> email_limits = {Limit{20, 15min}};
constexpr std::size_t most_remembered = 20;  // the largest of them

std::span<const Limit> limits_of(Channel channel) {
  if (channel == Channel::sms) return sms_limits;
  if (channel == Channel::voice) return voice_limits;
  if (channel == Channel::email) return email_limits;
  return {};
}

std::string_view plural(Channel channel) {
  if (channel == Channel::sms) return "SMS";
  return channel == Channel::voice ? "phone calls" : "e-mails";
}

}  // namespace

std::optional<PageThrottle::Delay> PageThrottle::next(const std::string& person, Channel channel, Time now) const {
  const auto found = sent_.find({person, channel});
  if (found == sent_.end()) return std::nullopt;
  const auto& times = found->second;
  std::optional<Delay> delay;
  for (const auto& limit : limits_of(channel)) {
    if (times.size() < limit.most) continue;
    // A clock that was set back must not lock anybody out: no wait is longer than the window.
    const auto at = std::min(times[times.size() - limit.most], now) + limit.window;
    if (at <= now || (delay && delay->at >= at)) continue;
    delay = Delay{at, fmt::format("at most {} {} in {} to one person; next at {}", limit.most, plural(channel),
                                  playbooks::spoken(limit.window), playbooks::utc_clock(at))};
  }
  return delay;
}

void PageThrottle::sent(const std::string& person, Channel channel, Time now) {
  if (limits_of(channel).empty()) return;
  auto& times = sent_[{person, channel}];
  for (auto& time : times) time = std::min(time, now);
  times.push_back(now);
  if (times.size() > most_remembered) times.pop_front();
}

Time PageBackOff::failed(const std::string& lane, Time now) {
  constexpr Duration first = 2s, longest = 30s;
  auto& failures = failures_[lane];
  const auto wait = std::min(longest, first * (1 << std::min(failures, 4)));
  ++failures;
  return now + wait;
}

}  // namespace integrations
