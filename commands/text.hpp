#pragma once
// Small things done to what people type, before and after it is understood. UTF-8 in, UTF-8 out; any bytes may come.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commands {

/// Valid UTF-8 of what came: broken bytes become U+FFFD, every kind of space becomes an ordinary one, control,
/// zero-width and direction-changing characters are dropped, line ends become "\n".
std::string cleaned(std::string_view bytes);

/// Code points of valid UTF-8.
std::size_t characters(std::string_view text);

bool is_space(char c);
std::string_view trimmed(std::string_view text);
std::string_view trimmed(std::string&&) = delete;  // the view would outlive it
/// Outer white space dropped, inner runs of it (line ends too) made one space: for titles.
std::string one_line(std::string_view text);
/// At most `most` characters; what was cut is shown by "…".
std::string shortened(std::string_view text, std::size_t most);
std::string lower(std::string_view ascii);

/// Edits (insert, delete, replace, swap neighbours) that lead from one word to the other, cases alike.
/// Words of more than 40 characters are never near.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The likeliest words that were meant, best first: few edits away or begun alike. Empty when none is.
std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known,
                                      std::size_t most = 3);

/// "a, b or c".
std::string either(const std::vector<std::string>& words);

}  // namespace commands
