#pragma once
// What is known of the status pages beside incidents and maintenance: what was changed there by hand.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/incident.hpp"

namespace playbooks {

/// A component that a page shows otherwise than we say.
struct Drift {
  std::string page;       // which status page
  std::string component;  // Component::key
  ComponentStatus there = ComponentStatus::operational;
  ComponentStatus ours = ComponentStatus::operational;
  bool operator==(const Drift&) const = default;
};

/// An open incident on a page that is not ours.
struct Stranger {
  std::string page;
  std::string id;  // the page's own
  std::string name, status, link;
  bool operator==(const Stranger&) const = default;
};

struct StatusDesk {
  int version = 0;               // number of the last event on the stream "page"
  std::vector<Drift> suspected;  // seen once: told of when it is still so at the next reading
  std::vector<Drift> drifts;     // told of
  std::vector<Drift> ignored;    // left as they are until they change
  std::vector<Stranger> strangers;
  std::map<std::string, std::string> trouble;  // why a page could not be read
  bool operator==(const StatusDesk&) const = default;
};

// Events on the stream "page"
/// What a reading of a page has changed in what is known: the whole lists afterwards.
struct PageRead {
  std::string page;
  std::vector<Drift> suspected, drifts;
  std::vector<Stranger> strangers;
  std::string trouble;
  std::vector<Drift> fresh_drifts;  // what is new among them, to be told
  std::vector<Stranger> fresh_strangers;
  bool trouble_is_new = false;
  bool operator==(const PageRead&) const = default;
};
enum class DriftAnswer { adopted, overwritten, ignored };
struct DriftSettled {
  std::string page, component;
  DriftAnswer how = DriftAnswer::ignored;
  bool operator==(const DriftSettled&) const = default;
};
/// A person's word on a component has stood for long: somebody is asked whether it is still true.
struct ManualClaimAged {
  std::string component;
  Time since{};
  bool operator==(const ManualClaimAged&) const = default;
};

// Commands
struct NotePageRead {
  std::string page;
  std::map<std::string, ComponentStatus> components;  // by our key, of those that the page has
  std::vector<Stranger> open;                         // incidents there that carry no mark of ours
  Time asked{};                                       // when the reading began
  std::string trouble;                                // it could not be read; the rest is empty then
};
struct SettleDrift {
  std::string component;  // empty: all of them
  DriftAnswer how = DriftAnswer::ignored;
};
struct AgeManualClaim {
  std::string component;
};
struct ExpireManualClaim {
  std::string component;
};
/// Run an incident that was opened by hand on a status page as one of ours.
struct AdoptIncident {
  std::string id;        // the page's own
  std::string severity;  // empty: the policy's default
  std::string channel;
};

}  // namespace playbooks
