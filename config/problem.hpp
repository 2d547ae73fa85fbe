#pragma once
// What is wrong with the settings, where, and what to write instead. One line each, as compilers and editors expect.
#include <string>
#include <string_view>
#include <vector>

namespace config {

/// Where something stands in the file: both count from 1, columns in characters. Line 0: not in the file.
struct Place {
  int line = 0;
  int column = 0;
  auto operator<=>(const Place&) const = default;
};

struct Problem {
  enum class Level { error, warning };
  Level level = Level::error;
  std::string file{};  // as it was named; "environment" for variables
  Place place{};
  std::string path{};  // "slack.connections", or the name of a variable; empty when it is the file as a whole
  std::string says{};  // "expected a whole number from 1 to 10, got “many”"
  bool operator==(const Problem&) const = default;
};

/// "sitrep.yaml:7:3: slack.conections: unknown key; did you mean “connections”?"; warnings say so after the place.
std::string to_string(const Problem& problem);
/// Whether one of them is an error.
bool failed(const std::vector<Problem>& problems);
/// In the order of the file; what is not in the file comes last.
void sort(std::vector<Problem>& problems);

/// A value as it may be shown in a message: in “quotes”, one line, cut when long. What looks like a secret (a long run
/// of letters and digits) is cut to its first few characters.
std::string shown(std::string_view value);
/// The same without the quotes, for names in a path.
std::string shown_name(std::string_view name);

}  // namespace config
