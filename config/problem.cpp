#include "config/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "config/utf8.hpp"

namespace config {
namespace {

bool letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Long runs of letters and digits are what tokens and keys look like; words and names are shorter or have no digit.
std::string without_secrets(std::string_view value) {
  constexpr std::size_t suspicious = 20, kept = 5;
  std::string result;
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at;
    bool digit = false;
    while (end < value.size() && (letter_or_digit(value[end]) || value[end] == '-' || value[end] == '_')) {
      digit = digit || (value[end] >= '0' && value[end] <= '9');
      ++end;
    }
    if (end == at) {
      result += value[at++];
      continue;
    }
    const bool hide = digit && end - at >= suspicious;
    result += hide ? fmt::format("{}…", value.substr(at, kept)) : std::string{value.substr(at, end - at)};
    at = end;
  }
  return result;
}

}  // namespace

std::string to_string(const Problem& problem) {
  std::string where = problem.file;
  if (problem.place.line > 0) where += fmt::format(":{}:{}", problem.place.line, problem.place.column);
  if (!where.empty()) where += ": ";
  if (problem.level == Problem::Level::warning) where += "warning: ";
  if (!problem.path.empty()) where += problem.path + ": ";
  where += problem.says;
  // Names from the file are quoted in many messages, and YAML allows line breaks in them; a problem is one line.
  std::ranges::replace_if(where, [](unsigned char c) { return c < 0x20; }, ' ');
  return where;
}

bool failed(const std::vector<Problem>& problems) {
  return std::ranges::any_of(problems, [](const Problem& p) { return p.level == Problem::Level::error; });
}

void sort(std::vector<Problem>& problems) {
  std::ranges::sort(problems, {}, [](const Problem& p) { return std::tie(p.place, p.path, p.says); });
  const auto in_file = std::ranges::find_if(problems, [](const Problem& p) { return p.place.line > 0; });
  std::ranges::rotate(problems, in_file);
}

std::string shown_name(std::string_view name) {
  constexpr std::size_t longest = 60;
  std::string line;
  for (const char c : first_characters(name, longest)) {
    const auto code = static_cast<unsigned char>(c);
    line += (code < 0x20 || code == 0x7F) ? ' ' : c;
  }
  return without_secrets(line) + (line.size() < name.size() ? "…" : "");
}

std::string shown(std::string_view value) {
  return fmt::format("“{}”", shown_name(value));
}

}  // namespace config
