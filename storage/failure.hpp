#pragma once
// SQLite's result codes in words: for the log, for health, for whoever can help.
#include <filesystem>

#include "storage/journal.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// Never Cause::stopped.
CommitFailure failure_of(const SqliteError& error, const std::filesystem::path& database);

/// Whether the stage itself is at fault (something in it is on record already, or breaks a rule of the tables) rather
/// than the file or the disk.
bool is_own_fault(const SqliteError& error);

}  // namespace storage
