#pragma once
// Checks that several tables need. Each gives back nothing, or why the value will not do.
#include <string>

namespace config {

/// An http or https address without user, query or fragment; plain http only to this machine, since tokens travel on
/// it.
std::string url_trouble(const std::string& url);
/// An IANA time zone that this machine knows, with the nearest one when it does not.
std::string zone_trouble(const std::string& zone);
/// host:port on this machine only: 127.0.0.1, [::1] or localhost, and a port from 1 to 65535.
std::string loopback_trouble(const std::string& address);
/// One word that can be typed in a command: letters, digits, "-", "_", ".", beginning with a letter or digit.
std::string word_trouble(const std::string& word);

}  // namespace config
