#pragma once
// Better Stack: one status report for each incident or maintenance; its resources take their state from the reports.
#include <memory>

#include "integrations/better_stack/settings.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"

namespace integrations::better_stack {

/// Takes what is to be published on the page "better_stack", and readings of it.
std::unique_ptr<Integration> make_better_stack(Settings settings, const playbooks::Policy& policy, Http& http,
                                               Clock& clock, Activity& activity);

}  // namespace integrations::better_stack
