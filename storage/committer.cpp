#include "storage/committer.hpp"

#include <sqlite3.h>

#include <system_error>
#include <utility>

#include "storage/failure.hpp"

namespace storage {
namespace {

SqliteError replaced() {
  return {SQLITE_NOTADB, 0, "it was replaced by another file while Sitrep was running"};
}

}  // namespace

Committer::Committer(std::filesystem::path database, std::chrono::milliseconds busy)
    : database_(std::move(database)), busy_(busy) {}

std::optional<CommitFailure> Committer::commit(std::span<QueuedStage> stages) {
  std::optional<CommitFailure> failure;
  try {
    try {
      write_together(stages);
    } catch (const SqliteError& error) {
      if (!is_own_fault(error)) throw;
      write_apart(stages);
    }
  } catch (const SqliteError& error) {
    failure = give_up(error);
  } catch (const std::exception& error) {
    failure = CommitFailure{CommitFailure::Cause::io, error.what()};
  }
  if (failure)
    for (auto& each : stages) each.result = std::unexpected(*failure);
  return failure;
}

/// The common case: no stage is at fault, and finding that out costs nothing extra.
void Committer::write_together(std::span<QueuedStage> stages) {
  auto& open = session();
  auto head = *head_;
  Transaction transaction{open.connection()};
  for (const auto& each : stages) open.writer().write(each.stage, head);
  open.set_head(head, false);
  transaction.commit();
  head_ = head;
}

/// After one was at fault: each behind a savepoint of its own, still in one transaction.
void Committer::write_apart(std::span<QueuedStage> stages) {
  auto& open = session();
  auto head = *head_;
  Transaction transaction{open.connection()};
  for (auto& each : stages) {
    const auto before = head;
    open.savepoint();
    try {
      open.writer().write(each.stage, head);
    } catch (const SqliteError& error) {
      if (!is_own_fault(error)) throw;
      each.result = std::unexpected(failure_of(error, database_));
      open.undo_to_savepoint();
      head = before;
    }
    open.release_savepoint();
  }
  open.set_head(head, false);
  transaction.commit();
  head_ = head;
}

Session& Committer::session() {
  if (session_ && session_->moved()) refuse_to_write_elsewhere();
  if (!session_) {
    auto fresh = std::make_unique<Session>(database_, busy_);
    const auto head = fresh->head();
    // What is in memory belongs to the file as it was: going on with another one would mix two histories.
    if (head_ && *head_ != head) throw replaced();
    head_ = head;
    session_ = std::move(fresh);
  }
  return *session_;
}

/// The open file is no longer the one under its name. The connection is kept: it is good again when the file is back,
/// and closing it would leave its WAL to whatever lies there now.
void Committer::refuse_to_write_elsewhere() const {
  std::error_code unknown;
  if (std::filesystem::exists(database_, unknown)) throw replaced();
  throw SqliteError(SQLITE_IOERR, 0, "the file was moved or removed while Sitrep was running: put it back");
}

std::expected<PrunedPiece, CommitFailure> Committer::prune_piece(const PruneLimits& limits, PruneCursor& cursor) {
  try {
    return session().prune_piece(limits, cursor);
  } catch (const SqliteError& error) {
    return std::unexpected(give_up(error));
  }
}

CommitFailure Committer::give_up(const SqliteError& error) {
  switch (error.code & 0xFF) {
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
      session_.reset();  // this connection will not get better, another may
      break;
    default:
      // Kept, above all after an I/O error: it knows which pages of the WAL never became a commit; a connection that
      // recovers the WAL from disk might take them for one.
      break;
  }
  return failure_of(error, database_);
}

void Committer::checkpoint() {
  if (session_) session_->checkpoint();
}

void Committer::close() {
  try {
    if (session_ && !session_->moved()) {
      Transaction transaction{session_->connection()};
      session_->set_head(*head_, true);
      transaction.commit();
    }
  } catch (const SqliteError&) {
    // The mark only spares the next start a look through the file; without it, that start looks.
    session_.reset();
  }
  session_.reset();
}

}  // namespace storage
