#include "integrations/twilio/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "config/checks.hpp"

namespace integrations::twilio {
namespace {

using config::Check;

/// Twilio's ids: two letters that say what it is, and 32 hexadecimal digits.
Check sid_check(std::string_view kind, std::string_view where) {
  return [kind = std::string{kind}, where = std::string{where}](const std::string& text) -> std::string {
    const auto digits = std::string_view{text}.substr(std::min<std::size_t>(2, text.size()));
    const bool hexadecimal = std::ranges::all_of(
        digits, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
    if (text.starts_with(kind) && digits.size() == 32 && hexadecimal) return {};
    return fmt::format("it is “{}” and 32 hexadecimal digits; see {}", kind, where);
  };
}

std::string phone_trouble(const std::string& text) {
  return is_phone_number(text) ? "" : "it is written with “+”, country code and number, without spaces: +15551234567";
}

std::string token_trouble(const std::string& token) {
  return token.size() < 8 ? "something shorter than 8 characters" : "";
}

}  // namespace

bool is_phone_number(std::string_view text) {
  if (!text.starts_with('+')) return false;
  text.remove_prefix(1);
  return text.size() >= 7 && text.size() <= 15 && text.front() != '0' &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

config::Table fields() {
  return {
      {.path = "twilio",
       .type = config::Type::section,
       .help = "SMS and phone calls. Without this section nobody can be paged by sms or voice. A call is acknowledged "
               "in Slack, "
               "or with `sitrep incident ack` on the command line.",
       .optional = true},
      {.path = "twilio.account_sid",
       .help = "Which account. On the first page of Twilio's console, under Account Info.",
       .example = "AC0123456789abcdef0123456789abcdef",
       .expected = "an account SID such as AC0123456789abcdef0123456789abcdef",
       .required = true,
       .max = 34,
       .pattern = "^AC[0-9a-fA-F]{32}$",
       .check = sid_check("AC", "the first page of Twilio's console"),
       .environment = "SITREP_TWILIO_ACCOUNT_SID"},
      {.path = "twilio.auth_token",
       .help = "The account's auth token (in Twilio's console, under Account Info), or the secret of `api_key_sid`.",
       .expected = "an auth token of Twilio",
       .required = true,
       .check = token_trouble,
       .environment = "SITREP_TWILIO_AUTH_TOKEN",
       .secret = true},
      {.path = "twilio.api_key_sid",
       .help = "An API key to use instead of the account's own token, so that it can be withdrawn alone.",
       .example = "SK0123456789abcdef0123456789abcdef",
       .expected = "the SID of an API key, such as SK0123456789abcdef0123456789abcdef",
       .max = 34,
       .pattern = "^SK[0-9a-fA-F]{32}$",
       .check = sid_check("SK", "Account, API keys in Twilio's console")},
      {.path = "twilio.from",
       .help = "The number of yours at Twilio that sends the SMS and makes the calls.",
       .example = "\"+15551234567\"",
       .expected = "a telephone number such as \"+15551234567\"",
       .required = true,
       .max = 16,
       .pattern = "^\\+[1-9][0-9]{6,14}$",
       .check = phone_trouble},
      {.path = "twilio.messaging_service_sid",
       .help = "A messaging service that chooses the sender of SMS, where countries need different ones.",
       .example = "MG0123456789abcdef0123456789abcdef",
       .expected = "the SID of a messaging service, such as MG0123456789abcdef0123456789abcdef",
       .max = 34,
       .pattern = "^MG[0-9a-fA-F]{32}$",
       .check = sid_check("MG", "Messaging, Services in Twilio's console")},
      {.path = "twilio.api_url",
       .help = "Where Twilio's API is.",
       .fallback = "https://api.twilio.com",
       .expected = "an address such as https://api.twilio.com",
       .max = 500,
       .pattern = "^https?://",
       .check = config::url_trouble,
       .environment = "SITREP_TWILIO_API_URL"},
  };
}

std::optional<Settings> settings(const config::Values& values) {
  if (!values.given("twilio")) return std::nullopt;
  Settings result;
  result.api_url = values.text("twilio.api_url");
  while (result.api_url.ends_with('/')) result.api_url.pop_back();
  result.account_sid = values.text("twilio.account_sid");
  result.api_key_sid = values.text("twilio.api_key_sid");
  result.auth_token = values.text("twilio.auth_token");
  result.from = values.text("twilio.from");
  result.messaging_service_sid = values.text("twilio.messaging_service_sid");
  return result;
}

}  // namespace integrations::twilio
