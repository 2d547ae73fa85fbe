#pragma once
// Opening the file, and everything that reads it. Readers have a connection of their own (WAL: they never wait for the
// writer and see only what is committed). Each object here belongs to the thread that made it, the journal excepted.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/policy.hpp"
#include "playbooks/state.hpp"
#include "storage/journal.hpp"

namespace storage {

struct OpenError {
  enum class Cause { held, newer, corrupt, unwritable, network_filesystem };
  Cause cause;
  std::string message;  // says who holds it, or which version is needed, and what to do
};

/// Holds the database for one process: lock file beside it ("<path>.lock", flock) with the holder's pid, host and
/// start.
class Hold {
 public:
  static std::expected<Hold, OpenError> take(const std::filesystem::path& database, std::string_view who);
  Hold(Hold&&) noexcept;
  Hold& operator=(Hold&&) noexcept;
  ~Hold();

 private:
  explicit Hold(int fd);
  int fd_ = -1;
};

/// Creates or migrates the file (backing it up first as "<path>.before-<version>"), refuses a newer one, checks
/// integrity.
std::expected<void, OpenError> prepare(const std::filesystem::path& database);

class SqliteJournal final : public Journal {
 public:
  /// The file must have been prepared. Starts the thread.
  explicit SqliteJournal(const std::filesystem::path& database);
  ~SqliteJournal() override;  // commits what is queued, then stops
  void commit(Stage stage, std::move_only_function<void(CommitResult)> done) override;
  JournalStats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct IncidentRow {  // one line of `list`
  playbooks::IncidentId id;
  std::string title, severity, status, kind, visibility;
  playbooks::Time declared{};
  std::optional<playbooks::Time> resolved;
};

struct HistoryFilter {
  std::optional<std::string> stream;
  std::optional<playbooks::Time> from, to;
  int limit = 100;  // newest first when `newest_first`
  bool newest_first = false;
};

struct VerifyReport {
  std::uint64_t events = 0;
  std::string head;                   // hash of the last event, hexadecimal
  std::vector<std::string> problems;  // empty: the chain is whole and the tables equal the history
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& database);
  ~Reader();
  /// Open incidents, all claims, the counters: what the engine holds in memory.
  playbooks::State load_state() const;
  std::vector<playbooks::Timer> timers() const;
  /// Undelivered effects in the order in which they were made.
  std::vector<playbooks::Effect> undelivered() const;
  std::optional<playbooks::Incident> incident(playbooks::IncidentId id) const;
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
  /// Replays the history: is the hash chain whole, do the tables equal what it says?
  VerifyReport verify(const playbooks::Policy& policy) const;
  /// A consistent copy while the bot runs (SQLite's online backup). Refuses to overwrite.
  std::expected<void, std::string> backup_to(const std::filesystem::path& target) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
std::uint64_t key_hash(std::string_view key);

}  // namespace storage
