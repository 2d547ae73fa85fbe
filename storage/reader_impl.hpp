#pragma once
// What the parts of Reader share.
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "storage/chain.hpp"
#include "storage/reader.hpp"
#include "storage/sqlite.hpp"

namespace storage {

struct Reader::Impl {
  explicit Impl(const std::filesystem::path& file);
  void skip(std::string sentence) { skipped.push_back(std::move(sentence)); }

  std::filesystem::path database;
  Connection connection;
  std::vector<std::string> skipped;
};

/// The columns of every query on history, in the order that `stored_event` expects.
inline constexpr std::string_view history_columns =
    "select position, stream, number, at, actor_id, actor_name, input, type, data, previous, hash from history";

/// The event of the current row; its texts live until the next one.
StoredEvent stored_event(const Statement::Rows& rows);

/// The event as the rules know it, or what about it cannot be read.
std::expected<playbooks::Recorded, std::string> recorded(const StoredEvent& event);

/// "event 812 (INC-12 number 4, 2026-11-21 14:05 UTC)"
std::string name_of(std::int64_t position, const StoredEvent& event);

}  // namespace storage
