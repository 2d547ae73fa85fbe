#pragma once
// Characters in UTF-8 bytes that nobody has checked yet.
#include <cstddef>
#include <string>
#include <string_view>

namespace integrations::slack {

/// The code point at `at`, which moves past it; U+FFFD for a broken byte (which then counts as one character).
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& out, char32_t code_point);
/// Code points, as Slack counts characters.
std::size_t length(std::string_view text);
/// What is kept of a code point typed by a person: 0 for control characters, direction overrides and invisible marks
/// with which text pretends to be something else; plain "\n" and " " for exotic line ends and tabs.
char32_t cleaned(char32_t code_point);

}  // namespace integrations::slack
