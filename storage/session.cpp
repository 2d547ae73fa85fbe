#include "storage/session.hpp"

#include <sqlite3.h>

#include <span>

namespace storage {
namespace {

Connection open(const std::filesystem::path& database, std::chrono::milliseconds busy) {
  Connection connection{database, Connection::Mode::write, busy};
  if (connection.read_only()) throw SqliteError(SQLITE_READONLY, 0, "the file is read-only");
  // Checkpoints are made when there is time for them, not inside somebody's commit.
  connection.exec(
      "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0;"
      "pragma journal_size_limit = 67108864; pragma cache_size = -4000; pragma temp_store = memory");
  return connection;
}

}  // namespace

Session::Session(const std::filesystem::path& database, std::chrono::milliseconds busy)
    : connection_(open(database, busy)),
      writer_(connection_),
      head_(connection_.handle(), "select position, hash from journal where id = 1"),
      set_head_(connection_.handle(), "update journal set position = $1, hash = $2, clean = $3 where id = 1"),
      savepoint_(connection_.handle(), "savepoint stage"),
      undo_(connection_.handle(), "rollback to stage"),
      release_(connection_.handle(), "release stage") {
  sqlite3_wal_hook(
      connection_.handle(),
      [](void* pages, sqlite3*, const char*, int in_wal) {
        *static_cast<int*>(pages) = in_wal;
        return SQLITE_OK;
      },
      &wal_pages_);
}

ChainHead Session::head() {
  auto rows = head_.query();
  if (!rows.next()) throw SqliteError(SQLITE_CORRUPT, 0, "the journal's own row is missing");
  return {rows.integer(0), as_hash(rows.text(1))};
}

void Session::set_head(const ChainHead& head, bool clean) {
  set_head_.run(head.position, std::span<const std::byte>{head.hash}, clean);
}

bool Session::moved() const {
  int moved = 0;
  sqlite3_file_control(connection_.handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

void Session::checkpoint() {
  int in_wal = 0;
  int done = 0;
  const int code = sqlite3_wal_checkpoint_v2(connection_.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, &in_wal, &done);
  // A reader at an older state, or a full disk, keeps the rest for the next time: nothing is lost by waiting.
  if (code == SQLITE_OK && in_wal >= done) wal_pages_ = in_wal - done;
}

}  // namespace storage
