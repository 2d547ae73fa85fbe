#include "storage/prepare.hpp"

#include <fmt/format.h>
#include <linux/magic.h>
#include <sqlite3.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "storage/copy.hpp"
#include "storage/failure.hpp"
#include "storage/integrity.hpp"
#include "storage/sqlite.hpp"

namespace storage {
namespace {

using Cause = OpenError::Cause;
using Outcome = std::expected<void, OpenError>;

constexpr std::int64_t application_id = 0x53697472;  // "Sitr", in the file's header: what `file` can tell it by
constexpr auto busy = std::chrono::milliseconds{1500};

std::unexpected<OpenError> refuse(Cause cause, std::string message) {
  return std::unexpected(OpenError{cause, std::move(message)});
}

/// File locks and shared memory do not hold between machines: two writers would destroy the file.
bool on_network(const std::filesystem::path& database) {
  const auto directory = database.parent_path().empty() ? std::filesystem::path{"."} : database.parent_path();
  struct statfs where{};
  if (::statfs(directory.c_str(), &where) != 0) return false;
  static constexpr std::array<unsigned, 7> kinds = {
      NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, 0xFF534D42U /* CIFS */, 0xFE534D42U /* SMB2 */, AFS_SUPER_MAGIC,
      CODA_SUPER_MAGIC, 0x00C36400U /* Ceph */};
  return std::ranges::find(kinds, static_cast<unsigned>(where.f_type)) != kinds.end();
}

OpenError in_words(const SqliteError& error, const std::filesystem::path& database) {
  const auto failure = failure_of(error, database);
  switch (failure.cause) {
    case CommitFailure::Cause::locked:
      return {Cause::held, failure.message};
    case CommitFailure::Cause::corrupt:
    case CommitFailure::Cause::conflict:
      return {Cause::corrupt, failure.message};
    case CommitFailure::Cause::disk_full:
    case CommitFailure::Cause::read_only:
    case CommitFailure::Cause::io:
    case CommitFailure::Cause::stopped:
      break;
  }
  if ((error.code & 0xFF) == SQLITE_CANTOPEN)
    return {Cause::unwritable,
            fmt::format("{} cannot be opened for writing. Its directory must exist, and the file and "
                        "the directory must be writable for this user.",
                        database.string())};
  return {Cause::unwritable, failure.message};
}

std::filesystem::path backup_path(const std::filesystem::path& database, int version) {
  auto path = database;
  path += fmt::format(".before-{}", version);
  return path;
}

/// A database of ours, or an empty file that may become one.
Outcome check_identity(const Connection& connection, const std::filesystem::path& database, int newest) {
  const auto version = connection.number("pragma user_version");
  const auto id = connection.number("pragma application_id");
  const bool empty = connection.number("select count(*) from sqlite_schema") == 0;
  if (id != application_id && !(empty && id == 0))
    return refuse(Cause::corrupt, fmt::format("{} is a database of another program, not one of Sitrep. Name another "
                                              "file; Sitrep creates it.",
                                              database.string()));
  if (version > newest)
    return refuse(Cause::newer,
                  fmt::format("{} was written by a newer Sitrep: its format is {}, this program knows up "
                              "to {}. Install the newer version, or go back to a backup such as {}.",
                              database.string(), version, newest, backup_path(database, newest + 1).string()));
  return {};
}

Outcome migrate(const Connection& connection, const std::filesystem::path& database,
                std::span<const Migration> migrations) {
  const auto from = connection.number("pragma user_version");
  const auto to = migrations.back().version;
  if (from == to) return {};
  if (from > 0) {
    const auto backup = backup_path(database, to);
    if (auto copied = copy_database(connection, backup, Overwrite::yes); !copied)
      return refuse(Cause::unwritable,
                    fmt::format("Before {} is brought from format {} to {} it must be backed up, and "
                                "that failed: {}. Nothing was changed.",
                                database.string(), from, to, copied.error()));
  }
  Transaction transaction{connection};
  for (const auto& migration : migrations)
    if (migration.version > from) connection.exec(std::string{migration.sql});
  connection.exec(fmt::format("pragma user_version = {}; pragma application_id = {}", to, application_id));
  transaction.commit();
  return {};
}

Outcome check_integrity(const Connection& connection, const std::filesystem::path& database) {
  auto problem = check_tail(connection);
  if (!problem && connection.number("select clean from journal") == 0)
    problem = quick_check(connection, std::chrono::seconds{1});
  if (!problem) return {};
  return refuse(Cause::corrupt,
                fmt::format("{} is damaged: {}. Keep the file for inspection (`sitrep verify` says more) "
                            "and restore a backup.",
                            database.string(), *problem));
}

}  // namespace

Outcome prepare(const std::filesystem::path& database, std::span<const Migration> migrations) {
  if (on_network(database))
    return refuse(Cause::network_filesystem, fmt::format("{} is on a network file system, where locks do not hold. Put "
                                                         "the database on a local disk.",
                                                         database.string()));
  try {
    const Connection connection{database, Connection::Mode::create, busy};
    if (connection.read_only())
      return refuse(Cause::unwritable,
                    fmt::format("{} is read-only. Make the file and its directory writable.", database.string()));
    if (auto ours = check_identity(connection, database, migrations.back().version); !ours) return ours;
    connection.exec("pragma journal_mode = wal; pragma synchronous = full");
    {
      const Transaction can_be_written{connection};
    }
    if (auto migrated = migrate(connection, database, migrations); !migrated) return migrated;
    return check_integrity(connection, database);
  } catch (const SqliteError& error) {
    return std::unexpected(in_words(error, database));
  }
}

Outcome prepare(const std::filesystem::path& database) {
  return prepare(database, migrations());
}

}  // namespace storage
