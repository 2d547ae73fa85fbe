#include "storage/prune.hpp"

#include <sqlite3.h>

#include <chrono>
#include <vector>

namespace storage {
namespace {

constexpr std::int64_t rows_per_piece = 500;

std::uint64_t changes(const Connection& connection) {
  return static_cast<std::uint64_t>(sqlite3_changes64(connection.handle()));
}

/// Rows are in the order of their age: goes on from where the last pruning ended, up to the first that is too young.
std::uint64_t prune_bodies(const Connection& connection, std::int64_t limit, PruneCursor& cursor) {
  const auto from = connection.number("select inputs_pruned from journal where id = 1");
  auto to = from;
  std::int64_t seen = 0;
  {
    auto rows = connection.statement("select seq, at from inputs where seq > $1 order by seq limit $2")
                    .query(from, rows_per_piece);
    for (; rows.next() && rows.integer(1) < limit; ++seen) to = rows.integer(0);
  }
  if (seen < rows_per_piece) cursor.phase = PruneCursor::Phase::keys;
  if (seen == 0) return 0;
  connection.statement("update inputs set body = null where seq > $1 and seq <= $2 and body is not null").run(from, to);
  const auto removed = changes(connection);
  connection.statement("update journal set inputs_pruned = $1 where id = 1").run(to);
  return removed;
}

/// The keys have no order of age: each pruning looks at all of them, which is cheap because they are few and small.
std::uint64_t prune_keys(const Connection& connection, std::int64_t limit, PruneCursor& cursor) {
  std::vector<std::string> old;
  std::int64_t seen = 0;
  {
    auto rows = connection.statement("select key, at from input_keys where key > $1 order by key limit $2")
                    .query(cursor.key, rows_per_piece);
    std::string last;
    for (; rows.next(); ++seen) {
      last = rows.text(0);
      if (rows.integer(1) < limit) old.push_back(last);
    }
    if (seen > 0) cursor.key = std::move(last);
  }
  for (const auto& key : old) connection.statement("delete from input_keys where key = $1").run(key);
  if (seen < rows_per_piece) cursor.phase = PruneCursor::Phase::effects;
  return old.size();
}

/// Passes over effects that wait; waits for one that ended too recently.
std::uint64_t prune_effects(const Connection& connection, std::int64_t limit, PruneCursor& cursor) {
  const auto from = connection.number("select effects_pruned from journal where id = 1");
  auto to = from;
  std::int64_t seen = 0;
  {
    auto rows = connection
                    .statement(
                        "select seq, created, coalesce(ended, created) from effects where seq > $1"
                        " order by seq limit $2")
                    .query(from, rows_per_piece);
    for (; rows.next() && rows.integer(1) < limit && rows.integer(2) < limit; ++seen) to = rows.integer(0);
  }
  if (seen < rows_per_piece) cursor.phase = PruneCursor::Phase::through;
  if (seen == 0) return 0;
  connection
      .statement(
          "update effects set body = null where seq > $1 and seq <= $2 and state <> 'waiting'"
          " and body is not null")
      .run(from, to);
  const auto removed = changes(connection);
  connection.statement("update journal set effects_pruned = $1 where id = 1").run(to);
  return removed;
}

}  // namespace

PruneLimits::PruneLimits(playbooks::Time now)
    : bodies(playbooks::to_millis(now - std::chrono::days{14})),
      keys(playbooks::to_millis(now - std::chrono::days{7})),
      effects(playbooks::to_millis(now - std::chrono::days{30})) {}

PrunedPiece prune_piece(const Connection& connection, const PruneLimits& limits, PruneCursor& cursor) {
  auto moved = cursor;  // taken over only when it is on disk
  PrunedPiece piece;
  Transaction transaction{connection};
  switch (cursor.phase) {
    case PruneCursor::Phase::bodies:
      piece.bodies = prune_bodies(connection, limits.bodies, moved);
      break;
    case PruneCursor::Phase::keys:
      piece.keys = prune_keys(connection, limits.keys, moved);
      break;
    case PruneCursor::Phase::effects:
      piece.effects = prune_effects(connection, limits.effects, moved);
      break;
    case PruneCursor::Phase::through:
      break;
  }
  transaction.commit();
  cursor = std::move(moved);
  return piece;
}

}  // namespace storage
