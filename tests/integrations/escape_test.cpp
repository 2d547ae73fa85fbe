#include "integrations/slack/escape.hpp"

#include <gtest/gtest.h>

#include "integrations/slack/utf8.hpp"

namespace {
using namespace integrations::slack;
using namespace playbooks;

struct Case {
  const char* name;
  Text text;
  std::string wanted;
};

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

/// Whole characters, whole entities, nothing live that was typed.
void expect_sound(std::string_view text, std::size_t limit) {
  EXPECT_LE(length(text), limit) << text;
  for (std::size_t at = 0; at < text.size();) {
    const auto before = at;
    const auto c = next_code_point(text, at);
    EXPECT_FALSE(c == 0xFFFD && text.substr(before, 3) != "\xEF\xBF\xBD") << "broken UTF-8 at " << before;
    if (c == '&') {
      const auto rest = text.substr(before);
      EXPECT_TRUE(rest.starts_with("&amp;") || rest.starts_with("&lt;") || rest.starts_with("&gt;")) << rest;
    }
    if (c == '<') {
      const auto end = text.find('>', before);
      ASSERT_NE(end, text.npos) << "an entity is cut: " << text.substr(before);
      EXPECT_EQ(text.substr(before + 1, end - before - 1).find('<'), text.npos);
    }
  }
}

TEST(Escape, TurnsSpansIntoMrkdwn) {
  const Time at = from_millis(1'795'269'900'000);
  const std::vector<Case> cases = {
      {"the three characters, once", "a & b <c> &amp;", "a &amp; b &lt;c&gt; &amp;amp;"},
      {"mentions that were typed", "<!channel> <@U0ANN> @here", "&lt;!channel&gt; &lt;@U0ANN&gt; @here"},
      {"bold", Text{} << Bold{"Impact"} << " high", "*Impact* high"},
      {"bold cannot be broken out of", Text{} << Bold{"a*b\nc"}, "*a∗b c*"},
      {"bold of nothing", Text{} << Bold{"\n"} << "x", "x"},
      {"spaces go outside of bold", Text{} << "a" << Bold{" b "} << "c", "a *b* c"},
      {"code", Text{} << Code{"/incident `show` <12>"}, "`/incident 'show' &lt;12&gt;`"},
      {"an odd back-tick is closed off", Text{"see ` and "} << Code{"x"}, "see ' and `x`"},
      {"even back-ticks stay", "run `make` and `test`", "run `make` and `test`"},
      {"a person", Text{} << Person{{"U0ANN", "ann"}}, "<@U0ANN>"},
      {"a shell user", Text{} << Person{{"cli:root", "root"}}, "root"},
      {"a person without a name", Text{} << Person{{"cli:root", ""}}, "cli:root"},
      {"an id that is no id", Text{} << Person{{"U0ANN> <!here", "x"}}, "x"},
      {"a moment", Text{} << Moment{at}, "<!date^1795269900^{date_short_pretty} {time}|2026-11-21 14:05 UTC>"},
      {"a link", Text{} << Link{"https://a.example/x?a=1&b=2", "a<b|c"}, "<https://a.example/x?a=1&amp;b=2|a&lt;b/c>"},
      {"a link that would break out", Text{} << Link{"https://a.example/>|<!here>", "x"},
       "<https://a.example/%3E%7C%3C!here%3E|x>"},
      {"a link that is none", Text{} << Link{"javascript:alert(1)", "click"}, "click"},
      {"a link without a label", Text{} << Link{"https://a.example", ""}, "<https://a.example|https://a.example>"},
      {"a room", Text{} << Room{"C0INC"}, "<#C0INC>"},
      {"a room by name", Text{} << Room{"#incident-response"}, "#incident-response"},
      {"direction overrides and controls",
       "a\xE2\x80\xAE"
       "b\x07"
       "c\x1b[31m\xE2\x81\xA6"
       "d",
       "abc[31md"},
      {"tabs and exotic line ends",
       "a\tb\xE2\x80\xA8"
       "c",
       "a b\nc"},
      {"broken bytes",
       "a\xFF\xC3"
       "b",
       "a\xEF\xBF\xBD\xEF\xBF\xBD"
       "b"},
      {"half a character at the end", "a\xE2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"overlong and surrogate bytes", "\xC0\xAF\xED\xA0\x80", repeated("\xEF\xBF\xBD", 5)},
      {"emoji and right to left", "🔥 שלום", "🔥 שלום"},
  };
  for (const auto& each : cases) EXPECT_EQ(mrkdwn(each.text), each.wanted) << each.name;
}

TEST(Escape, SaysHowMuchWasCut) {
  EXPECT_EQ(mrkdwn(repeated("x", 100), 100), repeated("x", 100));
  EXPECT_EQ(mrkdwn(repeated("x", 101), 100), repeated("x", 60) + "… (cut, 41 more characters)");
  EXPECT_EQ(mrkdwn(repeated("é", 900), 100), repeated("é", 60) + "… (cut, 840 more characters)");
  EXPECT_EQ(mrkdwn(Text{} << Bold{repeated("x", 200)}, 100), "*" + repeated("x", 58) + "*… (cut, 142 more characters)");
}

TEST(Escape, NeverCutsInsideAnythingWhateverTheLimit) {
  const auto long_name = repeated("a", 30);
  Text text;
  for (int i = 0; i < 40; ++i)
    text << "<&>é🔥" << Person{{"U0ABCDEF", long_name}} << Bold{"b&b 🔥"} << Moment{from_millis(1'795'269'900'000)}
         << Code{"<x>"} << Link{"https://example.com/?a&b", "l & l"} << "\n\xF0\x9F";
  for (std::size_t limit = 60; limit < 400; ++limit) {
    const auto whole = mrkdwn(text, limit);
    expect_sound(whole, limit);
    EXPECT_TRUE(whole.contains("… (cut, ")) << limit;
    for (const auto& piece : mrkdwn_pieces(text, limit, 5)) expect_sound(piece, limit);
    expect_sound(notification(text, limit), limit);
  }
}

TEST(Escape, SplitsLongTextsAtSpacesAndLosesNothing) {
  std::string words;
  for (int i = 0; i < 600; ++i) words += "word" + std::to_string(i) + (i % 10 == 9 ? "\n" : " ");
  const auto pieces = mrkdwn_pieces(words, 500, 50);
  ASSERT_GT(pieces.size(), 5U);
  std::string joined;
  for (const auto& piece : pieces) {
    EXPECT_LE(length(piece), 500U);
    EXPECT_TRUE(piece.ends_with(' ') || piece.ends_with('\n') || &piece == &pieces.back());
    joined += piece;
  }
  EXPECT_EQ(joined, words);
}

TEST(Escape, KeepsFormattingWholeAcrossPieces) {
  const auto pieces = mrkdwn_pieces(Text{} << "a" << Bold{repeated("x", 150)} << "z", 100, 9);
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0], "a*" + repeated("x", 97) + "*");
  EXPECT_EQ(pieces[1], "*" + repeated("x", 53) + "*z");
}

TEST(Escape, AnEntityLongerThanTheLimitIsShownAsWords) {
  const Link link{"https://example.com/" + repeated("x", 200), "the report"};
  EXPECT_EQ(mrkdwn(Text{} << link, 60), "the report");
}

TEST(Escape, MakesOneLine) {
  EXPECT_EQ(one_line("  a\n\n b\x07  c  ", 20), "a b c");
  EXPECT_EQ(one_line("abcdef", 6), "abcdef");
  EXPECT_EQ(one_line("abcdefg", 6), "abcde…");
  EXPECT_EQ(one_line("ééééé", 3), "éé…");
  EXPECT_EQ(one_line("", 3), "");
  EXPECT_EQ(one_line("<!channel> & co", 20), "<!channel> & co");
}

TEST(Escape, KeepsFixedTextAsItIs) {
  EXPECT_EQ(verbatim("a\n  b & <c>", 100), "a\n  b & <c>");
  EXPECT_EQ(verbatim(repeated("é", 101), 100), repeated("é", 60) + "… (cut, 41 more characters)");
}

TEST(Escape, NotificationsHaveNoFormatting) {
  EXPECT_EQ(
      notification(Text{} << Bold{"INC-12"} << " " << Code{"/x"} << " " << Person{{"U0ANN", "ann"}} << " <!here>"),
      "INC-12 /x <@U0ANN> &lt;!here&gt;");
}

TEST(Escape, KnowsIds) {
  for (const auto* id : {"U012AB3CD", "W012", "U1"}) EXPECT_TRUE(is_user_id(id)) << id;
  for (const auto* id : {"", "U", "u012", "cli:root", "U01|x", "C012", "U0 1"}) EXPECT_FALSE(is_user_id(id)) << id;
  for (const auto* id : {"C012AB", "G1", "D0X"}) EXPECT_TRUE(is_channel_id(id)) << id;
  for (const auto* id : {"", "#general", "general", "C-1", "U012"}) EXPECT_FALSE(is_channel_id(id)) << id;
}

}  // namespace
