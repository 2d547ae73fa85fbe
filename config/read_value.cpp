#include "config/read_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/nearest.hpp"
#include "config/scalar.hpp"
#include "config/utf8.hpp"

namespace config {
namespace {

using Outcome = std::expected<Value, std::string>;

std::unexpected<std::string> mismatch(const Field& field, const Node& node, const std::string& more = {}) {
  return std::unexpected(fmt::format("expected {}, {}{}", expectation(field), got(node), more));
}

template <class T>
Outcome value(const Node& node, T content) {
  return Value{.place = node.place, .given = true, .content = std::move(content), .items = {}};
}

bool within(const Field& field, std::int64_t number) {
  return number >= field.min && number <= field.max;
}

Outcome read_number(const Field& field, const Node& node) {
  const auto number = parse_number(node.text);
  if (number && node.quoted) return mismatch(field, node, " as a text: leave the quotes out");
  if (!number || !within(field, *number)) return mismatch(field, node);
  return value(node, *number);
}

Outcome read_flag(const Field& field, const Node& node) {
  const auto flag = parse_flag(node.text);
  if (flag && node.quoted) return mismatch(field, node, " as a text: leave the quotes out");
  if (flag) return value(node, *flag);
  auto lower = node.text;
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (lower == "yes" || lower == "on" || lower == "true" || lower == "1")
    return mismatch(field, node, "; did you mean “true”?");
  if (lower == "no" || lower == "off" || lower == "false" || lower == "0")
    return mismatch(field, node, "; did you mean “false”?");
  return mismatch(field, node);
}

Outcome read_duration(const Field& field, const Node& node) {
  const auto duration = parse_duration(node.text);
  if (!duration) {
    const bool no_unit = parse_number(node.text).value_or(0) > 0;
    return mismatch(field, node, no_unit ? fmt::format("; a number needs its unit, such as {}m", node.text) : "");
  }
  if (!within(field, duration->count())) return mismatch(field, node);
  if (!field.check) return value(node, *duration);
  const auto trouble = field.check(node.text);
  if (!trouble.empty()) return mismatch(field, node, ": " + trouble);
  return value(node, *duration);
}

Outcome read_word(const Field& field, const Node& node) {
  if (std::ranges::find(field.words, node.text) != field.words.end()) return value(node, node.text);
  return mismatch(field, node, did_you_mean(node.text, field.words));
}

}  // namespace

std::string got(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return "got " + shown(node.text);
    case Node::Kind::list:
      return "got a list";
    case Node::Kind::map:
      return "got a map";
    case Node::Kind::nothing:
      break;
  }
  if (node.comment.empty()) return "got nothing";
  return fmt::format("got nothing: in YAML “#” begins a comment; put the value in quotes: \"{}\"",
                     first_characters(node.comment, 80));
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const auto name = nearest(word, candidates);
  return name.empty() ? std::string{} : fmt::format("; did you mean “{}”?", name);
}

std::expected<std::string, std::string> read_text(const Field& field, const Node& node) {
  if (node.kind != Node::Kind::scalar) return mismatch(field, node);
  if (std::ranges::any_of(node.text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
    return mismatch(field, node, ": it must be one line, without tabs");
  }
  if (node.text.find_first_not_of(' ') == std::string::npos && (field.required || field.type == Type::texts)) {
    return mismatch(field, node, ": it must not be empty");
  }
  if (std::cmp_greater(characters(node.text), field.type == Type::texts ? 200 : field.max)) {
    return mismatch(field, node, fmt::format(": it has {} characters", characters(node.text)));
  }
  if (field.check && !node.text.empty()) {
    const auto trouble = field.check(node.text);
    if (!trouble.empty()) return mismatch(field, node, ": " + trouble);
  }
  return node.text;
}

Outcome read_value(const Field& field, const Node& node) {
  if (node.kind != Node::Kind::scalar) return mismatch(field, node);
  switch (field.type) {
    case Type::number:
      return read_number(field, node);
    case Type::flag:
      return read_flag(field, node);
    case Type::duration:
      return read_duration(field, node);
    case Type::word:
      return read_word(field, node);
    case Type::text: {
      auto text = read_text(field, node);
      if (!text) return std::unexpected(std::move(text.error()));
      return value(node, std::move(*text));
    }
    case Type::section:
    case Type::texts:
    case Type::objects:
      break;
  }
  return mismatch(field, node);
}

Outcome read_value(const Field& field, std::string_view text) {
  return read_value(field, Node{.kind = Node::Kind::scalar, .text = std::string{text}});
}

}  // namespace config
