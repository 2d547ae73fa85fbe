// What we export, read by hand with the rules of RFC 5545 instead of the library that wrote it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "playbooks/calendar.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year;

const Time monday = Time{sys_days{year{2026} / 11 / 23}} + 8h;

Policy policy() {
  Policy p;
  p.people = {{"ann", "Ann Lee", "U1", "ann@example.org", {}, {}, {}, {}},
              {"cat",
               "Cät; Zoë, the \\2nd\\ of her very long and winding name, which no line can hold at once — 😀😀😀😀😀",
               "U2",
               "cat@example.org",
               {},
               {},
               {},
               {}},
              {"dan", "Dan\r\nBEGIN:VEVENT \"D\"", "U3", "dan@example.org", {}, {}, {}, {}},
              {"eve", "", "U4", {}, {}, {}, {}, {}}};
  return p;
}

Schedule primary() {
  Schedule s;
  s.key = "primary";
  s.name = "Primary; on-call, all day";
  return s;
}

/// Lines as they stand on the wire; every one must end with CRLF.
std::vector<std::string> wire_lines(const std::string& text) {
  std::vector<std::string> result;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = text.find("\r\n", at);
    if (end == std::string::npos) {
      ADD_FAILURE() << "the last line does not end with CRLF";
      break;
    }
    result.push_back(text.substr(at, end - at));
    EXPECT_EQ(result.back().find_first_of("\r\n"), std::string::npos) << "a bare CR or LF";
    at = end + 2;
  }
  return result;
}

/// Section 3.1: a line that begins with a space goes on with the one before it.
std::vector<std::string> content_lines(const std::string& text) {
  std::vector<std::string> result;
  for (const auto& line : wire_lines(text))
    if (line.starts_with(' ') && !result.empty())
      result.back() += line.substr(1);
    else
      result.push_back(line);
  return result;
}

/// Section 3.3.11: what a TEXT says; anything else behind a backslash is an error.
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    EXPECT_FALSE(text[i] == ';' || text[i] == ',') << "not escaped in " << text;
    if (text[i] != '\\') {
      result += text[i];
      continue;
    }
    ++i;
    const bool known = i < text.size() && std::string_view{"\\;,nN"}.contains(text[i]);
    EXPECT_TRUE(known) << text;
    if (known) result += text[i] == 'n' || text[i] == 'N' ? '\n' : text[i];
  }
  return result;
}

/// One component's properties: name -> what stands behind it, parameters included.
using Properties = std::map<std::string, std::string>;

std::vector<Properties> events(const std::string& text) {
  std::vector<Properties> result;
  bool inside = false;
  for (const auto& line : content_lines(text)) {
    if (line == "BEGIN:VEVENT") {
      EXPECT_FALSE(inside);
      inside = true;
      result.emplace_back();
    } else if (line == "END:VEVENT") {
      inside = false;
    } else if (inside) {
      const auto end = line.find_first_of(":;");
      if (end == std::string::npos) {
        ADD_FAILURE() << "no property: " << line;
        continue;
      }
      EXPECT_TRUE(result.back().emplace(line.substr(0, end), line.substr(end)).second) << "twice: " << line;
    }
  }
  return result;
}

std::string write(const std::vector<Shift>& shifts, Time now = monday) {
  return calendar::write(primary(), shifts, policy(), now);
}

std::vector<Shift> four_shifts() {
  return {{monday, monday + 24h, "ann"},
          {monday + 24h, monday + 48h, "cat"},
          {monday + 48h, monday + 72h, "dan"},
          {monday + 72h, monday + 96h, "eve"}};
}

TEST(CalendarWrite, LinesEndWithCrLfAndHave75OctetsAtMost) {
  bool folded = false;
  for (const auto& line : wire_lines(write(four_shifts()))) {
    EXPECT_LE(line.size(), 75U) << line;
    if (!line.empty())
      EXPECT_NE(static_cast<unsigned char>(line[0]) & 0xc0, 0x80) << "cut within a character: " << line;
    if (line.size() > 1 && line[0] == ' ')
      EXPECT_NE(static_cast<unsigned char>(line[1]) & 0xc0, 0x80) << "cut within a character: " << line;
    folded = folded || line.starts_with(' ');
  }
  EXPECT_TRUE(folded) << "there must be something to fold";
}

TEST(CalendarWrite, TheCalendarSaysWhatItIs) {
  const auto lines = content_lines(write(four_shifts()));
  ASSERT_GE(lines.size(), 6U);
  EXPECT_EQ(lines.front(), "BEGIN:VCALENDAR");
  EXPECT_EQ(lines.back(), "END:VCALENDAR");
  const std::set<std::string> all{lines.begin(), lines.end()};
  EXPECT_TRUE(all.contains("VERSION:2.0"));
  EXPECT_TRUE(all.contains("PRODID:-//Sitrep//On-call//EN"));
  EXPECT_TRUE(all.contains("NAME:Primary\\; on-call\\, all day"));
  EXPECT_TRUE(all.contains("X-WR-CALNAME:Primary on-call all day"));
}

TEST(CalendarWrite, EachTurnIsAnEventInUtc) {
  const auto found = events(write(four_shifts()));
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].at("DTSTART"), ":20261123T080000Z");
  EXPECT_EQ(found[0].at("DTEND"), ":20261124T080000Z");
  EXPECT_EQ(found[0].at("DTSTAMP"), ":20261123T080000Z");
  EXPECT_EQ(found[0].at("SUMMARY"), ":Ann Lee (ann)");
  EXPECT_EQ(found[0].at("ATTENDEE"), ";CN=Ann Lee:mailto:ann@example.org");
  EXPECT_EQ(found[0].at("TRANSP"), ":TRANSPARENT");
  EXPECT_EQ(unescaped(found[1].at("SUMMARY").substr(1)), policy().people[1].name + " (cat)");
  EXPECT_EQ(unescaped(found[2].at("SUMMARY").substr(1)), "Dan  BEGIN:VEVENT \"D\" (dan)") << "no line breaks";
  EXPECT_EQ(found[3].at("SUMMARY"), ":eve");
  EXPECT_FALSE(found[3].contains("ATTENDEE"));
}

TEST(CalendarWrite, ATurnKeepsItsUidAndNoTwoShareOne) {
  const auto first = events(write(four_shifts())), later = events(write(four_shifts(), monday + 5h));
  std::set<std::string> uids;
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].at("UID"), later[i].at("UID"));
    EXPECT_NE(first[i].at("DTSTAMP"), later[i].at("DTSTAMP"));
    uids.insert(first[i].at("UID"));
  }
  EXPECT_EQ(uids.size(), 4U);
  EXPECT_EQ(*uids.begin(), ":primary-ann-1795420800@sitrep");
}

TEST(CalendarWrite, NobodysTurnsAndNoneAtAll) {
  EXPECT_TRUE(events(write({})).empty());
  EXPECT_TRUE(events(write({{monday, monday, "ann"}, {monday, monday + 1ms, "ann"}})).empty());
  const auto gone = events(write({{monday, monday + 1h, "gone"}}));
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].at("SUMMARY"), ":gone") << "no longer configured";
}

}  // namespace
}  // namespace playbooks
