// Durations, nearest names, checks, and how values are shown: tables of what goes in and what comes out.
#include <gtest/gtest.h>

#include "config/checks.hpp"
#include "config/nearest.hpp"
#include "config/problem.hpp"
#include "config/scalar.hpp"
#include "config/utf8.hpp"

namespace {

using namespace std::chrono_literals;

TEST(Duration, IsRefusedUnlessEveryPartMakesSense) {
  for (const auto* text : {"", "5", "m", "-5m", "5 m", "5x", "5m5m", "5m1h", "1h30", "5M", "1.5h", "+1h",
                           "99999999999999d", "3654d", "0x5m", "5m ", "m5"}) {
    EXPECT_FALSE(config::parse_duration(text)) << text;
  }
}

TEST(Duration, ReadsWhatItSpells) {
  const std::vector<std::pair<const char*, std::chrono::milliseconds>> table{
      {"0", 0ms},       {"15m", 15min}, {"1h30m", 90min},     {"1d12h", 36h}, {"90s", 90s},
      {"500ms", 500ms}, {"2w", 336h},   {"1m500ms", 60500ms}, {"0m", 0ms},    {"8d", 192h}};
  for (const auto& [text, duration] : table) {
    EXPECT_EQ(config::parse_duration(text), duration) << text;
    EXPECT_EQ(config::parse_duration(config::spelled(duration)), duration) << text;
  }
  EXPECT_EQ(config::spelled(90s), "1m30s");
  EXPECT_EQ(config::spelled(24h), "1d");
  EXPECT_EQ(config::spelled(0ms), "0");
}

TEST(Nearest, FindsTheTypingMistakeAndNothingElse) {
  const std::vector<std::string> names{"connections", "api_url", "debug_reconnects", "page_id", "name", "on"};
  const std::vector<std::pair<const char*, const char*>> table{{"conections", "connections"},
                                                               {"Connections", "connections"},
                                                               {"api-url", "api_url"},
                                                               {"apiurl", "api_url"},
                                                               {"url", "api_url"},
                                                               {"page", "page_id"},
                                                               {"naem", "name"},
                                                               {"nmae", "name"},
                                                               {"no", "on"},
                                                               {"zebra", ""},
                                                               {"", ""},
                                                               {"xyz", ""},
                                                               {"x", ""},
                                                               {"database", ""}};
  for (const auto& [word, meant] : table) EXPECT_EQ(config::nearest(word, names), meant) << word;
  EXPECT_EQ(config::nearest(std::string(100'000, 'x'), names), "");
}

TEST(Shown, HidesWhatLooksLikeASecretAndStaysOnOneLine) {
  EXPECT_EQ(config::shown("many"), "“many”");
  EXPECT_EQ(config::shown("a\nb\tc"), "“a b c”");
  EXPECT_EQ(config::shown("xoxb-123456789012-abcdefghij"), "“xoxb-…”");
  EXPECT_EQ(config::shown("https://h.example/xoxb-123456789012-abcdefghij"), "“https://h.example/xoxb-…”");
  EXPECT_EQ(config::shown("#a-rather-long-channel-name-without-digits"),
            "“#a-rather-long-channel-name-without-digits”");
  EXPECT_EQ(config::shown(std::string(70, 'x')), "“" + std::string(60, 'x') + "…”");
  EXPECT_EQ(config::shown(std::string(61, '.') + "ä"), "“" + std::string(60, '.') + "…”");
}

TEST(Utf8, CountsCharacters) {
  EXPECT_EQ(config::characters("aä€😀"), 4U);
  EXPECT_EQ(config::first_characters("aä€😀b", 3), "aä€");
  EXPECT_EQ(config::first_characters("ab", 5), "ab");
  EXPECT_FALSE(config::invalid_utf8("aä€😀"));
  EXPECT_EQ(config::invalid_utf8("a\x80"), 1U);
  EXPECT_EQ(config::invalid_utf8("ab\xE2\x82"), 2U);
  EXPECT_EQ(config::invalid_utf8("\xF4\x90\x80\x80"), 0U);
}

TEST(Checks, Addresses) {
  for (const auto* good : {"https://slack.com/api/", "https://slack-gov.com/api", "http://127.0.0.1:8080/x/",
                           "http://localhost:1", "http://[::1]:99/", "https://10.0.0.1", "https://h:65535"}) {
    EXPECT_EQ(config::url_trouble(good), "") << good;
  }
  for (const auto* bad : {"",
                          "slack.com",
                          "ftp://x",
                          "http://slack.com/",
                          "https://",
                          "https:///x",
                          "https://u:p@h/",
                          "https://h:0/",
                          "https://h:65536",
                          "https://h:x",
                          "https://h:",
                          "https://h/?a=b",
                          "https://h/#a",
                          "https://h /",
                          "HTTPS://h",
                          "http://127.0.0.1.evil.example/",
                          "https://[::1",
                          "https://]:1",
                          "https://h\\x",
                          "http://127.0.0.1@evil.example/"}) {
    EXPECT_NE(config::url_trouble(bad), "") << bad;
  }
}

TEST(Checks, OnlyThisMachine) {
  for (const auto* good : {"127.0.0.1:8321", "localhost:80", "[::1]:65535"}) {
    EXPECT_EQ(config::loopback_trouble(good), "") << good;
  }
  for (const auto* bad : {"0.0.0.0:80", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "*:80", ":80", "8321", "[::]:80",
                          "::1:80", "10.0.0.1:80", "127.0.0.1:+80", "127.0.0.1: 80", ""}) {
    EXPECT_NE(config::loopback_trouble(bad), "") << bad;
  }
}

TEST(Checks, TimeZones) {
  for (const auto* good : {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"}) {
    EXPECT_EQ(config::zone_trouble(good), "") << good;
  }
  EXPECT_EQ(config::zone_trouble("Berlin"), "did you mean “Europe/Berlin”?");
  EXPECT_EQ(config::zone_trouble("New York"), "did you mean “America/New_York”?");
  EXPECT_EQ(config::zone_trouble("Europe/Berln"), "did you mean “Europe/Berlin”?");
  for (const auto* bad :
       {"", "Europe", "../../../etc/passwd", "/etc/localtime", "zone.tab", "Mars/Olympus_Mons", "//"}) {
    EXPECT_NE(config::zone_trouble(bad), "") << bad;
  }
}

TEST(Checks, Words) {
  for (const auto* good : {"P0", "api", "a-b_c.d", "7"}) EXPECT_EQ(config::word_trouble(good), "") << good;
  for (const auto* bad : {"", "a b", "-x", "a,b", "a:b", "@x", "#x", "ä", "\"x\""}) {
    EXPECT_NE(config::word_trouble(bad), "") << bad;
  }
}

}  // namespace
