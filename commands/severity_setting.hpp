#pragma once
// Setting how bad an incident is, which `severity` and `escalate P0` both do.
#include "commands/args.hpp"

namespace commands {

Reply set_severity(const playbooks::Incident& before, const std::string& severity, const std::string& reason,
                   Desk& desk);

}  // namespace commands
