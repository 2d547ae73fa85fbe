#pragma once
// The database's format, as the list of steps that lead to it. `user_version` in the file says how many were taken.
#include <span>
#include <string_view>

namespace storage {

struct Migration {
  int version;           // counts from 1 without gaps
  std::string_view sql;  // statements, run in one transaction with all others that are due
};

/// In order. One file each in storage/migrations/; one that has been released is never changed again.
std::span<const Migration> migrations();

}  // namespace storage
