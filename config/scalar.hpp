#pragma once
// Numbers, flags and durations as people write them in settings.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace config {

/// A whole number in decimal, with an optional "-"; nothing before or after it.
std::optional<std::int64_t> parse_number(std::string_view text);
/// "true" or "false" and nothing else: yes, no, on and off mean different things to different YAML readers.
std::optional<bool> parse_flag(std::string_view text);
/// "15m", "1h30m", "90s", "2d", "500ms", "0": number and unit, larger units first, each once. At most 10 years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
/// The shortest form that parse_duration reads back: "1h30m", "0".
std::string spelled(std::chrono::milliseconds duration);

}  // namespace config
