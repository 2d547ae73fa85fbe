#pragma once
// What the page remembers: components with every change of their status, incidents and maintenances with everything
// that was said of them. Plain data; `page.json` is this and nothing else.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/time.hpp"

namespace integrations::local_page {

struct StatusChange {
  playbooks::Time at{};
  playbooks::ComponentStatus status = playbooks::ComponentStatus::operational;
  bool operator==(const StatusChange&) const = default;
};

struct ComponentRecord {
  std::string key;                    // Component::key of the policy
  std::vector<StatusChange> changes;  // oldest first, never empty; the first is when it came to the page
  playbooks::ComponentStatus status() const { return changes.back().status; }
  bool operator==(const ComponentRecord&) const = default;
};

/// What an update did to a component.
struct Affected {
  std::string component;
  playbooks::ComponentStatus was = playbooks::ComponentStatus::operational;
  playbooks::ComponentStatus is = playbooks::ComponentStatus::operational;
  bool operator==(const Affected&) const = default;
};

struct Update {
  std::string key;     // of the effect that brought it
  std::string status;  // Statuspage's word: "identified", "in_progress", "postmortem"
  std::string body;    // may be empty: then only the status moved
  playbooks::Time at{};
  std::vector<Affected> affected;
  bool operator==(const Update&) const = default;
};

/// An incident or a maintenance, as the public reads it.
struct Story {
  std::string ours;  // "INC-12", "MNT-3"
  std::string id;    // the page's own, stable: made from `ours`
  std::string title;
  std::string status;  // the newest update's; of a maintenance also "cancelled"
  std::string impact;  // none, minor, major, critical, maintenance
  std::vector<std::string> components;
  playbooks::Time started{}, created{}, changed{};
  std::optional<playbooks::Time> monitoring, resolved;            // `resolved`: over, in whichever way
  std::optional<playbooks::Time> scheduled_for, scheduled_until;  // of maintenances
  std::string postmortem;                                         // its link
  std::vector<Update> updates;                                    // oldest first
  std::vector<std::string> keys;  // every effect that this story has taken in, the oldest forgotten at some time
  bool open() const { return !resolved.has_value(); }
  bool operator==(const Story&) const = default;
};

struct Document {
  playbooks::Time changed{};
  std::vector<ComponentRecord> components;
  std::vector<Story> incidents, maintenances;  // in the order in which they came to the page
  bool operator==(const Document&) const = default;

  const ComponentRecord* component(std::string_view key) const;  // nullptr when it was never shown
  playbooks::ComponentStatus status_of(std::string_view component) const;
  const Story* incident(std::string_view ours) const;     // nullptr when it is not on the page
  const Story* maintenance(std::string_view ours) const;  // the same
};

/// Twelve letters and digits that stand for a name of ours: the same ones on every day and after every loss.
std::string page_id(std::string_view kind, std::string_view name);

/// The text of `page.json`, and what it says. None when it is not what `written` makes.
std::string written(const Document& document);
std::optional<Document> read_document(std::string_view text);

}  // namespace integrations::local_page
