#pragma once
// The identities of recent inputs, as hashes: tells "certainly new" without asking the disk. A hit is only "perhaps
// seen": the database has the last word, so a collision costs one look-up and never an input.
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>

#include "playbooks/model/time.hpp"

namespace bot {

class RecentKeys {
 public:
  /// Slack repeats events hourly for up to 24 h (with "Delayed Events" on); each key is remembered for 36 to 72 h.
  static constexpr playbooks::Duration generation = std::chrono::hours{36};

  bool perhaps_seen(std::uint64_t hash) const { return current_.contains(hash) || previous_.contains(hash); }
  void add(std::uint64_t hash, playbooks::Time now) {
    if (now - since_ > generation) {
      previous_ = std::move(current_);
      current_ = {};
      since_ = now;
    }
    current_.insert(hash);
  }

 private:
  boost::unordered_flat_set<std::uint64_t> current_, previous_;
  playbooks::Time since_{};
};

}  // namespace bot
