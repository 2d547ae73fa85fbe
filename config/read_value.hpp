#pragma once
// One value of one field: from what stands in the file, or in a variable, to what the program uses.
#include <expected>
#include <string>
#include <string_view>

#include "config/document.hpp"
#include "config/field.hpp"
#include "config/values.hpp"

namespace config {

/// The value, or what is wrong with it: "expected ..., got ...; did you mean ...?". Not for sections, lists and
/// secrets.
std::expected<Value, std::string> read_value(const Field& field, const Node& node);
/// The same from a variable or a default.
std::expected<Value, std::string> read_value(const Field& field, std::string_view text);
/// One text, also as an item of a list: one line, not too long, and the field's own check.
std::expected<std::string, std::string> read_text(const Field& field, const Node& node);

/// "got “many”", "got a list", "got nothing: ...".
std::string got(const Node& node);
/// "; did you mean “x”?", or nothing when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace config
