#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "config/documents.hpp"
#include "config/scalar.hpp"
#include "config/schema.hpp"
#include "config/secrets.hpp"
#include "config/utf8.hpp"

namespace config {
namespace {

constexpr std::size_t width = 100;
constexpr std::string_view top = R"(# yaml-language-server: $schema={}
#
# Every setting of Sitrep. Only what has no default is needed; the smallest file is two lines:
#
#   channels:
#     incidents: "#incident-response"
#
# What stands here is the default. Settings without one are switched off by a “#” at the beginning of
# their lines; take that away, and nothing else, to switch them on. Tokens are never in this file: they
# come from the environment. Check it with: sitrep check-config
)";

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(at), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// How a part of the file is written: how deep, and whether it is switched off. What is switched off, with the
/// explanations in it, has a "#" before what would stand there otherwise; so an editor can take the "#" off a whole
/// block, and tests can tell the two apart: an even number of spaces follows, and one after the "#" of an explanation.
struct Style {
  std::size_t indent = 0;
  bool off = false;

  Style deeper() const { return {indent + 2, off}; }
  std::string before() const { return (off ? "#" : "") + std::string(indent, ' '); }
  std::string before_comment() const { return before() + "# "; }
  std::string setting(std::string_view line) const { return fmt::format("{}{}\n", before(), line); }
};

/// An explanation, wrapped between words; `lead` more spaces after the "#".
std::string comment(Style style, std::string_view text, std::size_t lead = 0) {
  const auto begin = style.before_comment() + std::string(lead, ' ');
  std::string result, line;
  for (const auto word : split(text, ' ')) {
    if (!line.empty() && begin.size() + 1 + characters(line) + characters(word) > width) {
      result += fmt::format("{}{}\n", begin, line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  return result + fmt::format("{}{}\n", begin, line);
}

/// What is accepted, where neither the help nor the value shows it.
std::string accepts(const Field& field) {
  std::string result;
  const bool ranged = field.max < std::numeric_limits<std::int64_t>::max();
  if (field.type == Type::number && ranged) result = fmt::format(" From {} to {}.", field.min, field.max);
  if (field.type == Type::duration && ranged) {
    result = fmt::format(" At most {}.", spelled(std::chrono::milliseconds{field.max}));
  }
  if (field.type == Type::word) result = fmt::format(" One of {}.", fmt::join(field.words, ", "));
  const bool text = field.type == Type::text || field.type == Type::texts;
  if (text && !field.expected.empty() && field.fallback.empty()) result = fmt::format(" Give {}.", field.expected);
  if (!field.environment.empty() && !field.secret)
    result += fmt::format(" {} in the environment wins.", field.environment);
  return result;
}

/// The settings that each item of a list may have, as comments: the list itself shows only examples.
std::string item_fields(const Branch& branch, Style style, std::size_t lead) {
  std::string result;
  for (const auto& child : branch.children) {
    const auto& field = *child.field;
    const auto fallback = field.fallback.empty() ? "" : fmt::format(" Default: {}.", field.fallback);
    result += comment(style,
                      fmt::format("{}{}: {}{}{}", child.name, field.required ? " (required)" : "", field.help,
                                  accepts(field), fallback),
                      lead);
    if (field.type == Type::objects) result += item_fields(child, style, lead + 2);
  }
  return result;
}

bool off_by_itself(const Field& field) {
  return field.optional || (field.type != Type::section && field.fallback.empty() && !field.required && !field.shown);
}

std::string list_of(const Branch& branch, Style style) {
  const auto& field = *branch.field;
  const auto& content = field.fallback.empty() ? field.example : field.fallback;
  auto result = comment(style, "Each has:") + item_fields(branch, style, 2) + style.setting(branch.name + ":");
  for (const auto line : split(content, '\n')) result += style.deeper().setting(line);
  return result;
}

std::string one(const Branch& branch, Style style) {
  const auto& field = *branch.field;
  std::string result = comment(style, field.help + accepts(field));
  if (field.secret)
    return result + comment(style, fmt::format("{}: never here; {}.", branch.name, where_to_put(field))) + "\n";
  style.off = style.off || off_by_itself(field);
  if (field.type == Type::objects) return result + list_of(branch, style);
  if (field.type == Type::section) {
    result += style.setting(branch.name + ":");
    for (const auto& child : branch.children) result += one(child, style.deeper());
    return result;
  }
  const auto value = field.fallback.empty() ? field.example : yaml_scalar(field.fallback);
  return result + style.setting(fmt::format("{}: {}", branch.name, value.empty() ? "\"\"" : value));
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  constexpr std::string_view special = "#:,[]{}&*!|>'\"%@`?\\";
  const bool plain = !text.empty() && text.find_first_of(special) == std::string_view::npos && text.front() != '-' &&
                     text.front() != ' ' && text.back() != ' ';
  const bool address = text.starts_with("http") && text.find_first_of(" #,") == std::string_view::npos;
  if (plain || address) return std::string{text};
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string example_yaml(const Table& table, std::string_view schema) {
  std::string result = fmt::format(top, schema);
  for (const auto& branch : tree(table).children) result += "\n" + one(branch, {});
  return result;
}

}  // namespace config
