#include <fmt/format.h>

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
# What stands here is the default, unless a “#” right before its name switches it off. Tokens are never in
# this file: they come from the environment. Check it with: sitrep check-config
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

/// "# ..." at the indentation, wrapped between words; `lead` more spaces after the "#".
std::string comment(std::size_t indent, std::string_view text, std::size_t lead = 0) {
  const auto pad = std::string(indent, ' ');
  std::string result, line;
  for (const auto word : split(text, ' ')) {
    if (!line.empty() && indent + 3 + lead + characters(line) + characters(word) > width) {
      result += fmt::format("{}# {}{}\n", pad, std::string(lead, ' '), line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  return result + fmt::format("{}# {}{}\n", pad, std::string(lead, ' '), line);
}

/// What is accepted, where the value itself does not show it.
std::string accepts(const Field& field) {
  const bool obvious = field.type == Type::flag || field.type == Type::section || field.type == Type::objects ||
                       (field.type == Type::text && field.expected.empty());
  auto result = obvious ? std::string{} : fmt::format(" Accepts {}.", expectation(field));
  if (!field.environment.empty() && !field.secret)
    result += fmt::format(" {} in the environment wins.", field.environment);
  return result;
}

/// The settings that each item of a list may have, as comments: the list itself shows only examples.
std::string item_fields(const Branch& branch, std::size_t indent, std::size_t lead) {
  std::string result;
  for (const auto& child : branch.children) {
    const auto& field = *child.field;
    const auto fallback = field.fallback.empty() ? "" : fmt::format(" Default: {}.", field.fallback);
    result += comment(indent,
                      fmt::format("{}{}: {}{}{}", child.name, field.required ? " (required)" : "", field.help,
                                  accepts(field), fallback),
                      lead);
    if (field.type == Type::objects) result += item_fields(child, indent, lead + 2);
  }
  return result;
}

std::string setting(std::size_t indent, bool off, std::string_view line) {
  return fmt::format("{}{}{}\n", std::string(indent, ' '), off ? "#" : "", line);
}

std::string list_of(const Branch& branch, std::size_t indent, bool off) {
  const auto& field = *branch.field;
  const auto& content = field.fallback.empty() ? field.example : field.fallback;
  off = off || (field.fallback.empty() && !field.required && !field.shown);
  auto result = comment(indent, "Each has:") + item_fields(branch, indent, 2);
  result += setting(indent, off, branch.name + ":");
  for (const auto line : split(content, '\n')) {
    const auto spaces = std::min(line.find_first_not_of(' '), line.size());
    result += setting(indent + 2 + spaces, off, line.substr(spaces));
  }
  return result;
}

std::string one(const Branch& branch, std::size_t indent, bool off) {
  const auto& field = *branch.field;
  std::string result = comment(indent, field.help + accepts(field));
  if (field.secret)
    return result + comment(indent, fmt::format("{}: never here; {}.", branch.name, where_to_put(field)));
  if (field.type == Type::objects) return result + list_of(branch, indent, off);
  if (field.type == Type::section) {
    off = off || field.optional;
    result += setting(indent, off, branch.name + ":");
    for (const auto& child : branch.children) result += one(child, indent + 2, off);
    return result;
  }
  const auto value = field.fallback.empty() ? field.example : yaml_scalar(field.fallback);
  off = off || (field.fallback.empty() && !field.required && !field.shown);
  return result + setting(indent, off, fmt::format("{}: {}", branch.name, value.empty() ? "\"\"" : value));
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
  for (const auto& branch : tree(table).children) result += "\n" + one(branch, 0, false);
  return result;
}

}  // namespace config
