// Schedules kept as iCalendar feeds: the client, libcurl and a site's server over real sockets, on virtual time.
#include <gtest/gtest.h>

#include "alerting_support.hpp"
#include "integrations/calendar/calendar.hpp"
#include "integrations/calendar/imported.hpp"
#include "integrations/simulator/webhook_simulator.hpp"

namespace integrations::calendar {
namespace {

using namespace std::chrono_literals;
using alerting::fetch_schedule;
using alerting::news;
using alerting::told;
using playbooks::ImportSchedule;
using simulator::ServiceFault;

/// Ann from 2026-11-21 09:00 UTC for a day, weekly; then what `also` says.
std::string feed(const std::string& also = {}) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1@test\r\n"
         "DTSTAMP:20261101T000000Z\r\nDTSTART:20261121T090000Z\r\nDTEND:20261122T090000Z\r\n"
         "RRULE:FREQ=WEEKLY\r\nSUMMARY:Ann Lee\r\nEND:VEVENT\r\n" +
         also + "END:VCALENDAR\r\n";
}
std::string event(const std::string& uid, const std::string& summary) {
  return "BEGIN:VEVENT\r\nUID:" + uid +
         "@test\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261123T090000Z\r\nDTEND:20261123T120000Z\r\nSUMMARY:" +
         summary + "\r\nEND:VEVENT\r\n";
}

class CalendarFeed : public ::testing::Test {
 protected:
  CalendarFeed() {
    playbooks::Schedule schedule;
    schedule.key = "primary";
    schedule.source = playbooks::Schedule::Source::calendar;
    schedule.feed = site->calendar_url("secret-name.ics");
    policy.schedules = {schedule};
    site->set_calendar("secret-name.ics", feed());
    client = make_calendar(policy, *http, world.clock, world.activity);
  }
  ~CalendarFeed() override {
    for (const auto& text : everything_told) {
      EXPECT_FALSE(text.contains("secret-name")) << text;
      EXPECT_FALSE(text.contains("/calendar/")) << text;
    }
    world.run(site->stop());
  }
  Outcome fetch(int number) {
    auto outcome = world.run(client->deliver(fetch_schedule("primary", number, now())));
    everything_told.push_back(told(outcome));
    if (const auto* import = news<ImportSchedule>(outcome)) everything_told.push_back(import->trouble);
    return outcome;
  }
  std::string trouble(const Outcome& outcome) {
    const auto* delivered = std::get_if<Delivered>(&outcome);
    if (delivered == nullptr || delivered->news.empty()) return "(no news)";
    return std::get<ImportSchedule>(delivered->news.back()).trouble;
  }
  int last_status() const { return site->calls().back().status; }
  playbooks::Time now() const { return world.clock.now(); }
  void pass(playbooks::Duration span) { world.clock.advance_to(now() + span); }

  alerting::World world;
  playbooks::Policy policy = alerting::test_policy();
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<simulator::WebhookSimulator> site =
      std::make_unique<simulator::WebhookSimulator>(world.io.get_executor(), world.clock, world.activity);
  std::unique_ptr<Integration> client;
  std::vector<std::string> everything_told;
};

TEST_F(CalendarFeed, IsReadFromYesterdayToSixtyDaysAhead) {
  const auto outcome = fetch(1);
  ASSERT_NE(news<ImportSchedule>(outcome), nullptr) << told(outcome);
  const auto& shifts = news<ImportSchedule>(outcome)->shifts;
  ASSERT_EQ(shifts.size(), 9U);
  const auto nine = std::chrono::floor<std::chrono::days>(now()) + 9h;
  EXPECT_EQ(shifts[0], (playbooks::Shift{nine, nine + 24h, "ann"}));
  EXPECT_EQ(shifts[8].from, nine + std::chrono::weeks{8});
  EXPECT_EQ(trouble(outcome), "");
}

TEST_F(CalendarFeed, IsNotReadAgainWhileItIsTheSame) {
  fetch(1);
  const auto outcome = fetch(2);
  EXPECT_EQ(told(outcome), "delivered: unchanged");
  EXPECT_EQ(last_status(), 304);
  EXPECT_EQ(trouble(outcome), "(no news)");
}

TEST_F(CalendarFeed, TheSameTextHasOtherTurnsTheNextDay) {
  const auto first = fetch(1);
  pass(24h);
  const auto second = fetch(2);
  EXPECT_EQ(last_status(), 200);
  ASSERT_NE(news<ImportSchedule>(second), nullptr);
  pass(24h * 7);
  ASSERT_NE(news<ImportSchedule>(fetch(3)), nullptr);
  EXPECT_EQ(last_status(), 200);
}

TEST_F(CalendarFeed, WhatWasToldIsToldAgainWhenItCouldNotBeKept) {
  fetch(1);
  EXPECT_NE(news<ImportSchedule>(fetch(1)), nullptr);
}

TEST_F(CalendarFeed, EventsThatNameNobodyAreToldAndTheOthersTaken) {
  site->set_calendar("secret-name.ics", feed(event("2", "Zoe") + event("3", "Team lunch")));
  const auto outcome = fetch(1);
  const auto& commands = std::get<Delivered>(outcome).news;
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(std::get<ImportSchedule>(commands[0]).shifts.size(), 9U);
  EXPECT_EQ(std::get<ImportSchedule>(commands[0]).trouble, "");
  const auto says = trouble(outcome);
  EXPECT_TRUE(says.starts_with("In the calendar at 127.0.0.1:")) << says;
  EXPECT_TRUE(says.contains(" 2 events name nobody here: ")) << says;
  EXPECT_TRUE(says.contains("Zoe") && says.contains("Team lunch")) << says;
}

TEST_F(CalendarFeed, HtmlInsteadOfACalendar) {
  site->fault({.kind = ServiceFault::Kind::html});
  const auto says = trouble(fetch(1));
  EXPECT_TRUE(says.starts_with("The calendar at 127.0.0.1:")) << says;
  EXPECT_TRUE(says.contains("HTML") || says.contains("web page")) << says;
}

TEST_F(CalendarFeed, AfterATroubleTheWholeFeedIsReadAgain) {
  fetch(1);
  site->fault({.kind = ServiceFault::Kind::html});
  EXPECT_NE(trouble(fetch(2)), "");
  const auto outcome = fetch(3);
  EXPECT_EQ(last_status(), 200);
  EXPECT_EQ(trouble(outcome), "");
}

TEST_F(CalendarFeed, GoneMovedAndForbidden) {
  site->set_calendar("secret-name.ics", std::nullopt);
  EXPECT_TRUE(trouble(fetch(1)).contains("is not to be had (HTTP 404)"));
  site->fault({.kind = ServiceFault::Kind::http_error, .code = 301});
  EXPECT_TRUE(trouble(fetch(2)).contains("has moved (HTTP 301)"));
  site->fault({.kind = ServiceFault::Kind::http_error, .code = 403});
  EXPECT_TRUE(trouble(fetch(3)).contains("is not to be had (HTTP 403)"));
}

TEST_F(CalendarFeed, TooLarge) {
  site->set_calendar("secret-name.ics", feed() + std::string(5 * 1024 * 1024, 'x'));
  EXPECT_TRUE(trouble(fetch(1)).contains("larger than 4 MiB"));
}

TEST_F(CalendarFeed, NobodyListensForLong) {
  site->down(true);
  EXPECT_TRUE(std::holds_alternative<Retry>(fetch(1)));
  EXPECT_TRUE(std::holds_alternative<Retry>(fetch(1)));
  const auto says = trouble(fetch(1));
  EXPECT_TRUE(says.starts_with("The calendar at 127.0.0.1:") && says.ends_with(" cannot be reached.")) << says;
  site->down(false);
  EXPECT_EQ(trouble(fetch(2)), "");
}

TEST_F(CalendarFeed, WhoeverAsksForAnHourIsNotWaitedFor) {
  site->fault({.kind = ServiceFault::Kind::rate_limited, .seconds = 3600});
  EXPECT_TRUE(trouble(fetch(1)).contains("cannot be read now (HTTP 429)"));
}

TEST_F(CalendarFeed, DoctorReadsIt) {
  auto findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Finding::Level::ok) << findings[0].says;
  site->set_calendar("secret-name.ics", std::nullopt);
  findings = world.run(client->doctor());
  EXPECT_EQ(findings[0].level, Finding::Level::error);
  everything_told.push_back(findings[0].says);
}

TEST(CalendarHost, IsAllThatIsTold) {
  EXPECT_EQ(host_of("https://calendar.example.com/private-abc/basic.ics?x=1"), "calendar.example.com");
  EXPECT_EQ(host_of("https://user:secret@example.com/x"), "example.com");
  EXPECT_EQ(host_of("https://example.com?token=1"), "example.com");
  EXPECT_EQ(host_of("secret"), "its address");
}

}  // namespace
}  // namespace integrations::calendar
