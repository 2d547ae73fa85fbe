#include "storage/integrity.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "storage/chain.hpp"

namespace storage {

std::optional<std::string> check_tail(const Connection& connection) {
  Statement head{connection.handle(), "select position, hash from journal where id = 1"};
  auto head_row = head.query();
  if (!head_row.next()) return "the journal's own row is missing";
  const ChainHead expected{head_row.integer(0), as_hash(head_row.text(1))};

  Statement tail{connection.handle(),
                 "select position, stream, number, at, actor_id, actor_name, input, type, data, previous, hash"
                 " from history order by position desc limit 20"};
  auto rows = tail.query();
  ChainHasher hasher;
  ChainHead last;
  std::optional<Hash> wanted;
  while (rows.next()) {
    const StoredEvent event{rows.text(1), rows.integer(2), rows.integer(3), rows.text(4),
                            rows.text(5), rows.text(6),    rows.text(7),    rows.text(8)};
    const auto previous = as_hash(rows.text(9));
    const auto hash = as_hash(rows.text(10));
    if (hasher(previous, event) != hash || (wanted && *wanted != hash))
      return fmt::format("event {} ({} number {}) was changed after it was written", rows.integer(0), rows.text(1),
                         rows.integer(2));
    if (!wanted) last = {rows.integer(0), hash};
    wanted = previous;
  }
  if (last != expected)
    return fmt::format("the history ends at event {}, but it was last written up to event {}", last.position,
                       expected.position);
  return std::nullopt;
}

std::optional<std::string> quick_check(const Connection& connection, std::chrono::milliseconds at_most) {
  using Clock = std::chrono::steady_clock;
  auto until = Clock::now() + at_most;
  const auto late = [](void* deadline) { return Clock::now() > *static_cast<Clock::time_point*>(deadline) ? 1 : 0; };
  sqlite3_progress_handler(connection.handle(), 10'000, late, &until);
  struct Unset {
    sqlite3* handle;
    ~Unset() { sqlite3_progress_handler(handle, 0, nullptr, nullptr); }
  } const unset{connection.handle()};
  try {
    const auto finding = connection.text("pragma quick_check(1)");
    return finding == "ok" ? std::nullopt : std::optional{finding};
  } catch (const SqliteError& error) {
    if ((error.code & 0xFF) == SQLITE_INTERRUPT) return std::nullopt;
    throw;
  }
}

}  // namespace storage
