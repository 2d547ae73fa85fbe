#pragma once
// The site: every file of it, made from the document alone. Pure.
#include <map>
#include <string>
#include <vector>

#include "integrations/local_page/document.hpp"
#include "integrations/local_page/settings.hpp"
#include "playbooks/model/policy.hpp"

namespace integrations::local_page {

struct Site {
  const Document& document;
  const playbooks::Policy& policy;  // only its components are shown, under its names
  const Settings& settings;
  playbooks::Time now{};
  std::string name() const;  // of the page
};

/// Path below the directory -> content, as in "api/v2/status.json".
using Files = std::map<std::string, std::string>;
Files site_files(const Site& site);

// The parts
std::string front_page(const Site& site);
std::string history_page(const Site& site);
std::string story_page(const Site& site, const Story& story);
Files public_api(const Site& site);
std::string rss(const Site& site);
std::string atom(const Site& site);

/// How the whole page stands: the worst of its components and of what its open incidents do.
struct Overall {
  std::string indicator;    // none, minor, major, critical, maintenance: as Statuspage's API says it
  std::string description;  // "Partial System Outage"
  std::string headline;     // the same for people: "Partial system outage"
};
Overall overall(const Site& site);

/// Components in the policy's order, those of one group together where its first one stands.
struct Group {
  std::string name;  // empty: no group
  std::vector<const playbooks::Component*> components;
};
std::vector<Group> grouped(const playbooks::Policy& policy);

/// Those of a story that the policy still has.
std::vector<const playbooks::Component*> affected_components(const Site& site, const Story& story);

// Newest first.
std::vector<const Story*> newest(const std::vector<Story>& list);
std::vector<const Story*> open_incidents(const Site& site);
/// The next one first.
std::vector<const Story*> upcoming(const Site& site);
std::vector<const Story*> in_progress(const Site& site);

}  // namespace integrations::local_page
