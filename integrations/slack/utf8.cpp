#include "integrations/slack/utf8.hpp"

namespace integrations::slack {

char32_t next_wide_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto first = byte(at++);
  if (first < 0xC2 || first > 0xF4) return 0xFFFD;
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (text.size() - at < more) return 0xFFFD;
  char32_t code_point = first & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0xFFFD;
    code_point = (code_point << 6) | (byte(at + i) & 0x3FU);
  }
  const bool overlong = (more == 2 && code_point < 0x800) || (more == 3 && code_point < 0x10000);
  if (overlong || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) return 0xFFFD;
  at += more;
  return code_point;
}

void append_wide_code_point(std::string& out, char32_t c) {
  const auto add = [&](char32_t bits) { out += static_cast<char>(bits); };
  const auto tail = [&](int shift) { add(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x800) {
    add(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    add(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    add(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

char32_t cleaned_unusual(char32_t c) {
  if (c == '\n' || c == 0x2028 || c == 0x2029) return '\n';
  if (c == '\t') return ' ';
  const bool dropped = c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF ||
                       (c >= 0xE0000 && c <= 0xE007F);
  return dropped ? 0 : c;
}

}  // namespace integrations::slack
