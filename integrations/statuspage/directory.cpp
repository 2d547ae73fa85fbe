#include "integrations/statuspage/directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace integrations::statuspage {
namespace {

std::string lower(std::string_view text) {
  std::string result{text};
  for (auto& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

/// The three names most like `name`, in quotes.
std::string nearest(std::string_view name, const std::vector<Listed>& entries) {
  constexpr std::size_t longest = 100;  // a name may be any length; likeness shows in its beginning
  const auto wanted = lower(name.substr(0, longest));
  std::vector<std::pair<std::size_t, std::size_t>> ranked;  // distance, place on the page
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto word = lower(std::string_view{entries[i].name}.substr(0, longest));
    const bool within = !word.empty() && (wanted.contains(word) || word.contains(wanted));
    ranked.emplace_back(within ? 0 : distance(wanted, word), i);
  }
  std::ranges::sort(ranked);
  std::string result;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, ranked.size()); ++i)
    result += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", entries[ranked[i].second].name);
  return result;
}

}  // namespace

void Directory::add(int number, std::vector<Listed> entries, playbooks::Time now) {
  if (number != next_page_) return;
  const bool last = entries.size() < static_cast<std::size_t>(page_size);
  std::erase_if(entries, [](const Listed& entry) { return entry.id.empty(); });
  std::ranges::move(entries, std::back_inserter(incoming_));
  ++next_page_;
  if (!last) return;
  entries_ = std::move(incoming_);
  incoming_.clear();
  next_page_ = 0;
  loaded_at_ = now;
}

void Directory::reload() {
  if (reading()) return;
  incoming_.clear();
  next_page_ = 1;
}

Match Directory::find(std::string_view name) const {
  const auto ids = [&](auto&& same) {
    std::vector<std::string> found;
    for (const auto& entry : entries_)
      if (same(entry.name)) found.push_back(entry.id);
    return found;
  };
  auto found = ids([&](const std::string& other) { return other == name; });
  if (found.empty())
    found = ids([&, wanted = lower(name)](const std::string& other) { return lower(other) == wanted; });
  if (found.size() == 1) return {found.front(), {}};
  if (found.size() > 1)
    return {
        {},
        fmt::format("The status page has {} components named \"{}\" (ids {}). Rename one of them there, and use its "
                    "name in the configuration.",
                    found.size(), name, fmt::join(found, ", "))};
  if (entries_.empty()) return {{}, fmt::format("The status page has no components at all. Add \"{}\" to it.", name)};
  return {{},
          fmt::format("The status page has no component \"{}\"; the nearest are {}. Add it to the page, or correct its "
                      "name in the configuration.",
                      name, nearest(name, entries_))};
}

const Listed* Directory::by_id(std::string_view id) const {
  const auto found = std::ranges::find(entries_, id, &Listed::id);
  return found == entries_.end() ? nullptr : &*found;
}

}  // namespace integrations::statuspage
