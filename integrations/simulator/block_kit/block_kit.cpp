#include "integrations/simulator/block_kit/block_kit.hpp"

#include <fmt/core.h>

#include <boost/json/serialize.hpp>
#include <set>

#include "integrations/simulator/block_kit/shape.hpp"

namespace integrations::simulator::block_kit {
namespace {

constexpr std::size_t message_blocks = 50, view_blocks = 100, view_bytes = 250'000, metadata_bytes = 16'000;

/// Every action_id once in its block. Blocks inside blocks (cards, containers) are looked at for themselves.
void unique_actions(Checker& checker, const json::value& value, const std::string& pointer,
                    std::set<std::string>& seen) {
  if (const auto* items = value.if_array()) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      unique_actions(checker, (*items)[i], fmt::format("{}/{}", pointer, i), seen);
    }
    return;
  }
  const auto* members = value.if_object();
  if (members == nullptr) return;
  if (const auto* id = members->if_contains("action_id"); id != nullptr && id->is_string()) {
    const std::string name{id->get_string()};
    if (!seen.insert(name).second) {
      checker.say(fmt::format("`action_id` \"{}\" already exists", name), pointer + "/action_id");
    }
  }
  for (const auto* place : {"elements", "accessory", "element", "actions", "child_blocks"}) {
    if (const auto* inner = members->if_contains(place)) {
      unique_actions(checker, *inner, fmt::format("{}/{}", pointer, place), seen);
    }
  }
}

void unique_ids(Checker& checker, const json::array& blocks, const std::string& pointer) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto* block = blocks[i].if_object();
    if (block == nullptr) continue;
    const auto at = fmt::format("{}/{}", pointer, i);
    const auto* id = block->if_contains("block_id");
    if (id != nullptr && id->is_string() && !seen.insert(std::string{id->get_string()}).second) {
      checker.say(fmt::format("`block_id` \"{}\" already exists", std::string_view{id->get_string()}),
                  at + "/block_id");
    }
    std::set<std::string> actions;
    unique_actions(checker, blocks[i], at, actions);
  }
}

void all_blocks(Checker& checker, const json::value& blocks_value, const std::string& pointer) {
  const bool message = checker.surface == Surface::message;
  list(typed(blocks), message ? message_blocks : view_blocks, 0)(checker, blocks_value, pointer);
  if (blocks_value.is_array()) unique_ids(checker, blocks_value.get_array(), pointer);
}

bool has_input(const json::object& view) {
  const auto* all = view.if_contains("blocks");
  if (all == nullptr || !all->is_array()) return false;
  for (const auto& block : all->get_array()) {
    const auto* members = block.if_object();
    const auto* type = members == nullptr ? nullptr : members->if_contains("type");
    if (type != nullptr && *type == "input") return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> check_blocks(const json::value& blocks_value, Surface surface, const std::string& pointer) {
  Checker checker;
  checker.surface = surface;
  all_blocks(checker, blocks_value, pointer);
  return std::move(checker.problems);
}

std::vector<std::string> check_view(const json::value& view, const std::string& pointer) {
  Checker checker;
  const auto* members = view.if_object();
  if (members == nullptr) {
    checker.say("must provide an object", pointer);
    return std::move(checker.problems);
  }
  const auto* type = members->if_contains("type");
  const bool home = type != nullptr && *type == "home";
  checker.surface = home ? Surface::home : Surface::modal;
  std::vector<Field> fields{{"type", one_of({"modal", "home"}), required},
                            {"blocks", all_blocks, required},
                            {"private_metadata", string(3000)},
                            {"callback_id", string(255)},
                            {"external_id", string(255)}};
  if (!home) {
    fields.push_back({"title", plain_text(24), required});
    fields.push_back({"close", plain_text(24)});
    fields.push_back({"submit", plain_text(24)});
    fields.push_back({"clear_on_close", boolean()});
    fields.push_back({"notify_on_close", boolean()});
    if (has_input(*members) && !members->contains("submit")) {
      checker.say("missing required field: submit (the view has an input block)", pointer);
    }
  }
  check_fields(checker, *members, fields, pointer);
  if (json::serialize(view).size() > view_bytes) checker.say("view_too_large", pointer);
  return std::move(checker.problems);
}

std::string check_metadata(const json::value& metadata) {
  const auto* members = metadata.if_object();
  if (members == nullptr) return "invalid_metadata_format";
  if (members->empty()) return {};
  const auto* type = members->if_contains("event_type");
  const auto* payload = members->if_contains("event_payload");
  if (type == nullptr || !type->is_string() || payload == nullptr || !payload->is_object()) {
    return "invalid_metadata_schema";
  }
  for (const auto& member : *members) {
    if (member.key() != "event_type" && member.key() != "event_payload") return "invalid_metadata_schema";
  }
  for (const auto& member : payload->get_object()) {
    if (member.value().is_null()) return "invalid_metadata_schema";
  }
  return json::serialize(metadata).size() > metadata_bytes ? "metadata_too_large" : "";
}

}  // namespace integrations::simulator::block_kit
