#include "views_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>

#include "integrations/simulator/block_kit/block_kit.hpp"
#include "integrations/slack/utf8.hpp"

namespace slack_test {
namespace block_kit = integrations::simulator::block_kit;
using integrations::slack::length;

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

const std::vector<std::string>& hostile() {
  static const std::vector<std::string> texts = {
      "",
      " \n\t ",
      "<!channel> <!everyone> @here <@U0ANN> <#C0INC|x>",
      repeated("🔥", 10'000),
      repeated("\"\\", 10'000),
      repeated("&<>", 10'000),
      repeated("long words and lines\n", 600),
      "\xE2\x80\xAEright to left\xE2\x80\xAC שלום",
      "\xFF\xFE\xC3\x28 broken \xF0\x9F",
      "```\nan unclosed fence *and* _more_ `",
      std::string("nul\0inside", 10),
      repeated("x", 30'000),
  };
  return texts;
}

void expect_valid_blocks(const std::string& text, const std::string& what) {
  boost::system::error_code error;
  const auto blocks = boost::json::parse(text, error);
  ASSERT_FALSE(error) << what << ": " << text.substr(0, 300);
  for (const auto& problem : block_kit::check_blocks(blocks, block_kit::Surface::message, "/blocks"))
    ADD_FAILURE() << what << ": " << problem;
}

void expect_valid_view(const std::string& text, const std::string& what) {
  boost::system::error_code error;
  const auto view = boost::json::parse(text, error);
  ASSERT_FALSE(error) << what;
  for (const auto& problem : block_kit::check_view(view, "/view")) ADD_FAILURE() << what << ": " << problem;
}

std::size_t drawn_characters(const boost::json::value& value) {
  std::size_t sum = 0;
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      const bool text = member.key() == "text" && member.value().is_string();
      sum += text ? length(member.value().get_string()) : drawn_characters(member.value());
    }
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array) sum += drawn_characters(item);
  }
  return sum;
}

bool mentions(const boost::json::value& value) {
  if (const auto* object = value.if_object()) {
    const auto* type = object->if_contains("type");
    if (type != nullptr && *type == "mrkdwn")
      return std::string_view{object->at("text").as_string()}.contains("<!channel");
    return std::ranges::any_of(*object, [](const auto& member) { return mentions(member.value()); });
  }
  const auto* array = value.if_array();
  return array != nullptr && std::ranges::any_of(*array, mentions);
}

}  // namespace slack_test
