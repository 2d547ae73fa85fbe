#include "integrations/simulator/sunk_mail.hpp"

#include <algorithm>

namespace integrations::simulator {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string quoted_printable_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') continue;
    if (text[i] != '=') {
      result += text[i];
    } else if (i + 2 < text.size() && text[i + 1] == '\r' && text[i + 2] == '\n') {
      i += 2;  // a soft line break
    } else if (i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    }
  }
  return result;
}

/// Encoded words in UTF-8 and base64; the space between two of them is not part of the text (RFC 2047 §6.2).
std::string words_decoded(std::string_view text) {
  constexpr std::string_view begin = "=?UTF-8?B?", end = "?=";
  std::string result;
  bool after_word = false;
  while (!text.empty()) {
    const auto word = text.find(begin);
    const auto before = text.substr(0, word);
    const bool only_space = before.find_first_not_of(' ') == std::string_view::npos;
    if (!(after_word && only_space && word != std::string_view::npos)) result += before;
    if (word == std::string_view::npos) break;
    text.remove_prefix(word + begin.size());
    const auto close = text.find(end);
    if (close == std::string_view::npos) break;
    result += base64_decoded(text.substr(0, close));
    text.remove_prefix(close + end.size());
    after_word = true;
  }
  return result;
}

void read_header(SunkMail& mail, const std::string& line, std::vector<std::string>& violations) {
  const auto colon = line.find(':');
  if (colon == std::string::npos || colon == 0) {
    violations.push_back("no header: " + line);
    return;
  }
  auto name = line.substr(0, colon);
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto value = line.find_first_not_of(' ', colon + 1);
  if (mail.headers.contains(name)) violations.push_back("twice: " + name);
  mail.headers[name] = value == std::string::npos ? "" : line.substr(value);
}

}  // namespace

std::string base64_decoded(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = (bits << 6U) | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    result += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
  }
  return result;
}

void read_mail(SunkMail& mail, std::vector<std::string>& violations) {
  const std::string_view raw = mail.raw;
  const auto gap = raw.find("\r\n\r\n");
  std::string_view head = raw.substr(0, gap == std::string_view::npos ? raw.size() : gap + 2);
  const auto body = gap == std::string_view::npos ? std::string_view{} : raw.substr(gap + 4);
  std::string line;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const auto next = head.substr(0, end);
    head.remove_prefix(std::min(end == std::string_view::npos ? head.size() : end + 2, head.size()));
    if (next.starts_with(' ') || next.starts_with('\t')) {
      line += next;
      continue;
    }
    if (!line.empty()) read_header(mail, line, violations);
    line = next;
  }
  if (!line.empty()) read_header(mail, line, violations);
  for (const auto* name : {"date", "message-id", "from", "to", "subject"})
    if (mail.headers[name].empty()) violations.push_back(std::string{"missing header: "} + name);
  for (const auto& [name, value] : mail.headers)
    if (std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) >= 0x7f; }))
      violations.push_back("header not ASCII: " + name);
  mail.subject = words_decoded(mail.headers["subject"]);
  const bool encoded = mail.headers["content-transfer-encoding"] == "quoted-printable";
  mail.body = encoded ? quoted_printable_decoded(body) : std::string{body};
  std::erase(mail.body, '\r');
}

}  // namespace integrations::simulator
