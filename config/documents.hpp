#pragma once
// What is generated from the table, so that it cannot disagree with what is accepted.
#include <string>
#include <string_view>

#include "config/field.hpp"

namespace config {

/// A commented file with every setting: those with a default stand there with it, the others are switched off by a "#"
/// at the beginning of the line, with an even number of spaces after it (explanations have an odd number). It loads as
/// it is, and also with everything switched on. `schema` is the address that editors take the JSON Schema from.
std::string example_yaml(const Table& table, std::string_view schema);

/// The reference, as Markdown: one table for each section, then the variables.
std::string reference_markdown(const Table& table);

/// JSON Schema (draft-07): editors complete names, show the help and mark what is wrong while typing.
std::string json_schema(const Table& table);

/// A value of a setting as YAML: quoted where its characters mean something there.
std::string yaml_scalar(std::string_view text);

}  // namespace config
