// The table of blocks.
#include <fmt/core.h>

#include "integrations/simulator/block_kit/shape.hpp"

namespace integrations::simulator::block_kit {
namespace {

constexpr std::size_t markdown_limit = 12'000;

Field id() {
  return {"block_id", string(255, 1)};
}
Check image_element() {
  return typed(elements, {"image"});
}

void only_in_messages(Checker& checker, const json::object& block, const std::string& pointer) {
  if (checker.surface == Surface::message) return;
  checker.say(fmt::format("unsupported type: {}", std::string_view{block.at("type").as_string()}), pointer + "/type");
}

void section_whole(Checker& checker, const json::object& block, const std::string& pointer) {
  if (!block.contains("text") && !block.contains("fields")) {
    checker.say("must define either `text` or `fields`", pointer);
  }
}

void markdown_whole(Checker& checker, const json::object& block, const std::string& pointer) {
  only_in_messages(checker, block, pointer);
  const auto* text = block.if_contains("text");
  if (text == nullptr || !text->is_string()) return;
  checker.markdown += characters(text->get_string());
  if (checker.markdown > markdown_limit) {
    checker.say(fmt::format("all markdown blocks together must be less than {} characters", markdown_limit + 1),
                pointer + "/text");
  }
}

void table_whole(Checker& checker, const json::object& block, const std::string& pointer) {
  only_in_messages(checker, block, pointer);
  if (++checker.tables > 1) checker.say("only_one_table_allowed", pointer);
  const auto* rows = block.if_contains("rows");
  if (rows == nullptr || !rows->is_array() || rows->get_array().empty()) return;
  const auto& all = rows->get_array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].is_array() || !all[0].is_array()) return;
    if (all[i].get_array().size() != all[0].get_array().size()) {
      checker.say("all rows must have the same number of cells", fmt::format("{}/rows/{}", pointer, i));
    }
  }
}

Check cell() {
  return [](Checker& checker, const json::value& value, const std::string& pointer) {
    const auto* members = value.if_object();
    const auto* type = members == nullptr ? nullptr : members->if_contains("type");
    const std::string_view word = type != nullptr && type->is_string() ? std::string_view{type->get_string()} : "";
    const Field kind{"type", one_of({"raw_text", "raw_number", "rich_text"}), required};
    constexpr std::size_t long_text = 40'000;
    if (word == "rich_text") return rich_text_block()(checker, value, pointer);
    if (word == "raw_number") {
      return object({kind, {"value", number(), required}, {"text", string(long_text, 1), required}})(checker, value,
                                                                                                     pointer);
    }
    object({kind, {"text", string(long_text, 1), required}})(checker, value, pointer);
  };
}

void card_whole(Checker& checker, const json::object& block, const std::string& pointer) {
  only_in_messages(checker, block, pointer);
  for (const auto* name : {"hero_image", "title", "actions", "body"}) {
    if (block.contains(name)) return;
  }
  checker.say("must define one of `hero_image`, `title`, `actions`, `body`", pointer);
}

void container_whole(Checker& checker, const json::object& block, const std::string& pointer) {
  if (!block.contains("title") && !block.contains("rich_text_title")) {
    checker.say("must define either `title` or `rich_text_title`", pointer);
  }
}

void image_whole(Checker& checker, const json::object& block, const std::string& pointer) {
  if (block.contains("image_url") == block.contains("slack_file")) {
    checker.say("must define either `image_url` or `slack_file`", pointer);
  }
}

Types plain_blocks() {
  const auto context = [](Checker& checker, const json::value& value, const std::string& pointer) {
    const auto* members = value.if_object();
    const auto* type = members == nullptr ? nullptr : members->if_contains("type");
    if (type != nullptr && *type == "image") return image_element()(checker, value, pointer);
    any_text(3000)(checker, value, pointer);
  };
  return {{"divider", {{id()}, {}}},
          {"header", {{id(), {"text", plain_text(150), required}}, {}}},
          {"section",
           {{id(),
             {"text", any_text(3000)},
             {"fields", list(any_text(2000), 10)},
             {"accessory", typed(elements, accessory_elements())},
             {"expand", boolean()}},
            section_whole}},
          {"context", {{id(), {"elements", list(context, 10), required}}, {}}},
          {"actions", {{id(), {"elements", list(typed(elements, action_elements()), 25), required}}, {}}},
          {"context_actions",
           {{id(), {"elements", list(typed(elements, {"feedback_buttons", "icon_button"}), 5), required}},
            only_in_messages}},
          {"image",
           {{id(),
             {"alt_text", string(2000, 1), required},
             {"title", plain_text(2000)},
             {"image_url", url(3000)},
             {"slack_file", image_source()}},
            image_whole}},
          {"input",
           {{id(),
             {"label", plain_text(2000), required},
             {"hint", plain_text(2000)},
             {"optional", boolean()},
             {"element", typed(elements, input_elements()), required},
             {"dispatch_action", boolean()}},
            {}}},
          {"rich_text", {{}, {}}},  // checked whole by check_blocks
          {"file", {{id(), {"source", one_of({"remote"}), required}, {"external_id", string(255, 1), required}}, {}}},
          {"video",
           {{id(),
             {"video_url", url(3000), required},
             {"thumbnail_url", url(3000), required},
             {"alt_text", string(2000, 1), required},
             {"title", plain_text(199), required},
             {"title_url", url(3000)},
             {"author_name", string(49)},
             {"provider_name", string(255)},
             {"provider_icon_url", url(3000)},
             {"description", plain_text(3000)}},
            {}}},
          {"markdown", {{id(), {"text", string(markdown_limit, 1), required}}, markdown_whole}},
          {"alert",
           {{id(),
             {"text", any_text(3000), required},
             {"level", one_of({"default", "info", "warning", "error", "success"})}},
            {}}}};
}

Types rich_blocks() {
  const auto settings = object({{"align", one_of({"left", "center", "right"})}, {"is_wrapped", boolean()}});
  const auto rich_text = rich_text_block();
  const auto source =
      object({{"type", one_of({"url"}), required}, {"url", url(3000), required}, {"text", string(3000, 1), required}});
  return {{"table",
           {{id(), {"rows", list(list(cell(), 20), 100), required}, {"column_settings", list(settings, 20, 0)}},
            table_whole}},
          {"data_table",
           {{id(),
             {"rows", list(list(cell(), 100), 1000), required},
             {"caption", string(3000, 1), required},
             {"page_size", integer(1, 100)},
             {"row_header_column_index", integer(0, 100)}},
            only_in_messages}},
          {"task_card",
           {{id(),
             {"task_id", string(255, 1), required},
             {"title", string(3000, 1), required},
             {"details", rich_text},
             {"output", rich_text},
             {"sources", list(source, 100, 0)},
             {"status", one_of({"pending", "in_progress", "complete", "error"}), required}},
            only_in_messages}},
          {"plan",
           {{id(), {"title", string(3000, 1), required}, {"tasks", list(typed(blocks, {"task_card"}), 50, 0)}},
            only_in_messages}},
          {"card",
           {{id(),
             {"hero_image", image_element()},
             {"icon", image_element()},
             {"title", mrkdwn(150)},
             {"subtitle", mrkdwn(150)},
             {"body", mrkdwn(200)},
             {"actions", list(typed(elements, {"button"}), 25)}},
            card_whole}},
          {"carousel", {{id(), {"elements", list(typed(blocks, {"card"}), 10), required}}, only_in_messages}},
          {"container",
           {{id(),
             {"title", plain_text(150)},
             {"rich_text_title", rich_text},
             {"subtitle", any_text(150)},
             {"child_blocks",
              list(typed(blocks, {"actions", "context", "divider", "file", "header", "image", "input", "rich_text",
                                  "section", "table", "video"}),
                   10),
              required},
             {"width", one_of({"narrow", "standard", "wide", "full"})},
             {"icon", image_element()},
             {"is_collapsible", boolean()},
             {"default_collapsed", boolean()},
             {"has_header_divider", boolean()}},
            container_whole}}};
}

}  // namespace

const Types& blocks() {
  static const Types table = [] {
    Types all = plain_blocks();
    all.merge(rich_blocks());
    const auto rich_text = rich_text_block();
    all["rich_text"] = {
        {{"block_id", string(255, 1)}, {"elements", [](Checker&, const json::value&, const std::string&) {}}},
        [rich_text](Checker& checker, const json::object& block, const std::string& pointer) {
          rich_text(checker, json::value(block), pointer);
        }};
    return all;
  }();
  return table;
}

}  // namespace integrations::simulator::block_kit
