#pragma once
// E-mail: pages and messages to people, one mail for each recipient, all mail about one incident in one thread.
#include <memory>

#include "integrations/email/settings.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/mail.hpp"

namespace integrations::email {

/// Takes SendPage, CheckPage and EndPage by email, and TellPerson for people who have an address but no Slack id.
/// A mail server cannot be asked what it has taken: a mail whose fate is unknown is sent again with the same
/// Message-ID, because nobody may be missed.
std::unique_ptr<Integration> make_email(Settings settings, const playbooks::Policy& policy, Mail& mail, Clock& clock,
                                        Activity& activity);

}  // namespace integrations::email
