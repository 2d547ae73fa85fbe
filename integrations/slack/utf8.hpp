#pragma once
// Characters in UTF-8 bytes that nobody has checked yet.
#include <cstddef>
#include <string>
#include <string_view>

namespace integrations::slack {

// The usual case, ASCII, is inline: these run for every character of every message.

char32_t next_wide_code_point(std::string_view text, std::size_t& at);
void append_wide_code_point(std::string& out, char32_t code_point);
char32_t cleaned_unusual(char32_t code_point);

/// The code point at `at`, which moves past it; U+FFFD for a broken byte (which then counts as one character).
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first >= 0x80) return next_wide_code_point(text, at);
  ++at;
  return first;
}

inline void append_code_point(std::string& out, char32_t code_point) {
  if (code_point >= 0x80) return append_wide_code_point(out, code_point);
  out += static_cast<char>(code_point);
}

/// Code points, as Slack counts characters.
inline std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
  return count;
}

/// What is kept of a code point typed by a person: 0 for control characters, direction overrides and invisible marks
/// with which text pretends to be something else; plain "\n" and " " for exotic line ends and tabs.
inline char32_t cleaned(char32_t code_point) {
  return code_point >= 0x20 && code_point < 0x7F ? code_point : cleaned_unusual(code_point);
}

}  // namespace integrations::slack
