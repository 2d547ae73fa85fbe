#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <limits>

#include "config/documents.hpp"
#include "config/scalar.hpp"
#include "config/schema.hpp"
#include "config/secrets.hpp"

namespace config {
namespace {

namespace json = boost::json;

constexpr std::string_view duration_pattern =
    "^(0|(?=[0-9])([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$";

json::object text_like(const Field& field) {
  json::object result{{"type", "string"}};
  if (!field.pattern.empty()) result["pattern"] = field.pattern;
  if (field.required) result["minLength"] = 1;
  if (field.type == Type::text && field.max < std::numeric_limits<std::int64_t>::max()) result["maxLength"] = field.max;
  return result;
}

void add_bounds(json::object& result, const Field& field, const char* least, const char* most) {
  if (field.min > 0) result[least] = field.min;
  if (field.max < std::numeric_limits<std::int64_t>::max()) result[most] = field.max;
}

json::object map_of(const Branch& branch);

json::object shape(const Branch& branch) {
  const auto& field = *branch.field;
  json::object result;
  switch (field.type) {
    case Type::section:
      return map_of(branch);
    case Type::text:
      result = text_like(field);
      break;
    case Type::number:
      result["type"] = "integer";
      add_bounds(result, field, "minimum", "maximum");
      break;
    case Type::flag:
      result["type"] = "boolean";
      break;
    case Type::duration:
      // A bare 0 is a number to editors and "never" to people.
      result["anyOf"] =
          json::array{json::object{{"type", "string"}, {"pattern", duration_pattern}}, json::object{{"const", 0}}};
      break;
    case Type::word: {
      json::array words;
      for (const auto& word : field.words) words.emplace_back(word);
      result["enum"] = std::move(words);
      break;
    }
    case Type::texts:
      result["type"] = "array";
      result["items"] = text_like(field);
      add_bounds(result, field, "minItems", "maxItems");
      break;
    case Type::objects:
      result["type"] = "array";
      result["items"] = map_of(branch);
      add_bounds(result, field, "minItems", "maxItems");
      break;
  }
  return result;
}

json::value default_of(const Field& field) {
  if (field.type == Type::number) return parse_number(field.fallback).value_or(0);
  if (field.type == Type::flag) return parse_flag(field.fallback).value_or(false);
  return json::value(field.fallback);
}

json::object property(const Branch& branch) {
  const auto& field = *branch.field;
  if (field.secret) {  // known by name, so that an editor says why it may not be here
    return {{"description", fmt::format("{} Never here: {}.", field.help, where_to_put(field))},
            {"not", json::object{}}};
  }
  auto result = shape(branch);
  const bool plain = field.type == Type::section || field.type == Type::objects || field.type == Type::flag;
  result["description"] = plain ? field.help : fmt::format("{} Accepts {}.", field.help, expectation(field));
  if (!field.fallback.empty() && field.type != Type::objects) result["default"] = default_of(field);
  return result;
}

json::object map_of(const Branch& branch) {
  json::object properties;
  json::array required;
  for (const auto& child : branch.children) {
    const auto& field = *child.field;
    properties[child.name] = property(child);
    bool needed = field.required && !field.secret;
    if (field.type == Type::section && !field.optional) {
      for (const auto& inner : child.children) needed = needed || (inner.field->required && !inner.field->secret);
    }
    if (needed) required.emplace_back(child.name);
  }
  json::object result{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) result["required"] = std::move(required);
  return result;
}

/// Two spaces a level, so that differences read well.
void print(const json::value& value, std::string& out, std::size_t depth) {
  const auto line = [&](std::size_t levels) { out += "\n" + std::string(2 * levels, ' '); };
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    out += '{';
    for (bool first = true; const auto& [key, inner] : *object) {
      if (!std::exchange(first, false)) out += ',';
      line(depth + 1);
      out += json::serialize(json::value(key)) + ": ";
      print(inner, out, depth + 1);
    }
    line(depth);
    out += '}';
    return;
  }
  const auto* array = value.if_array();
  const bool nested = array != nullptr && !array->empty() && array->front().is_structured();
  if (!nested) {
    out += json::serialize(value);
    return;
  }
  out += '[';
  for (bool first = true; const auto& inner : *array) {
    if (!std::exchange(first, false)) out += ',';
    line(depth + 1);
    print(inner, out, depth + 1);
  }
  line(depth);
  out += ']';
}

}  // namespace

std::string json_schema(const Table& table) {
  json::object schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "Sitrep's settings"}};
  for (auto& [key, value] : map_of(tree(table))) schema[key] = value;
  std::string result;
  print(schema, result, 0);
  return result + "\n";
}

}  // namespace config
