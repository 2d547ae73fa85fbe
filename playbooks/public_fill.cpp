// Filling templates. The only file that knows the template engine.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <optional>
#include <utility>

#include "playbooks/public_words.hpp"

namespace playbooks {
namespace {

constexpr std::array<std::string_view, 13> names = {"title",    "service", "components",  "status",   "impact",
                                                    "progress", "started", "ends",        "duration", "next_update",
                                                    "cause",    "link",    "organisation"};
constexpr std::array<std::string_view, 6> keys = {"degradation", "outage",     "partial_outage",
                                                  "maintenance", "resolution", "investigation"};

/// The name that begins alike, or has the most letters in common at the same places.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  const auto alike = [&](std::string_view name) {
    std::size_t begun = 0, same = 0;
    while (begun < std::min(word.size(), name.size()) && word[begun] == name[begun]) ++begun;
    for (const char c : word) same += name.contains(c) ? 1U : 0U;
    return 4 * begun + same;
  };
  return *std::ranges::max_element(known, {}, alike);
}

/// One {{tag}}: what it does ('#', '/', …; 0 for a plain place) and the name in it.
struct Tag {
  char kind = 0;
  std::string_view name;
};

std::vector<Tag> tags_of(std::string_view text) {
  std::vector<Tag> tags;
  constexpr std::string_view spaces = " \t\r\n";
  for (auto begin = text.find("{{"); begin != std::string_view::npos; begin = text.find("{{", begin)) {
    const auto end = text.find("}}", begin + 2);
    if (end == std::string_view::npos) break;
    auto inner = text.substr(begin + 2, end - begin - 2);
    begin = end + 2;
    const auto drop_spaces = [&] { inner.remove_prefix(std::min(inner.find_first_not_of(spaces), inner.size())); };
    drop_spaces();
    Tag tag;
    if (!inner.empty() && std::string_view{"#^/&{>=!"}.contains(inner.front())) {
      tag.kind = inner.front();
      inner.remove_prefix(1);
      drop_spaces();
    }
    tag.name = inner.substr(0, inner.find_last_not_of(spaces) + 1);
    tags.push_back(tag);
  }
  return tags;
}

/// What is wrong with it; nothing when it can be filled.
std::optional<std::string> problem_of(const std::string& text) {
  const kainjow::mustache::mustache parsed{text};
  if (!parsed.is_valid()) return fmt::format("it is broken: {}", parsed.error_message());
  for (const auto& [kind, name] : tags_of(text)) {
    if (kind == '!') continue;
    if (kind == '>' || kind == '=')
      return fmt::format(
          "“{{{{{}” is not supported: use {{{{name}}}}, {{{{#name}}}}…{{{{/name}}}} and {{{{^name}}}}…{{{{/name}}}}",
          kind);
    if (std::ranges::find(names, name) == names.end())
      return fmt::format("“{}” is no place. Did you mean {{{{{}}}}}? There are: {}", name, nearest(name, names),
                         fmt::join(names, ", "));
  }
  return std::nullopt;
}

/// What was left out leaves no gaps: one space between words, no line breaks at the edges.
std::string tidied(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ' && (result.empty() || result.back() == ' ' || result.back() == '\n')) continue;
    if (c == '\n') {
      while (result.ends_with(' ')) result.pop_back();
      if (result.empty() || result.ends_with("\n\n")) continue;
    }
    result += c;
  }
  while (result.ends_with(' ') || result.ends_with('\n')) result.pop_back();
  return result;
}

}  // namespace

std::span<const std::string_view> place_names() {
  return names;
}

Result<std::string> fill(std::string_view template_text, const PublicPlaces& places) {
  const std::string text{template_text};
  if (const auto problem = problem_of(text))
    return refuse(Errc::invalid, fmt::format("Of this template, {}.", *problem));
  kainjow::mustache::data data;
  for (const auto& [name, value] : places)
    if (!value.empty()) data.set(name, value);
  kainjow::mustache::mustache parsed{text};
  parsed.set_custom_escape([](const std::string& value) { return value; });
  return tidied(parsed.render(data));
}

std::vector<std::string> template_problems(const PublicTemplate& words) {
  std::vector<std::string> problems;
  const auto name = fmt::format("Template {} ({})", words.key, words.language);
  if (std::ranges::find(keys, words.key) == keys.end())
    problems.push_back(fmt::format("{}: there is no such template. Did you mean {}? There are: {}.", name,
                                   nearest(words.key, keys), fmt::join(keys, ", ")));
  for (const auto& [part, text] : {std::pair{"title", &words.title}, std::pair{"first", &words.first},
                                   std::pair{"update", &words.update}, std::pair{"resolved", &words.resolved}})
    if (const auto problem = problem_of(*text)) problems.push_back(fmt::format("{}, {}: {}.", name, part, *problem));
  return problems;
}

}  // namespace playbooks
