#pragma once
// What is said by e-mail, and the headers that keep it together. Pure: the same effect gives the same Message-ID.
#include <string>
#include <string_view>

#include "integrations/integration.hpp"
#include "integrations/ports/mail.hpp"

namespace integrations::email {

/// "<inc-12.p3.email.1795270000@example.com>" for the key "INC-12/p3/email": the same for every try, and another one
/// when a number is used again in a new database. `domain` is that of the sender.
std::string message_id(const playbooks::Effect& effect, std::string_view domain);
/// What all mail about an incident refers to. No mail has it; mail programs make a thread of those that name it.
std::string thread_id(const playbooks::Incident& incident, std::string_view domain);

/// Without From and To. The subject is the same for all mail about an incident, or some mail programs would split it.
MailMessage page_letter(const playbooks::Incident& incident, const playbooks::Page& page,
                        const playbooks::Policy& policy, const std::string& id, std::string_view domain,
                        playbooks::Time now);
MailMessage trial_letter(const playbooks::ContactTest& test, const playbooks::Policy& policy, const std::string& id,
                         playbooks::Time now);
/// The answer to a page, when its incident is over; `page_id` is the Message-ID of the page.
MailMessage end_letter(const playbooks::Incident& incident, const std::string& page_id, const std::string& id,
                       std::string_view domain, playbooks::Time now);
MailMessage plain_letter(const playbooks::Text& text, const playbooks::Policy& policy, const std::string& id,
                         playbooks::Time now);

}  // namespace integrations::email
