#pragma once
// Twilio: pages as SMS and as phone calls.
#include <memory>

#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/twilio/settings.hpp"

namespace integrations::twilio {

/// Takes SendPage, CheckPage and EndPage by sms and voice. A call is only spoken: it is acknowledged in Slack or on the
/// command line, because Sitrep has no public address that Twilio could tell of a pressed key.
std::unique_ptr<Integration> make_twilio(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                         Activity& activity);

}  // namespace integrations::twilio
