#pragma once
// "Did you mean": the name that was probably meant.
#include <string>
#include <string_view>
#include <vector>

namespace config {

/// The candidate nearest to `word` by typing mistakes (a letter missing, added, wrong, or two swapped), in any case and
/// with "-", "_" and " " alike; empty when none is near enough to be what was meant.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace config
