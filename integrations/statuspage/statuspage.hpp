#pragma once
// Atlassian Statuspage: one public incident per incident, components by their worst claim, one request a second.
#include <map>
#include <memory>
#include <string>

#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/statuspage/settings.hpp"

namespace integrations::statuspage {

/// Takes PublishIncident, PublishComponent and PublishPostmortem. Component names are mapped to ids before the first
/// delivery; what is missing is named in doctor() and in the refusal.
std::unique_ptr<Integration> make_statuspage(Settings settings, const playbooks::Policy& policy, Http& http,
                                             Clock& clock, Activity& activity);

}  // namespace integrations::statuspage
