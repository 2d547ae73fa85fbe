#pragma once
// What configuration says of the public: pages, words, cadence, maintenance. Part of the policy.
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/maintenance.hpp"
#include "playbooks/model/time.hpp"

namespace playbooks {

/// From which number on a component is proposed to be in a state.
struct StatusRule {
  std::string metric;  // "error_rate", "p95", or any name that numbers are reported under
  double from = 0;     // error_rate in percent, p95 in seconds
  bool above = false;  // true: only above `from`, not at it
  ComponentStatus status = ComponentStatus::degraded_performance;
};

/// Words for the public, with {{places}} to fill in.
struct PublicTemplate {
  std::string key;       // "outage"
  std::string language;  // "en"
  std::string title;     // of the incident on the page
  std::string first;     // the first post
  std::string update;    // while it lasts
  std::string resolved;  // when it is over
};

struct MaintenanceChecklist {
  std::string phase;
  std::vector<std::string> steps;
};

/// A share of the fee that is given back when a component was up for less than so much of a month.
struct CreditTier {
  double below = 0;   // percent of uptime
  double credit = 0;  // percent of the fee
};

struct PublicPolicy {
  std::vector<std::string> pages;  // the status pages that are kept, each a lane of its own: "statuspage", "local"
  bool confirm = false;            // responders' updates do not go out by themselves: somebody publishes a draft
  bool two_persons = false;        // and that must be another person than the one who wrote it
  bool cascade_at_once = false;    // consequences of a component's failure are applied without asking
  bool numbers_at_once = false;    // numbers set a state without asking
  std::vector<StatusRule> rules;
  std::string language = "en";
  std::vector<PublicTemplate> templates;
  std::vector<std::string> customers;               // names that never stand in public words
  std::vector<std::string> internal_names;          // nor these: hosts, code names
  Duration nudge_before = std::chrono::minutes{3};  // a public word is owed: asked for so long before
  Duration claim_ages = std::chrono::hours{24};     // a person's word on a component is asked about; zero: never
  Duration read_every = std::chrono::minutes{5};    // pages are read to find what was changed by hand; zero: never
  std::vector<Duration> announce;                   // how long before a maintenance starts
  Duration maintenance_update_every = std::chrono::minutes{30};
  Duration watch_for = std::chrono::hours{1};  // after a maintenance
  MaintenanceStart maintenance_start = MaintenanceStart::automatic;
  std::vector<MaintenanceChecklist> checklists;
  std::vector<CreditTier> credits;  // the lowest first

  bool keeps(std::string_view page) const;
};

/// As used when the configuration says nothing of it.
PublicPolicy default_public_policy();

}  // namespace playbooks
