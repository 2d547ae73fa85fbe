#pragma once
// The settings of people, schedules and escalation: their rows, and how they become the policy that the rules read. A
// row checks one value; what one value means to another is checked here, so that nothing is found out at 3 a.m.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/field.hpp"
#include "config/problem.hpp"
#include "config/values.hpp"
#include "playbooks/model/policy.hpp"

namespace bot {

/// The rows of `people` and `schedules`; of `escalation` and `operations`.
config::Table oncall_fields();
config::Table escalation_fields();

using Channels = std::set<playbooks::Channel>;
/// The ways that this file sets up. Slack always is; the others have a section of their own in `table`.
Channels configured_channels(const config::Values& values, const config::Table& table);

/// Whether that row is in the table: asking for the value of another one throws.
bool in_table(const config::Table& table, std::string_view path);

/// What went wrong while the settings were turned into a policy.
class Findings {
 public:
  Findings(std::string file, std::vector<config::Problem>& problems) : file_{std::move(file)}, problems_{problems} {}
  void error(config::Place place, std::string path, std::string says);
  void warning(config::Place place, std::string path, std::string says);

 private:
  std::string file_;
  std::vector<config::Problem>& problems_;
};

/// These fill their parts of `policy`, in this order; severities, components and channels must be in it already. Names
/// are stored as their owners spell them, whatever the file calls them.
/// `configured` decides which ways a person has who has chosen none.
void read_people(const config::Values& values, const Channels& configured, playbooks::Policy& policy,
                 Findings& findings);
/// `now` is for the warning about rotations that have not begun; without it there is none.
void read_schedules(const config::Values& values, std::optional<playbooks::Time> now, playbooks::Policy& policy,
                    Findings& findings);
void read_escalation(const config::Values& values, playbooks::Policy& policy, Findings& findings);
/// Which policy is for which incident; what no incident can ever reach is a warning.
void read_routes(const config::Values& values, playbooks::Policy& policy, Findings& findings);
void read_operations(const config::Values& values, const config::Table& table, playbooks::Policy& policy);

/// Ways that people, tiers or schedules count on and that the file does not set up: one problem for each section that
/// is missing. They stand nowhere in the file, so that they have no place.
std::vector<config::Problem> unreachable_channels(const playbooks::Policy& policy, const Channels& configured);

}  // namespace bot
