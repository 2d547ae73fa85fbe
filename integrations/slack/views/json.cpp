#include "integrations/slack/views/json.hpp"

#include <fmt/format.h>

#include "integrations/slack/utf8.hpp"

namespace integrations::slack {

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t plain = at;
    while (plain < text.size() && text[plain] >= 0x20 && text[plain] < 0x7F && text[plain] != '"' &&
           text[plain] != '\\')
      ++plain;
    out += text.substr(at, plain - at);
    at = plain;
    if (at == text.size()) break;
    const auto c = next_code_point(text, at);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      append_code_point(out, c);
    }
  }
  out += '"';
}

}  // namespace integrations::slack
