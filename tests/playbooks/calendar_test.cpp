#include "playbooks/calendar.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace playbooks {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

Time utc(int y, unsigned month, unsigned day, Duration clock = 0ms) {
  return Time{sys_days{year{y} / std::chrono::month{month} / std::chrono::day{day}}} + clock;
}

const Time from = utc(2026, 11, 1), to = utc(2027, 1, 1);

Policy policy() {
  Policy p;
  p.zone = "Europe/Berlin";
  p.people = {{"ann", "Ann Lee", "U0ANN", "ann@example.org", {}, {}, {}, {}},
              {"bob", "Bob Berg", "U0BOB", "Bob@Example.org", {}, {}, {}, {}},
              {"lee", "Lee Young", "U0LEE", {}, {}, {}, {}, {}}};
  return p;
}

std::string calendar(std::string_view inside) {
  return fmt::format("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\n{}END:VCALENDAR\r\n", inside);
}
/// `lines` with "|" for line ends.
std::string event(std::string_view lines) {
  std::string result = "BEGIN:VEVENT\r\n";
  for (const char c : lines) result += c == '|' ? "\r\n" : std::string{c};
  return result + "\r\nEND:VEVENT\r\n";
}
Result<calendar::Reading> read(std::string_view text) {
  return calendar::read(text, policy(), from, to);
}
std::string refusal(std::string_view text) {
  const auto reading = read(text);
  return reading ? fmt::format("it was read: {} shifts", reading->shifts.size()) : reading.error().message;
}
/// "ann 2026-11-02T08:00:00Z 2026-11-09T08:00:00Z", one line for each shift.
std::string shifts(std::string_view events) {
  const auto reading = read(calendar(events));
  if (!reading) return reading.error().message;
  std::string result;
  for (const auto& shift : reading->shifts)
    result += fmt::format("{} {} {}\n", shift.person, rfc3339(shift.from), rfc3339(shift.to));
  return result;
}

TEST(CalendarRefuses, WhatIsNoCalendar) {
  EXPECT_TRUE(refusal("").contains("empty"));
  EXPECT_TRUE(refusal(" \r\n\t").contains("empty"));
  EXPECT_TRUE(refusal("<!DOCTYPE html><html>Sign in</html>").contains("a web page, not a calendar"));
  EXPECT_TRUE(refusal("\xef\xbb\xbf\r\n <html>").contains("a web page, not a calendar"));
  EXPECT_TRUE(refusal("{\"error\": 404}").contains("outside of BEGIN:VCALENDAR"));
  EXPECT_TRUE(refusal(std::string_view{"BEGIN:VCALENDAR\0\r\n", 18}).contains("zero byte"));
  EXPECT_TRUE(refusal("BEGIN:VCARD\r\nEND:VCARD\r\n").contains("does not begin with BEGIN:VCALENDAR"));
  EXPECT_TRUE(refusal(calendar("") + calendar("")).contains("more than one calendar"));
}

TEST(CalendarRefuses, WhatIsCutOrTangled) {
  const auto whole = calendar(event("SUMMARY:ann|DTSTART:20261102T080000Z|DTEND:20261103T080000Z"));
  ASSERT_TRUE(read(whole));
  int refused = 0;
  for (std::size_t size = 1; size + 2 < whole.size(); ++size) refused += read(whole.substr(0, size)) ? 0 : 1;
  EXPECT_EQ(refused, static_cast<int>(whole.size()) - 3) << "cut anywhere, it must not be taken for a whole rota";
  EXPECT_TRUE(refusal(whole.substr(0, 100)).contains("it ends before END:"));
  EXPECT_TRUE(refusal(calendar("BEGIN:VEVENT\r\n")).contains("END:VCALENDAR stands where"));
  EXPECT_TRUE(refusal(calendar("END:VEVENT\r\n")).contains("END:VEVENT stands where"));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "BEGIN:X\r\n";
  EXPECT_TRUE(refusal("BEGIN:VCALENDAR\r\n" + deep).contains("nested too deeply"));
  EXPECT_TRUE(refusal("BEGIN:VCALENDAR\r\nBE\r\n GIN:VEVENT\r\nEND:VCALENDAR\r\n").contains("END:VCALENDAR stands"))
      << "also when the line is folded";
}

TEST(CalendarRefuses, MoreThanARotaHas) {
  std::string events;
  for (int i = 0; i < 100'000; ++i) events += "BEGIN:VEVENT\nEND:VEVENT\n";
  EXPECT_TRUE(refusal(calendar(events)).contains("more than 20000 events")) << "100,000 events";
  EXPECT_TRUE(refusal(calendar(std::string(4 * 1024 * 1024, 'x'))).contains("longer than 4 MiB"));
  std::string often;
  for (int i = 0; i < 400; ++i) often += event("SUMMARY:ann|DTSTART:20200101T000000Z|DURATION:PT1H|RRULE:FREQ=DAILY");
  EXPECT_TRUE(refusal(calendar(often)).contains("more than 20000 turns"));
  std::string old;
  for (int i = 0; i < 1'000; ++i)
    old += event("SUMMARY:ann|DTSTART:19020101T000000Z|DURATION:PT1H|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9");
  EXPECT_TRUE(refusal(calendar(old)).contains("repeat over too long a time"));
}

TEST(CalendarRefuses, DatesThatCannotBeRead) {
  const auto with = [](std::string_view lines) { return refusal(calendar(event(lines))); };
  EXPECT_TRUE(with("SUMMARY:ann").contains("The event “ann” has no start"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:2026").contains("cannot be read"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:20261301T000000Z").contains("no time"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:20260230T000000Z").contains("no time"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:20261101T990000Z").contains("no time"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:20261101T000000Z|RRULE:FREQ=SOMETIMES").contains("cannot be read"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:20261101T000000Z|RRULE:FREQ=SECONDLY").contains("more often than daily"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:20261101T000000Z|RRULE:FREQ=YEARLY;BYWEEKNO=5").contains("BYWEEKNO"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:20261101T000000Z|RRULE:FREQ=DAILY;UNTIL=20261340T000000Z").contains("Correct"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART;TZID=Middle Earth:20261101T000000").contains("time zone “Middle Earth”"));
  EXPECT_TRUE(with("SUMMARY:ann|RECURRENCE-ID;RANGE=THISANDFUTURE:20261101T000000Z|DTSTART:20261101T000000Z")
                  .contains("THISANDFUTURE"));
  EXPECT_TRUE(with("SUMMARY:ann|DTSTART:20261101T000000Z|RDATE;VALUE=PERIOD:20261102T000000Z/PT1H").contains("PERIOD"));
}

TEST(CalendarRefuses, AZoneThatNeverComesToAnEnd) {
  const auto zone = [](std::string_view rule) {
    return calendar(fmt::format("BEGIN:VTIMEZONE\r\nTZID:Odd\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
                                "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:{}\r\nEND:STANDARD\r\n"
                                "END:VTIMEZONE\r\n",
                                rule) +
                    event("SUMMARY:ann|DTSTART;TZID=Odd:20261101T000000|DURATION:P1D"));
  };
  for (const auto* rule : {"FREQ=SECONDLY", "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2", "FREQ=YEARLY;BYSECOND=1,2,3",
                           "FREQ=YEARLY;BYSETPOS=3;BYDAY=MO", "NONSENSE"})
    EXPECT_TRUE(refusal(zone(rule)).contains("the time zone “Odd” is not understood")) << rule;
  EXPECT_TRUE(read(zone("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"))) << refusal(zone("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"));
}

TEST(Calendar, PrintsNothingAtBadInput) {
  ::testing::internal::CaptureStderr();
  (void)read(calendar(event("SUMMARY|DTSTART:x|RRULE:y|ATTENDEE;CN=\"x:y|:|;=|\"|X-:|DURATION:Q")));
  (void)read(calendar("NAME\r\n=\r\n"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(Calendar, WithoutEventsHasNoShifts) {
  const auto reading = read(calendar(""));
  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_TRUE(reading->shifts.empty());
  EXPECT_TRUE(reading->unmatched.empty());
}

TEST(Calendar, IsCutToTheWindow) {
  EXPECT_EQ(shifts(event("SUMMARY:ann|DTSTART:20261001T000000Z|DTEND:20261102T000000Z") +
                   event("SUMMARY:bob|DTSTART:20261231T000000Z|DTEND:20270131T000000Z") +
                   event("SUMMARY:lee|DTSTART:20261001T000000Z|DTEND:20261101T000000Z") +
                   event("SUMMARY:lee|DTSTART:20270101T000000Z|DTEND:20270102T000000Z")),
            "ann 2026-11-01T00:00:00Z 2026-11-02T00:00:00Z\nbob 2026-12-31T00:00:00Z 2027-01-01T00:00:00Z\n");
}

TEST(Calendar, FindsPeopleByAddressThenByWords) {
  const auto person = [](std::string_view lines) {
    const auto text = shifts(event(fmt::format("{}|DTSTART:20261102T000000Z|DTEND:20261103T000000Z", lines)));
    return text.substr(0, text.find(' '));
  };
  EXPECT_EQ(person("SUMMARY:Ann Lee|ATTENDEE:mailto:BOB@example.ORG"), "bob");
  EXPECT_EQ(person("SUMMARY:x|ATTENDEE;CN=Nobody:mailto:no@example.org|ATTENDEE:MAILTO:ann@example.org"), "ann");
  EXPECT_EQ(person("SUMMARY:x|ATTENDEE;PARTSTAT=DECLINED:mailto:ann@example.org|ATTENDEE:mailto:bob@example.org"),
            "bob");
  EXPECT_EQ(person("SUMMARY:ann|ORGANIZER:mailto:bob@example.org"), "ann") << "bob only entered it";
  EXPECT_EQ(person("SUMMARY:On call|ORGANIZER:mailto:bob@example.org"), "bob");
  EXPECT_EQ(person("SUMMARY:ann|ORGANIZER:mailto:team@example.org"), "ann");
  EXPECT_EQ(person("SUMMARY:On call: ANN (week 45)"), "ann");
  EXPECT_EQ(person("SUMMARY:On call: Ann Lee"), "ann") << "more is said of Ann Lee than of lee";
  EXPECT_EQ(person("SUMMARY:Lee Young\\, primary"), "lee");
  EXPECT_EQ(person("SUMMARY:<@U0BOB> has it"), "bob");
  EXPECT_EQ(person("SUMMARY:annual review"), "") << "whole words only";
  EXPECT_EQ(person("SUMMARY:ann or bob"), "") << "two are nobody rather than the wrong one";
  EXPECT_EQ(person("SUMMARY:Joann\xc3\xa9 \xc3\xa9"
                   "ann"),
            "")
      << "letters beyond ASCII belong to a word";
}

TEST(Calendar, SaysWhichEventsNameNobody) {
  std::string events;
  for (int i = 0; i < 30; ++i)
    events += event(fmt::format("SUMMARY:Visitor {}|DTSTART:20261102T000000Z|DTEND:20261103T000000Z", i / 2));
  events += event("SUMMARY:Long ago|DTSTART:20200102T000000Z|DTEND:20200103T000000Z");
  events += event("SUMMARY:ann|DTSTART:20261104T000000Z|DTEND:20261105T000000Z");
  const auto reading = read(calendar(events));
  ASSERT_TRUE(reading) << reading.error().message;
  ASSERT_EQ(reading->unmatched.size(), 10U);
  EXPECT_EQ(reading->unmatched.front(), "Visitor 0");
  EXPECT_EQ(reading->unmatched.back(), "Visitor 9") << "each once";
  EXPECT_EQ(reading->shifts.size(), 1U);
}

TEST(Calendar, ALaterStartWinsAndTheEarlierOneGoesOnAfterIt) {
  EXPECT_EQ(shifts(event("SUMMARY:bob|DTSTART:20261103T000000Z|DTEND:20261104T000000Z") +
                   event("SUMMARY:ann|DTSTART:20261102T000000Z|DTEND:20261106T000000Z") +
                   event("SUMMARY:lee|DTSTART:20261105T000000Z|DTEND:20261107T000000Z")),
            "ann 2026-11-02T00:00:00Z 2026-11-03T00:00:00Z\nbob 2026-11-03T00:00:00Z 2026-11-04T00:00:00Z\n"
            "ann 2026-11-04T00:00:00Z 2026-11-05T00:00:00Z\nlee 2026-11-05T00:00:00Z 2026-11-07T00:00:00Z\n");
  EXPECT_EQ(shifts(event("SUMMARY:ann|DTSTART:20261002T000000Z|DTEND:20261103T000000Z") +
                   event("SUMMARY:bob|DTSTART:20261001T000000Z|DTEND:20261103T000000Z")),
            "ann 2026-11-01T00:00:00Z 2026-11-03T00:00:00Z\n")
      << "by when they began, not by the window";
}

TEST(Calendar, ReadsTimesInTheirZones) {
  const auto one = [](std::string_view dates) { return shifts(event(fmt::format("SUMMARY:ann|{}", dates))); };
  EXPECT_EQ(one("DTSTART:20261102T090000|DTEND:20261102T170000"), "ann 2026-11-02T08:00:00Z 2026-11-02T16:00:00Z\n")
      << "floating: the policy's zone";
  EXPECT_EQ(one("DTSTART;TZID=America/New_York:20261102T090000|DTEND;TZID=America/New_York:20261102T170000"),
            "ann 2026-11-02T14:00:00Z 2026-11-02T22:00:00Z\n");
  EXPECT_EQ(one("DTSTART;TZID=America/New_York:20261102T090000|DTEND:20261102T170000Z"),
            "ann 2026-11-02T14:00:00Z 2026-11-02T17:00:00Z\n");
  EXPECT_EQ(one("DTSTART;VALUE=DATE:20261102|DTEND;VALUE=DATE:20261104"),
            "ann 2026-11-01T23:00:00Z 2026-11-03T23:00:00Z\n");
  EXPECT_EQ(one("DTSTART;VALUE=DATE:20261102"), "ann 2026-11-01T23:00:00Z 2026-11-02T23:00:00Z\n");
  EXPECT_EQ(one("DTSTART:20261102T090000Z|DURATION:P1DT2H"), "ann 2026-11-02T09:00:00Z 2026-11-03T11:00:00Z\n");
  EXPECT_EQ(one("DTSTART:20261102T090000Z"), "") << "of no length";
  EXPECT_EQ(one("DTSTART:20261102T090000Z|DTEND:20261101T090000Z"), "") << "of negative length";
  EXPECT_EQ(one("DTSTART:20261102T090000Z|DURATION:-P1D"), "");
  EXPECT_EQ(one("DTSTART:20261102T090000Z|DURATION:P4000000000W"), "ann 2026-11-02T09:00:00Z 2027-01-01T00:00:00Z\n");
}

constexpr std::string_view outlook_zone =
    "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

TEST(Calendar, ReadsZonesThatItDescribesItself) {
  const auto in_zone = event(
      "SUMMARY:ann|DTSTART;TZID=W. Europe Standard Time:20260706T090000|"
      "DTEND;TZID=W. Europe Standard Time:20260713T090000|RRULE:FREQ=WEEKLY;INTERVAL=8");
  const auto reading =
      calendar::read(calendar(std::string{outlook_zone} + in_zone), policy(), utc(2026, 8, 1), utc(2027, 1, 1));
  ASSERT_TRUE(reading) << reading.error().message;
  ASSERT_EQ(reading->shifts.size(), 3U);
  EXPECT_EQ(reading->shifts[0].from, utc(2026, 8, 31, 7h)) << "summer";
  EXPECT_EQ(reading->shifts[1].from, utc(2026, 10, 26, 8h)) << "winter";
}

TEST(Calendar, RepeatsByTheClockOverAChange) {
  const auto reading =
      calendar::read(calendar(event("SUMMARY:ann|DTSTART;TZID=Europe/Berlin:20261012T090000|"
                                    "DTEND;TZID=Europe/Berlin:20261019T090000|RRULE:FREQ=WEEKLY;INTERVAL=2") +
                              event("SUMMARY:bob|DTSTART;TZID=Europe/Berlin:20261019T090000|"
                                    "DTEND;TZID=Europe/Berlin:20261026T090000|RRULE:FREQ=WEEKLY;INTERVAL=2")),
                     policy(), utc(2026, 10, 12, 7h), utc(2026, 11, 2, 8h));
  ASSERT_TRUE(reading) << reading.error().message;
  const std::vector<Shift> expected = {{utc(2026, 10, 12, 7h), utc(2026, 10, 19, 7h), "ann"},
                                       {utc(2026, 10, 19, 7h), utc(2026, 10, 26, 8h), "bob"},
                                       {utc(2026, 10, 26, 8h), utc(2026, 11, 2, 8h), "ann"}};
  EXPECT_EQ(reading->shifts, expected) << "no gap and no overlap in the week of the change";
}

TEST(Calendar, RepeatsUntilItsEnd) {
  const auto starts = [](std::string_view rule) {
    const auto reading =
        read(calendar(event(fmt::format("SUMMARY:ann|DTSTART:20261101T090000Z|DURATION:PT1H|{}", rule))));
    if (!reading) return reading.error().message;
    std::string result;
    for (const auto& shift : reading->shifts)
      result +=
          fmt::format("{:02}{:02} ",
                      static_cast<unsigned>(std::chrono::year_month_day{std::chrono::floor<days>(shift.from)}.month()),
                      static_cast<unsigned>(std::chrono::year_month_day{std::chrono::floor<days>(shift.from)}.day()));
    return result;
  };
  EXPECT_EQ(starts("RRULE:FREQ=DAILY;COUNT=3"), "1101 1102 1103 ");
  EXPECT_EQ(starts("RRULE:FREQ=DAILY;UNTIL=20261103T090000Z"), "1101 1102 1103 ") << "its own moment included";
  EXPECT_EQ(starts("RRULE:FREQ=DAILY;UNTIL=20261103T085959Z"), "1101 1102 ");
  EXPECT_EQ(starts("RRULE:FREQ=DAILY;UNTIL=20261103"), "1101 1102 1103 ") << "its own day included";
  EXPECT_EQ(starts("RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z"), "1101 1108 1115 1122 1129 1206 1213 1220 1227 ");
  EXPECT_EQ(starts("RRULE:FREQ=MONTHLY;BYDAY=-1FR"), "1127 1225 ");
  EXPECT_EQ(starts("RRULE:FREQ=DAILY;COUNT=4|EXDATE:20261102T090000Z,20261104T090000Z"), "1101 1103 ");
  EXPECT_EQ(starts("RRULE:FREQ=DAILY;COUNT=3|EXDATE;TZID=Europe/Berlin:20261102T100000"), "1101 1103 ");
  EXPECT_EQ(starts("RRULE:FREQ=DAILY;COUNT=3|EXDATE;VALUE=DATE:20261102"), "1101 1103 ");
  EXPECT_EQ(starts("RDATE:20261105T090000Z,20261107T090000Z"), "1101 1105 1107 ");
}

TEST(Calendar, MovedAndCancelledTurnsLeaveTheirSeries) {
  const auto series =
      event("UID:s|SUMMARY:ann|DTSTART;TZID=Europe/Berlin:20261102T090000|DURATION:P1D|RRULE:FREQ=DAILY;COUNT=4");
  EXPECT_EQ(
      shifts(event("UID:s|RECURRENCE-ID:20261103T080000Z|SUMMARY:bob|DTSTART:20261110T080000Z|DURATION:PT2H") + series +
             event("UID:s|RECURRENCE-ID;TZID=Europe/Berlin:20261104T090000|STATUS:CANCELLED|SUMMARY:ann|"
                   "DTSTART;TZID=Europe/Berlin:20261104T090000|DURATION:P1D") +
             event("UID:other|RECURRENCE-ID:20261105T080000Z|SUMMARY:lee|DTSTART:20261111T080000Z|DURATION:PT2H")),
      "ann 2026-11-02T08:00:00Z 2026-11-03T08:00:00Z\nann 2026-11-05T08:00:00Z 2026-11-06T08:00:00Z\n"
      "bob 2026-11-10T08:00:00Z 2026-11-10T10:00:00Z\nlee 2026-11-11T08:00:00Z 2026-11-11T10:00:00Z\n");
  EXPECT_EQ(shifts(event("SUMMARY:ann|STATUS:CANCELLED|DTSTART:20261102T090000Z|DURATION:PT1H")), "");
}

TEST(Calendar, ReadsTwentyThousandEventsInTime) {
  std::string events;
  for (int i = 0; i < 20'000; ++i) {
    const auto at = utc(2020, 1, 1) + i * 3h;
    auto stamp = rfc3339(at);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    events += event(fmt::format("UID:{}|SUMMARY:{}|DTSTART:{}|DURATION:PT3H", i, i % 2 == 0 ? "ann" : "bob", stamp));
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto reading = calendar::read(calendar(events), policy(), utc(2020, 1, 1), utc(2030, 1, 1));
  const auto took = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(reading->shifts.size(), 20'000U);
  std::cout << "20,000 events: " << took / 1ms << " ms\n";
  EXPECT_LT(took, 20s);
}

}  // namespace
}  // namespace playbooks
