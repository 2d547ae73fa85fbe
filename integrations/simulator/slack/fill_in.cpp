// What a person's hand on a message or a form becomes: actions and input values, in the shapes of Slack's payloads.
#include <fmt/core.h>

#include <array>

#include "integrations/simulator/block_kit/block_kit.hpp"
#include "integrations/http/server.hpp"
#include "integrations/simulator/slack/method.hpp"
#include "integrations/simulator/slack/people.hpp"

namespace integrations::simulator::slack {
namespace {

std::string label_of(const json::object& object, std::string_view field) {
  const auto* text = object.if_contains(field);
  return text != nullptr && text->is_object() ? text_of(text->get_object(), "text") : std::string{};
}

/// The option whose label or value is `wanted`, in options or groups; null when none is.
json::value find_option(const json::object& element, const std::string& wanted) {
  if (const auto* groups = element.if_contains("option_groups"); groups != nullptr && groups->is_array()) {
    for (const auto& group : groups->get_array()) {
      auto found = find_option(group.as_object(), wanted);
      if (!found.is_null()) return found;
    }
  }
  const auto* options = element.if_contains("options");
  if (options == nullptr || !options->is_array()) return nullptr;
  for (const auto& option : options->get_array()) {
    if (label_of(option.as_object(), "text") == wanted || text_of(option.as_object(), "value") == wanted) return option;
  }
  return nullptr;
}

json::value action_of(const json::object& element, const std::string& block_id, const std::string& wanted) {
  json::object action;
  const auto option = find_option(element, wanted);
  const auto type = text_of(element, "type");
  const auto label = label_of(element, "text");
  if (!option.is_null()) {
    action["selected_option"] = option;
  } else if (type != "button" ||
             (label != wanted && text_of(element, "action_id") != wanted && text_of(element, "value") != wanted)) {
    return nullptr;
  }
  action["action_id"] = text_of(element, "action_id");
  action["block_id"] = block_id;
  for (const auto* field : {"text", "value", "style"}) {
    if (const auto* value = element.if_contains(field)) action[field] = *value;
  }
  action["type"] = type;
  return action;
}

json::value initial_of(const json::object& element) {
  json::object value;
  value["type"] = text_of(element, "type");
  static constexpr std::array<std::pair<const char*, const char*>, 12> names{
      {{"initial_value", "value"},
       {"initial_option", "selected_option"},
       {"initial_options", "selected_options"},
       {"initial_date", "selected_date"},
       {"initial_time", "selected_time"},
       {"initial_date_time", "selected_date_time"},
       {"initial_user", "selected_user"},
       {"initial_users", "selected_users"},
       {"initial_channel", "selected_channel"},
       {"initial_channels", "selected_channels"},
       {"initial_conversation", "selected_conversation"},
       {"initial_conversations", "selected_conversations"}}};
  for (const auto& [initial, selected] : names) {
    if (const auto* given = element.if_contains(initial)) value[selected] = *given;
  }
  return value;
}

std::vector<std::string> parts_of(const std::string& typed) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= typed.size() && !typed.empty()) {
    const auto comma = std::min(typed.find(',', at), typed.size());
    auto part = typed.substr(at, comma - at);
    part.erase(0, part.find_first_not_of(' '));
    if (!part.empty()) parts.push_back(std::move(part));
    at = comma + 1;
  }
  return parts;
}

std::string person_or_channel(const World& world, const std::string& typed) {
  const auto name = typed.starts_with('@') || typed.starts_with('#') ? typed.substr(1) : typed;
  if (const auto* user = world.user_named(name)) return user->id;
  for (const auto& [id, channel] : world.channels()) {
    if (channel.name == name) return id;
  }
  return typed;
}

/// False when the element does not offer what was typed.
bool put(const World& world, const json::object& element, const std::string& typed, json::object& value) {
  const auto type = text_of(element, "type");
  const bool many = type.starts_with("multi_");
  if (type == "checkboxes" || type == "multi_static_select") {
    json::array chosen;
    for (const auto& part : parts_of(typed)) {
      chosen.push_back(find_option(element, part));
      if (chosen.back().is_null()) return false;
    }
    value["selected_options"] = std::move(chosen);
  } else if (type == "static_select" || type == "radio_buttons") {
    value["selected_option"] = find_option(element, typed);
    return !value["selected_option"].is_null();
  } else if (type == "datepicker") {
    value["selected_date"] = typed;
  } else if (type == "timepicker") {
    value["selected_time"] = typed;
  } else if (type.ends_with("_select")) {
    auto noun = type.substr(many ? 6 : 0);
    noun.resize(noun.size() - (many ? 7 : 8));  // "users", or "user" for one
    json::array chosen;
    for (const auto& part : parts_of(typed)) chosen.emplace_back(person_or_channel(world, part));
    value["selected_" + noun] = many ? json::value(std::move(chosen)) : json::value(person_or_channel(world, typed));
  } else {
    value["value"] = typed;
  }
  return true;
}

/// What Slack's client says before anything is sent.
std::string client_refusal(const json::object& block, const json::object& element, const json::object& value) {
  bool empty = value.size() < 2;
  for (const auto& member : value) {
    if (member.key() == "type") continue;
    empty = (member.value().is_string() && member.value().get_string().empty()) ||
            (member.value().is_array() && member.value().get_array().empty()) || member.value().is_null();
  }
  if (empty) return flag_of(block, "optional") ? "" : "Please complete this required field.";
  const auto length = static_cast<std::int64_t>(block_kit::characters(text_of(value, "value")));
  const auto* max = element.if_contains("max_length");
  const auto* min = element.if_contains("min_length");
  if (max != nullptr && length > max->to_number<std::int64_t>()) return "Please shorten this text.";
  if (min != nullptr && length < min->to_number<std::int64_t>()) return "Please lengthen this text.";
  return {};
}

void fill_block(const World& world, const json::object& block, const std::map<std::string, std::string>& values,
                std::map<std::string, int>& used, Filled& filled) {
  const auto& element = block.at("element").as_object();
  const auto id = text_of(block, "block_id");
  auto value = initial_of(element).as_object();
  for (const auto& name : {id, label_of(block, "label"), text_of(element, "action_id")}) {
    const auto given = values.find(name);
    if (given == values.end() || ++used[name] > 1) continue;
    if (!put(world, element, given->second, value)) filled.errors[id] = "Please select one of the options.";
    break;
  }
  const auto refusal = client_refusal(block, element, value);
  if (!refusal.empty() && !filled.errors.contains(id)) filled.errors[id] = refusal;
  if (text_of(element, "type") == "plain_text_input" && text_of(value, "value").empty()) value["value"] = nullptr;
  json::object by_action;
  by_action[text_of(element, "action_id")] = std::move(value);
  filled.state[id] = std::move(by_action);
}

}  // namespace

json::value find_action(const json::array& blocks, const std::string& button) {
  for (const auto& block : blocks) {
    const auto& members = block.as_object();
    const auto id = text_of(members, "block_id");
    for (const auto* place : {"elements", "accessory", "actions", "child_blocks"}) {
      const auto* inner = members.if_contains(place);
      if (inner == nullptr) continue;
      if (std::string_view{place} == "child_blocks") {
        auto found = find_action(inner->as_array(), button);
        if (found.is_object()) return found;
        continue;
      }
      const json::array one = inner->is_array() ? inner->get_array() : json::array{*inner};
      for (const auto& element : one) {
        if (!element.is_object()) continue;
        auto found = action_of(element.get_object(), id, button);
        if (found.is_object()) return found;
      }
    }
  }
  return nullptr;
}

Filled fill_in(const World& world, const json::array& blocks, const std::map<std::string, std::string>& values) {
  Filled filled;
  std::map<std::string, int> used;
  for (const auto& block : blocks) {
    if (text_of(block.as_object(), "type") == "input") fill_block(world, block.as_object(), values, used, filled);
  }
  for (const auto& [name, value] : values) {
    if (!used.contains(name)) filled.unknown = name;
  }
  return filled;
}

}  // namespace integrations::simulator::slack
