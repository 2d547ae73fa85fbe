#pragma once
// What the verbs about public words share.
#include <string>
#include <vector>

#include "commands/command.hpp"

namespace commands::status {

/// The words that these events published or drafted.
std::string said_in(const std::vector<playbooks::Recorded>& events);

/// What customers will read, and exactly what changes with it: components, notification, visibility.
Reply preview_of(const playbooks::Incident& incident, const std::string& text, const std::string& title,
                 const Desk& desk, playbooks::Time now);

}  // namespace commands::status
