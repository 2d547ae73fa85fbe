#include <algorithm>
#include <utility>

#include "playbooks/wording_check_parts.hpp"

namespace playbooks::wording_check {
namespace {

unsigned char byte(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// Bytes of the punctuation that begins here, outside of ASCII: typographic quotes, dashes, “·”, “。” and their like. 0
/// when none does.
std::size_t punctuation_at(std::string_view text, std::size_t at) {
  const auto first = byte(text, at), second = byte(text, at + 1), third = byte(text, at + 2);
  if (first == 0xC2 && second >= 0x80 && second <= 0xBF) return 2;
  if (first == 0xE2 && (second == 0x80 || second == 0x81) && third >= 0x80 && third <= 0xBF) return 3;
  if (first == 0xE3 && second == 0x80 && third >= 0x80 && third <= 0xBF) return 3;
  return 0;
}

bool is_apostrophe(std::string_view text, std::size_t at) {
  return byte(text, at) == '\'' || text.substr(at).starts_with("’");
}

bool is_word_byte(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const char c = text[at];
  return is_letter(c) || is_digit(c) || (byte(text, at) >= 0x80 && punctuation_at(text, at) == 0);
}

/// Bytes that keep a word together here although they are no letters: “we're”, “2.5”. 0 when there are none.
std::size_t bridge_at(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  if (is_apostrophe(text, at)) {
    const std::size_t size = text[at] == '\'' ? 1 : 3;
    return at + size < text.size() && is_letter(text[at - 1]) && is_letter(text[at + size]) ? size : 0;
  }
  const bool decimal = text[at] == '.' || text[at] == ',';
  return decimal && is_digit(text[at - 1]) && at + 1 < text.size() && is_digit(text[at + 1]) ? 1 : 0;
}

/// Whether what stands between two words ends a sentence or a part of one.
bool parts(std::string_view between) {
  int line_ends = 0;
  for (std::size_t at = 0; at < between.size(); ++at) {
    const char c = between[at];
    line_ends += c == '\n' ? 1 : 0;
    if (std::string_view{",;()!?|"}.find(c) != std::string_view::npos) return true;
    const bool stops = c == '.' && between.size() > 1;  // alone it is that of “example.com”
    if (stops) return true;
  }
  return line_ends > 1 || between.contains("–") || between.contains("—") || between.contains("…");
}

}  // namespace

std::size_t space_at(std::string_view text, std::size_t at) {
  const auto first = byte(text, at);
  if (at < text.size() && (first == ' ' || (first >= '\t' && first <= '\r'))) return 1;
  if (first == 0xC2 && byte(text, at + 1) == 0xA0) return 2;
  if (first == 0xE2 && byte(text, at + 1) == 0x80) {
    const auto third = byte(text, at + 2);
    return (third >= 0x80 && third <= 0x8B) || third == 0xA8 || third == 0xA9 || third == 0xAF ? 3 : 0;
  }
  return text.substr(std::min(at, text.size())).starts_with("　") ? 3 : 0;
}

std::string lowered(std::string_view text) {
  std::string result{text};
  for (std::size_t at = 0; at < result.size(); ++at) {
    const auto c = static_cast<unsigned char>(result[at]);
    if (c >= 'A' && c <= 'Z') result[at] = static_cast<char>(c + 0x20);
    const bool latin = at > 0 && static_cast<unsigned char>(result[at - 1]) == 0xC3;  // À to Þ
    if (latin && c >= 0x80 && c <= 0x9E && c != 0x97) result[at] = static_cast<char>(c + 0x20);
  }
  return result;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  std::size_t at = 0, last_end = 0;
  while (at < text.size()) {
    if (!is_word_byte(text, at)) {
      at += std::max<std::size_t>(1, punctuation_at(text, at));
      continue;
    }
    Word word{{}, at, at, !words.empty() && !parts(text.substr(last_end, at - last_end)), false};
    while (at < text.size()) {
      const auto bridge = bridge_at(text, at);
      if (bridge == 0 && !is_word_byte(text, at)) break;
      if (bridge == 3)
        word.text += '\'';
      else
        word.text += text.substr(at, std::max<std::size_t>(1, bridge));
      at += std::max<std::size_t>(1, bridge);
    }
    word.text = lowered(word.text);
    word.end = last_end = at;
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace playbooks::wording_check
