#pragma once
// Puts stages on disk: what the journal's thread does, without the thread. Opens the file when it is needed, and again
// when it had to be given up.
#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "storage/journal.hpp"
#include "storage/session.hpp"

namespace storage {

struct QueuedStage {
  Stage stage;
  std::move_only_function<void(CommitResult)> done;
  CommitResult result;  // filled by Committer::commit
};

class Committer {
 public:
  Committer(std::filesystem::path database, std::chrono::milliseconds busy);

  /// One transaction for all. A stage that is itself at fault fails alone; anything else fails all of them, and is
  /// returned.
  std::optional<CommitFailure> commit(std::span<QueuedStage> stages);
  /// A commit of nothing: has the cause of earlier failures gone?
  std::optional<CommitFailure> probe() { return commit({}); }
  std::expected<PrunedPiece, CommitFailure> prune_piece(const PruneLimits& limits, PruneCursor& cursor);

  int wal_pages() const { return session_ ? session_->wal_pages() : 0; }
  void checkpoint();
  /// Notes that the run has ended in order, so that the next start need not search the file for damage.
  void close();

 private:
  Session& session();
  [[noreturn]] void refuse_to_write_elsewhere() const;
  void write_together(std::span<QueuedStage> stages);
  void write_apart(std::span<QueuedStage> stages);
  CommitFailure give_up(const SqliteError& error);

  std::filesystem::path database_;
  std::chrono::milliseconds busy_;
  std::unique_ptr<Session> session_;
  std::optional<ChainHead> head_;  // on disk, as far as this run has written or seen it
};

}  // namespace storage
