#pragma once
// The journal's connection while it is open: everything that is lost and made anew when the file has to be opened
// again.
#include <chrono>
#include <cstdint>
#include <filesystem>

#include "storage/chain.hpp"
#include "storage/prune.hpp"
#include "storage/sqlite.hpp"
#include "storage/stage_writer.hpp"

namespace storage {

class Session {
 public:
  /// Throws SqliteError. The file must exist.
  Session(const std::filesystem::path& database, std::chrono::milliseconds busy);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Connection& connection() const { return connection_; }
  StageWriter& writer() { return writer_; }
  /// Where the history in the file ends.
  ChainHead head();
  /// Inside a transaction: the history now ends here, and this run has not ended in order yet (or has).
  void set_head(const ChainHead& head, bool clean);
  PrunedPiece prune_piece(const PruneLimits& limits, PruneCursor& cursor) {
    return storage::prune_piece(connection_, limits, cursor);
  }

  void savepoint() { savepoint_.run(); }
  void undo_to_savepoint() { undo_.run(); }
  void release_savepoint() { release_.run(); }

  /// Whether the file under the database's name is no longer the one that is open: removed, moved or replaced.
  bool moved() const;
  /// Pages in the WAL that are not yet in the database file.
  int wal_pages() const { return wal_pages_; }
  /// Moves what it can into the database file without waiting for anybody.
  void checkpoint();

 private:
  Connection connection_;
  StageWriter writer_;
  Statement head_, set_head_, savepoint_, undo_, release_;
  int wal_pages_ = 0;
};

}  // namespace storage
