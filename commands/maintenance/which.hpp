#pragma once
// Which maintenance a line means, and what several verbs say of one.
#include "commands/args.hpp"

namespace commands::maintenance {

enum class Among { scheduled, in_progress, open, any };
/// "3" may be text or a number of its own: then only MNT-3 and #3 name one.
enum class Bare { names, is_text };

/// The one that is named in front (MNT-3, #3, 3), or the only one that it can be. When it is not clear the reply lists
/// them as buttons that carry the whole line.
Asked<playbooks::Maintenance> which(Arguments& arguments, const Desk& desk, std::string_view verb, Among among,
                                    Bare bare);

/// It as it is now, after `execute`.
const playbooks::Maintenance* now_known(const Desk& desk, playbooks::MaintenanceId id);

/// "MNT-3 “Database upgrade”".
playbooks::Text headed(const playbooks::Maintenance& window);
/// " The status page follows.": empty when none is kept.
std::string_view page_follows(const playbooks::Policy& policy);

/// The rules' doubts with a button that carries the same line and --anyway.
Reply declined_or_asked(const Request& request, const playbooks::Error& error, std::string_view label);

/// What a decision has told beside its maintenance: the window after this one, and incidents that were held by it.
playbooks::Text what_else(const std::vector<playbooks::Recorded>& events, playbooks::MaintenanceId id,
                          const Request& request, const playbooks::Policy& policy);

}  // namespace commands::maintenance
