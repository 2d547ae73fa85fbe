#include "storage/codec/utf8.hpp"

#include <algorithm>

namespace storage::codec {
namespace {

unsigned at(std::string_view text, std::size_t index) {
  return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
}

bool continues(unsigned byte) {
  return (byte & 0xC0U) == 0x80U;
}

/// Whether the second byte is one that may follow the first: no overlong forms, no surrogates, nothing above U+10FFFF.
bool may_follow(unsigned first, unsigned second) {
  switch (first) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second <= 0x9F;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second <= 0x8F;
    default:
      return true;
  }
}

}  // namespace

std::size_t sequence_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto first = at(text, 0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const auto second = at(text, 1);
  if (!continues(second) || !may_follow(first, second)) return 0;
  if (first < 0xE0) return 2;
  if (!continues(at(text, 2))) return 0;
  if (first < 0xF0) return 3;
  return continues(at(text, 3)) ? 4 : 0;
}

std::string_view clean(std::string_view text, std::string& scratch) {
  const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  auto good = static_cast<std::size_t>(std::ranges::find_if_not(text, ascii) - text.begin());
  while (good < text.size()) {
    const auto length = sequence_length(text.substr(good));
    if (length == 0) break;
    good += length;
  }
  if (good == text.size()) return text;
  scratch.assign(text.substr(0, good));
  for (auto rest = text.substr(good); !rest.empty();) {
    const auto length = sequence_length(rest);
    scratch.append(length == 0 ? replacement : rest.substr(0, length));
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return scratch;
}

}  // namespace storage::codec
