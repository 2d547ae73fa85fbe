#pragma once
// The one request that carries everything the page must say of an incident. Pure: from the delivery to JSON text.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/integration.hpp"

namespace integrations::statuspage {

inline constexpr std::size_t name_limit = 255, body_limit = 25000;  // characters

struct Payload {
  std::string json;
  std::vector<std::string> gaps;  // components that the page lacks, in words
};

/// From a component's key to its id on the page. Nothing, with the reason in `problem`, when the page has none.
using ComponentIds = std::function<std::optional<std::string>(const std::string& key, std::string& problem)>;

/// `first`: the incident does not exist on the page yet. `delivery.incident` must be set.
Payload incident_payload(const Delivery& delivery, const playbooks::PublishIncident& what,
                         const playbooks::Policy& policy, const ComponentIds& ids, bool first, bool notify);
std::string component_payload(playbooks::ComponentStatus status);
/// A draft shows to nobody; publishing tells no subscriber: who reads it was told of the incident already.
std::string draft_payload(std::string_view body);
std::string publish_payload();

/// What the page's status must be: Statuspage knows no "cancelled".
std::string_view page_status(playbooks::Status status);
/// The waiting texts and the newest, oldest first, each with its time when there is more than one. May be empty.
std::string joined_body(const Delivery& delivery, const playbooks::PublishIncident& newest);
/// At most `limit` characters, the last one "…" when something was cut. Bytes that are not UTF-8 become U+FFFD.
std::string cut(std::string_view text, std::size_t limit);

}  // namespace integrations::statuspage
