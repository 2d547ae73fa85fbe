#include "commands/tokenizer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "commands/entities.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

/// "word", "[quoted]", "--flag=value", "@ann(U1)".
std::string shown(const Line& line) {
  std::string result;
  for (const auto& token : line.tokens) {
    if (!result.empty()) result += " ";
    switch (token.kind) {
      case Token::Kind::word:
        result += token.text;
        break;
      case Token::Kind::quoted:
        result += "[" + token.text + "]";
        break;
      case Token::Kind::flag:
        result +=
            "--" + token.text + (token.value ? "=" + *token.value : "") + (token.id.empty() ? "" : "/" + token.id);
        break;
      case Token::Kind::person:
      case Token::Kind::channel:
      case Token::Kind::group:
      case Token::Kind::link:
        result += fmt::format("{}({})", token.text, token.id);
        break;
    }
  }
  return result + (line.unclosed ? fmt::format(" !{}", *line.unclosed) : "");
}

struct Row {
  std::string_view line, tokens;
};

TEST(Tokenizer, CutsWhatPeopleAndPhonesType) {
  static constexpr Row rows[] = {
      {"", ""},
      {"   \n\t ", ""},
      {"incident list", "incident list"},
      {"declare \"Checkout is down\" P1", "declare [Checkout is down] P1"},
      {"declare “Checkout is down” P1", "declare [Checkout is down] P1"},
      {"declare „Kasse geht nicht“ P1", "declare [Kasse geht nicht] P1"},
      {"declare ”Kassan är nere” P1", "declare [Kassan är nere] P1"},
      {"declare «Paiement en panne» P1", "declare [Paiement en panne] P1"},
      {"declare »Kasse« P1", "declare [Kasse] P1"},
      {"declare 'Checkout is down' P1", "declare [Checkout is down] P1"},
      {"declare ‘Checkout is down’ P1", "declare [Checkout is down] P1"},
      {"declare 'Checkout can't load' P1", "declare [Checkout can't load] P1"},
      {"declare ‘Checkout can’t load’ P1", "declare [Checkout can’t load] P1"},
      {"declare “Checkout is down\" P1", "declare [Checkout is down] P1"},
      {"declare \"Checkout is down” P1", "declare [Checkout is down] P1"},
      {"declare “Checkout is down“ P1", "declare [Checkout is down] P1"},
      {"“a\" “b\"", "[a] [b]"},
      {"“he said “no” to it” x", "[he said “no” to it] x"},
      {"\"say \\\"hi\\\" and \\\\\" x", "[say \"hi\" and \\] x"},
      {"\"C:\\new\"", "[C:\\new]"},
      {"it can't be 12\" wide", "it can't be 12\" wide"},
      {"'tis the season", "'tis the season"},
      {"\"\" x", "[] x"},
      {"\"open to the end", "\"open to the end !0"},
      {"say “open to the end", "say “open to the end !4"},
      {"--drill", "--drill"},
      {"--Impact=high", "--impact=high"},
      {"--impact=\"EU only\" x", "--impact=EU only x"},
      {"--impact=“EU only” x", "--impact=EU only x"},
      {"--lead=<@U1|ann>", "--lead=@ann/U1"},
      {"--lead <@U1|ann lee>", "--lead @ann lee(U1)"},
      {"—drill –drill ―drill —-drill", "--drill --drill --drill --drill"},
      {"--update_every 5m", "--update-every 5m"},
      {"-v -5 – — -- ---", "-v -5 – — -- ---"},
      {"–5 degrees", "–5 degrees"},
      {"--drill, then", "--drill, then"},
      {"--x=", "--x="},
      {"<@U1> <@U1|ann> <@W2|@bob>", "@U1(U1) @ann(U1) @bob(W2)"},
      {"<#C1|ops> <#C1> <#C1|>", "#ops(C1) #C1(C1) #C1(C1)"},
      {"<!subteam^S1|@sre> <!subteam^S1>", "@sre(S1) @S1(S1)"},
      {"<!here> <!channel> <!everyone|everyone>", "@here @channel @everyone"},
      {"<https://x.example/a|label text> <https://x.example>",
       "https://x.example/a(https://x.example/a) https://x.example(https://x.example)"},
      {"<http://api.example.com|api.example.com> is down", "api.example.com(http://api.example.com) is down"},
      {"<mailto:a@b.example|a@b.example>", "a@b.example(mailto:a@b.example)"},
      {"<!date^1392734382^{date}|18 February>", "18 February"},
      {"(<@U1|ann lee>)", "(@ann lee)"},
      {"a < b > c <@> <#> <!> <> <x|y>", "a < b > c <@> <#> <!> <> <x|y>"},
      {"a\xC2\xA0"
       "b\xE2\x80\xAF"
       "c\xE3\x80\x80"
       "d",
       "a b c d"},
      {"on\xE2\x80\x8B api", "on api"},
  };
  for (const auto& row : rows) EXPECT_EQ(shown(tokenise(row.line)), row.tokens) << "line: " << row.line;
}

TEST(Tokenizer, KnowsWhereEveryPieceStood) {
  const auto line = tokenise("note  “a b”   <@U1|ann>  --at=12:00 x");
  std::vector<std::string> pieces;
  for (const auto& token : line.tokens) pieces.push_back(line.text.substr(token.begin, token.end - token.begin));
  EXPECT_EQ(pieces, (std::vector<std::string>{"note", "“a b”", "<@U1|ann>", "--at=12:00", "x"}));
}

TEST(Tokenizer, MentionsNobodyInText) {
  EXPECT_EQ(plain_text("ask <@U1|ann>, <!here> and <!subteam^S1|@sre> in <#C1|ops>: <https://x.example|the graph>"),
            "ask @ann, @here and @sre in #ops: https://x.example");
  EXPECT_EQ(plain_text("a<b <@U1"), "a<b <@U1");
}

TEST(Tokenizer, CleansWhatIsNoText) {
  EXPECT_EQ(cleaned(std::string_view{"a\0b\x01\x7F", 5}), "ab");
  EXPECT_EQ(cleaned("\xFF\xC0\xAF ok \xED\xA0\x80 \xF4\x90\x80\x80"),
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD ok \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD "
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(cleaned("a\r\nb\rc\xE2\x80\xA8"
                    "d"),
            "a\nb\nc\nd");
  EXPECT_EQ(cleaned("safe\xE2\x80\xAEgnp.exe"), "safegnp.exe") << "direction changes are dropped";
  EXPECT_EQ(cleaned("👩‍💻"), "👩‍💻") << "the joiners of emoji stay";
  EXPECT_EQ(cleaned("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "cut off in the middle";
}

std::string random_word(std::mt19937& random) {
  static constexpr std::string_view pieces[] = {"a", "B", "7",  " ", "\"", "\\", "'",  "’", "“", "”",
                                                "„", "«", "»",  "-", "—",  "=",  ",",  ":", ".", "<",
                                                ">", "|", "\n", "ü", "你", "🔥", "--", "x"};
  std::string word;
  for (auto left = std::uniform_int_distribution{0, 12}(random); left > 0; --left)
    word += pieces[std::uniform_int_distribution<std::size_t>{0, std::size(pieces) - 1}(random)];
  return word;
}

TEST(Tokenizer, GivesBackEveryQuotedWord) {
  for (unsigned seed = 0; seed < 5000; ++seed) {
    std::mt19937 random{seed};
    std::vector<std::string> expected, actual;
    std::string joined;
    for (auto left = std::uniform_int_distribution{1, 6}(random); left > 0; --left) {
      expected.push_back(random_word(random));
      joined += (joined.empty() ? "" : " ") + in_quotes(expected.back());
    }
    for (const auto& token : tokenise(joined).tokens) actual.push_back(token.text);
    ASSERT_EQ(actual, expected) << "seed " << seed << ", line: " << joined;
  }
}

TEST(Tokenizer, LivesThroughAnyBytes) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    std::mt19937 random{seed};
    std::string bytes;
    for (auto left = std::uniform_int_distribution{0, 300}(random); left > 0; --left) {
      static constexpr std::string_view likely = "\"'<>@#!|- =—“”\\\n";
      const auto byte = std::uniform_int_distribution{0, 511}(random);
      bytes += byte < 256 ? static_cast<char>(byte) : likely[static_cast<std::size_t>(byte) % likely.size()];
    }
    const auto line = tokenise(bytes);
    std::size_t last = 0;
    for (const auto& token : line.tokens) {
      ASSERT_LE(last, token.begin) << "seed " << seed;
      ASSERT_LT(token.begin, token.end) << "seed " << seed;
      ASSERT_LE(token.end, line.text.size()) << "seed " << seed;
      last = token.end;
    }
    ASSERT_EQ(cleaned(line.text), line.text) << "seed " << seed;
  }
}

TEST(Tokenizer, StaysQuickOnHostileLines) {
  for (const std::string_view piece : {"“ ", "\" ' ", "<", "<@U1 ", "— ", "“a\" ", "' "}) {
    std::string bytes;
    while (bytes.size() < 100'000) bytes += piece;
    EXPECT_GT(tokenise(bytes).tokens.size(), 0U) << piece;
  }
}

}  // namespace
}  // namespace commands
