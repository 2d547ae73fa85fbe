#include "storage/failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace storage {
namespace {

using Cause = CommitFailure::Cause;

Cause cause_of(const SqliteError& error) {
  switch (error.code & 0xFF) {
    case SQLITE_FULL:
      return Cause::disk_full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return Cause::read_only;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return Cause::locked;
    case SQLITE_CONSTRAINT:
      return Cause::conflict;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Cause::corrupt;
    default:
      break;
  }
  switch (error.system_error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Cause::disk_full;
    case EROFS:
    case EACCES:
    case EPERM:
      return Cause::read_only;
    default:
      return Cause::io;
  }
}

std::string conflict_message(std::string_view what) {
  if (what.contains("input_keys")) return "This input is on record already: it was delivered twice.";
  if (what.contains("history.stream")) return "Somebody else changed the same incident in the same moment.";
  return fmt::format("The database refused this as inconsistent with what it holds: {}.", what);
}

}  // namespace

bool is_own_fault(const SqliteError& error) {
  const int primary = error.code & 0xFF;
  return primary == SQLITE_CONSTRAINT || primary == SQLITE_TOOBIG || primary == SQLITE_MISMATCH;
}

CommitFailure failure_of(const SqliteError& error, const std::filesystem::path& database) {
  const auto name = database.string();
  const std::string_view what = error.what();
  if (is_own_fault(error)) return {Cause::conflict, conflict_message(what)};
  const auto cause = cause_of(error);
  const auto system = error.system_error == 0
                          ? std::string{}
                          : fmt::format(": {}", std::generic_category().message(error.system_error));
  switch (cause) {
    case Cause::disk_full:
      return {cause,
              fmt::format("The disk that holds {} is full. Free some space; Sitrep then goes on by itself.", name)};
    case Cause::read_only:
      return {cause, fmt::format("{} cannot be written ({}{}). Make the file and its directory writable; Sitrep then "
                                 "goes on by itself.",
                                 name, what, system)};
    case Cause::locked:
      return {cause,
              fmt::format("{} is locked by another program. Close whatever has it open (a sqlite3 shell?); Sitrep "
                          "then goes on by itself.",
                          name)};
    case Cause::corrupt:
      return {cause, fmt::format("{} is damaged ({}). Stop Sitrep, keep the file, and restore a backup.", name, what)};
    case Cause::conflict:
    case Cause::io:
    case Cause::stopped:
      break;
  }
  return {Cause::io,
          fmt::format("Reading or writing {} failed ({}{}). Check the disk; Sitrep tries again with the next "
                      "input.",
                      name, what, system)};
}

}  // namespace storage
