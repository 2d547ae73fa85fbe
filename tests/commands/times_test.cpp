#include "commands/times.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace commands {
namespace {

using namespace std::chrono_literals;

/// "2026-11-21 14:05 UTC", with seconds where there are any; "error: ..." otherwise.
std::string when(std::string_view text, const TimeReading& reading) {
  const auto found = parse_when(text, reading);
  if (!found) return "error: " + found.error().message;
  return playbooks::rfc3339(found->at) + (found->whole_day ? " day" : "");
}

playbooks::Time utc(int y, unsigned m, unsigned d, int hours, int minutes) {
  return std::chrono::sys_days{std::chrono::year{y} / static_cast<int>(m) / static_cast<int>(d)} +
         std::chrono::hours{hours} + std::chrono::minutes{minutes};
}

TEST(Durations, AreReadAndRefused) {
  struct Row {
    std::string_view text;
    playbooks::Duration expected;  // zero: refused
  };
  static constexpr Row rows[] = {
      {"90s", 90s},      {"15m", 15min}, {"2h", 2h},       {"1h30m", 90min},     {"1h30", 90min},
      {"1h 30m", 90min}, {"2d", 48h},    {"1w", 168h},     {"1.5h", 90min},      {"10 minutes", 10min},
      {"1 hour", 1h},    {"2H", 2h},     {" 5m ", 5min},   {"1d12h", 36h},       {"0.5s", 500ms},
      {"", 0s},          {"m", 0s},      {"30", 0s},       {"0m", 0s},           {"-5m", 0s},
      {"30m1h", 0s},     {"1h1h", 0s},   {"5x", 0s},       {"400d", 0s},         {"99999999999h", 0s},
      {"1..5h", 0s},     {"1.h", 0s},    {"5m later", 0s}, {"five minutes", 0s}, {"9999999w", 0s},
      {"1e9h", 0s},      {"\xFF", 0s},
  };
  for (const auto& row : rows) {
    const auto found = parse_duration(row.text);
    EXPECT_EQ(found.value_or(playbooks::Duration{}), row.expected) << row.text;
    if (!found) EXPECT_FALSE(found.error().message.empty()) << row.text;
  }
  EXPECT_EQ(parse_duration("30").error().message, "30 of what? Write 30m for minutes, 30h for hours.");
}

struct Row {
  std::string_view text, expected;
};

TEST(Times, LeanToThePast) {
  const TimeReading reading{utc(2026, 11, 21, 14, 5), "UTC"};  // a Saturday
  static constexpr Row rows[] = {
      {"14:05", "2026-11-21T14:05:00Z"},
      {"13:00", "2026-11-21T13:00:00Z"},
      {"0:30", "2026-11-21T00:30:00Z"},
      {"15:00", "2026-11-21T15:00:00Z"},  // an hour ahead: whoever asks refuses the future
      {"02:06", "2026-11-21T02:06:00Z"},
      {"14:05:09", "2026-11-21T14:05:09Z"},
      {"2:05pm", "2026-11-21T14:05:00Z"},
      {"2:05 PM", "2026-11-21T14:05:00Z"},
      {"2pm", "2026-11-21T14:00:00Z"},
      {"2 pm", "2026-11-21T14:00:00Z"},
      {"12am", "2026-11-21T00:00:00Z"},
      {"12pm", "2026-11-21T12:00:00Z"},
      {"14.05", "2026-11-21T14:05:00Z"},
      {"1405", "2026-11-21T14:05:00Z"},
      {"noon", "2026-11-21T12:00:00Z"},
      {"14:05Z", "2026-11-21T14:05:00Z"},
      {"14:05 UTC", "2026-11-21T14:05:00Z"},
      {"14:05+02:00", "2026-11-21T12:05:00Z"},
      {"14:05 +0200", "2026-11-21T12:05:00Z"},
      {"14:05 UTC+2", "2026-11-21T12:05:00Z"},
      {"14:05 Europe/Berlin", "2026-11-21T13:05:00Z"},
      {"now", "2026-11-21T14:05:00Z"},
      {"15m ago", "2026-11-21T13:50:00Z"},
      {"1 hour ago", "2026-11-21T13:05:00Z"},
      {"-15m", "2026-11-21T13:50:00Z"},
      {"in 15m", "2026-11-21T14:20:00Z"},
      {"+15m", "2026-11-21T14:20:00Z"},
      {"today", "2026-11-21T00:00:00Z day"},
      {"yesterday", "2026-11-20T00:00:00Z day"},
      {"tomorrow", "2026-11-22T00:00:00Z day"},
      {"yesterday 23:50", "2026-11-20T23:50:00Z"},
      {"23:50 yesterday", "2026-11-20T23:50:00Z"},
      {"yesterday at 23:50", "2026-11-20T23:50:00Z"},
      {"fri", "2026-11-20T00:00:00Z day"},
      {"Friday 9:15", "2026-11-20T09:15:00Z"},
      {"sat", "2026-11-21T00:00:00Z day"},
      {"last sat", "2026-11-14T00:00:00Z day"},
      {"sun", "2026-11-15T00:00:00Z day"},
      {"next sun", "2026-11-22T00:00:00Z day"},
      {"2026-11-21 14:05", "2026-11-21T14:05:00Z"},
      {"2026-11-21T14:05:09Z", "2026-11-21T14:05:09Z"},
      {"2026-11-21T14:05:09.123+01:00", "2026-11-21T13:05:09Z"},
      {"2026-11-21", "2026-11-21T00:00:00Z day"},
      {"2024-02-29", "2024-02-29T00:00:00Z day"},
      {"21.11.2026 14:05", "2026-11-21T14:05:00Z"},
      {"21 nov", "2026-11-21T00:00:00Z day"},
      {"22 nov", "2025-11-22T00:00:00Z day"},
      {"nov 21 2025, 10:00", "2025-11-21T10:00:00Z"},
      {"21st november 2025", "2025-11-21T00:00:00Z day"},
      {"29 feb", "2024-02-29T00:00:00Z day"},
  };
  for (const auto& row : rows) EXPECT_EQ(when(row.text, reading), row.expected) << row.text;
}

TEST(Times, OfTheEveningBeforeAreYesterday) {
  const TimeReading night{utc(2026, 11, 21, 0, 10), "UTC"};
  EXPECT_EQ(when("23:50", night), "2026-11-20T23:50:00Z");
  EXPECT_EQ(when("12:11", night), "2026-11-20T12:11:00Z") << "more than 12 h ahead: yesterday";
  EXPECT_EQ(when("12:10", night), "2026-11-21T12:10:00Z") << "12 h ahead: today";
  EXPECT_EQ(when("23:50", {utc(2026, 11, 20, 23, 10), "Europe/Berlin"}), "2026-11-20T22:50:00Z")
      << "it is 00:10 in Berlin";
}

TEST(Times, LeanToTheFuture) {
  const TimeReading reading{utc(2026, 11, 21, 14, 5), "UTC", Lean::future};
  static constexpr Row rows[] = {
      {"14:05", "2026-11-21T14:05:00Z"},        {"14:04", "2026-11-22T14:04:00Z"},
      {"02:00", "2026-11-22T02:00:00Z"},        {"sat", "2026-11-21T00:00:00Z day"},
      {"next sat", "2026-11-28T00:00:00Z day"}, {"fri", "2026-11-27T00:00:00Z day"},
      {"next fri", "2026-11-27T00:00:00Z day"}, {"last fri", "2026-11-20T00:00:00Z day"},
      {"20 nov", "2027-11-20T00:00:00Z day"},   {"29 feb", "2028-02-29T00:00:00Z day"},
      {"tomorrow 2am", "2026-11-22T02:00:00Z"},
  };
  for (const auto& row : rows) EXPECT_EQ(when(row.text, reading), row.expected) << row.text;
}

TEST(Times, AreReadInTheConfiguredZoneAcrossClockChanges) {
  struct Change {
    std::string_view text, zone;
    playbooks::Time now;
    Lean lean;
    std::string_view expected;
  };
  const auto autumn = utc(2026, 10, 25, 12, 0);
  const Change rows[] = {
      {"14:05", "Europe/Berlin", utc(2026, 11, 21, 14, 5), Lean::past, "2026-11-21T13:05:00Z"},
      {"14:05", "Asia/Kolkata", utc(2026, 11, 21, 14, 5), Lean::past, "2026-11-21T08:35:00Z"},
      {"14:05 CET", "Europe/Berlin", utc(2026, 7, 1, 14, 5), Lean::past, "2026-07-01T13:05:00Z"},
      {"14:05 CEST", "Europe/Berlin", utc(2026, 7, 1, 14, 5), Lean::past, "2026-07-01T12:05:00Z"},
      {"2026-03-29 01:59", "Europe/Berlin", autumn, Lean::past, "2026-03-29T00:59:00Z"},
      {"2026-03-29 03:00", "Europe/Berlin", autumn, Lean::past, "2026-03-29T01:00:00Z"},
      {"2026-03-29 02:30", "Europe/Berlin", autumn, Lean::past,
       "error: 02:30 does not exist on 2026-03-29 in Europe/Berlin: clocks went from 02:00 to 03:00. Type an earlier "
       "or "
       "a later time, or add UTC."},
      {"2026-03-29 02:30 UTC", "Europe/Berlin", autumn, Lean::past, "2026-03-29T02:30:00Z"},
      // 02:30 occurs twice on 2026-10-25: at 00:30 and 01:30 UTC.
      {"02:30", "Europe/Berlin", utc(2026, 10, 25, 0, 40), Lean::past, "2026-10-25T00:30:00Z"},
      {"02:30", "Europe/Berlin", utc(2026, 10, 25, 1, 40), Lean::past, "2026-10-25T01:30:00Z"},
      {"02:30 CEST", "Europe/Berlin", utc(2026, 10, 25, 1, 40), Lean::past, "2026-10-25T00:30:00Z"},
      {"02:30", "Europe/Berlin", utc(2026, 10, 25, 0, 10), Lean::future, "2026-10-25T00:30:00Z"},
      {"02:30", "Europe/Berlin", utc(2026, 10, 25, 0, 40), Lean::future, "2026-10-26T01:30:00Z"},
      {"2026-10-25 02:30", "Europe/Berlin", utc(2026, 10, 25, 0, 40), Lean::future, "2026-10-25T01:30:00Z"},
      {"2026-11-01 01:30", "America/New_York", utc(2026, 11, 21, 0, 0), Lean::past, "2026-11-01T06:30:00Z"},
      {"2026-03-08 02:00", "America/New_York", autumn, Lean::past,
       "error: 02:00 does not exist on 2026-03-08 in America/New_York: clocks went from 02:00 to 03:00. Type an "
       "earlier "
       "or a later time, or add UTC."},
      {"2018-11-04", "America/Sao_Paulo", autumn, Lean::past, "2018-11-04T03:00:00Z day"},  // midnight was skipped
      {"today", "Pacific/Auckland", utc(2026, 11, 21, 14, 5), Lean::past, "2026-11-21T11:00:00Z day"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(when(row.text, {row.now, row.zone, row.lean}), row.expected) << row.text << " in " << row.zone;
}

TEST(Times, WhatIsNoneIsRefusedWithWords) {
  const TimeReading reading{utc(2026, 11, 21, 14, 5), "Europe/Berlin"};
  static constexpr std::string_view hopeless[] = {"",
                                                  "25:00",
                                                  "14:60",
                                                  "14:5",
                                                  "13pm",
                                                  "soon",
                                                  "14",
                                                  "2526",
                                                  "on",
                                                  "at at",
                                                  "x14:05",
                                                  "14:05 and on",
                                                  "2026-11",
                                                  "14:05 14:06",
                                                  "fri fri",
                                                  "yesterday-ish",
                                                  "14:05x",
                                                  "-",
                                                  "ago",
                                                  "5 ago",
                                                  "\xFF\xFE",
                                                  "1 2 3 4 5 6 7 8 9",
                                                  "9999999999:00"};
  for (const auto text : hopeless) {
    const auto found = parse_when(text, reading);
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().code, playbooks::Errc::invalid) << text;
  }
  EXPECT_EQ(when("soon", reading),
            "error: “soon” is not a time. Write it like 14:05, 2:05pm, 15m ago, “yesterday 23:50” or “2026-11-21 "
            "14:05”; add UTC if it is not in Europe/Berlin.");
  EXPECT_EQ(when("11/21/2026 10:00", reading),
            "error: “11/21/2026 10:00” can be read in two ways. Write the date as year-month-day: 2026-11-21.");
  EXPECT_EQ(when("21-11-2026", reading),
            "error: “21-11-2026” can be read in two ways. Write the date as year-month-day: 2026-11-21.");
  EXPECT_EQ(when("2026-02-30", reading), "error: There is no day 2026-02-30.");
  EXPECT_EQ(when("14:05 PST", reading),
            "error: “PST” is not a time zone. Use UTC, an offset like +02:00, or a name like Europe/Berlin.");
  EXPECT_EQ(when("14:05", {reading.now, "Mars/Olympus"}),
            "error: “Mars/Olympus” is not a time zone. Use UTC, an offset like +02:00, or a name like Europe/Berlin.");
}

TEST(Times, InsideTextOnlyTheUnmistakable) {
  const TimeReading strict{utc(2026, 11, 21, 14, 5), "UTC", Lean::past, true};
  for (const auto text : {"1405", "14.05", "yesterday", "fri", "2026-11-21", "3"})
    EXPECT_FALSE(parse_when(text, strict)) << text;
  for (const auto text : {"14:05", "2pm", "yesterday 13:00", "13:00 UTC"})
    EXPECT_TRUE(parse_when(text, strict)) << text;
}

TEST(Times, InDocumentsNameTheirZone) {
  EXPECT_EQ(in_zone(utc(2026, 7, 1, 12, 5), "Europe/Berlin"), "2026-07-01 14:05 CEST");
  EXPECT_EQ(in_zone(utc(2026, 11, 21, 23, 30), "Europe/Berlin"), "2026-11-22 00:30 CET");
  EXPECT_EQ(in_zone(utc(2026, 11, 21, 14, 5), "UTC"), "2026-11-21 14:05 UTC");
  EXPECT_EQ(in_zone(utc(2026, 11, 21, 14, 5), "Mars/Olympus"), "2026-11-21 14:05 UTC");
}

}  // namespace
}  // namespace commands
