#pragma once
// The dead-man address: hears of Sitrep as long as all is well, so that its silence raises an alarm elsewhere.
#include <memory>

#include "integrations/dead_man/settings.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"

namespace integrations::dead_man {

/// Takes PingDeadMan. Nobody is told of a failure: when the address hears nothing, it does what it is there for.
std::unique_ptr<Integration> make_dead_man(Settings settings, Http& http, Clock& clock, Activity& activity);

}  // namespace integrations::dead_man
