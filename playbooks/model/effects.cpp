#include "playbooks/model/effects.hpp"

#include "playbooks/model/overloaded.hpp"

namespace playbooks {

namespace {

/// A trial page belongs to none.
std::optional<IncidentId> of_incident(IncidentId id) {
  return id.number == 0 ? std::nullopt : std::optional{id};
}

}  // namespace

std::string_view page_of(const Effect& effect) {
  const auto named = [](const std::string& page) { return page.empty() ? first_page : std::string_view{page}; };
  return std::visit(
      Overloaded{[&](const PublishIncident& e) { return named(e.page); },
                 [&](const PublishComponent& e) { return named(e.page); },
                 [&](const PublishPostmortem& e) { return named(e.page); },
                 [&](const PublishMaintenance& e) { return named(e.page); },
                 [&](const ReadPage& e) { return named(e.page); }, [](const auto&) { return std::string_view{}; }},
      effect.body);
}

std::optional<IncidentId> incident_of(const Effect& effect) {
  using Id = std::optional<IncidentId>;
  return std::visit(Overloaded{[](const DrawCard& e) -> Id { return e.incident; },
                               [](const PostToThread& e) -> Id { return e.incident; },
                               [](const PostToChannel& e) -> Id { return e.incident; },
                               [](const PublishIncident& e) -> Id { return e.incident; },
                               [](const PublishPostmortem& e) -> Id { return e.incident; },
                               [](const Prompt& e) -> Id { return of_incident(e.incident); },
                               [](const SendPage& e) -> Id { return of_incident(e.incident); },
                               [](const CheckPage& e) -> Id { return of_incident(e.incident); },
                               [](const EndPage& e) -> Id { return of_incident(e.incident); },
                               [](const auto&) -> Id { return std::nullopt; }},
                    effect.body);
}

}  // namespace playbooks
