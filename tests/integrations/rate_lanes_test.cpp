#include "integrations/slack/rate_lanes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace {
using namespace integrations::slack;
using namespace playbooks;
using namespace std::chrono_literals;

constexpr Time start = Time{} + 1'000'000s;

/// Sends whenever it may, for `span`; when each call went.
std::vector<Time> greedy(RateLanes& lanes, std::string_view method, std::string_view channel, Duration span) {
  std::vector<Time> calls;
  for (auto now = start; now < start + span;) {
    const auto turn = lanes.when(method, channel, now);
    if (turn.at > now) {
      now = turn.at;
      continue;
    }
    lanes.sent(method, channel, now);
    calls.push_back(now);
  }
  return calls;
}

int most_in_a_minute(const std::vector<Time>& calls) {
  int most = 0;
  for (auto first = calls.begin(); first != calls.end(); ++first)
    most = std::max(
        most, static_cast<int>(std::ranges::count_if(first, calls.end(), [&](Time t) { return t < *first + 60s; })));
  return most;
}

TEST(RateLanes, NoMinuteHoldsMoreCallsThanSlackAllows) {
  for (const auto* method : {"chat.update", "conversations.history", "conversations.list", "views.open",
                             "chat.postEphemeral", "apps.connections.open", "some.unknownMethod"}) {
    RateLanes lanes;
    const auto calls = greedy(lanes, method, "C1", 10min);
    EXPECT_LE(most_in_a_minute(calls), calls_a_minute(method)) << method;
    EXPECT_GE(static_cast<int>(calls.size()), calls_a_minute(method) * 10 * 3 / 4) << method << " is needlessly slow";
  }
}

TEST(RateLanes, OneMessageASecondInOneChannelAfterASmallBurst) {
  RateLanes lanes;
  const auto calls = greedy(lanes, "chat.postMessage", "C1", 10s);
  ASSERT_EQ(calls.size(), 12U);
  EXPECT_EQ(calls[2], start);
  EXPECT_EQ(calls[3], start + 1s);
  EXPECT_EQ(calls[4], start + 2s);
  EXPECT_EQ(lanes.when("chat.postMessage", "C1", start).why, "Slack allows one message a second in this channel");
  EXPECT_EQ(lanes.when("chat.postMessage", "C2", start).at, start) << "another channel is not held up";
  EXPECT_EQ(lanes.when("chat.update", "C1", start).at, start) << "nor is another method";
}

TEST(RateLanes, SaysWhichLimitItWaitsFor) {
  RateLanes lanes;
  for (int i = 0; i < 10; ++i) lanes.sent("chat.update", "C1", start);
  const auto turn = lanes.when("chat.update", "C1", start);
  EXPECT_EQ(turn.at, start + 1500ms);
  EXPECT_EQ(turn.why, "Slack allows 50 chat.update calls a minute");
}

TEST(RateLanes, HonoursRetryAfterForThatMethodAlone) {
  RateLanes lanes;
  lanes.limited("chat.postMessage", 30s, start);
  EXPECT_EQ(lanes.when("chat.postMessage", "C1", start).at, start + 30s);
  EXPECT_EQ(lanes.when("chat.postMessage", "C2", start).at, start + 30s);
  EXPECT_EQ(lanes.when("chat.postMessage", "C1", start).why, "Slack rate limit until 13:47:10 UTC");
  EXPECT_EQ(lanes.when("chat.update", "C1", start).at, start);
  EXPECT_EQ(lanes.when("chat.postMessage", "C1", start + 30s).at, start + 30s);
  lanes.limited("chat.postMessage", 5s, start + 1s);
  EXPECT_EQ(lanes.when("chat.postMessage", "C1", start + 1s).at, start + 30s) << "a shorter wait does not undo it";
}

TEST(RateLanes, AManyChannelsDoNotFillTheMemoryOrForgetTheBusyOne) {
  RateLanes lanes;
  auto now = start;
  for (int i = 0; i < 5000; ++i) {
    lanes.sent("chat.postMessage", "C" + std::to_string(i), now);
    now += 300ms;
  }
  for (int i = 0; i < 3; ++i) lanes.sent("chat.postMessage", "busy", now);
  for (int i = 0; i < 2000; ++i) lanes.sent("chat.postMessage", "D" + std::to_string(i), now);
  EXPECT_GT(lanes.when("chat.postMessage", "busy", now).at, now);
}

}  // namespace
