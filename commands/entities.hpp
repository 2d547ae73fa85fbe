#pragma once
// The forms that Slack puts between angle brackets: people, channels, groups, links.
#include <optional>
#include <string>
#include <string_view>

namespace commands {

struct Entity {
  enum class Kind { person, channel, group, link, other };
  Kind kind = Kind::other;
  std::string id;        // U123, C1, S1; the address of a link
  std::string name;      // "ann", may be empty
  std::string text;      // how it reads in a sentence: "@ann", "#name", "https://..."
  std::size_t size = 0;  // bytes taken, brackets included
};

/// The one that begins at the start of `text`; none when what is there is an ordinary "<".
std::optional<Entity> entity_at(std::string_view text);

/// `text` with every such form as it reads in a sentence. Nobody can be mentioned by the result.
std::string plain_text(std::string_view text);

}  // namespace commands
