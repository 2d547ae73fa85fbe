// Which elements may stand where.
#include "integrations/simulator/block_kit/shape.hpp"

namespace integrations::simulator::block_kit {
namespace {

std::vector<std::string_view> menus_and(std::initializer_list<std::string_view> more) {
  std::vector<std::string_view> all{"static_select",
                                    "external_select",
                                    "users_select",
                                    "conversations_select",
                                    "channels_select",
                                    "multi_static_select",
                                    "multi_users_select",
                                    "multi_external_select",
                                    "multi_conversations_select",
                                    "multi_channels_select",
                                    "checkboxes",
                                    "radio_buttons",
                                    "datepicker",
                                    "timepicker"};
  all.insert(all.end(), more);
  return all;
}

}  // namespace

const std::vector<std::string_view>& action_elements() {
  static const auto names = menus_and({"button", "overflow", "workflow_button", "datetimepicker", "rich_text_input"});
  return names;
}

const std::vector<std::string_view>& accessory_elements() {
  static const auto names = menus_and({"button", "overflow", "workflow_button", "image"});
  return names;
}

const std::vector<std::string_view>& input_elements() {
  static const auto names = menus_and({"datetimepicker", "email_text_input", "file_input", "number_input",
                                       "plain_text_input", "rich_text_input", "url_text_input"});
  return names;
}

}  // namespace integrations::simulator::block_kit
