#pragma once
// Stretches of time, as a finding tells of them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "playbooks/model/time.hpp"

namespace playbooks {

struct Spell {
  Time from{}, to{};
};

/// In order; adjoining ones become one.
class Spells {
 public:
  void add(Time from, Time to) {
    if (from >= to) return;
    if (!all_.empty() && all_.back().to == from)
      all_.back().to = to;
    else
      all_.push_back({from, to});
  }
  bool empty() const { return all_.empty(); }
  Time first() const { return all_.front().from; }
  Duration total() const {
    Duration sum{};
    for (const auto& each : all_) sum += each.to - each.from;
    return sum;
  }
  /// "from … to … (15 h)", five of them at most.
  std::string in_words() const {
    constexpr std::size_t most = 5;
    std::vector<std::string> words;
    for (const auto& each : all_) {
      if (words.size() == most) break;
      words.push_back(
          fmt::format("from {} to {} ({})", utc_minute(each.from), utc_minute(each.to), spoken(each.to - each.from)));
    }
    auto text = fmt::format("{}", fmt::join(words, ", "));
    if (all_.size() > most) text += fmt::format(" and {} more", all_.size() - most);
    if (all_.size() > 1) text += fmt::format("; {} in all", spoken(total()));
    return text;
  }

 private:
  std::vector<Spell> all_;
};

}  // namespace playbooks
