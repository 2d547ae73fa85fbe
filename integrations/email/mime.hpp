#pragma once
// A message as it travels: RFC 5322 with MIME. Pure. No value can begin a header line of its own, whatever is in it.
#include <string>
#include <string_view>

#include "integrations/ports/mail.hpp"

namespace integrations::email {

/// The whole message: lines end with CRLF, none is longer than 78 characters where it can be folded, the body is UTF-8
/// in quoted-printable (RFC 2045). Dots at the start of a line are not doubled: that is SMTP's own affair.
std::string compose(const MailMessage& message);

/// "ann@example.com" of "Ann Lee <ann@example.com>" and of "ann@example.com"; empty when it is no address. ASCII only.
std::string address_of(std::string_view text);
/// The part after "@".
std::string domain_of(std::string_view address);

/// As it is where it is short and plain, else RFC 2047 encoded words in UTF-8. `used` characters of the first line are
/// taken by the header's name.
std::string header_text(std::string_view text, std::size_t used);
/// Lines end with CRLF, none is longer than 76 characters.
std::string quoted_printable(std::string_view text);

/// "Sat, 21 Nov 2026 14:05:09 +0000" (RFC 5322 §3.3).
std::string mail_date(playbooks::Time at);

}  // namespace integrations::email
