#pragma once
// What the storage tests share: a directory that goes away, commits that are waited for, stages made as the engine
// makes them.
#include <filesystem>
#include <string>
#include <vector>

#include "playbooks/rules.hpp"
#include "storage/database.hpp"
#include "storage/sqlite.hpp"

namespace storage::testing {

/// A directory of its own, removed at the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path directory() const { return directory_; }
  std::filesystem::path database() const { return directory_ / "sitrep.db"; }

 private:
  std::filesystem::path directory_;
};

/// A scratch database that has been prepared.
struct Prepared : Scratch {
  Prepared();
};

playbooks::Time at(int minute);  // minutes after 2026-11-21 14:00 UTC

/// Waits for the result.
CommitResult commit(Journal& journal, Stage stage);
/// The cause of a failure; fails the test when there is none.
CommitFailure::Cause cause_of(const CommitResult& result);

InputRow input(const std::string& id, std::vector<std::string> keys, const std::string& reply = {});
playbooks::Effect card(const std::string& key, playbooks::IncidentId id = {1});

/// Makes stages as the engine does: applies events to a state and puts the snapshots and claims that follow into the
/// stage.
class Teller {
 public:
  playbooks::State state;
  /// Numbers the event for its stream and adds it with everything that follows to the stage.
  void tell(Stage& stage, const std::string& stream, playbooks::Event event, playbooks::Time when);
  Stage declare(int number, const std::string& title, playbooks::Time when);
};

/// Changes the file behind everybody's back.
void tamper(const std::filesystem::path& database, const std::string& sql);
/// The same for a file that does not exist yet.
void tamper_create(const std::filesystem::path& database, const std::string& sql);

std::string problems(const VerifyReport& report);

}  // namespace storage::testing
