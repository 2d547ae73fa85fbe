#pragma once
// Reading what a script wants broken, word by word.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

std::vector<std::string> words_of(std::string_view text);
/// A whole number and nothing else.
std::optional<int> number(std::string_view text);

}  // namespace bot
