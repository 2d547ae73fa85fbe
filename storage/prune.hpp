#pragma once
// Removing what is kept for a time only, a small piece at a time so that no commit waits for long.
#include <cstdint>
#include <string>

#include "playbooks/model/time.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// What is older goes.
struct PruneLimits {
  std::int64_t bodies, keys, effects;
  explicit PruneLimits(playbooks::Time now);
};

/// How far one pruning has come. Bodies and effects also remember it in the file; keys are gone through each time.
struct PruneCursor {
  enum class Phase { bodies, keys, effects, through };
  Phase phase = Phase::bodies;
  std::string key;
};

struct PrunedPiece {
  std::uint64_t bodies = 0, keys = 0, effects = 0;
};

/// One short transaction. Throws SqliteError; nothing of the piece has then happened.
PrunedPiece prune_piece(const Connection& connection, const PruneLimits& limits, PruneCursor& cursor);

}  // namespace storage
