#pragma once
// Cachet 3: one public incident or schedule for each of ours, with our mark; components carry their worst claim.
#include <memory>

#include "integrations/cachet/settings.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"

namespace integrations::cachet {

/// Takes what is to be published on the page "cachet", and readings of it.
std::unique_ptr<Integration> make_cachet(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                         Activity& activity);

}  // namespace integrations::cachet
