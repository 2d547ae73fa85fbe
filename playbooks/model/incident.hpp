#pragma once
// The incident: the whole of what is known about one, as its events left it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/escalation.hpp"
#include "playbooks/model/ids.hpp"
#include "playbooks/model/time.hpp"

namespace playbooks {

enum class Status { investigating, identified, monitoring, resolved, cancelled };
enum class Visibility { internal, public_page };
enum class Kind { real, drill };

std::string_view to_string(Status status);
std::string_view to_string(Visibility visibility);  // "internal", "public"
std::string_view to_string(Kind kind);
/// Accepts the word and what people type for it: inv, id, mon, mit, mitigated, res, fixed, closed.
Result<Status> parse_status(std::string_view text);

/// Where the living card of an incident is. Empty until Slack has confirmed it.
struct CardPlace {
  std::string channel;    // Slack channel id
  std::string ts;         // Slack message timestamp, the message's id within its channel
  std::string permalink;  // empty when unknown
  bool operator==(const CardPlace&) const = default;
};

/// What the public status page is known to show of an incident. Empty for internal incidents and drills.
struct PublicPage {
  std::string id;     // Statuspage's incident id; empty until it exists there
  std::string link;   // short link for people
  std::string shows;  // the status that the page showed at `at`
  Time at{};
  std::string trouble;  // why the page could not be brought up to date; empty when it is
  bool operator==(const PublicPage&) const = default;
};

/// Who last did something, for "already done by ... at ...".
struct Done {
  Actor by;
  Time at{};
  bool operator==(const Done&) const = default;
};

struct Incident {
  IncidentId id;
  int version = 0;  // number of its last event: the optimistic lock
  std::string title;
  std::string severity;  // Severity::name of the policy
  Status status = Status::investigating;
  Visibility visibility = Visibility::internal;
  Kind kind = Kind::real;
  std::string impact;  // in people's words, may be empty
  std::vector<ComponentClaim> components;
  Actor lead;
  Done declared;
  Time started{};
  std::optional<Time> mitigated;  // first time monitoring was reached
  std::optional<Time> resolved;   // resolved or cancelled
  std::string last_update;        // the newest text for responders
  Done updated;                   // who spoke last
  Done status_set;
  Done severity_set;
  Done components_set;
  std::optional<Time> update_due;  // none when closed
  int overdue_reminders = 0;       // reminders since the last update
  std::string channel;             // where it was declared and is run
  CardPlace card;
  PublicPage page;
  std::string postmortem;              // its link; empty until there is one
  std::optional<Done> postmortem_set;  // who linked it
  Escalation escalation;

  bool open() const { return status != Status::resolved && status != Status::cancelled; }
  /// Whether the status page may know of it.
  bool shown_publicly() const { return visibility == Visibility::public_page && kind == Kind::real; }
  bool operator==(const Incident&) const = default;
};

}  // namespace playbooks
