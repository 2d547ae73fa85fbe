#pragma once
// The text of a rule by which a maintenance recurs (RRULE, RFC 5545): read, kept, taken apart, said in words.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "playbooks/calendar_recurrence.hpp"
#include "playbooks/rota_zone.hpp"

namespace playbooks::maintenance_rule {

/// In capitals, without "RRULE:" and spaces. Refuses what is no rule.
Result<std::string> read(std::string_view typed);

/// With the clock time of `local` where the rule has none of its own.
std::string with_clock(std::string rule, std::chrono::local_seconds local);

/// The rule, and how often it may come true where it says so.
std::pair<std::string, std::optional<int>> without_count(const std::string& rule);

/// When it comes true within the window, UNTIL heeded: local clock times, in order. `first` is where it begins to
/// count.
Result<std::vector<std::chrono::local_seconds>> starts(const std::string& rule, std::chrono::local_seconds first,
                                                       const calendar::Window& window, const rota::WallClock& clock);

/// "every first Sunday", "every week"; the rule itself where it has no short name.
std::string in_words(const std::string& rule);

}  // namespace playbooks::maintenance_rule
