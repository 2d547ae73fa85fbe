#pragma once
// People and services send any bytes; what is kept as text must be text. Whatever is not UTF-8 becomes U+FFFD.
#include <cstddef>
#include <string>
#include <string_view>

namespace storage::codec {

/// Length of the well-formed UTF-8 sequence at the start of `text` (1 to 4); 0 when there is none.
std::size_t sequence_length(std::string_view text);

/// `text` itself when it is well formed, else a repaired copy in `scratch`. NUL bytes are text.
std::string_view clean(std::string_view text, std::string& scratch);

inline constexpr std::string_view replacement = "\xEF\xBF\xBD";

}  // namespace storage::codec
