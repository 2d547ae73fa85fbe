#include "integrations/simulator/block_kit/shape.hpp"

#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>

namespace integrations::simulator::block_kit {

void Checker::say(const std::string& what, const std::string& pointer) {
  problems.push_back(fmt::format("{} [json-pointer:{}]", what, pointer));
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

namespace {

void check_length(Checker& checker, std::string_view text, std::size_t min, std::size_t max,
                  const std::string& pointer) {
  const auto length = characters(text);
  if (length > max) checker.say(fmt::format("must be less than {} characters", max + 1), pointer);
  if (length < min) checker.say(fmt::format("must be more than {} characters", min - 1), pointer);
}

Check text_object(std::vector<std::string_view> kinds, std::size_t max) {
  return [kinds = std::move(kinds), max](Checker& checker, const json::value& value, const std::string& pointer) {
    const auto* text = value.if_object();
    if (text == nullptr) return checker.say("must provide an object", pointer);
    const auto* type = text->if_contains("type");
    const auto* word = type == nullptr ? nullptr : type->if_string();
    if (word == nullptr) return checker.say("missing required field: type", pointer);
    if (std::find(kinds.begin(), kinds.end(), std::string_view{*word}) == kinds.end()) {
      return checker.say(fmt::format("must be one of: {}", fmt::join(kinds, ", ")), pointer + "/type");
    }
    std::vector<Field> fields{{"text", string(max, 1), required}};
    if (*word == "plain_text") {
      fields.push_back({"emoji", boolean()});
    } else {
      fields.push_back({"verbatim", boolean()});
    }
    check_fields(checker, *text, fields, pointer, "type");
  };
}

}  // namespace

Check string(std::size_t max, std::size_t min) {
  return [max, min](Checker& checker, const json::value& value, const std::string& pointer) {
    const auto* text = value.if_string();
    if (text == nullptr) return checker.say("must provide a string", pointer);
    check_length(checker, *text, min, max, pointer);
  };
}

Check one_of(std::vector<std::string_view> words) {
  return [words = std::move(words)](Checker& checker, const json::value& value, const std::string& pointer) {
    const auto* text = value.if_string();
    if (text != nullptr && std::find(words.begin(), words.end(), std::string_view{*text}) != words.end()) return;
    checker.say(fmt::format("must be one of: {}", fmt::join(words, ", ")), pointer);
  };
}

Check boolean() {
  return [](Checker& checker, const json::value& value, const std::string& pointer) {
    if (!value.is_bool()) checker.say("must provide a boolean", pointer);
  };
}

Check integer(std::int64_t min, std::int64_t max) {
  return [min, max](Checker& checker, const json::value& value, const std::string& pointer) {
    boost::system::error_code error;
    const auto number = value.is_number() ? value.to_number<std::int64_t>(error) : 0;
    if (!value.is_number() || error) return checker.say("must provide an integer", pointer);
    if (number < min) checker.say(fmt::format("must be at least {}", min), pointer);
    if (number > max) checker.say(fmt::format("must be at most {}", max), pointer);
  };
}

Check number() {
  return [](Checker& checker, const json::value& value, const std::string& pointer) {
    if (!value.is_number()) checker.say("must provide a number", pointer);
  };
}

Check url(std::size_t max) {
  return [max](Checker& checker, const json::value& value, const std::string& pointer) {
    string(max, 1)(checker, value, pointer);
    const auto* text = value.if_string();
    if (text != nullptr && !text->starts_with("http://") && !text->starts_with("https://")) {
      checker.say("must be a valid URL", pointer);
    }
  };
}

Check plain_text(std::size_t max) {
  return text_object({"plain_text"}, max);
}
Check mrkdwn(std::size_t max) {
  return text_object({"mrkdwn"}, max);
}
Check any_text(std::size_t max) {
  return text_object({"plain_text", "mrkdwn"}, max);
}

Check list(Check item, std::size_t max, std::size_t min) {
  return [item = std::move(item), max, min](Checker& checker, const json::value& value, const std::string& pointer) {
    const auto* items = value.if_array();
    if (items == nullptr) return checker.say("must provide an array", pointer);
    if (items->size() > max) checker.say(fmt::format("no more than {} items allowed", max), pointer);
    if (items->size() < min) checker.say(fmt::format("no fewer than {} items allowed", min), pointer);
    for (std::size_t i = 0; i < items->size(); ++i) item(checker, (*items)[i], fmt::format("{}/{}", pointer, i));
  };
}

void check_fields(Checker& checker, const json::object& value, const std::vector<Field>& fields,
                  const std::string& pointer, std::string_view also_allowed) {
  for (const auto& field : fields) {
    const auto* found = value.if_contains(field.name);
    if (found != nullptr) {
      field.check(checker, *found, fmt::format("{}/{}", pointer, field.name));
    } else if (field.required) {
      checker.say(fmt::format("missing required field: {}", field.name), pointer);
    }
  }
  for (const auto& member : value) {
    const std::string_view key = member.key();
    if (key == also_allowed) continue;
    const bool known = std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.name == key; });
    if (!known) checker.say(fmt::format("invalid additional property: {}", key), pointer);
  }
}

Check object(std::vector<Field> fields) {
  return [fields = std::move(fields)](Checker& checker, const json::value& value, const std::string& pointer) {
    const auto* members = value.if_object();
    if (members == nullptr) return checker.say("must provide an object", pointer);
    check_fields(checker, *members, fields, pointer);
  };
}

Check typed(const Types& (*types)(), std::vector<std::string_view> allowed) {
  return [types, allowed = std::move(allowed)](Checker& checker, const json::value& value, const std::string& pointer) {
    const auto* members = value.if_object();
    if (members == nullptr) return checker.say("must provide an object", pointer);
    const auto* type = members->if_contains("type");
    const auto* word = type == nullptr ? nullptr : type->if_string();
    if (word == nullptr) return checker.say("missing required field: type", pointer);
    const std::string_view name{*word};
    const auto found = types().find(name);
    const bool fits = allowed.empty() || std::find(allowed.begin(), allowed.end(), name) != allowed.end();
    if (found == types().end() || !fits)
      return checker.say(fmt::format("unsupported type: {}", name), pointer + "/type");
    check_fields(checker, *members, found->second.fields, pointer, "type");
    if (found->second.whole) found->second.whole(checker, *members, pointer);
  };
}

}  // namespace integrations::simulator::block_kit
