#pragma once
// The payloads inside of envelopes, for envelope.cpp. Each fills in what it can read; "" or what is missing.
#include <boost/json/value.hpp>
#include <string>

#include "integrations/inbound.hpp"

namespace integrations::slack {

std::string read_slash(const boost::json::value& payload, Inbound& inbound);
std::string read_interactive(const boost::json::value& payload, Inbound& inbound);
std::string read_event(const boost::json::value& payload, Inbound& inbound);

}  // namespace integrations::slack
