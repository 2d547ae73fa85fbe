#include "integrations/email/mime.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace integrations::email {
namespace {

constexpr std::size_t longest_line = 76;

bool is_printable(char c) {
  return c >= 0x20 && c < 0x7f;
}
bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Line breaks and other control characters become spaces: what follows a line break would be a header of its own.
std::string one_line(std::string_view text) {
  std::string result{text};
  std::ranges::replace_if(result, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return result;
}

std::string base64(std::string_view text) {
  std::string result((text.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a null character
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(result.data()), bytes, static_cast<int>(text.size()));
  result.resize(static_cast<std::size_t>(size));
  return result;
}

/// The display name of an address as a quoted string or as encoded words.
std::string display_name(std::string_view name, std::size_t used) {
  if (!std::ranges::all_of(name, is_printable)) return header_text(name, used);
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string mailbox(std::string_view text) {
  const auto address = address_of(text);
  auto name = text.substr(0, text.find('<'));
  while (name.ends_with(' ') || name.ends_with('"')) name.remove_suffix(1);
  while (name.starts_with(' ') || name.starts_with('"')) name.remove_prefix(1);
  if (text.find('<') == std::string_view::npos || name.empty()) return address;
  return fmt::format("{} <{}>", display_name(one_line(name), 6), address);
}

/// Breaks at spaces, so that References with many ids stays readable for old servers.
std::string folded(std::string_view name, std::string_view value) {
  std::string result = fmt::format("{}:", name);
  std::size_t length = result.size();
  while (!value.empty()) {
    const auto end = std::min(value.find(' '), value.size());
    const auto word = value.substr(0, end);
    if (!word.empty() && length + 1 + word.size() > longest_line && length > name.size() + 1) {
      result += "\r\n";
      length = 0;
    }
    if (!word.empty()) result += fmt::format(" {}", word);
    length += word.size() + 1;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return result + "\r\n";
}

}  // namespace

std::string address_of(std::string_view text) {
  const auto open = text.find('<');
  if (open != std::string_view::npos) {
    const auto close = text.find('>', open);
    if (close == std::string_view::npos || close + 1 != text.size()) return {};
    text = text.substr(open + 1, close - open - 1);
  }
  const auto at = text.find('@');
  const bool two_parts = at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.rfind('@') == at;
  const bool plain = std::ranges::all_of(text, [](char c) {
    return is_printable(c) && std::string_view{" <>()[],;:\\\""}.find(c) == std::string_view::npos;
  });
  constexpr std::size_t longest = 254;  // RFC 5321 §4.5.3.1.3, less the brackets
  return two_parts && plain && text.size() <= longest ? std::string{text} : std::string{};
}

std::string domain_of(std::string_view address) {
  const auto at = address.find('@');
  return at == std::string_view::npos ? std::string{} : std::string{address.substr(at + 1)};
}

std::string header_text(std::string_view text, std::size_t used) {
  const auto line = one_line(text);
  const bool plain = std::ranges::all_of(line, is_printable) && line.find("=?") == std::string::npos;
  if (plain && used + line.size() <= longest_line) return line;
  std::string result;
  std::size_t at = 0;
  while (at < line.size()) {
    constexpr std::size_t frame = 12;                             // =?UTF-8?B?...?=
    const std::size_t room = longest_line - 1 - frame - used;     // RFC 2047 §2: 75 characters a word
    std::size_t size = std::min(line.size() - at, room / 4 * 3);  // and whole characters only
    while (size > 1 && at + size < line.size() && continues_character(line[at + size])) --size;
    result +=
        fmt::format("{}=?UTF-8?B?{}?=", result.empty() ? "" : "\r\n ", base64(std::string_view{line}.substr(at, size)));
    at += size;
    used = 1;
  }
  return result;
}

std::string quoted_printable(std::string_view text) {
  std::string result;
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') continue;
    if (c == '\n') {
      result += "\r\n";
      length = 0;
      continue;
    }
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool blank = c == ' ' || c == '\t';
    const bool as_it_is = (is_printable(c) && c != '=' && !(blank && at_end)) || (c == '\t' && !at_end);
    const std::size_t size = as_it_is ? 1 : 3;
    if (length + size > longest_line - 1) {  // one place stays for the "=" of a soft line break
      result += "=\r\n";
      length = 0;
    }
    if (as_it_is)
      result += c;
    else
      result += fmt::format("={:02X}", static_cast<unsigned char>(c));
    length += size;
  }
  if (!result.ends_with("\r\n")) result += "\r\n";
  return result;
}

std::string mail_date(playbooks::Time at) {
  static constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(at - day)};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

std::string compose(const MailMessage& message) {
  std::string result;
  for (const auto& [name, value] : message.headers) result += folded(one_line(name), one_line(value));
  result += fmt::format("From: {}\r\n", mailbox(message.from));
  result += fmt::format("To: {}\r\n", address_of(message.to));
  result += fmt::format("Subject: {}\r\n", header_text(message.subject, 9));
  result += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
  result += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
  return result + quoted_printable(message.body);
}

}  // namespace integrations::email
