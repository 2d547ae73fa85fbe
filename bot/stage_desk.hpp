#pragma once
// The desk that verbs work at: decides into the stage of the current batch, reads what is on disk for the rest.
#include "bot/engine.hpp"

namespace bot {

class Engine::StageDesk final : public commands::Desk {
 public:
  StageDesk(Staging& staging, const storage::Reader& reader, playbooks::Context context,
            const std::function<std::vector<commands::Finding>()>& self_check)
      : staging_(staging), reader_(reader), context_(std::move(context)), self_check_(self_check) {}

  playbooks::Result<std::vector<playbooks::Recorded>> execute(playbooks::Command command) override;
  playbooks::Result<playbooks::Incident> find(playbooks::IncidentId id) override;
  const playbooks::State& state() const override { return staging_.staged(); }
  const playbooks::Policy& policy() const override { return staging_.policy(); }
  std::vector<commands::IncidentLine> list(bool open_only, int limit) const override;
  std::vector<playbooks::Recorded> history(const std::string& stream, int limit, bool newest_first) const override;
  std::vector<playbooks::Recorded> claim_history(playbooks::Time until) const override;
  std::vector<commands::Finding> self_check() const override;

  bool changed() const { return changed_; }

 private:
  Staging& staging_;
  const storage::Reader& reader_;
  playbooks::Context context_;
  const std::function<std::vector<commands::Finding>()>& self_check_;
  bool changed_ = false;
};

}  // namespace bot
