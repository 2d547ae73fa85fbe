#pragma once
// The log: one line an event, key=value, so that it can be searched: `log_info("socket connected", {{"epoch", "3"}})`.
// Secrets never get here: whoever logs an address or a body passes it through `redact` first.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace integrations {

using LogFields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

void log_debug(std::string_view event, LogFields fields = {});
void log_info(std::string_view event, LogFields fields = {});
void log_warning(std::string_view event, LogFields fields = {});
void log_error(std::string_view event, LogFields fields = {});

/// "debug", "info", "warning", "error", "off". Lines go to standard error, or to the file at `path` when it is not
/// empty.
void set_log(std::string_view level, const std::string& path = {});

/// Replaces anything that looks like a Slack token (xoxb-, xapp-...), a ticket= query value or an OAuth key by "***".
std::string redact(std::string_view text);

}  // namespace integrations
