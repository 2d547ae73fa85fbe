#pragma once
// The living card of an incident: one message, edited in place, that answers at a glance what is broken, how bad, who
// leads, what the public reads and what is still on its way. Its buttons are command lines.
#include <vector>

#include "integrations/integration.hpp"
#include "integrations/slack/views/message.hpp"

namespace integrations::slack {

struct CardContent {
  const playbooks::Incident& incident;
  const playbooks::Policy& policy;
  const std::vector<DeliveryMark>& marks;
  playbooks::Time now;
};

Message draw_card(const CardContent& content, Dialect dialect = Dialect::modern);

/// "INC-12 P1 identified: Checkout is down", for the notification.
playbooks::Text card_headline(const playbooks::Incident& incident);

}  // namespace integrations::slack
