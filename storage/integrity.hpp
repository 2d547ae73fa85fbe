#pragma once
// Is the file whole? Quick looks for the start; the thorough one is Reader::verify. docs/decisions/0004 says why so
// little is looked at when the last run ended in order.
#include <chrono>
#include <optional>
#include <string>

#include "storage/sqlite.hpp"

namespace storage {

/// The last few events hash to what is stored and the history ends where the journal says. A millisecond, whatever the
/// size of the file.
std::optional<std::string> check_tail(const Connection& connection);

/// SQLite's own check of the whole file; gives up without a finding when it has taken longer than `at_most`.
std::optional<std::string> quick_check(const Connection& connection, std::chrono::milliseconds at_most);

}  // namespace storage
