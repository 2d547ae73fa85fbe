#pragma once
// YAML as a plain tree, with the place of everything. The only part that knows the YAML library; it takes the subset
// that settings need: one document of maps, lists and scalars, without anchors, aliases, tags or merged keys.
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"

namespace config {

struct Node {
  enum class Kind { nothing, scalar, list, map };
  Kind kind = Kind::nothing;
  Place place{};
  std::string text{};     // of a scalar, always one line or the text of a block
  bool quoted = false;    // "5" is a text, 5 may be a number
  std::string key{};      // of an entry of a map
  Place key_place{};      // likewise
  std::string comment{};  // of nothing, where a "#" made a comment of what was meant as the value: "#general"
  std::vector<Node> children{};
};

/// Either the tree or what prevents reading it: too large, not UTF-8, control characters, a syntax error, a tab for
/// indentation, anchors, more than one document, nested too deep. An empty document is Kind::nothing. Keys may repeat
/// (all are kept, in order); whoever walks the tree reports them. Never throws, whatever the bytes.
std::expected<Node, std::vector<Problem>> parse(std::string_view text, const std::string& file);

/// Files larger than this are refused.
constexpr std::size_t largest_file = 1024 * 1024;

}  // namespace config
