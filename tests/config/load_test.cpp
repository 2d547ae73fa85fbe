#include "config/load.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "tests/config/toy_table.hpp"

namespace {

using config::Environment;
using config::Secrets;

const Environment with_key{{"SITREP_TOY_KEY", "tk-1"}};

std::vector<std::string> problems(const std::string& text, const Environment& environment = with_key) {
  std::vector<std::string> lines;
  for (const auto& p : config::load(text, "t.yaml", toy_table(), environment).problems) lines.push_back(to_string(p));
  return lines;
}

struct Bad {
  const char* name;
  std::string yaml;
  const char* says;
};
void PrintTo(const Bad& bad, std::ostream* out) {
  *out << bad.name;
}

class Wrong : public testing::TestWithParam<Bad> {};

TEST_P(Wrong, IsReportedWithItsPlaceAndWhatToWrite) {
  EXPECT_EQ(problems(GetParam().yaml), std::vector<std::string>{GetParam().says});
}

INSTANTIATE_TEST_SUITE_P(
    Load, Wrong,
    testing::Values(
        Bad{"unknown_key", "house: {name: A, seets: 3}",
            "t.yaml:1:18: house.seets: unknown key; did you mean “seats”?"},
        Bad{"unknown_far", "house: {name: A}\nzzzzz: 3",
            "t.yaml:2:1: zzzzz: unknown key; known here: house, teas, favourite, delivery"},
        Bad{"elsewhere", "house: {name: A}\nseats: 3", "t.yaml:2:1: seats: unknown key here; it belongs under “house”"},
        Bad{"twice", "house:\n  name: A\n  name: B\n",
            "t.yaml:3:3: house.name: given twice, first in line 2; only one can hold"},
        Bad{"section_twice", "house: {name: A}\nhouse: {seats: 2}",
            "t.yaml:2:1: house: given twice, first in line 1; only one can hold"},
        Bad{"missing", "house: {seats: 3}",
            "t.yaml:1:1: house.name: missing; expected a text of at most 20 characters, for example: Camellia"},
        Bad{"not_a_number", "house: {name: A, seats: many}",
            "t.yaml:1:25: house.seats: expected a whole number from 1 to 40, got “many”"},
        Bad{"too_many", "house: {name: A, seats: 41}",
            "t.yaml:1:25: house.seats: expected a whole number from 1 to 40, got “41”"},
        Bad{"huge_number", "house: {name: A, seats: 99999999999999999999}",
            "t.yaml:1:25: house.seats: expected a whole number from 1 to 40, got “99999…”"},
        Bad{"fraction", "house: {name: A, seats: 1.5}",
            "t.yaml:1:25: house.seats: expected a whole number from 1 to 40, got “1.5”"},
        Bad{"quoted_number", "house: {name: A, seats: \"3\"}",
            "t.yaml:1:25: house.seats: expected a whole number from 1 to 40, got “3” as a text: leave the quotes out"},
        Bad{"yes", "house: {name: A, open: yes}",
            "t.yaml:1:24: house.open: expected true or false, got “yes”; did you mean “true”?"},
        Bad{"off", "house: {name: A, open: OFF}",
            "t.yaml:1:24: house.open: expected true or false, got “OFF”; did you mean “false”?"},
        Bad{"no_unit", "house: {name: A, steep: 5}",
            "t.yaml:1:25: house.steep: expected a duration from 0 to 1h, such as 15m or 1h30m, got “5”; a number needs "
            "its "
            "unit, such as 5m"},
        Bad{"too_long", "house: {name: A, steep: 61m}",
            "t.yaml:1:25: house.steep: expected a duration from 0 to 1h, such as 15m or 1h30m, got “61m”"},
        Bad{"word", "house: {name: A, music: kotto}",
            "t.yaml:1:25: house.music: expected one of none, koto, jazz, got “kotto”; did you mean “koto”?"},
        Bad{"list_for_text", "house: {name: [A]}",
            "t.yaml:1:15: house.name: expected a text of at most 20 characters, got a list"},
        Bad{"map_for_number", "house: {name: A, seats: {a: 1}}",
            "t.yaml:1:25: house.seats: expected a whole number from 1 to 40, got a map"},
        Bad{"nothing", "house:\n  name: A\n  seats:\n",
            "t.yaml:3:3: house.seats: expected a whole number from 1 to 40, got nothing"},
        Bad{"comment", "house:\n  name: #general\n",
            "t.yaml:2:3: house.name: expected a text of at most 20 characters, got nothing: in YAML “#” begins a "
            "comment; put "
            "the value in quotes: \"#general\""},
        Bad{"empty_text", "house: {name: \"\"}",
            "t.yaml:1:15: house.name: expected a text of at most 20 characters, got “”: it must not be empty"},
        Bad{"long_text", "house: {name: ööööööööööööööööööööö}",
            "t.yaml:1:15: house.name: expected a text of at most 20 characters, got “ööööööööööööööööööööö”: it has 21 "
            "characters"},
        Bad{"two_lines", "house:\n  name: |\n    A\n    B\n",
            "t.yaml:2:9: house.name: expected a text of at most 20 characters, got “A B ”: it must be one line, "
            "without tabs"},
        Bad{"scalar_section", "house: {name: A}\ndelivery: yes",
            "t.yaml:2:11: delivery: expected a group of settings: a map of town; got “yes”"},
        Bad{"scalar_list", "house: {name: A}\nteas: sencha",
            "t.yaml:2:7: teas: expected a list whose items begin with “- ”, got “sencha”"},
        Bad{"scalar_item", "house: {name: A}\nteas: [sencha]",
            "t.yaml:2:8: teas[0]: expected a map of name, other, goes_with; got “sencha”"},
        Bad{"no_items", "house: {name: A}\nteas: []", "t.yaml:2:7: teas: expected 1 to 5 items, got 0"},
        Bad{"many_texts", "house: {name: A}\nteas: [{name: a, other: [b, c, d, e]}]",
            "t.yaml:2:25: teas[0].other: expected at most 3, got 4"},
        Bad{"text_for_texts", "house: {name: A}\nteas: [{name: a, other: b}]",
            "t.yaml:2:25: teas[0].other: expected a list of texts, such as [one, two], got “b”"},
        Bad{"check", "house: {name: A}\nteas: [{name: coffee}]",
            "t.yaml:2:15: teas[0].name: expected a text of at most 30 characters, got “coffee”: this is a tea house"},
        Bad{"check_item", "house: {name: A}\nteas: [{name: a, other: [b, coffee]}]",
            "t.yaml:2:29: teas[0].other[1]: expected a list of texts, such as [one, two], got “coffee”: this is a tea "
            "house"},
        Bad{"same_name", "house: {name: A}\nteas:\n  - name: oolong\n    other: [blue]\n  - name: Blue\n",
            "t.yaml:5:11: teas[1].name: “Blue” is already the name of a tea (teas[0].other, line 4); each needs names "
            "of its "
            "own"},
        Bad{"dangling", "house: {name: A}\nteas: [{name: oolong}]\nfavourite: olong",
            "t.yaml:3:12: favourite: expected the name of a tea, got “olong”; did you mean “oolong”?"},
        Bad{"dangling_far", "house: {name: A}\nfavourite: water",
            "t.yaml:2:12: favourite: expected the name of a tea, got “water”; there are: sencha, green, assam"},
        Bad{"itself", "house: {name: A}\nteas: [{name: a, goes_with: [{tea: A}]}]",
            "t.yaml:2:36: teas[0].goes_with[0].tea: expected the name of another tea, got “A”, which is the one that "
            "this "
            "belongs to"},
        Bad{"secret", "house: {name: A, door_key: tk-secret}",
            "t.yaml:1:18: house.door_key: secrets do not belong in this file; set SITREP_TOY_KEY, or "
            "SITREP_TOY_KEY_FILE to "
            "the path of a file that holds it"},
        Bad{"secret_misspelt", "house: {name: A, doorkey: tk-secret}",
            "t.yaml:1:18: house.doorkey: secrets do not belong in this file; set SITREP_TOY_KEY, or "
            "SITREP_TOY_KEY_FILE to "
            "the path of a file that holds it"},
        Bad{"optional_section", "house: {name: A}\ndelivery: {}",
            "t.yaml:2:1: delivery.town: missing; expected a text, for example: Uji"},
        Bad{"list_at_top", "- a\n", "t.yaml:1:1: expected settings such as “house: …”, got a list"},
        Bad{"text_at_top", "hello", "t.yaml:1:1: expected settings such as “house: …”, got “hello”"},
        Bad{"merged", "house: {name: A, <<: {seats: 3}}",
            "t.yaml:1:18: house.<<: unknown key; known here: name, seats, open, steep, music, door_key, site"}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Load, ReportsEverythingAtOnceInTheOrderOfTheFile) {
  const auto found = problems("hous: 1\nteas:\n  - nam: x\n    other: 3\nfavourite: []\nhouse:\n  open: 7\n", {});
  ASSERT_EQ(found.size(), 8U);
  EXPECT_TRUE(found[0].starts_with("t.yaml:1:1: hous: unknown key; did you mean “house”?")) << found[0];
  EXPECT_TRUE(found[1].starts_with("t.yaml:3:5: teas[0].nam: unknown key; did you mean “name”?")) << found[1];
  EXPECT_TRUE(found[2].starts_with("t.yaml:3:5: teas[0].name: missing")) << found[2];
  EXPECT_TRUE(found[3].starts_with("t.yaml:4:12: teas[0].other: expected")) << found[3];
  EXPECT_TRUE(found[4].starts_with("t.yaml:5:12: favourite: expected")) << found[4];
  EXPECT_TRUE(found[5].starts_with("t.yaml:6:1: house.name: missing")) << found[5];
  EXPECT_TRUE(found[6].starts_with("t.yaml:7:9: house.open: expected")) << found[6];
  EXPECT_TRUE(found[7].starts_with("environment: SITREP_TOY_KEY: missing")) << found[7];
}

TEST(Load, AFileThatIsSomethingElseIsNotAnsweredWithAHundredThousandLines) {
  std::string text = "house: {name: A}\n";
  for (int i = 0; i < 1000; ++i) text += "k" + std::to_string(i) + ": x\n";
  const auto found = problems(text);
  ASSERT_EQ(found.size(), 201U);
  EXPECT_EQ(found.back(), "t.yaml: and 800 more problems; is this a file with settings of Sitrep?");
}

TEST(Load, AnEmptyFileSaysSoAndWhatIsMissing) {
  for (const auto* text : {"", "# nothing but a comment\n", "---\n", "{}", "~"}) {
    const auto found = problems(text);
    ASSERT_EQ(found.size(), 2U) << text;
    EXPECT_EQ(found[0], "t.yaml:1:1: the file has no settings in it");
    EXPECT_TRUE(found[1].starts_with("t.yaml: house.name: missing")) << found[1];
  }
}

TEST(Load, WhatIsNotGivenHasItsDefault) {
  const auto loaded = config::load(toy_least, "t.yaml", toy_table(), with_key);
  ASSERT_TRUE(loaded.problems.empty()) << to_string(loaded.problems.front());
  const auto& v = loaded.values;
  EXPECT_EQ(v.text("house.name"), "Camellia");
  EXPECT_EQ(v.place("house.name"), (config::Place{1, 15}));
  EXPECT_EQ(v.number("house.seats"), 12);
  EXPECT_TRUE(v.flag("house.open"));
  EXPECT_EQ(v.duration("house.steep"), std::chrono::minutes{3});
  EXPECT_EQ(v.text("house.music"), "none");
  EXPECT_EQ(v.text("house.site"), "https://tea.example/");
  ASSERT_EQ(v.items("teas").size(), 2U);
  EXPECT_EQ(v.items("teas")[0].texts("other"), std::vector<std::string>{"green"});
  EXPECT_TRUE(v.items("teas")[1].texts("other").empty());
  EXPECT_FALSE(v.given("teas"));
  EXPECT_FALSE(v.given("delivery"));
  EXPECT_EQ(v.text("delivery.town"), "");
}

TEST(Load, WhatIsGivenWins) {
  const auto loaded = config::load(
      "house: {name: 007, seats: 3, open: false, steep: 1m30s, music: jazz, site: http://127.0.0.1:8080/}\n"
      "teas:\n  - name: no\n    goes_with: [{tea: yes}]\n  - name: \"yes\"\nfavourite: NO\ndelivery: {town: Uji}\n",
      "t.yaml", toy_table(), with_key);
  ASSERT_TRUE(loaded.problems.empty()) << to_string(loaded.problems.front());
  const auto& v = loaded.values;
  EXPECT_EQ(v.text("house.name"), "007") << "a text stays as it was typed";
  EXPECT_EQ(v.number("house.seats"), 3);
  EXPECT_FALSE(v.flag("house.open"));
  EXPECT_EQ(v.duration("house.steep"), std::chrono::seconds{90});
  EXPECT_EQ(v.items("teas")[0].text("name"), "no");
  EXPECT_EQ(v.items("teas")[0].items("goes_with")[0].text("tea"), "yes");
  EXPECT_TRUE(v.given("delivery"));
}

TEST(Load, AHeadingWithNothingUnderItCountsAsAbsent) {
  const auto loaded = config::load("house: {name: A}\nteas:\n#  - name: x\ndelivery:\n", "t", toy_table(), with_key);
  EXPECT_TRUE(loaded.problems.empty());
  EXPECT_EQ(loaded.values.items("teas").size(), 2U);
  EXPECT_FALSE(loaded.values.given("delivery"));
}

TEST(Load, TheEnvironmentWinsAndIsCheckedToo) {
  auto environment = with_key;
  environment["SITREP_TOY_SITE"] = "https://other.example/";
  EXPECT_EQ(config::load(toy_least, "t", toy_table(), environment).values.text("house.site"), "https://other.example/");
  environment["SITREP_TOY_SITE"] = "";
  EXPECT_EQ(config::load(toy_least, "t", toy_table(), environment).values.text("house.site"), "https://tea.example/");
  environment["SITREP_TOY_SITE"] = "nonsense";
  EXPECT_EQ(
      problems(toy_least, environment),
      std::vector<std::string>{"environment: SITREP_TOY_SITE: expected a text, got “nonsense”: it must begin with "
                               "https://"});
}

TEST(Load, AVariableThatIsNearlyRightIsAWarning) {
  auto environment = with_key;
  environment["SITREP_TOY_STIE"] = "https://other.example/";
  environment["SITREP_CRASH_AT"] = "3";
  EXPECT_EQ(problems(toy_least, environment),
            std::vector<std::string>{
                "environment: warning: SITREP_TOY_STIE: unknown variable; did you mean “SITREP_TOY_SITE”?"});
}

TEST(Load, AskingForWhatIsNotInTheTableIsAMistakeInTheProgram) {
  const auto loaded = config::load(toy_least, "t", toy_table(), with_key);
  EXPECT_THROW(loaded.values.text("house.nam"), std::logic_error);
  EXPECT_THROW(loaded.values.number("house.name"), std::logic_error);
}

TEST(Load, ATableWithOrphansOrTwinsIsAMistakeInTheProgram) {
  EXPECT_THROW(config::load("", "t", {{.path = "a.b"}}, {}), std::logic_error);
  EXPECT_THROW(config::load("", "t", {{.path = "a"}, {.path = "a"}}, {}), std::logic_error);
  EXPECT_THROW(config::load("", "t", {{.path = "a", .type = config::Type::number, .fallback = "x"}}, {}),
               std::logic_error);
}

TEST(LoadFile, SaysWhyAFileCannotBeRead) {
  const auto folder = std::filesystem::temp_directory_path() / ("sitrep_load_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto first = [&](const std::filesystem::path& path) {
    return to_string(config::load_file(path, toy_table(), with_key).problems.at(0));
  };
  EXPECT_EQ(first(folder / "none.yaml"), (folder / "none.yaml").string() +
                                             ": cannot be read: No such file or directory; "
                                             "docs/sitrep.example.yaml is a file to begin with");
  EXPECT_EQ(first(folder), folder.string() + ": this is a folder; name the file in it");
  std::ofstream{folder / "huge.yaml"} << std::string(1024 * 1024 + 1, '#');
  EXPECT_EQ(first(folder / "huge.yaml"),
            (folder / "huge.yaml").string() + ": larger than 1024 KiB; is this the right file?");
  std::ofstream{folder / "good.yaml"} << toy_least;
  EXPECT_TRUE(config::load_file(folder / "good.yaml", toy_table(), with_key).problems.empty());
  std::filesystem::remove_all(folder);
}

}  // namespace
