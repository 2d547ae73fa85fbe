#include "config/documents.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <regex>

#include "config/load.hpp"
#include "config/schema.hpp"
#include "tests/config/toy_table.hpp"

namespace {

const config::Environment with_key{{"SITREP_TOY_KEY", "tk-1"}};

std::string switched_on(const std::string& example) {
  static const std::regex off{"(^|\n)#((?:  )*[a-z_#-])"};
  auto once = std::regex_replace(example, off, "$1$2");
  return once;
}

TEST(Example, LoadsAsItIsWithTheDefaults) {
  const auto loaded = config::load(config::example_yaml(toy_table(), "s.json"), "e", toy_table(), with_key);
  ASSERT_TRUE(loaded.problems.empty()) << to_string(loaded.problems.front());
  const auto least = config::load(toy_least, "t", toy_table(), with_key).values;
  EXPECT_EQ(loaded.values.number("house.seats"), least.number("house.seats"));
  EXPECT_EQ(loaded.values.items("teas").size(), least.items("teas").size());
  EXPECT_FALSE(loaded.values.given("delivery"));
  EXPECT_FALSE(loaded.values.given("favourite"));
}

TEST(Example, LoadsWithEverythingSwitchedOn) {
  const auto text = switched_on(config::example_yaml(toy_table(), "s.json"));
  const auto loaded = config::load(text, "e", toy_table(), with_key);
  ASSERT_TRUE(loaded.problems.empty()) << to_string(loaded.problems.front()) << "\n" << text;
  EXPECT_EQ(loaded.values.text("delivery.town"), "Uji");
  EXPECT_EQ(loaded.values.text("favourite"), "sencha");
}

TEST(Example, BeginsWithTheSchemaForEditors) {
  EXPECT_TRUE(config::example_yaml(toy_table(), "s.json").starts_with("# yaml-language-server: $schema=s.json\n"));
}

TEST(Documents, NameEveryRow) {
  const auto table = toy_table();
  const auto example = config::example_yaml(table, "s.json");
  const auto reference = config::reference_markdown(table);
  const auto schema = config::json_schema(table);
  for (const auto& field : table) {
    const auto name = field.path.substr(field.path.find_last_of('.') + 1);
    const bool in_example =
        example.find(name + ":") != std::string::npos || example.find(name + " (required):") != std::string::npos;
    EXPECT_TRUE(in_example) << field.path;
    EXPECT_NE(schema.find("\"" + name + "\":"), std::string::npos) << field.path;
    EXPECT_NE(reference.find("`" + field.path + "`"), std::string::npos) << field.path;
    EXPECT_NE(reference.find(field.help), std::string::npos) << field.path;
  }
}

TEST(JsonSchema, SaysWhatTheTableSays) {
  const auto schema = boost::json::parse(config::json_schema(toy_table()));
  const auto at = [&](const char* pointer) { return schema.at_pointer(pointer); };
  EXPECT_EQ(at("/$schema"), "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(at("/additionalProperties"), false);
  EXPECT_EQ(at("/required"), boost::json::parse(R"(["house"])"));
  EXPECT_EQ(at("/properties/house/required"), boost::json::parse(R"(["name"])"));
  EXPECT_EQ(at("/properties/house/properties/seats/maximum"), 40);
  EXPECT_EQ(at("/properties/house/properties/seats/default"), 12);
  EXPECT_EQ(at("/properties/house/properties/open/default"), true);
  EXPECT_EQ(at("/properties/house/properties/music/enum"), boost::json::parse(R"(["none","koto","jazz"])"));
  EXPECT_EQ(at("/properties/house/properties/name/maxLength"), 20);
  EXPECT_EQ(at("/properties/house/properties/door_key/not"), boost::json::object{}) << "a secret is never valid here";
  EXPECT_EQ(at("/properties/teas/minItems"), 1);
  EXPECT_EQ(at("/properties/teas/items/properties/goes_with/items/required"), boost::json::parse(R"(["tea"])"));
}

TEST(JsonSchema, ItsDurationsAreTheLoadersDurations) {
  const auto schema = boost::json::parse(config::json_schema(toy_table()));
  const auto& any = schema.at_pointer("/properties/house/properties/steep/anyOf").as_array();
  const std::regex pattern{any.at(0).at("pattern").as_string().c_str()};
  for (const auto* good : {"0", "5m", "1h30m", "2d", "500ms", "1m500ms"})
    EXPECT_TRUE(std::regex_match(good, pattern)) << good;
  for (const auto* bad : {"", "5", "m", "30m1h", "5 m", "-5m"}) EXPECT_FALSE(std::regex_match(bad, pattern)) << bad;
}

TEST(YamlScalar, QuotesOnlyWhatNeedsIt) {
  const std::vector<std::pair<const char*, const char*>> table{{"UTC", "UTC"},
                                                               {"#x", "\"#x\""},
                                                               {"127.0.0.1:80", "\"127.0.0.1:80\""},
                                                               {"https://a/b", "https://a/b"},
                                                               {"a b", "a b"},
                                                               {"", "\"\""},
                                                               {"/incident", "/incident"},
                                                               {"- x", "\"- x\""},
                                                               {"say \"hi\"", "\"say \\\"hi\\\"\""}};
  for (const auto& [text, yaml] : table) EXPECT_EQ(config::yaml_scalar(text), yaml);
}

}  // namespace
