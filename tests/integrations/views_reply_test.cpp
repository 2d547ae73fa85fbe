#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/slack/reply.hpp"
#include "integrations/slack/views/form.hpp"
#include "views_support.hpp"

namespace {
using namespace integrations::slack;
using namespace playbooks;
using namespace slack_test;

const Time now = StillClock{}.now();

Form declare_form() {
  FormField title{"title", "Title", "What is broken, in one line", FormField::Kind::line, true, "Checkout", {}};
  FormField severity{
      "severity", "Severity", "", FormField::Kind::choice, true, "P1", {{"P0", "P0: all is down"}, {"P1", "P1"}}};
  FormField components{
      "on", "Components", "", FormField::Kind::choices, false, "db,api", {{"api", "API"}, {"db", "DB"}}};
  FormField impact{"impact", "Impact", "", FormField::Kind::paragraph, false, "", {}};
  return {"Declare an incident", "Declare", "incident declare", {title, severity, components, impact}};
}

void expect_valid_or_refused(const Form& form, const FormPlace& place, const std::string& what) {
  const auto view = draw_form(form, place);
  if (view)
    expect_valid_view(*view, what);
  else
    EXPECT_FALSE(view.error().empty()) << what;
}

TEST(Form, BecomesAModal) {
  const auto view = draw_form(declare_form(), {"C0INC", "1.2"});
  ASSERT_TRUE(view);
  expect_golden("form_declare.json", *view);
  expect_valid_view(*view, "declare");
}

TEST(Form, IsValidOrRefusedWhateverIsPutIntoIt) {
  for (const auto& text : hostile()) {
    for (const auto kind :
         {FormField::Kind::line, FormField::Kind::paragraph, FormField::Kind::choice, FormField::Kind::choices}) {
      Form form{text, text, "incident update INC-12", {}};
      FormField field{"a", text, text, kind, true, text, {}};
      for (int i = 0; i < 150; ++i) field.options.push_back({i % 3 == 0 ? text : std::to_string(i), text});
      for (int i = 0; i < 120; ++i) {
        field.name = i == 7 ? text : std::to_string(i % 110);
        form.fields.push_back(field);
        if (i > 3) field.options.clear();
      }
      expect_valid_or_refused(form, {text, text}, "form with " + text.substr(0, 20));
      form.command = text;
      expect_valid_or_refused(form, {"C0INC", ""}, "command of " + text.substr(0, 20));
    }
  }
  EXPECT_FALSE(draw_form({"t", "s", repeated("x", 4000), declare_form().fields}, {})) << "metadata is limited";
  EXPECT_FALSE(draw_form({"t", "s", "incident list", {}}, {})) << "a modal needs fields";
}

Reply list_reply(int rows) {
  Table table{{"Incident", "Severity", "Title", "Since"}, {}};
  for (int i = 0; i < rows; ++i)
    table.rows.push_back(
        {Text{} << Bold{"INC-" + std::to_string(i)}, "P1", "Checkout is <down> & slow", Text{} << Moment{now}});
  return {{Text{} << "Open incidents, " << Person{{"U0ANN", "ann"}} << ":", table,
           Buttons{{{"Show INC-12", "incident show INC-12", Button::Style::primary}, {"Help", "incident help"}}}},
          {}};
}

TEST(Reply, IsTheAcknowledgementOfACommand) {
  const auto payload = draw_reply(list_reply(2));
  expect_golden("reply_list.json", payload);
  expect_golden("reply_list_classic.json", draw_reply(list_reply(2), Dialect::classic));
  EXPECT_EQ(draw_reply({}), "");
}

TEST(Reply, CountsTheRowsThatDoNotFit) {
  const auto payload = draw_reply(list_reply(150));
  EXPECT_LT(payload.size(), 20'000U);
  const auto parsed = boost::json::parse(payload);
  const auto& blocks = parsed.at("blocks").as_array();
  const auto shown = blocks[1].at("rows").as_array().size() - 1;
  EXPECT_GT(shown, 30U);
  const auto more = "… and " + std::to_string(150 - shown) + " more";
  EXPECT_EQ(blocks[2].at("elements").at(0).at("text").as_string(), more);
  EXPECT_EQ(blocks[3].at("type").as_string(), "actions") << "the buttons still fit";
}

TEST(Reply, FieldErrorsKeepTheFormOpen) {
  Reply reply;
  reply.field_errors = {{"", "Say what happened."}, {"title", "At most 200 characters."}};
  expect_golden("reply_field_errors.json", draw_reply(reply));
}

TEST(Reply, HandsOverADocument) {
  const auto payload = draw_reply({{Document{"INC-12.md", "# INC-12\n\n- <!channel> & `ticks`\n"}}, {}});
  expect_golden("reply_document.json", payload);
  const auto long_one = draw_reply({{Document{"INC-12.md", repeated("line of the timeline\n", 4000)}}, {}});
  EXPECT_LT(long_one.size(), 20'000U);
  EXPECT_TRUE(long_one.contains("… (cut, "));
}

TEST(Reply, IsValidAndSmallWhateverIsPutIntoIt) {
  for (const auto& text : hostile()) {
    for (const auto dialect : {Dialect::modern, Dialect::classic}) {
      Table table{{text, text, "c"}, {}};
      for (int i = 0; i < 60; ++i)
        table.rows.push_back({Text{text},
                              Text{} << Bold{text} << Person{{"U0ANN", text}} << Link{"https://" + text, text},
                              Text{} << Code{text} << Moment{now} << Room{text}});
      table.rows.push_back({});
      Buttons buttons;
      for (int i = 0; i < 60; ++i) buttons.buttons.push_back({text, text, Button::Style::danger});
      const Reply reply{{Text{text}, table, table, buttons, Document{text, text}, Text{} << Bold{text}, buttons}, {}};
      const auto payload = draw_reply(reply, dialect);
      EXPECT_LT(payload.size(), 19'500U) << text.substr(0, 20);
      boost::system::error_code error;
      const auto parsed = boost::json::parse(payload, error);
      ASSERT_FALSE(error) << payload.substr(0, 300);
      EXPECT_FALSE(mentions(parsed));
      expect_valid_blocks(boost::json::serialize(parsed.at("blocks")), "reply with " + text.substr(0, 20));
    }
    Reply errors;
    for (int i = 0; i < 5; ++i) errors.field_errors[std::to_string(i)] = text;
    EXPECT_LT(draw_reply(errors).size(), 19'500U);
  }
}

}  // namespace
