#pragma once
// apps.connections.open: the call that gives a fresh, one-time address for a WebSocket, and what its answers mean.
#include <string>
#include <string_view>
#include <variant>

#include "integrations/ports/http.hpp"
#include "integrations/slack/session.hpp"
#include "integrations/slack/settings.hpp"

namespace integrations::slack {

HttpRequest open_request(const Settings& settings);

/// The address, or why there is none; the epoch is the caller's to fill in. Only errors that a person must mend are
/// fatal; whatever is not known is tried again.
std::variant<std::string, DialFailed> read_open_answer(const HttpResponse& response, const Settings& settings,
                                                       playbooks::Time now);

}  // namespace integrations::slack
