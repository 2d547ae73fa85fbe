#pragma once
// How long texts may be, and the words that refuse longer ones.
#include <string>
#include <string_view>

#include "playbooks/model/result.hpp"

namespace playbooks {

inline constexpr std::size_t title_limit = 200;   // characters; Statuspage allows 255 with our mark, a phone shows less
inline constexpr std::size_t text_limit = 10000;  // characters; a Slack message holds some 40,000, a public body 25,000
inline constexpr std::size_t link_limit = 2000;   // characters

/// Outer white space dropped. Refuses an empty or too long one; line breaks in a title become spaces.
Result<std::string> limited_title(std::string_view title);
/// `what` names it in the refusal: "update", "note".
Result<std::string> limited(std::string_view text, std::string_view what);

/// Code points in UTF-8 text; broken bytes count as one each.
std::size_t characters(std::string_view text);

}  // namespace playbooks
