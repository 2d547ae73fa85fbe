#pragma once
// Points in time and spans of it. Always UTC, always milliseconds; the reader's zone is a matter of presentation.
#include <chrono>
#include <cstdint>
#include <string>

namespace playbooks {

using Duration = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Duration>;

/// Milliseconds since 1970-01-01 UTC, for storage.
inline std::int64_t to_millis(Time t) {
  return t.time_since_epoch().count();
}
inline Time from_millis(std::int64_t ms) {
  return Time{Duration{ms}};
}

/// "2026-11-21 14:05 UTC". For places where no reader's zone is known: logs, exports, the public page.
std::string utc_minute(Time t);
/// "2026-11-21T14:05:09Z" (RFC 3339, whole seconds).
std::string rfc3339(Time t);
/// "14:05 UTC".
std::string utc_clock(Time t);
/// "45 s", "12 min", "2 h 5 min", "3 d 4 h": two units at most, never negative.
std::string spoken(Duration d);

}  // namespace playbooks
