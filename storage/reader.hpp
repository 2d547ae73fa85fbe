#pragma once
// Everything that reads the database. A reader has a connection of its own (WAL: it never waits for the writer and sees
// only what is committed) and belongs to the thread that made it. Throws SqliteError when the file cannot be read.
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/effects.hpp"
#include "playbooks/model/events.hpp"
#include "playbooks/model/timers.hpp"
#include "playbooks/state.hpp"

namespace storage {

struct IncidentRow {  // one line of `list`
  playbooks::IncidentId id;
  std::string title, severity, status, kind, visibility;
  playbooks::Time declared{};
  std::optional<playbooks::Time> resolved;
};

/// Of one stream in the order of its numbers, of all streams in the order in which they were recorded, or of a time
/// span in the order of time.
struct HistoryFilter {
  std::optional<std::string> stream = std::nullopt;
  std::optional<playbooks::Time> from = std::nullopt;  // included
  std::optional<playbooks::Time> to = std::nullopt;    // not included
  int limit = 100;                                     // negative: all
  bool newest_first = false;
  bool claims_only = false;  // without what cannot change a claim on a component; in the order of recording
};

struct VerifyReport {
  std::uint64_t events = 0;
  std::string head;                   // hash of the last event, hexadecimal; empty without events
  std::vector<std::string> problems;  // empty: the chain is whole and the tables equal the history
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& database);
  ~Reader();
  /// Open incidents, all claims, the counters: what the engine holds in memory. Does not read the past.
  playbooks::State load_state() const;
  std::vector<playbooks::Timer> timers() const;
  /// Undelivered effects in the order in which they were made.
  std::vector<playbooks::Effect> undelivered() const;
  /// Also finds closed ones.
  std::optional<playbooks::Incident> incident(playbooks::IncidentId id) const;
  /// Newest first.
  std::vector<IncidentRow> incidents(bool open_only, int limit, int offset = 0) const;
  std::vector<playbooks::Recorded> history(const HistoryFilter& filter) const;
  /// The reply given to an earlier input with this identity; none when there was no such input.
  std::optional<std::string> reply_to(std::string_view key) const;
  /// 64-bit FNV-1a hashes of all input identities since then, for the engine's memory.
  std::vector<std::uint64_t> key_hashes(playbooks::Time since) const;
  std::optional<playbooks::Receipt> receipt(std::string_view effect_key) const;
  /// Calls `line` with one JSON object per event, oldest first (JSON Lines, with number, hash and time).
  void export_history(const std::function<void(std::string_view line)>& line,
                      const std::optional<std::string>& stream = {}) const;
  /// Replays the history: is the file sound, the hash chain whole, do the tables equal what it says?
  VerifyReport verify() const;
  /// A consistent copy while the bot runs (SQLite's online backup). Refuses to overwrite.
  std::expected<void, std::string> backup_to(const std::filesystem::path& target) const;
  /// One sentence for each row that the calls since the last one had to leave out because this program cannot read it
  /// (for the log): an event that a newer Sitrep wrote, a damaged effect.
  std::vector<std::string> take_skipped() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
std::uint64_t key_hash(std::string_view key);

}  // namespace storage
