#pragma once
// Opsgenie: pages as alerts, acknowledged and closed with the incident. Kept thin, because it ends on 2027-04-05.
#include <memory>

#include "integrations/integration.hpp"
#include "integrations/opsgenie/settings.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"

namespace integrations::opsgenie {

/// Takes SendPage, CheckPage and EndPage by opsgenie. An acknowledgement there is seen by asking (CheckPage).
std::unique_ptr<Integration> make_opsgenie(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                           Activity& activity);

}  // namespace integrations::opsgenie
