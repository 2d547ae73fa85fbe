#pragma once
// Making the file ready for use: before the journal and the readers open it.
#include <expected>
#include <filesystem>
#include <span>

#include "storage/migrations.hpp"
#include "storage/open_error.hpp"

namespace storage {

/// Creates or migrates the file (backing it up first as "<path>.before-<version>"), refuses a newer one, checks
/// integrity: the end of the history always, the whole file (for one second at most) after an unclean end.
/// Call it while holding the database.
std::expected<void, OpenError> prepare(const std::filesystem::path& database);

/// The same with another list of migrations, for tests of migrating.
std::expected<void, OpenError> prepare(const std::filesystem::path& database, std::span<const Migration> migrations);

}  // namespace storage
