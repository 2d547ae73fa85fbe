#pragma once
// The numbers and names that configuration may tune. Filled by config, read by the rules; never changes while running.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/escalation.hpp"
#include "playbooks/model/incident.hpp"
#include "playbooks/model/public_policy.hpp"
#include "playbooks/model/time.hpp"

namespace playbooks {

struct Severity {
  std::string name;   // "P0"
  std::string means;  // one line: what counts as one
  std::vector<std::string> aliases;
  Duration respond_within{};
  Duration update_every{};  // zero: no reminders
  bool public_at_once = false;
  std::string impact;              // Statuspage impact_override: none, minor, major, critical
  Duration first_public_within{};  // the public shall hear of it; zero: no matter when
  Duration public_every{};         // and again; zero: no matter when
};

struct Dependent {
  std::string component;
  std::string effect;                                     // what a failure does to it, in words
  ComponentStatus status = ComponentStatus::operational;  // what it is in then; operational: nothing
  ComponentStatus from = ComponentStatus::major_outage;   // how bad the failure must be
};

struct Component {
  std::string key;   // "api": what people type
  std::string name;  // "API": what the status page calls it
  std::string group;
  std::string owner;  // team
  std::string description;
  std::vector<std::string> aliases;
  std::vector<Dependent> dependents;
};

struct Policy {
  std::string organisation = "Sitrep";
  std::string zone = "UTC";          // IANA name; typed clock times are read in it
  std::vector<Severity> severities;  // worst first
  std::string default_severity;
  std::vector<Component> components;
  std::string incident_channel;  // Slack channel id or "#name" as configured
  std::string launch_channel;
  Duration duplicate_window = std::chrono::minutes{10};  // same title declared again within it: point at the first
  std::vector<Responder> people;
  std::vector<Schedule> schedules;
  std::vector<EscalationPolicy> escalation_policies;
  std::vector<EscalationRoute> escalation_routes;    // the first that fits; none: nobody is paged
  std::string operations_channel;                    // where Sitrep tells of itself; the incident channel by default
  Duration page_patience = std::chrono::minutes{1};  // undelivered for so long: the next way is tried
  Duration answer_within = std::chrono::minutes{5};  // after “still on it?”
  Duration audit_every = std::chrono::minutes{5};    // zero: never
  bool dead_man = false;                             // an address is configured that hears of every clean audit
  PublicPolicy publicity = default_public_policy();
  bool page_drill = false;  // on the first working day of each month, 10:00

  bool publishes() const { return !publicity.pages.empty(); }  // some status page is kept
  const Severity* severity(std::string_view word) const;       // by name or alias, any case; nullptr when unknown
  const Component* component(std::string_view word) const;     // by key, name or alias, any case; nullptr when unknown
  const Responder* person(std::string_view word) const;        // by key, name, Slack id or e-mail, any case; or nullptr
  const Schedule* schedule(std::string_view word) const;       // by key or name, any case; nullptr when unknown
  const EscalationPolicy* escalation_policy(std::string_view key) const;  // nullptr when unknown
};

/// Severities P0 to P3, as used when the configuration names none.
std::vector<Severity> default_severities();

}  // namespace playbooks
