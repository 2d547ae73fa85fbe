#include "bot/stage_desk.hpp"

#include <fmt/format.h>

namespace bot {
namespace {

/// The incident that a command is about; none for those that need none.
std::optional<playbooks::IncidentId> about(const playbooks::Command& command) {
  return std::visit(
      [](const auto& c) -> std::optional<playbooks::IncidentId> {
        if constexpr (requires { c.incident; })
          return c.incident;
        else
          return std::nullopt;
      },
      command);
}

}  // namespace

playbooks::Result<std::vector<playbooks::Recorded>> Engine::StageDesk::execute(playbooks::Command command) {
  if (const auto id = about(command)) staging_.reach(*id);
  auto events = staging_.execute(command, context_);
  if (events && !events->empty()) changed_ = true;
  return events;
}

playbooks::Result<playbooks::Incident> Engine::StageDesk::find(playbooks::IncidentId id) {
  if (!staging_.reach(id))
    return playbooks::refuse(
        playbooks::Errc::not_found,
        fmt::format("There is no {}. See the open ones with `/incident list`.", playbooks::to_string(id)));
  return staging_.staged().incidents.at(id);
}

std::vector<commands::IncidentLine> Engine::StageDesk::list(bool open_only, int limit) const {
  std::vector<commands::IncidentLine> lines;
  for (auto& row : reader_.incidents(open_only, limit))
    lines.push_back({row.id, std::move(row.title), std::move(row.severity), std::move(row.status), std::move(row.kind),
                     std::move(row.visibility), row.declared, row.resolved});
  return lines;
}

std::vector<playbooks::Recorded> Engine::StageDesk::history(const std::string& stream, int limit,
                                                            bool newest_first) const {
  return reader_.history({.stream = stream, .from = {}, .to = {}, .limit = limit, .newest_first = newest_first});
}

std::vector<playbooks::Recorded> Engine::StageDesk::claim_history(playbooks::Time until) const {
  return reader_.history(
      {.stream = {}, .from = {}, .to = until, .limit = -1, .newest_first = false, .claims_only = true});
}

std::vector<commands::Finding> Engine::StageDesk::self_check() const {
  return self_check_ ? self_check_() : std::vector<commands::Finding>{};
}

}  // namespace bot
