#pragma once
// A line cut into pieces, whatever phone or keyboard wrote it. Any bytes are fine; every piece knows where it stood, so
// that free text can keep its own spacing.
//
// - Words are parted by white space (non-breaking too).
// - Quotes are "…", “…”, „…“, ”…”, «…», »…«, and '…' or ‘…’ where they enclose whole words; only at the start of a
// word:
//   an apostrophe (can't) and inches (12") are none. Inside "…" a backslash protects " and \. One kind may close
//   another (phones mix “ and ") when its own end is missing. A quote that is never closed is an ordinary character;
//   Line::unclosed tells where it stood, for those who would rather ask.
// - --flag, --flag=value, also with the dashes that phones make of two hyphens (—flag, –flag). The name begins with a
//   letter; "—" alone, "-5" and "-v" are words.
// - Slack's <@U1|ann>, <#C1|name>, <!subteam^S1|@team>, <https://…|label> are pieces of their own.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commands {

struct Token {
  enum class Kind { word, quoted, flag, person, channel, group, link };
  Kind kind = Kind::word;
  std::string text;  // as it reads: the word, what is inside the quotes, the flag's name in lower case, "@ann", "#name"
  std::string id;    // of a person, channel or group; the address of a link; for a flag that of its value
  std::optional<std::string> value;  // --flag=value
  std::size_t begin = 0, end = 0;    // bytes of Line::text
  bool operator==(const Token&) const = default;
};

struct Line {
  std::string text;  // cleaned (text.hpp)
  std::vector<Token> tokens;
  std::optional<std::size_t> unclosed;  // where a quote was opened and never closed
};

Line tokenise(std::string_view bytes);

/// The word written so that tokenise() gives it back as one piece.
std::string in_quotes(std::string_view word);

}  // namespace commands
