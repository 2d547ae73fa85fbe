#include "playbooks/model/effects.hpp"

#include "playbooks/model/overloaded.hpp"

namespace playbooks {

std::optional<IncidentId> incident_of(const Effect& effect) {
  using Id = std::optional<IncidentId>;
  return std::visit(Overloaded{[](const DrawCard& e) -> Id { return e.incident; },
                               [](const PostToThread& e) -> Id { return e.incident; },
                               [](const PostToChannel& e) -> Id { return e.incident; },
                               [](const PublishIncident& e) -> Id { return e.incident; },
                               [](const PublishPostmortem& e) -> Id { return e.incident; },
                               [](const auto&) -> Id { return std::nullopt; }},
                    effect.body);
}

}  // namespace playbooks
