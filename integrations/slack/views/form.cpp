#include "integrations/slack/views/form.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "integrations/slack/escape.hpp"
#include "integrations/slack/utf8.hpp"
#include "integrations/slack/views/blocks.hpp"
#include "integrations/slack/views/json.hpp"

namespace integrations::slack {
namespace {
using playbooks::Form;
using playbooks::FormField;
using playbooks::FormOption;

constexpr std::size_t title_limit = 24, label_limit = 150, hint_limit = 300, option_limit = 75, input_limit = 3000;
constexpr std::size_t field_limit = 100, options_limit = 100, checkbox_limit = 10, metadata_limit = 3000;
constexpr std::size_t id_limit = 255, error_limit = 300;

bool is_blank(std::string_view text) {
  return one_line(text, 1).empty();
}

std::string block_id(const std::string& name) {
  return name.empty() ? "text" : name;
}

/// Slack refuses a select without options, with two of one value, or with a value over 75 characters.
std::vector<FormOption> usable(const std::vector<FormOption>& options) {
  std::vector<FormOption> result;
  std::set<std::string> seen;
  for (const auto& option : options) {
    if (is_blank(option.value) || length(option.value) > option_limit || result.size() == options_limit) continue;
    if (seen.insert(option.value).second) result.push_back(option);
  }
  return result;
}

void append_option(std::string& out, const FormOption& option) {
  JsonObject object{out};
  const auto& label = is_blank(option.label) ? option.value : option.label;
  append_plain_text(object.name("text"), label, option_limit);
  object.text("value", option.value);
}

void append_options(std::string& out, const std::vector<FormOption>& options) {
  JsonArray array{out};
  for (const auto& option : options) append_option(array.next(), option);
}

std::vector<FormOption> chosen(const std::vector<FormOption>& options, std::string_view initial, bool several) {
  std::vector<FormOption> result;
  for (const auto& option : options) {
    bool wanted = option.value == initial;
    for (std::size_t at = 0; several && !wanted && at <= initial.size();) {
      const auto end = std::min(initial.find(',', at), initial.size());
      wanted = initial.substr(at, end - at) == option.value;
      at = end + 1;
    }
    if (wanted) result.push_back(option);
  }
  return result;
}

void append_choice(std::string& out, const FormField& field, const std::vector<FormOption>& options) {
  const bool several = field.kind == FormField::Kind::choices;
  const auto preset = chosen(options, field.initial, several);
  JsonObject element{out};
  const auto type = !several                           ? "static_select"
                    : options.size() <= checkbox_limit ? "checkboxes"
                                                       : "multi_static_select";
  element.text("type", type).text("action_id", "value");
  append_options(element.name("options"), options);
  if (preset.empty()) return;
  if (several)
    append_options(element.name("initial_options"), preset);
  else
    append_option(element.name("initial_option"), preset.front());
}

void append_input(std::string& out, const FormField& field) {
  JsonObject element{out};
  element.text("type", "plain_text_input").text("action_id", "value");
  if (field.kind == FormField::Kind::paragraph) element.flag("multiline", true);
  element.number("max_length", static_cast<std::int64_t>(input_limit));
  auto initial = verbatim(field.initial, input_limit);
  if (field.kind != FormField::Kind::paragraph) std::ranges::replace(initial, '\n', ' ');
  if (!initial.empty()) element.text("initial_value", initial);
}

void append_field(std::string& out, const FormField& field) {
  JsonObject block{out};
  block.text("type", "input").text("block_id", block_id(field.name)).flag("optional", !field.required);
  const auto label = one_line(field.label, label_limit);
  append_plain_text(block.name("label"), label.empty() ? block_id(field.name) : label, label_limit);
  if (!is_blank(field.hint)) append_plain_text(block.name("hint"), field.hint, hint_limit);
  const bool is_choice = field.kind == FormField::Kind::choice || field.kind == FormField::Kind::choices;
  const auto options = is_choice ? usable(field.options) : std::vector<FormOption>{};
  auto& place = block.name("element");
  if (options.empty())
    append_input(place, field);
  else
    append_choice(place, field, options);
}

std::string metadata(const Form& form, const FormPlace& place) {
  std::string out;
  JsonObject{out}.text("command", form.command).text("channel", place.channel).text("thread_ts", place.thread_ts);
  return out;
}

std::string or_else(const std::string& text, std::string fallback) {
  return is_blank(text) ? std::move(fallback) : text;
}

}  // namespace

std::expected<std::string, std::string> draw_form(const Form& form, const FormPlace& place) {
  const auto kept = metadata(form, place);
  if (length(kept) > metadata_limit)
    return std::unexpected("The command is too long for a form. Type it whole, without a form.");
  if (form.fields.empty()) return std::unexpected("The form has no fields. Type the command whole.");
  std::string out;
  {
    JsonObject view{out};
    view.text("type", "modal").text("callback_id", "form").text("private_metadata", kept);
    append_plain_text(view.name("title"), or_else(form.title, "Sitrep"), title_limit);
    append_plain_text(view.name("submit"), or_else(form.submit, "Submit"), title_limit);
    append_plain_text(view.name("close"), "Cancel", title_limit);
    JsonArray blocks{view.name("blocks")};
    std::set<std::string> ids;
    for (const auto& field : form.fields) {
      const auto id = block_id(field.name);
      if (is_blank(id) || length(id) > id_limit || ids.size() == field_limit) continue;
      if (ids.insert(id).second) append_field(blocks.next(), field);
    }
  }
  return out;
}

std::string draw_field_errors(const std::map<std::string, std::string>& errors) {
  std::string out;
  {
    JsonObject answer{out};
    answer.text("response_action", "errors");
    JsonObject list{answer.name("errors")};
    for (const auto& [field, message] : errors)
      append_quoted(list.foreign_name(block_id(field)), or_else(one_line(message, error_limit), "This is not valid."));
  }
  return out;
}

}  // namespace integrations::slack
