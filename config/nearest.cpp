#include "config/nearest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "playbooks/model/words.hpp"

namespace config {
namespace {

/// Typing mistakes between two words (Damerau-Levenshtein with adjacent swaps).
std::size_t mistakes(std::string_view a, std::string_view b) {
  std::array<std::vector<std::size_t>, 3> rows;  // the row before the last, the last, the current
  for (auto& row : rows) row.resize(b.size() + 1);
  auto& [before, last, row] = rows;
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t wrong = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + wrong});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest = 64;
  const auto wanted = playbooks::folded(word.substr(0, longest));
  if (wanted.empty()) return {};
  std::string best;
  std::size_t fewest = 1 + std::max<std::size_t>(1, wanted.size() / 3);
  for (const auto& candidate : candidates) {
    const auto name = playbooks::folded(candidate);
    auto count = mistakes(wanted, name);
    // The beginning or the end of the name is no mistake in typing but a name cut short: "page" for "page_id".
    const bool part = wanted.size() >= 3 && (name.starts_with(wanted) || name.ends_with(wanted));
    if (part) count = std::min<std::size_t>(count, 1);
    if (count < fewest && count < std::max(wanted.size(), name.size())) {
      fewest = count;
      best = candidate;
    }
  }
  return best;
}

}  // namespace config
