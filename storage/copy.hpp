#pragma once
// A consistent copy of a database that is in use.
#include <expected>
#include <filesystem>
#include <string>

#include "storage/sqlite.hpp"

namespace storage {

enum class Overwrite { no, yes };

/// Copies what is committed now, whatever is written meanwhile, and checks that the copy opens and is whole. The target
/// appears under its name only when it is complete and on disk. The error says what is wrong and where.
std::expected<void, std::string> copy_database(const Connection& source, const std::filesystem::path& target,
                                               Overwrite overwrite);

}  // namespace storage
