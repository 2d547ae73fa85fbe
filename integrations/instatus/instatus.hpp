#pragma once
// Instatus: one public incident or maintenance for each of ours; one request carries text, status and components.
#include <memory>

#include "integrations/instatus/settings.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"

namespace integrations::instatus {

/// Takes what is to be published on the page "instatus", and readings of it.
std::unique_ptr<Integration> make_instatus(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                           Activity& activity);

}  // namespace integrations::instatus
