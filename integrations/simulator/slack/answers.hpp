#pragma once
// The bot's answers that are not Web API calls: the payload of an acknowledgement, a POST to a response_url.
#include <boost/json/object.hpp>
#include <string>

#include "integrations/simulator/slack/record.hpp"
#include "integrations/simulator/slack/world.hpp"

namespace integrations::simulator::slack {

/// Shows the message to the person who asked, or to the channel; replaces or deletes the original. The error word of
/// a refusal, or empty.
std::string show_answer(World& world, Record& record, const boost::json::object& message, const Permit& permit);
/// One use of a response_url: the error word of a refusal, or empty.
std::string use_response_url(World& world, Record& record, const std::string& path, const boost::json::object& message);
/// The path of a new response_url, "/commands/T0ACME/17/...": five uses in 30 min.
std::string new_response_url(World& world, const std::string& kind, Permit permit);

}  // namespace integrations::simulator::slack
