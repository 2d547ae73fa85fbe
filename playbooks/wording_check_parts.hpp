#pragma once
// What the parts of the wording check share: words, places, the table of rules. See wording_check.hpp.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/policy.hpp"

namespace playbooks::wording_check {

/// A stretch of the text that something is wrong with. A link, which nothing need be wrong with, has no kind.
struct Place {
  std::size_t begin = 0, end = 0;  // bytes
  std::string_view kind, instead;
  bool whole = false;  // a host name, a key: no words are looked for inside of it
};

struct Word {
  std::string text;  // lower case
  std::size_t begin = 0, end = 0;
  bool joined = false;  // no comma, full stop or the like stands between it and the word before
  bool named = false;   // part of the name of a component or the organisation
};
std::vector<Word> words_of(std::string_view text);

/// A sequence of words without a comma, full stop or the like in between. In `pattern` they stand with spaces between
/// them: “a|b” is either of the two, “~” up to four words, “<will>” a list of words (see `lists`), “<number>” a number,
/// “<code>” a status code.
struct Rule {
  std::string_view pattern, kind, instead;
  std::string_view unless = {};  // no match where one of these stands within it, or close by
};
std::span<const Rule> rules();

struct WordList {
  std::string_view name, words;  // "<will>", "will|should|…"
};
std::span<const WordList> lists();

/// What is told by its shape: addresses, keys, Slack's ids, error constants, paths.
std::vector<Place> shapes(std::string_view text, const Policy& policy);

/// Lower case: ASCII and the letters of western Europe.
std::string lowered(std::string_view text);
/// Bytes of the white space that begins here; 0 when none does.
std::size_t space_at(std::string_view text, std::size_t at);

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace playbooks::wording_check
