#pragma once
// PagerDuty: pages as alerts of its Events API v2, acknowledgements in both directions, schedules that are kept there.
#include <memory>

#include "integrations/integration.hpp"
#include "integrations/pagerduty/settings.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"

namespace integrations::pagerduty {

/// Takes SendPage, CheckPage and EndPage by pagerduty, and FetchSchedule of schedules that PagerDuty keeps. An
/// acknowledgement there is seen by asking (CheckPage) and needs the REST token; so do the schedules.
std::unique_ptr<Integration> make_pagerduty(Settings settings, const playbooks::Policy& policy, Http& http,
                                            Clock& clock, Activity& activity);

}  // namespace integrations::pagerduty
