// Reading the arguments of a call, whichever way they were encoded.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <charconv>

#include "integrations/simulator/slack/api.hpp"

namespace integrations::simulator::slack {
namespace {

using Kind = Argument::Kind;

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::text:
      return "string";
    case Kind::flag:
      return "boolean";
    case Kind::number:
      return "integer";
    case Kind::json:
      return "array or object";
  }
  return "";
}

/// The value in the argument's own type; null when it cannot be that. Forms carry everything as text.
json::value convert(Kind kind, const json::value& given) {
  const auto* text = given.if_string();
  const std::string_view word = text == nullptr ? std::string_view{} : std::string_view{*text};
  switch (kind) {
    case Kind::text:
      if (text != nullptr) return given;
      return given.is_number() ? json::value(fmt::format("{}", given.to_number<double>())) : json::value(nullptr);
    case Kind::flag:
      if (given.is_bool()) return given;
      if (word == "true" || word == "1") return true;
      return word == "false" || word == "0" ? json::value(false) : json::value(nullptr);
    case Kind::number: {
      if (given.is_int64() || given.is_uint64()) return given;
      std::int64_t number = 0;
      const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
      const bool whole = !word.empty() && read.ec == std::errc{} && read.ptr == word.data() + word.size();
      return whole ? json::value(number) : json::value(nullptr);
    }
    case Kind::json: {
      if (text == nullptr) return given;
      boost::system::error_code error;
      auto parsed = json::parse(word, error);
      return error ? json::value(nullptr) : parsed;
    }
  }
  return nullptr;
}

}  // namespace

void Api::put(Arguments& into, const Method& method, const std::string& name, const json::value& value) {
  if (value.is_null()) return;  // null means the default
  if (name == "token") {
    if (const auto* token = value.if_string()) into.token = *token;
    return;
  }
  const auto known = std::find_if(method.arguments.begin(), method.arguments.end(),
                                  [&](const Argument& argument) { return argument.name == name; });
  if (known == method.arguments.end()) {
    if (name != "team_id") record_.violation(fmt::format("{}: unknown argument `{}`", method.name, name));
    return;
  }
  auto converted = convert(known->kind, value);
  if (!converted.is_null()) {
    into.values[name] = std::move(converted);
  } else if (known->kind == Kind::json && name == "blocks") {
    into.error = "invalid_blocks_format";
  } else {
    into.problems.push_back(
        fmt::format("must provide a value of type {} [json-pointer:/{}]", kind_name(known->kind), name));
    record_.violation(fmt::format("{}: argument `{}` is not of type {}", method.name, name, kind_name(known->kind)));
  }
}

Api::Arguments Api::read(const HttpServerRequest& request, const Method& method) {
  Arguments arguments;
  const auto mark = request.target.find('?');
  if (mark != std::string::npos) {
    if (!request.body.empty()) record_.violation(fmt::format("{}: arguments in both query and body", method.name));
    for (const auto& [name, value] : parse_form(std::string_view{request.target}.substr(mark + 1))) {
      put(arguments, method, name, json::value(value));
    }
  }
  if (request.body.empty()) return arguments;
  const auto type = request.header("content-type");
  if (type.starts_with("application/json")) {
    arguments.charset = type.contains("charset");
    boost::system::error_code error;
    const auto body = json::parse(request.body, error);
    if (error) {
      arguments.error = "invalid_json";
    } else if (!body.is_object()) {
      arguments.error = "json_not_object";
    } else {
      if (body.get_object().contains("token")) record_.violation(fmt::format("{}: a token in JSON", method.name));
      for (const auto& member : body.get_object()) put(arguments, method, std::string{member.key()}, member.value());
      arguments.token.clear();
    }
  } else if (type.starts_with("application/x-www-form-urlencoded")) {
    for (const auto& [name, value] : parse_form(request.body)) put(arguments, method, name, json::value(value));
  } else {
    arguments.error = "invalid_post_type";
  }
  return arguments;
}

}  // namespace integrations::simulator::slack
