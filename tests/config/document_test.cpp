#include "config/document.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace {

std::string refusal(const std::string& text) {
  const auto parsed = config::parse(text, "t.yaml");
  return parsed ? "accepted" : to_string(parsed.error().front());
}

struct Case {
  const char* name;
  std::string text;
  const char* says;
};
void PrintTo(const Case& each, std::ostream* out) {
  *out << each.name;
}

class Refused : public testing::TestWithParam<Case> {};
TEST_P(Refused, WithThePlaceAndTheReason) {
  EXPECT_EQ(refusal(GetParam().text), GetParam().says);
}

using std::string_literals::operator""s;

INSTANTIATE_TEST_SUITE_P(
    Document, Refused,
    testing::Values(
        Case{"tab", "a:\n\tb: 1", "t.yaml:2:1: a tab in the indentation; YAML wants spaces"},
        Case{"tab_after_spaces", "a:\n  b:\n  \tc: 1", "t.yaml:3:3: a tab in the indentation; YAML wants spaces"},
        Case{"tab_in_list", "a:\n\t- b", "t.yaml:2:1: a tab in the indentation; YAML wants spaces"},
        Case{"tab_first", "\ta: 1", "t.yaml:1:1: a tab in the indentation; YAML wants spaces"},
        Case{"colon", "a: b: c",
             "t.yaml:1:5: not valid YAML: illegal map value; check the indentation, and put a value that contains “: ” "
             "in "
             "quotes"},
        Case{"column_in_characters", "ä: ö: c",
             "t.yaml:1:5: not valid YAML: illegal map value; check the indentation, and put a value that contains “: ” "
             "in "
             "quotes"},
        Case{"open_quote", "a: \"x", "t.yaml:1:6: not valid YAML: illegal EOF in scalar; a closing quote is missing"},
        Case{"open_bracket", "a: [1, 2",
             "t.yaml:1:1: not valid YAML: end of sequence flow not found; a “]” is missing"},
        Case{"at_sign", "a: @team",
             "t.yaml:1:4: not valid YAML: unknown token; a value that begins with @ ` or % must stand in quotes"},
        Case{"dedent", "- a\nb: c", "t.yaml:2:1: this does not belong to what stands above it; check the indentation"},
        Case{"two_documents", "a: 1\n---\nb: 2",
             "t.yaml:2:1: a second document begins here; settings are one document"},
        Case{"anchor", "a: &x 1",
             "t.yaml:1:4: anchors (&name) and aliases (*name) are not used here; write the value out, or put it in "
             "quotes"},
        Case{"alias", "a: *x",
             "t.yaml:1:4: not valid YAML: the referenced anchor is not defined; a value that begins with * must stand "
             "in "
             "quotes"},
        Case{"tag", "a: !!int 5", "t.yaml:1:4: tags (!name) are not used here; put the value in quotes"},
        Case{"map_as_key", "? {a: b}\n: c", "t.yaml:1:3: a name must be a plain word, not a list or a map"},
        Case{"no_key", ": c", "t.yaml:1:1: a name is missing before the “:”"},
        Case{"latin1", "a: b\nb: \xE9t\xE9", "t.yaml:2:4: byte 0xE9 is not valid UTF-8; save the file as UTF-8"},
        Case{"overlong", "a: \xC0\xAF", "t.yaml:1:4: byte 0xC0 is not valid UTF-8; save the file as UTF-8"},
        Case{"surrogate", "a: \xED\xA0\x80", "t.yaml:1:4: byte 0xED is not valid UTF-8; save the file as UTF-8"},
        Case{"utf16",
             "\xFF\xFE"
             "a\0"s,
             "t.yaml:1:1: byte 0xFF is not valid UTF-8; save the file as UTF-8"},
        Case{"nul", "a: \0b"s, "t.yaml:1:4: control character 0x00 does not belong in a text file"},
        Case{"escape", "a: \x1B[31m", "t.yaml:1:4: control character 0x1B does not belong in a text file"},
        Case{"huge", std::string(1024 * 1024 + 1, 'a'), "t.yaml: larger than 1024 KiB; is this the right file?"}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Document, BombsAreRefusedBeforeTheyGrow) {
  std::string laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'z'; ++c)
    laughs += std::string{c} + ": &" + c + " [*" + char(c - 1) + ", *" + char(c - 1) + "]\n";
  EXPECT_TRUE(refusal(laughs).starts_with("t.yaml:1:4: anchors")) << refusal(laughs);
  // Depth: from the library's own recursion, from lists, from maps.
  for (const auto* part : {"[", "{a: ", "- ", "a: [", "? "}) {
    std::string deep;
    while (deep.size() < 200'000) deep += part;
    EXPECT_NE(refusal(deep), "accepted") << part;
  }
}

TEST(Document, KeepsPlacesQuotesAndRepeatedKeys) {
  const auto parsed = config::parse("\xEF\xBB\xBF# first\r\nä: {ö: 'x', ö: y}\r\nlist:\r\n  - 1\r\n", "t");
  ASSERT_TRUE(parsed);
  ASSERT_EQ(parsed->children.size(), 2U);
  const auto& map = parsed->children[0];
  EXPECT_EQ(map.key, "ä");
  EXPECT_EQ(map.key_place, (config::Place{2, 1}));
  ASSERT_EQ(map.children.size(), 2U);
  EXPECT_TRUE(map.children[0].quoted);
  EXPECT_EQ(map.children[0].place, (config::Place{2, 8})) << "columns count characters, not bytes";
  EXPECT_FALSE(map.children[1].quoted);
  EXPECT_EQ(map.children[1].key_place, (config::Place{2, 13}));
  EXPECT_EQ(parsed->children[1].children[0].text, "1") << "no carriage return in it";
  EXPECT_EQ(parsed->children[1].children[0].place, (config::Place{4, 5}));
}

TEST(Document, NoticesAValueThatBecameAComment) {
  const auto comment = [](const std::string& text) { return config::parse(text, "t")->children.at(0).comment; };
  EXPECT_EQ(comment("a: #general # main\n"), "#general");
  EXPECT_EQ(comment("a: # a remark\n"), "") << "a space after the “#”: a remark, not a value";
  EXPECT_EQ(comment("a:\nb: #x\n"), "");
}

}  // namespace
