#include "commands/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>

namespace commands {
namespace {

struct Point {
  char32_t value = 0xFFFD;
  std::size_t size = 1;  // bytes taken
};

/// The code point at the start of `bytes`; U+FFFD and one byte when it is broken (overlong forms and surrogates too).
Point decode(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
  const auto lead = byte(0);
  if (lead < 0x80) return {static_cast<char32_t>(lead), 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() < size) return {};
  auto value = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  static constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {static_cast<char32_t>(value), size};
}

bool is_other_space(char32_t c) {
  return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_line_end(char32_t c) {
  return c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// What nobody sees but what changes how text reads or compares. The joiners stay: emoji and scripts need them.
bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

std::string cleaned(std::string_view bytes) {
  std::string result;
  result.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const char c = bytes[i];
    if (c >= 0x20 && c < 0x7F) {
      result += c;
      ++i;
      continue;
    }
    const auto point = decode(bytes.substr(i));
    if (c == '\r') {
      if (i + 1 >= bytes.size() || bytes[i + 1] != '\n') result += '\n';
    } else if (c == '\n' || c == '\v' || c == '\f' || is_line_end(point.value)) {
      result += '\n';
    } else if (c == '\t' || is_other_space(point.value)) {
      result += ' ';
    } else if (point.value == 0xFFFD) {
      result += "\xEF\xBF\xBD";
    } else if (!is_hidden(point.value)) {
      result += bytes.substr(i, point.size);
    }
    i += point.size;
  }
  return result;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string one_line(std::string_view text) {
  std::string result;
  for (const char c : trimmed(text)) {
    if (!is_space(c))
      result += c;
    else if (!result.ends_with(' '))
      result += ' ';
  }
  return result;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (characters(text) <= most) return std::string{text};
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end)
    if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U && seen++ == most - 1) break;
  return std::string{trimmed(text.substr(0, end))} + "…";
}

std::string lower(std::string_view ascii) {
  std::string result{ascii};
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t longest = 40;
  if (a.size() > longest || b.size() > longest) return longest;
  const auto left = lower(a);
  const auto right = lower(b);
  std::array<std::array<std::size_t, longest + 1>, 3> rows{};  // two before, one before, this one
  for (std::size_t j = 0; j <= right.size(); ++j) rows[1][j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    rows[2][0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const bool same = left[i - 1] == right[j - 1];
      rows[2][j] = std::min({rows[1][j] + 1, rows[2][j - 1] + 1, rows[1][j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
        rows[2][j] = std::min(rows[2][j], rows[0][j - 2] + 1);
    }
    rows[0] = rows[1];
    rows[1] = rows[2];
  }
  return rows[1][right.size()];
}

std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known,
                                      std::size_t most) {
  std::vector<std::tuple<std::size_t, std::size_t, std::string_view>> near;  // edits, place, word
  const auto typed = lower(word);
  if (typed.size() > 40) return {};
  for (const auto candidate : known) {
    const auto name = lower(candidate);
    const auto shorter = std::min(typed.size(), name.size());
    const auto distance = edit_distance(typed, name);
    if (shorter >= 3 && name.starts_with(typed))
      near.emplace_back(0, near.size(), candidate);
    else if (shorter >= 3 && typed.starts_with(name))
      near.emplace_back(std::min<std::size_t>(distance, 1), near.size(), candidate);
    else if (shorter >= 2 && distance <= std::max<std::size_t>(1, std::max(typed.size(), name.size()) / 3))
      near.emplace_back(distance, near.size(), candidate);
  }
  std::ranges::sort(near);
  std::vector<std::string_view> result;
  for (const auto& [distance, place, name] : near) {
    const bool much_worse = distance > std::get<0>(near.front()) + 1;
    if (!much_worse && result.size() < most && std::ranges::find(result, name) == result.end()) result.push_back(name);
  }
  return result;
}

std::string either(const std::vector<std::string>& words) {
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i)
    result += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return result;
}

}  // namespace commands
