#pragma once
// The numbers of Socket Mode: what Slack does and how patient we are with it. For session*.cpp.
#include <string_view>

#include "playbooks/model/time.hpp"

namespace integrations::slack {

inline constexpr std::string_view too_many = "too_many_websockets";

namespace limits {
using playbooks::Duration;
using namespace std::chrono_literals;

inline constexpr Duration hello = 10s;          // after the WebSocket is open
inline constexpr Duration ping_after = 10s;     // without a frame
inline constexpr Duration dead_after = 30s;     // without a frame; 5 s is too twitchy, Slack recycles its containers
inline constexpr Duration closing = 5s;         // the socket itself gives up after 3 s
inline constexpr Duration overlap = 15s;        // of an old connection and its successor
inline constexpr Duration refresh_early = 60s;  // before the end that Slack has announced
inline constexpr Duration stable_after = 60s;   // only then are failures forgiven: Slack greets whom it then refuses
inline constexpr Duration fatal_pause = 5min;   // until a person has acted
inline constexpr Duration first_pause = 500ms, longest_pause = 30s;
inline constexpr Duration leaving_pause = 5s;  // Slack gives about 10 s before it closes
inline constexpr Duration first_crowded = 5s, longest_crowded = 5min;
inline constexpr int slack_connections = 10;  // of one app
}  // namespace limits

}  // namespace integrations::slack
