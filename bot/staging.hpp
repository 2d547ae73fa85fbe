#pragma once
// Memory and what is about to become true. Two states: `committed` is what the disk holds and what deliveries are drawn
// from; `staged` has the current batch on top. After the commit the touched parts are copied over, after a failed one
// they are copied back: a refused, throwing or failed input leaves nothing behind.
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "playbooks/rules.hpp"
#include "storage/database.hpp"

namespace bot {

class Staging {
 public:
  Staging(playbooks::State loaded, const storage::Reader& reader, const playbooks::Policy& policy);

  const playbooks::State& committed() const { return committed_; }
  const playbooks::State& staged() const { return staged_; }
  const playbooks::Policy& policy() const { return policy_; }

  /// Brings a closed incident into the staged state so that it can be asked about. False when there is none.
  bool reach(playbooks::IncidentId id);

  // One input at a time: begin, any number of execute, then keep or drop.
  void begin_input();
  playbooks::Result<std::vector<playbooks::Recorded>> execute(const playbooks::Command& command,
                                                              const playbooks::Context& context);
  /// Effects and timers that follow from no event (an answer, a card redrawn because time has passed).
  void add(playbooks::Reaction reaction);
  void keep_input(std::optional<storage::InputRow> row);
  /// Does nothing when no input was begun.
  void drop_input();
  bool input_changes_nothing() const { return input_.events.empty() && input_.reaction.effects.empty(); }

  storage::Stage& stage() { return stage_; }
  /// Groups whose undelivered effects are no longer wanted, collected since the last take().
  const std::vector<std::string>& withdrawn() const { return withdrawn_; }

  /// The whole batch, ready for the journal.
  storage::Stage take();
  void committed_batch();
  void failed_batch();

 private:
  void touch(playbooks::IncidentId id);
  void forget_touched();
  void join_answers();
  void restore(playbooks::IncidentId id, const std::optional<playbooks::Incident>& before);
  static void diff_claims(const playbooks::Claims& before, const playbooks::Claims& after, storage::Stage& stage);

  const storage::Reader& reader_;
  const playbooks::Policy& policy_;
  playbooks::State committed_, staged_;
  storage::Stage stage_;
  std::vector<std::string> withdrawn_;
  std::set<playbooks::IncidentId> touched_;
  std::set<playbooks::IncidentId> guests_;  // closed ones that were only asked about
  bool claims_touched_ = false;
  bool oncall_touched_ = false;
  bool upkeep_touched_ = false;
  bool pages_touched_ = false;

  struct Undo {  // what this input has changed so far
    bool begun = false;
    std::map<playbooks::IncidentId, std::optional<playbooks::Incident>> incidents;
    std::optional<playbooks::Claims> claims;
    std::int64_t next_incident = 1;
    int components_version = 0;
    std::optional<playbooks::OnCall> oncall;
    std::optional<playbooks::Upkeep> upkeep;
    std::optional<playbooks::StatusDesk> pages;
    std::vector<playbooks::Recorded> events;
    playbooks::Reaction reaction;
  } input_;
};

}  // namespace bot
