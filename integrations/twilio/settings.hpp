#pragma once
// What can be set about Twilio: the values and their rows in the table of settings.
#include <chrono>
#include <optional>
#include <string>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::twilio {

struct Settings {
  std::string api_url = "https://api.twilio.com";  // without a final "/"; SITREP_TWILIO_API_URL overrides it
  std::string account_sid;                         // AC and 32 hexadecimal digits
  std::string api_key_sid;                         // SK…: then `auth_token` is that key's secret; may be empty
  std::string auth_token;
  std::string from;                                              // the number that sends and calls, E.164
  std::string messaging_service_sid;                             // MG…: chooses the sender of SMS; may be empty
  std::chrono::milliseconds timeout = std::chrono::seconds{15};  // for one whole request, real time; not configured
};

/// The rows under `twilio`.
config::Table fields();
/// None when Twilio is not configured.
std::optional<Settings> settings(const config::Values& values);

/// Whether it is a telephone number as ITU-T E.164 writes it: "+", then 7 to 15 digits, the first not 0.
bool is_phone_number(std::string_view text);

}  // namespace integrations::twilio
