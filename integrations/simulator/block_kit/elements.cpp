// The table of block elements: buttons, menus, inputs.
#include <fmt/core.h>

#include <algorithm>

#include "integrations/simulator/block_kit/shape.hpp"

namespace integrations::simulator::block_kit {
namespace {

constexpr std::int64_t any_number = 1'000'000'000'000;

Check confirm() {
  return object({{"title", plain_text(100)},
                 {"text", any_text(300), required},
                 {"confirm", plain_text(30)},
                 {"deny", plain_text(30)},
                 {"style", one_of({"primary", "danger"})}});
}

/// The text of an option: plain in menus, also mrkdwn beside boxes. Only overflow menus may hold addresses.
Check option(Check text, bool with_url = false) {
  std::vector<Field> fields{
      {"text", std::move(text), required}, {"value", string(75, 1)}, {"description", plain_text(75)}};
  if (with_url) fields.push_back({"url", url(3000)});
  return object(std::move(fields));
}

std::vector<Field> with(std::vector<Field> fields, std::initializer_list<std::vector<Field>> more) {
  fields.push_back({"action_id", string(255, 1)});
  for (const auto& group : more) fields.insert(fields.end(), group.begin(), group.end());
  return fields;
}

std::vector<Field> confirmable() {
  return {{"confirm", confirm()}};
}
std::vector<Field> focusable() {
  return {{"focus_on_load", [](Checker& checker, const json::value& value, const std::string& pointer) {
             boolean()(checker, value, pointer);
             if (value.is_bool() && value.get_bool() && ++checker.focused > 1) {
               checker.say("only one element can have focus_on_load", pointer);
             }
           }}};
}
std::vector<Field> placeholdable() {
  return {{"placeholder", plain_text(150)}};
}
std::vector<Field> dispatchable() {
  return {{"dispatch_action_config",
           object({{"trigger_actions_on", list(one_of({"on_enter_pressed", "on_character_entered"}), 2), required}})}};
}
std::vector<Field> countable() {
  return {{"max_selected_items", integer(1, any_number)}};
}
std::vector<Field> choosing(Field initial) {
  return with({std::move(initial)}, {confirmable(), focusable(), placeholdable()});
}

/// Whether `option` is, as it stands, one of the element's options.
bool offered(const json::object& element, const json::value& option) {
  const auto in = [&](const json::value* options) {
    const auto* all = options == nullptr ? nullptr : options->if_array();
    return all != nullptr && std::find(all->begin(), all->end(), option) != all->end();
  };
  if (in(element.if_contains("options"))) return true;
  const auto* groups = element.if_contains("option_groups");
  const auto* all = groups == nullptr ? nullptr : groups->if_array();
  return all != nullptr && std::any_of(all->begin(), all->end(), [&](const json::value& group) {
           return group.is_object() && in(group.get_object().if_contains("options"));
         });
}

void initial_is_offered(Checker& checker, const json::object& element, const std::string& pointer) {
  if (const auto* one = element.if_contains("initial_option"); one != nullptr && !offered(element, *one)) {
    checker.say("must exactly match one of the options", pointer + "/initial_option");
  }
  const auto* several = element.if_contains("initial_options");
  if (several == nullptr || !several->is_array()) return;
  for (std::size_t i = 0; i < several->get_array().size(); ++i) {
    if (!offered(element, several->get_array()[i])) {
      checker.say("must exactly match one of the options", fmt::format("{}/initial_options/{}", pointer, i));
    }
  }
}

void static_menu(Checker& checker, const json::object& element, const std::string& pointer) {
  if (element.contains("options") == element.contains("option_groups")) {
    checker.say("must define either `options` or `option_groups`", pointer);
  }
  initial_is_offered(checker, element, pointer);
}

std::vector<Field> menu_options() {
  const auto options = list(option(plain_text(75)), 100);
  return {{"options", options},
          {"option_groups", list(object({{"label", plain_text(75), required}, {"options", options, required}}), 100)}};
}

std::vector<Field> conversation_menu(Field initial) {
  return with({std::move(initial),
               {"default_to_current_conversation", boolean()},
               {"response_url_enabled", boolean()},
               {"filter", object({{"include", list(one_of({"im", "mpim", "private", "public"}), 4)},
                                  {"exclude_external_shared_channels", boolean()},
                                  {"exclude_bot_users", boolean()}})}},
              {confirmable(), focusable(), placeholdable()});
}

void has_digits(Checker& checker, const json::object& element, std::string_view field, std::string_view form,
                const std::string& pointer) {
  const auto* value = element.if_contains(field);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr) return;
  bool fits = text->size() == form.size();
  for (std::size_t i = 0; fits && i < form.size(); ++i) {
    const char c = (*text)[i];
    fits = form[i] == '0' ? c >= '0' && c <= '9' : c == form[i];
  }
  if (!fits) checker.say(fmt::format("invalid format, expected like {}", form), fmt::format("{}/{}", pointer, field));
}

void date_is_date(Checker& checker, const json::object& element, const std::string& pointer) {
  has_digits(checker, element, "initial_date", "0000-00-00", pointer);
}
void time_is_time(Checker& checker, const json::object& element, const std::string& pointer) {
  has_digits(checker, element, "initial_time", "00:00", pointer);
}

Types menus() {
  const auto plain_option = option(plain_text(75));
  auto fixed = choosing({"initial_option", plain_option});
  auto fixed_many =
      with({{"initial_options", list(plain_option, 100)}}, {confirmable(), focusable(), placeholdable(), countable()});
  for (const auto& field : menu_options()) {
    fixed.push_back(field);
    fixed_many.push_back(field);
  }
  auto external = choosing({"initial_option", plain_option});
  external.push_back({"min_query_length", integer(0, any_number)});
  auto external_many =
      with({{"initial_options", list(plain_option, 100)}, {"min_query_length", integer(0, any_number)}},
           {confirmable(), focusable(), placeholdable(), countable()});
  const auto ids = list(string(255, 1), 100);
  auto many_conversations = conversation_menu({"initial_conversations", ids});
  many_conversations.push_back({"max_selected_items", integer(1, any_number)});
  auto one_channel = choosing({"initial_channel", string(255, 1)});
  one_channel.push_back({"response_url_enabled", boolean()});
  return {{"static_select", {fixed, static_menu}},
          {"multi_static_select", {fixed_many, static_menu}},
          {"external_select", {external, {}}},
          {"multi_external_select", {external_many, {}}},
          {"users_select", {choosing({"initial_user", string(255, 1)}), {}}},
          {"multi_users_select",
           {with({{"initial_users", ids}}, {confirmable(), focusable(), placeholdable(), countable()}), {}}},
          {"conversations_select", {conversation_menu({"initial_conversation", string(255, 1)}), {}}},
          {"multi_conversations_select", {many_conversations, {}}},
          {"channels_select", {one_channel, {}}},
          {"multi_channels_select",
           {with({{"initial_channels", ids}}, {confirmable(), focusable(), placeholdable(), countable()}), {}}}};
}

Types buttons() {
  const auto box_option = option(any_text(75));
  const auto style = one_of({"primary", "danger"});
  const auto vote = object(
      {{"text", plain_text(75), required}, {"accessibility_label", string(75, 1)}, {"value", string(2000), required}});
  const auto input = object({{"name", string(255, 1), required}, {"value", string(3000), required}});
  const auto trigger = object({{"url", url(3000), required}, {"customizable_input_parameters", list(input, 100, 0)}});
  return {
      {"button",
       {with({{"text", plain_text(75), required},
              {"value", string(2000)},
              {"url", url(3000)},
              {"style", style},
              {"accessibility_label", string(75, 1)}},
             {confirmable()}),
        {}}},
      {"workflow_button",
       {with({{"text", plain_text(75), required},
              {"workflow", object({{"trigger", trigger, required}}), required},
              {"style", style},
              {"accessibility_label", string(75, 1)}},
             {confirmable()}),
        {}}},
      {"icon_button",
       {with({{"icon", one_of({"trash"}), required},
              {"text", plain_text(75), required},
              {"value", string(2000)},
              {"accessibility_label", string(75, 1)},
              {"visible_to_user_ids", list(string(255, 1), 100)}},
             {confirmable()}),
        {}}},
      {"feedback_buttons", {with({{"positive_button", vote, required}, {"negative_button", vote, required}}, {}), {}}},
      {"overflow", {with({{"options", list(option(plain_text(75), true), 5), required}}, {confirmable()}), {}}},
      {"checkboxes",
       {with({{"options", list(box_option, 10), required}, {"initial_options", list(box_option, 10)}},
             {confirmable(), focusable()}),
        initial_is_offered}},
      {"radio_buttons",
       {with({{"options", list(box_option, 10), required}, {"initial_option", box_option}},
             {confirmable(), focusable()}),
        initial_is_offered}}};
}

Types inputs() {
  return {
      {"plain_text_input",
       {with({{"initial_value", string(3000)},
              {"multiline", boolean()},
              {"min_length", integer(0, 3000)},
              {"max_length", integer(1, 3000)}},
             {dispatchable(), focusable(), placeholdable()}),
        {}}},
      {"email_text_input",
       {with({{"initial_value", string(3000)}}, {dispatchable(), focusable(), placeholdable()}), {}}},
      {"url_text_input", {with({{"initial_value", string(3000)}}, {dispatchable(), focusable(), placeholdable()}), {}}},
      {"number_input",
       {with({{"is_decimal_allowed", boolean(), required},
              {"initial_value", string(100)},
              {"min_value", string(100)},
              {"max_value", string(100)}},
             {dispatchable(), focusable(), placeholdable()}),
        {}}},
      {"rich_text_input",
       {with({{"initial_value", rich_text_block()}, {"min_lines", integer(1, 100)}, {"max_lines", integer(1, 100)}},
             {dispatchable(), focusable(), placeholdable()}),
        {}}},
      {"file_input", {with({{"filetypes", list(string(50, 1), 100)}, {"max_files", integer(1, 10)}}, {}), {}}},
      {"datepicker", {choosing({"initial_date", string(10)}), date_is_date}},
      {"timepicker",
       {with({{"initial_time", string(5)}, {"timezone", string(100, 1)}},
             {confirmable(), focusable(), placeholdable()}),
        time_is_time}},
      {"datetimepicker",
       {with({{"initial_date_time", integer(1'000'000'000, 9'999'999'999)}}, {confirmable(), focusable()}), {}}}};
}

}  // namespace

Check image_source() {
  return object({{"url", url(3000)}, {"id", string(255, 1)}});
}

const Types& elements() {
  static const Types table = [] {
    Types all{{"image",
               {{{"alt_text", string(2000, 1), required}, {"image_url", url(3000)}, {"slack_file", image_source()}},
                [](Checker& checker, const json::object& image, const std::string& pointer) {
                  if (image.contains("image_url") == image.contains("slack_file")) {
                    checker.say("must define either `image_url` or `slack_file`", pointer);
                  }
                }}}};
    for (auto&& part : {menus(), buttons(), inputs()}) all.insert(part.begin(), part.end());
    return all;
  }();
  return table;
}

}  // namespace integrations::simulator::block_kit
