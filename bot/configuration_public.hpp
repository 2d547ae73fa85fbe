#pragma once
// What the settings say of the public: status pages in general, words, maintenance.
#include <string>
#include <vector>

#include "config/load.hpp"
#include "playbooks/model/policy.hpp"

namespace bot {

/// The rows "status_page" and "maintenance".
config::Table public_fields();

/// Reads them into policy.publicity; its pages are left as they are. A template that cannot be filled in is an error.
void read_public(const config::Values& values, const std::string& file, playbooks::Policy& policy,
                 std::vector<config::Problem>& problems);

}  // namespace bot
