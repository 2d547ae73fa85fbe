#include "integrations/slack/rate_lanes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace integrations::slack {
namespace {
using playbooks::Duration;
using playbooks::Time;
using namespace std::chrono_literals;

/// A burst, then an even pace: at most `burst + 60 s / every` calls in any minute.
struct Pace {
  Duration every;
  int burst;
};

constexpr int tier_1 = 1, tier_2 = 20, tier_3 = 50, tier_4 = 100, special = 300;

struct Known {
  std::string_view method;
  int calls;
};
constexpr std::array<Known, 13> known{{{"chat.postMessage", special},
                                       {"auth.test", special},
                                       {"chat.getPermalink", special},
                                       {"chat.postEphemeral", tier_4},
                                       {"views.open", tier_4},
                                       {"users.info", tier_4},
                                       {"chat.update", tier_3},
                                       {"conversations.history", tier_3},
                                       {"conversations.replies", tier_3},
                                       {"conversations.info", tier_3},
                                       {"conversations.open", tier_3},
                                       {"conversations.list", tier_2},
                                       {"apps.connections.open", tier_1}}};

/// A fifth of the minute's calls may come at once, the rest evenly.
Pace pace_of(std::string_view method) {
  const int calls = calls_a_minute(method);
  const int burst = std::max(1, calls / 5);
  return {Duration{60'000 / std::max(1, calls - burst)}, burst};
}

/// About one message a second in one channel; a few at once are tolerated.
constexpr Pace channel_pace{1s, 3};
constexpr std::size_t remembered_channels = 1000;

Time earliest(Time full, const Pace& pace) {
  return full - pace.every * (pace.burst - 1);
}

void charge(Time& full, const Pace& pace, Time now) {
  full = std::max(full, now) + pace.every;
}

}  // namespace

int calls_a_minute(std::string_view method) {
  const auto found = std::ranges::find(known, method, &Known::method);
  return found == known.end() ? tier_2 : found->calls;
}

RateLanes::Turn RateLanes::when(std::string_view method, std::string_view channel, Time now) const {
  Turn turn{now, {}};
  const auto wait_for = [&](Time at, auto why) {
    if (at <= turn.at) return;
    turn = {at, why()};
  };
  if (const auto lane = methods_.find(method); lane != methods_.end()) {
    wait_for(earliest(lane->second.full, pace_of(method)),
             [&] { return fmt::format("Slack allows {} {} calls a minute", calls_a_minute(method), method); });
    wait_for(lane->second.blocked, [&] {
      return fmt::format("Slack rate limit until {}", playbooks::rfc3339(lane->second.blocked).substr(11, 8) + " UTC");
    });
  }
  if (method != "chat.postMessage") return turn;
  if (const auto lane = channels_.find(channel); lane != channels_.end())
    wait_for(earliest(lane->second, channel_pace),
             [] { return std::string{"Slack allows one message a second in this channel"}; });
  return turn;
}

void RateLanes::sent(std::string_view method, std::string_view channel, Time now) {
  charge(methods_[std::string{method}].full, pace_of(method), now);
  if (method != "chat.postMessage" || channel.empty()) return;
  if (channels_.size() >= remembered_channels)
    std::erase_if(channels_, [&](const auto& entry) { return entry.second <= now; });
  charge(channels_[std::string{channel}], channel_pace, now);
}

void RateLanes::limited(std::string_view method, Duration wait, Time now) {
  auto& lane = methods_[std::string{method}];
  lane.blocked = std::max(lane.blocked, now + wait);
}

}  // namespace integrations::slack
