#pragma once
// The journal: the one door to durable state. One SQLite file, one thread that writes it, group commit.
// A stage is committed whole or not at all; the callback is called on the journal's own thread (post it to yours).
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "playbooks/model/effects.hpp"
#include "playbooks/model/events.hpp"
#include "playbooks/model/incident.hpp"
#include "playbooks/model/timers.hpp"
#include "playbooks/state.hpp"

namespace storage {

/// One accepted input, as it came. `keys` are its identities ("envelope:...", "event:...", "trigger:..."): a second
/// input with any of them is a redelivery. `reply` is what was answered, to be answered again.
struct InputRow {
  std::string id;    // "in-..." unique, made by the engine
  std::string kind;  // slash, mention, button, form, event, cli, timer, delivery, unparseable
  playbooks::Time at{};
  std::vector<std::string> keys;
  std::string body;   // raw text; kept 14 days
  std::string reply;  // raw acknowledgement payload, may be empty
};

enum class EffectEnd { delivered, refused, superseded, expired };

struct EffectDone {
  std::string key;
  EffectEnd end = EffectEnd::delivered;
  playbooks::Receipt receipt;  // for delivered
  std::string why;             // for the others: refusal, or the key that replaced it
  playbooks::Time at{};
};

/// Everything that follows from a batch of inputs. Applied in this order: inputs, events, incidents, claims and timers
/// (what goes first, then what is set), effects, what came of effects. An effect whose key is on record is left as it
/// is; settling an effect that is settled already changes nothing.
struct Stage {
  std::vector<InputRow> inputs;
  std::vector<playbooks::Recorded> events;
  std::vector<playbooks::Incident> incidents;                       // snapshots after the events, newest of each
  std::vector<playbooks::HeldClaim> claims_set;                     // upserts by (component, holder)
  std::vector<std::pair<std::string, std::string>> claims_dropped;  // (component, holder)
  std::optional<playbooks::OnCall> oncall;                          // snapshot, when it changed
  std::optional<playbooks::Upkeep> upkeep;                          // likewise
  std::optional<playbooks::StatusDesk> pages;                       // likewise
  std::vector<playbooks::Timer> timers_set;
  std::vector<std::string> timers_gone;  // fired or cancelled, by name
  std::vector<playbooks::Effect> effects;
  std::vector<EffectDone> effects_done;
  bool empty() const;
};

/// Why nothing was written. Everything is as it was before; try again once the cause is gone. `conflict` is the stage's
/// own fault (an event number or an input identity that is on record already) and never harms its neighbours.
struct CommitFailure {
  enum class Cause { disk_full, read_only, locked, conflict, corrupt, io, stopped };
  Cause cause = Cause::io;
  std::string message;  // for logs and health: what happened and what to do
};
using CommitResult = std::expected<void, CommitFailure>;

class Journal {
 public:
  virtual ~Journal() = default;
  /// Queues the stage; stages are committed in the order of the calls. `done` is called exactly once.
  virtual void commit(Stage stage, std::move_only_function<void(CommitResult)> done) = 0;
};

/// Counters for health and bench; safe to read from any thread.
struct JournalStats {
  std::uint64_t commits = 0;         // transactions: one may hold many stages
  std::uint64_t stages = 0;          // stages on disk
  std::uint64_t failures = 0;        // stages refused
  std::size_t queued = 0;            // stages that wait
  std::chrono::microseconds last{};  // time of the last commit
  std::chrono::microseconds slowest_last_minute{};
  std::optional<std::string> trouble;  // set while commits fail
};

}  // namespace storage
