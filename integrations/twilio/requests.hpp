#pragma once
// What is sent to Twilio. Pure.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "integrations/twilio/settings.hpp"

namespace integrations::twilio {

/// Twilio's limits, in characters (its API description, twilio-oai: Body, Twiml).
inline constexpr std::size_t sms_limit = 1600, twiml_limit = 4000;
/// A phone that is off for longer gets no SMS any more: by then the tiers after this one have been told.
inline constexpr int sms_valid_seconds = 30 * 60;
/// How long a phone may ring.
inline constexpr int ring_seconds = 45;

using Form = std::vector<std::pair<std::string, std::string>>;
/// application/x-www-form-urlencoded
std::string encode_form(const Form& form);

/// Fields of Messages.json and Calls.json.
Form sms_form(const Settings& settings, std::string_view to, std::string_view text);
Form call_form(const Settings& settings, std::string_view to, std::string_view text);

/// Speaks the text twice with a pause between: the first words of a call are easily missed. At most `twiml_limit`
/// bytes; a longer text ends earlier.
std::string twiml(std::string_view text);

/// The value of the header Authorization.
std::string authorization(const Settings& settings);

}  // namespace integrations::twilio
