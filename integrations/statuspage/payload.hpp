#pragma once
// The one request that carries everything the page must say of an incident or a maintenance. Pure: from the delivery to
// JSON text.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/integration.hpp"

namespace integrations::statuspage {

inline constexpr std::size_t name_limit = 255, body_limit = 25000;  // characters

struct Payload {
  std::string json;
  std::vector<std::string> gaps;                           // components that the page lacks, in words
  std::map<std::string, playbooks::ComponentStatus> sets;  // what it makes of components, by their ids on the page
};

/// From a component's key to its id on the page. Nothing, with the reason in `problem`, when the page has none.
using ComponentIds = std::function<std::optional<std::string>(const std::string& key, std::string& problem)>;

/// `first`: the incident does not exist on the page yet. `delivery.incident` must be set. `notify`: whether subscribers
/// hear of what does not say so itself.
Payload incident_payload(const Delivery& delivery, const playbooks::PublishIncident& what,
                         const playbooks::Policy& policy, const ComponentIds& ids, bool first, bool notify);
/// The same for a maintenance; `delivery.maintenance` must be set. Sitrep starts and ends it: nothing is left to the
/// page's own clock, and components move only when it begins and ends.
Payload maintenance_payload(const Delivery& delivery, const playbooks::PublishMaintenance& what,
                            const ComponentIds& ids, bool first);
std::string component_payload(playbooks::ComponentStatus status);
/// A draft shows to nobody; publishing tells no subscriber: who reads it was told of the incident already.
std::string draft_payload(std::string_view body);
std::string publish_payload();

/// What the page's status must be: Statuspage knows no "cancelled".
std::string_view page_status(playbooks::Status status);
std::string_view page_status(playbooks::MaintenanceState state);
/// What the page calls it.
std::string page_name(const playbooks::Incident& incident);
std::string page_name(const playbooks::Maintenance& maintenance);

/// Something for the public, and when it was said.
struct Said {
  playbooks::Time at{};
  std::string text;
};
/// Texts that had to wait and the newest, oldest first, each with its time when there is more than one.
std::string joined(const std::vector<Said>& said, playbooks::Time now);
/// The waiting texts of an incident and the newest, joined. May be empty.
std::string joined_body(const Delivery& delivery, const playbooks::PublishIncident& newest);
/// At most `limit` characters, the last one "…" when something was cut. Bytes that are not UTF-8 become U+FFFD.
std::string cut(std::string_view text, std::size_t limit);

}  // namespace integrations::statuspage
