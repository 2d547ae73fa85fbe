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
  std::string page;     // which status page; empty means "statuspage", as in histories that knew no other
  bool operator==(const PublicPage&) const = default;
};

/// The status page of histories that knew no other.
inline constexpr std::string_view first_page = "statuspage";

/// Who last did something, for "already done by ... at ...".
struct Done {
  Actor by;
  Time at{};
  bool operator==(const Done&) const = default;
};

/// Words for the public that are not published yet.
struct PublicDraft {
  std::string text;
  std::string from;   // name of the template, empty for a person's own words
  std::string title;  // what it will be called on the page; empty: as it is
  Done written;
  bool operator==(const PublicDraft&) const = default;
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
  PublicPage page;                      // of the status page that showed it first
  std::vector<PublicPage> other_pages;  // of the others
  std::string public_title;             // what it is called on the page; empty: as here
  std::optional<PublicDraft> draft;
  std::optional<Time> public_due;         // when the public is owed a word; none while it is internal or over
  int public_nudges = 0;                  // since the last public word
  int public_posts = 0, public_late = 0;  // how many there were, and how many came after they were due
  MaintenanceId held_by;                  // its escalation waits for the end of this maintenance
  std::string postmortem;                 // its link; empty until there is one
  std::optional<Done> postmortem_set;     // who linked it
  Escalation escalation;

  /// What the status page `name` shows of it; an empty one when nothing is known.
  const PublicPage& page_on(std::string_view name) const;
  bool open() const { return status != Status::resolved && status != Status::cancelled; }
  /// Whether the status page may know of it.
  bool shown_publicly() const { return visibility == Visibility::public_page && kind == Kind::real; }
  bool operator==(const Incident&) const = default;
};

}  // namespace playbooks
