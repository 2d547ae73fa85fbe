#pragma once
// Atlassian Statuspage: one public incident per incident and maintenance, components by their worst claim, one request
// a second, and what was changed there by hand.
#include <map>
#include <memory>
#include <string>

#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/statuspage/settings.hpp"

namespace integrations::statuspage {

/// Takes PublishIncident, PublishComponent, PublishPostmortem, PublishMaintenance and ReadPage of the page
/// "statuspage". Component names are mapped to ids before the first delivery; what is missing is named in doctor() and
/// in the refusal.
std::unique_ptr<Integration> make_statuspage(Settings settings, const playbooks::Policy& policy, Http& http,
                                             Clock& clock, Activity& activity);

}  // namespace integrations::statuspage
