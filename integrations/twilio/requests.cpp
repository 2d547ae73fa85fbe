#include "integrations/twilio/requests.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

namespace integrations::twilio {
namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// At most `most` bytes, never the half of a character.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && continues_character(text[most])) --most;
  return text.substr(0, most);
}

std::string encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"-._~"}.find(c) != std::string_view::npos;
    if (plain)
      result += c;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

/// One character as XML writes it. Control characters are not allowed in XML 1.0 at all.
std::string escaped(std::string_view character) {
  if (character == "&") return "&amp;";
  if (character == "<") return "&lt;";
  if (character == ">") return "&gt;";
  if (character == "\"") return "&quot;";
  if (character == "'") return "&apos;";
  if (static_cast<unsigned char>(character.front()) < 0x20 || character.front() == 0x7f) return " ";
  return std::string{character};
}

}  // namespace

std::string encode_form(const Form& form) {
  std::string result;
  for (const auto& [name, value] : form)
    result += fmt::format("{}{}={}", result.empty() ? "" : "&", encoded(name), encoded(value));
  return result;
}

Form sms_form(const Settings& settings, std::string_view to, std::string_view text) {
  Form form{{"To", std::string{to}}, {"Body", std::string{cut(text, sms_limit)}}};
  if (settings.messaging_service_sid.empty())
    form.emplace_back("From", settings.from);
  else
    form.emplace_back("MessagingServiceSid", settings.messaging_service_sid);
  form.emplace_back("ValidityPeriod", std::to_string(sms_valid_seconds));
  return form;
}

Form call_form(const Settings& settings, std::string_view to, std::string_view text) {
  return {{"To", std::string{to}},
          {"From", settings.from},
          {"Twiml", twiml(text)},
          {"Timeout", std::to_string(ring_seconds)}};
}

std::string twiml(std::string_view text) {
  constexpr std::string_view begin = "<Response><Pause length=\"1\"/><Say>",
                             between = "</Say><Pause length=\"2\"/><Say>", end = "</Say></Response>";
  constexpr std::size_t room = (twiml_limit - begin.size() - between.size() - end.size()) / 2;
  std::string words;
  while (!text.empty()) {
    std::size_t size = 1;
    while (size < text.size() && continues_character(text[size])) ++size;
    const auto next = escaped(text.substr(0, size));
    if (words.size() + next.size() > room) break;
    words += next;
    text.remove_prefix(size);
  }
  return fmt::format("{}{}{}{}{}", begin, words, between, words, end);
}

std::string authorization(const Settings& settings) {
  const auto& user = settings.api_key_sid.empty() ? settings.account_sid : settings.api_key_sid;
  const auto plain = user + ":" + settings.auth_token;
  std::string result((plain.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a null character
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(result.data()),
                      reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
  result.resize(static_cast<std::size_t>(size));
  return "Basic " + result;
}

}  // namespace integrations::twilio
