#pragma once
// Just enough of UTF-8 for messages: is it valid, and how many characters are before a byte.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace config {

/// The offset of the first byte that is not valid UTF-8 (overlong forms and surrogates included).
std::optional<std::size_t> invalid_utf8(std::string_view text);
/// Number of characters (code points) in valid UTF-8.
std::size_t characters(std::string_view text);
/// The first `count` characters.
std::string_view first_characters(std::string_view text, std::size_t count);

}  // namespace config
