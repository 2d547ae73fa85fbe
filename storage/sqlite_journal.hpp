#pragma once
// The journal on SQLite: one thread, one connection, group commit.
#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>

#include "storage/journal.hpp"

namespace storage {

/// What a call of `prune` has removed.
struct Pruned {
  std::uint64_t bodies = 0;   // raw inputs, after 14 days
  std::uint64_t keys = 0;     // identities of inputs, after 7 days
  std::uint64_t effects = 0;  // contents of settled effects, after 30 days
  bool operator==(const Pruned&) const = default;
};

class SqliteJournal final : public Journal {
 public:
  /// The file must have been prepared. Starts the thread. A file that cannot be opened now fails the commits, not the
  /// constructor, and is tried again with each. `busy` is how long a commit waits for another program's lock.
  explicit SqliteJournal(const std::filesystem::path& database,
                         std::chrono::milliseconds busy = std::chrono::milliseconds{1500});
  ~SqliteJournal() override;  // commits what is queued, then stops

  /// All stages that wait go to disk in one transaction; one that conflicts fails alone. A failed commit changes
  /// nothing, and the next one is tried as if nothing had been.
  void commit(Stage stage, std::move_only_function<void(CommitResult)> done) override;

  /// Removes what is kept for a time only, in small pieces between the commits. `done` (may be empty) is called on the
  /// journal's thread when it is through or has failed; calls are worked off one after the other.
  void prune(playbooks::Time now, std::move_only_function<void(std::expected<Pruned, CommitFailure>)> done = {});

  JournalStats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace storage
