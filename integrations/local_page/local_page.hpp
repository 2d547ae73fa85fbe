#pragma once
// Sitrep's own public status page: plain files in a directory, for any web server to show.
#include <memory>

#include "integrations/integration.hpp"
#include "integrations/local_page/settings.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"

namespace integrations::local_page {

/// Takes PublishIncident, PublishComponent, PublishPostmortem, PublishMaintenance and ReadPage for the page "local". A
/// reading also draws the site anew, so that its days go on while nothing happens. The disk is used on a thread of its
/// own.
std::unique_ptr<Integration> make_local_page(Settings settings, const playbooks::Policy& policy, Clock& clock,
                                             Activity& activity);

}  // namespace integrations::local_page
