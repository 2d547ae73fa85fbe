#pragma once
// Pages as signed requests to a server of one's own. What it gets is described in docs/webhook.md.
#include <memory>
#include <string>
#include <string_view>

#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/webhook/settings.hpp"

namespace integrations::webhook {

/// Takes SendPage, CheckPage and EndPage by webhook.
std::unique_ptr<Integration> make_webhook(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                          Activity& activity);

/// The value of the header Sitrep-Signature: "t=1763733909,v1=<hex>", HMAC-SHA256 (RFC 2104) of "<t>.<body>".
std::string signature(std::string_view secret, playbooks::Time at, std::string_view body);

}  // namespace integrations::webhook
