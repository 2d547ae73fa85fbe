#include "storage/codec/writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "storage/codec/utf8.hpp"

namespace storage::codec {
namespace {

bool needs_no_care(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
  static constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4U];
      out += digits[static_cast<unsigned char>(c) & 0x0FU];
  }
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto easy = static_cast<std::size_t>(std::ranges::find_if_not(text, needs_no_care) - text.begin());
    out += text.substr(0, easy);
    text.remove_prefix(easy);
    if (text.empty()) break;
    const auto length = sequence_length(text);
    if (length == 1)
      append_escaped(out, text.front());
    else
      out += length == 0 ? replacement : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  out += '"';
}

void append_number(std::string& out, std::int64_t number) {
  std::array<char, 24> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  out.append(buffer.data(), end);
}

}  // namespace storage::codec
