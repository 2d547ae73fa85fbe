#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/simulator/block_kit/block_kit.hpp"

namespace integrations::simulator::block_kit {
namespace {

struct Case {
  std::string name, blocks, problem;  // problem empty: valid
};

std::string text(std::size_t length, std::string_view type = "plain_text") {
  return R"({"type":")" + std::string{type} + R"(","text":")" + std::string(length, 'x') + R"("})";
}
std::string repeat(const std::string& item, int times) {
  std::string all = "[";
  for (int i = 0; i < times; ++i) all += (i == 0 ? "" : ",") + item;
  return all + "]";
}
std::string button(const std::string& id, const std::string& more = {}) {
  return R"({"type":"button","action_id":")" + id + R"(","text":)" + text(4) + more + "}";
}
std::string actions(const std::string& elements) {
  return R"([{"type":"actions","elements":[)" + elements + "]}]";
}
std::string option(const std::string& value) {
  return R"({"text":)" + text(3) + R"(,"value":")" + value + R"("})";
}
std::string input(const std::string& element) {
  return R"([{"type":"input","label":)" + text(5) + R"(,"element":)" + element + "}]";
}
const std::string u_umlaut = "\xC3\xBC";

class Blocks : public testing::TestWithParam<Case> {};

TEST_P(Blocks, AreTakenOrRefusedWithThePlace) {
  const auto problems = check_blocks(boost::json::parse(GetParam().blocks), Surface::message, "/blocks");
  std::string all;
  for (const auto& problem : problems) all += problem + "\n";
  if (GetParam().problem.empty()) {
    EXPECT_EQ(all, "");
  } else {
    EXPECT_TRUE(all.contains(GetParam().problem)) << all;
  }
}

std::string umlauts(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += u_umlaut;
  return all;
}

INSTANTIATE_TEST_SUITE_P(
    Refused, Blocks,
    testing::Values(
        Case{"not_an_array", "{}", "must provide an array [json-pointer:/blocks]"},
        Case{"unknown_type", R"([{"type":"bogus"}])", "unsupported type: bogus [json-pointer:/blocks/0/type]"},
        Case{"no_type", R"([{"text":"x"}])", "missing required field: type [json-pointer:/blocks/0]"},
        Case{"too_many", repeat(R"({"type":"divider"})", 51), "no more than 50 items allowed [json-pointer:/blocks]"},
        Case{"header_mrkdwn", R"([{"type":"header","text":)" + text(4, "mrkdwn") + "}]",
             "must be one of: plain_text [json-pointer:/blocks/0/text/type]"},
        Case{"header_long", R"([{"type":"header","text":)" + text(151) + "}]",
             "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
        Case{"empty_text", R"([{"type":"section","text":)" + text(0) + "}]",
             "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
        Case{"section_long", R"([{"type":"section","text":)" + text(3001, "mrkdwn") + "}]", "less than 3001"},
        Case{"section_empty", R"([{"type":"section"}])", "must define either `text` or `fields`"},
        Case{"fields_many", R"([{"type":"section","fields":)" + repeat(text(4), 11) + "}]", "no more than 10 items"},
        Case{"field_long", R"([{"type":"section","fields":[)" + text(2001) + "]}]", "less than 2001"},
        Case{"misspelt", R"([{"type":"section","txt":)" + text(4) + R"(,"text":)" + text(4) + "}]",
             "invalid additional property: txt [json-pointer:/blocks/0]"},
        Case{"emoji_in_mrkdwn", R"([{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}])",
             "invalid additional property: emoji"},
        Case{"divider_in_actions", actions(R"({"type":"divider"})"), "unsupported type: divider"},
        Case{"actions_empty", R"([{"type":"actions","elements":[]}])", "no fewer than 1 items"},
        Case{"button_long", actions(R"({"type":"button","text":)" + text(76) + "}"), "less than 76"},
        Case{"button_style", actions(button("a", R"(,"style":"blue")")), "must be one of: primary, danger"},
        Case{"button_value", actions(button("a", R"(,"value":")" + std::string(2001, 'v') + "\"")), "less than 2001"},
        Case{"same_action", actions(button("a") + "," + button("a")),
             "`action_id` \"a\" already exists [json-pointer:/blocks/0/elements/1/action_id]"},
        Case{"same_block", R"([{"type":"divider","block_id":"d"},{"type":"divider","block_id":"d"}])",
             "`block_id` \"d\" already exists"},
        Case{"long_id", R"([{"type":"divider","block_id":")" + std::string(256, 'i') + "\"}]", "less than 256"},
        Case{"option_value", actions(R"({"type":"static_select","options":[)" + option(std::string(76, 'v')) + "]}"),
             "less than 76"},
        Case{"select_nothing", actions(R"({"type":"static_select"})"),
             "must define either `options` or `option_groups`"},
        Case{"select_many", actions(R"({"type":"static_select","options":)" + repeat(option("v"), 101) + "}"),
             "no more than 100 items"},
        Case{"initial_not_offered",
             actions(R"({"type":"static_select","options":[)" + option("v") + R"(],"initial_option":)" + option("w") +
                     "}"),
             "must exactly match one of the options"},
        Case{"overflow_many", actions(R"({"type":"overflow","options":)" + repeat(option("v"), 6) + "}"),
             "no more than 5 items"},
        Case{"context_many", R"([{"type":"context","elements":)" + repeat(text(1), 11) + "}]", "no more than 10"},
        Case{"image_no_alt", R"([{"type":"image","image_url":"https://x.test/a.png"}])",
             "missing required field: alt_text"},
        Case{"image_scheme", R"([{"type":"image","alt_text":"a","image_url":"ftp://x"}])", "must be a valid URL"},
        Case{"button_as_input", input(button("a")), "unsupported type: button"},
        Case{"number_input", input(R"({"type":"number_input"})"), "missing required field: is_decimal_allowed"},
        Case{"date", input(R"({"type":"datepicker","initial_date":"21.11.2026"})"), "invalid format"},
        Case{"markdown_sum",
             R"([{"type":"markdown","text":")" + std::string(7000, 'm') + R"("},{"type":"markdown","text":")" +
                 std::string(7000, 'm') + "\"}]",
             "less than 12001 characters [json-pointer:/blocks/1/text]"},
        Case{"alert_level", R"([{"type":"alert","level":"fatal","text":)" + text(3) + "}]",
             "must be one of: default, info, warning, error, success"},
        Case{
            "two_tables",
            R"([{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]},{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}])",
            "only_one_table_allowed [json-pointer:/blocks/1]"},
        Case{
            "ragged_table",
            R"([{"type":"table","rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_text","text":"a"},{"type":"raw_text","text":"b"}]]}])",
            "same number of cells [json-pointer:/blocks/0/rows/1]"},
        Case{"empty_cell", R"([{"type":"table","rows":[[{"type":"raw_text","text":""}]]}])", "more than 0 characters"},
        Case{
            "task_status",
            R"([{"type":"plan","title":"p","tasks":[{"type":"task_card","task_id":"1","title":"t","status":"done"}]}])",
            "must be one of: pending, in_progress, complete, error [json-pointer:/blocks/0/tasks/0/status]"},
        Case{"rich_text_span",
             R"([{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text"}]}]}])",
             "missing required field: text"}),
    [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Taken, Blocks,
    testing::Values(
        Case{"none", "[]", ""}, Case{"fifty", repeat(R"({"type":"divider"})", 50), ""},
        Case{"characters_not_bytes",
             R"([{"type":"header","text":{"type":"plain_text","text":")" + umlauts(150) + "\"}}]", ""},
        Case{"actions", actions(button("a", R"(,"style":"danger","value":"v")") + "," + button("b")), ""},
        Case{"same_action_in_two_blocks",
             R"([{"type":"actions","elements":[)" + button("a") + R"(]},{"type":"actions","elements":[)" + button("a") +
                 "]}]",
             ""},
        Case{"alert", R"([{"type":"alert","level":"error","text":)" + text(30, "mrkdwn") + "}]", ""},
        Case{"markdown", R"([{"type":"markdown","text":"**x**"}])", ""},
        Case{
            "table",
            R"([{"type":"table","column_settings":[{"align":"right","is_wrapped":true}],"rows":[[{"type":"raw_text","text":"a"},{"type":"raw_number","value":1.5,"text":"1.5"}],[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"b","style":{"bold":true}}]}]},{"type":"raw_text","text":"c"}]]}])",
            ""},
        Case{
            "plan",
            R"([{"type":"plan","title":"Roll back","tasks":[{"type":"task_card","task_id":"1","title":"Stop","status":"pending"}]}])",
            ""},
        Case{"select",
             actions(R"({"type":"static_select","options":[)" + option("v") + R"(],"initial_option":)" + option("v") +
                     "}"),
             ""},
        Case{
            "rich_text",
            R"([{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"},{"type":"link","url":"https://x.test"}]}]}]}])",
            ""}),
    [](const auto& each) { return each.param.name; });

std::string view(const std::string& more) {
  return R"({"type":"modal","title":)" + text(6) + more + "}";
}

class Views : public testing::TestWithParam<Case> {};

TEST_P(Views, AreTakenOrRefusedWithThePlace) {
  const auto problems = check_view(boost::json::parse(GetParam().blocks), "/view");
  std::string all;
  for (const auto& problem : problems) all += problem + "\n";
  EXPECT_EQ(all.empty(), GetParam().problem.empty()) << all;
  EXPECT_TRUE(all.contains(GetParam().problem)) << all;
}

INSTANTIATE_TEST_SUITE_P(
    All, Views,
    testing::Values(
        Case{"not_an_object", "[]", "must provide an object [json-pointer:/view]"},
        Case{"no_title", R"({"type":"modal","blocks":[]})", "missing required field: title [json-pointer:/view]"},
        Case{"no_blocks", view(""), "missing required field: blocks [json-pointer:/view]"},
        Case{"long_title", R"({"type":"modal","blocks":[],"title":)" + text(25) + "}", "less than 25 characters"},
        Case{"input_without_submit", view(R"(,"blocks":)" + input(R"({"type":"plain_text_input"})")), "submit"},
        Case{"long_metadata", view(R"(,"blocks":[],"private_metadata":")" + std::string(3001, 'm') + "\""),
             "less than 3001"},
        Case{"markdown_in_modal", view(R"(,"blocks":[{"type":"markdown","text":"x"}])"), "unsupported type: markdown"},
        Case{"many_blocks", view(R"(,"blocks":)" + repeat(R"({"type":"divider"})", 101)), "no more than 100 items"},
        Case{"home_with_title", R"({"type":"home","blocks":[],"title":)" + text(3) + "}",
             "invalid additional property: title"},
        Case{"two_focused",
             view(R"(,"submit":)" + text(2) + R"(,"blocks":[{"type":"input","label":)" + text(2) +
                  R"(,"element":{"type":"plain_text_input","focus_on_load":true}},{"type":"input","label":)" + text(2) +
                  R"(,"element":{"type":"plain_text_input","focus_on_load":true}}])"),
             "focus_on_load"},
        Case{"good",
             view(R"(,"submit":)" + text(24) + R"(,"blocks":)" +
                  input(R"({"type":"plain_text_input","multiline":true})")),
             ""},
        Case{"good_home", R"({"type":"home","blocks":[{"type":"divider"}]})", ""}),
    [](const auto& each) { return each.param.name; });

TEST(Metadata, IsRefusedInSlacksWords) {
  const auto check = [](const std::string& text_of) { return check_metadata(boost::json::parse(text_of)); };
  EXPECT_EQ(check("[]"), "invalid_metadata_format");
  EXPECT_EQ(check(R"({"event_type":"x"})"), "invalid_metadata_schema");
  EXPECT_EQ(check(R"({"event_type":"x","event_payload":{"a":null}})"), "invalid_metadata_schema");
  EXPECT_EQ(check(R"({"event_type":"x","event_payload":{},"more":1})"), "invalid_metadata_schema");
  EXPECT_EQ(check(R"({"event_type":"x","event_payload":{"a":")" + std::string(17'000, 'a') + "\"}}"),
            "metadata_too_large");
  EXPECT_EQ(check(R"({"event_type":"x","event_payload":{"key":"INC-1/4/card","n":4}})"), "");
  EXPECT_EQ(check("{}"), "");
}

}  // namespace
}  // namespace integrations::simulator::block_kit
