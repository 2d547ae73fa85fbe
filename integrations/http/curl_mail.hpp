#pragma once
// The mail client behind ports/mail.hpp: libcurl's SMTP, one connection for each message. It has threads of its own,
// four at most: libcurl stops its caller while the server thinks about the end of a message and about QUIT (tried with
// 7.88: 5 s for a server that takes 5 s), which the network thread cannot afford.
#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "integrations/ports/activity.hpp"
#include "integrations/ports/mail.hpp"

namespace integrations {

/// Results arrive on `executor`. Holds `activity` while a message is out. A message whose coroutine is cancelled is
/// broken off within a second; so the destructor may take a second. Destroy it before the executor's context.
std::unique_ptr<Mail> make_curl_mail(boost::asio::any_io_executor executor, Activity& activity, MailServer server);

}  // namespace integrations
