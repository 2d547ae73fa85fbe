#pragma once
// Who is meant: people, schedules and teams of the configuration, however somebody types them.
#include <string>
#include <string_view>
#include <vector>

#include "commands/args.hpp"

namespace commands {

/// The configured person who typed the line: by Slack id; on the command line by the shell user's name; or whom --as
/// names. A refusal says where to enter them.
Asked<const playbooks::Responder*> oneself(const Request& request, const Arguments& arguments,
                                           const playbooks::Policy& policy);

/// Takes the person in front: @mention, key, name (two words too), Slack id, e-mail. nullptr: nobody whom the
/// configuration knows stands there, and nothing was taken.
const playbooks::Responder* take_person(Arguments& arguments, const playbooks::Policy& policy);
/// The person behind a piece of text; nullptr when there is none.
const playbooks::Responder* person_of(std::string_view text, std::string_view slack_id,
                                      const playbooks::Policy& policy);
/// "primary", "schedule primary", its name.
const playbooks::Schedule* take_schedule(Arguments& arguments, const playbooks::Policy& policy);

/// Why nobody is called so, and who nearly is.
std::string unknown_person(std::string_view typed, const playbooks::Policy& policy);
std::string unknown_schedule(std::string_view typed, const playbooks::Policy& policy);

/// "Ann Lee"; the key of somebody who is not configured any more; "nobody".
std::string person_name(std::string_view key, const playbooks::Policy& policy);
std::string schedule_name(std::string_view key, const playbooks::Policy& policy);

/// What a team owns, or one component: as claims, for choosing an escalation policy. Empty: there is no such thing.
std::vector<playbooks::ComponentClaim> owned_by(std::string_view word, const playbooks::Policy& policy);

/// For forms: everybody who can be paged, every schedule; at most 100.
std::vector<playbooks::FormOption> person_options(const playbooks::Policy& policy);
std::vector<playbooks::FormOption> schedule_options(const playbooks::Policy& policy);

/// Said where no schedule is configured.
playbooks::Text no_schedules();

}  // namespace commands
