#include "integrations/http/json.hpp"

#include <boost/json/parse.hpp>
#include <charconv>

namespace integrations {
namespace json = boost::json;

namespace {

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

const json::value* member(const json::value& in, std::string_view name) {
  if (const auto* object = in.if_object()) return object->if_contains(name);
  const auto* array = in.if_array();
  if (array == nullptr) return nullptr;
  const auto index = whole_number<std::size_t>(name);
  return index ? array->if_contains(*index) : nullptr;
}

}  // namespace

std::optional<json::value> parse_json(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 64;
  json::value document = json::parse(text, error, {}, options);
  if (error) return std::nullopt;
  return document;
}

const json::value* find(const json::value& in, std::string_view path) {
  const json::value* at = &in;
  while (at != nullptr && !path.empty()) {
    const auto dot = path.find('.');
    at = member(*at, path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return at == nullptr || at->is_null() ? nullptr : at;
}

std::string_view text_at(const json::value& in, std::string_view path) {
  const auto* found = find(in, path);
  const auto* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string_view{} : std::string_view{text->data(), text->size()};
}

std::optional<std::int64_t> number_at(const json::value& in, std::string_view path) {
  const auto* found = find(in, path);
  if (found == nullptr) return std::nullopt;
  if (const auto* text = found->if_string()) return whole_number<std::int64_t>({text->data(), text->size()});
  if (!found->is_number()) return std::nullopt;
  if (const auto* real = found->if_double()) {
    if (!(*real > -9e15 && *real < 9e15)) return std::nullopt;  // also not-a-number
    return static_cast<std::int64_t>(*real);
  }
  json::error_code error;
  const auto number = found->to_number<std::int64_t>(error);
  return error ? std::nullopt : std::optional{number};
}

std::optional<bool> flag_at(const json::value& in, std::string_view path) {
  const auto* found = find(in, path);
  if (found == nullptr) return std::nullopt;
  if (const auto* flag = found->if_bool()) return *flag;
  const auto text = text_at(*found, "");
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

const json::object* object_at(const json::value& in, std::string_view path) {
  const auto* found = find(in, path);
  return found == nullptr ? nullptr : found->if_object();
}

const json::array* array_at(const json::value& in, std::string_view path) {
  const auto* found = find(in, path);
  return found == nullptr ? nullptr : found->if_array();
}

JsonReader::JsonReader(const json::value& document, std::string root) : document_(&document), root_(std::move(root)) {}

std::string_view JsonReader::text(std::string_view path) {
  const auto found = text_at(*document_, path);
  if (!found.empty() || !ok()) return found;
  const auto* value = find(*document_, path);
  problem_ = root_;
  problem_ += '.';
  problem_ += path;
  problem_ += value == nullptr ? ": missing" : value->is_string() ? ": empty" : ": not a string";
  return found;
}

}  // namespace integrations
