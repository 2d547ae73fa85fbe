// People and schedules in the settings: what is refused and with which words, and what becomes of the rest.
#include <gtest/gtest.h>

#include "bot/configuration_oncall.hpp"
#include "configuration_texts.hpp"

namespace {

using namespace std::chrono_literals;
using namespace configuration_texts;
using playbooks::Channel;
using playbooks::ContactStep;

std::string person(const std::string& more) {
  return "people: [{key: ann, name: Ann Lee, " + more + "}]\n";
}

std::string schedule(const std::string& more) {
  return "people: [{key: ann, name: Ann Lee, slack: U024BE7LH}, {key: bob, slack: U061F7AUR}]\n"
         "schedules:\n  - key: primary\n" +
         more;
}

std::string rotation(const std::string& more) {
  return schedule("    rotations:\n      - {name: weekly, " + more + "}\n");
}

constexpr auto weekly = "members: [ann, bob], start: \"2026-01-05 09:00\"";

// --- people: what is refused

TEST(People, APhoneNumberThatIsNoneIsRefusedWithWhatToWrite) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"015112345678", "it needs “+” and the country code at its beginning"},
      {"+49 1511 234-5678", "write it without spaces and signs: \"+4915112345678\""},
      {"+123456", "it has 6 digits; international numbers have 7 to 15"},
      {"+1234567890123456", "it has 16 digits"},
      {"+0123456789", "no country code begins with 0"},
      {"call me", "it is “+”, the country code and the number, nothing else"},
      {"+", "it has 0 digits"}};
  for (const auto& [number, expected] : table) {
    const auto problem = only_problem(person("slack: U024BE7LH, phone: \"" + number + "\""));
    EXPECT_TRUE(says(problem, "people[0].phone: expected an international phone number")) << problem;
    EXPECT_TRUE(says(problem, expected)) << problem;
  }
  for (const auto* number : {"+1234567", "+123456789012345", "+4915112345678"})
    EXPECT_EQ(only_problem(person("slack: U024BE7LH, phone: " + std::string{number})), "0 problems") << number;
}

TEST(People, AnAddressThatIsNoneIsRefused) {
  for (const auto* bad :
       {"ann", "ann@", "@example.com", "ann@localhost", "a nn@example.com", "ann@example..com", "ann@-example.com",
        ".ann@example.com", "ann..lee@example.com", "ann@exam_ple.com", "Ann <ann@example.com>", "änn@example.com"})
    EXPECT_TRUE(says(only_problem(person("slack: U024BE7LH, email: \"" + std::string{bad} + "\"")),
                     "people[0].email: expected an e-mail address"))
        << bad;
  const auto local = std::string(65, 'a');
  EXPECT_TRUE(says(only_problem(person("slack: U024BE7LH, email: " + local + "@example.com")), "longer than mail"));
  EXPECT_EQ(only_problem(person("slack: U024BE7LH, email: ann.lee+pages@mail.example.co.uk")), "0 problems");
}

TEST(People, ASlackIdThatIsNoneIsRefusedWithWhereItIs) {
  EXPECT_TRUE(says(only_problem(person("slack: \"@ann\"")), "it is the id that is needed, not the name"));
  for (const auto* bad : {"ann", "C024BE7LH", "u024be7lh", "U", "UNA", "U024-BE7"})
    EXPECT_TRUE(says(only_problem(person("slack: " + std::string{bad})), "people[0].slack: expected a Slack member id"))
        << bad;
  for (const auto* good : {"U024BE7LH", "W012A3CDE", "U0ANN", "UABCDEFGH"})
    EXPECT_EQ(only_problem(person("slack: " + std::string{good})), "0 problems") << good;
}

TEST(People, APersonWithoutAnyWayIsRefused) {
  EXPECT_TRUE(
      says(only_problem("people: [{key: ann}]"), "people[0]: ann cannot be reached; give slack, email or phone"));
  const auto only_mail = only_problem(person("email: ann@example.com"));
  EXPECT_TRUE(says(only_mail, "ann cannot be reached; give slack too, or add the section “email:”")) << only_mail;
}

TEST(People, AWayWhoseAddressIsMissingIsRefused) {
  const auto problem = only_problem(person("slack: U024BE7LH, notify: [slack, mention, webhook]"));
  EXPECT_TRUE(says(problem, "paging_webhook: missing")) << "only what is not set up: " << problem;
  EXPECT_TRUE(says(joined(person("slack: U024BE7LH, notify: [slack, sms after 2m]")),
                   "people[0].notify: ann is notified by sms but has no phone; add phone, or take sms out"));
  EXPECT_TRUE(says(joined(person("phone: +4915112345678, notify: [sms, slack, email]")),
                   "ann is notified by slack but has no slack"));
  EXPECT_TRUE(says(joined(person("phone: +4915112345678, notify: [sms, slack, email]")),
                   "ann is notified by email but has no email"));
}

TEST(People, WaysAreOfKnownKindsEachOnceInTheOrderOfTheirTimes) {
  const auto notify = [](const std::string& ways) {
    return only_problem(person("slack: U024BE7LH, notify: [" + ways + "]"));
  };
  EXPECT_TRUE(says(notify("slak"), "people[0].notify[0]: expected a list of ways (slack, mention"));
  EXPECT_TRUE(says(notify("mention later"),
                   "write the way alone, or with “after” and a time from 1s to 24h in one unit: mention after 2m"));
  EXPECT_TRUE(says(notify("slack, slack after 5m"), "slack stands there twice"));
  EXPECT_TRUE(says(notify("slack after 2m"), "the first way is always taken at once; write slack without “after”"));
  EXPECT_TRUE(
      says(joined(person("slack: U024BE7LH, email: a@b.org, notify: [slack, email after 9m, mention after 5m]")),
           "mention comes before the one that stands before it"));
}

TEST(People, QuietHoursAreTwoDifferentTimes) {
  for (const auto* bad : {"22:00", "22-07", "25:00-07:00", "22:60-07:00", "24:00-07:00", "night"})
    EXPECT_TRUE(says(only_problem(person("slack: U024BE7LH, quiet_hours: \"" + std::string{bad} + "\"")),
                     "people[0].quiet_hours: expected hours such as 22:00-07:00"))
        << bad;
  EXPECT_TRUE(
      says(only_problem(person("slack: U024BE7LH, quiet_hours: 07:00-07:00")), "it begins and ends at the same time"));
}

TEST(People, NamesIdsAndAddressesAreOnePersonsOnly) {
  const std::string ann = "people:\n  - {key: ann, name: Ann Lee, slack: U024BE7LH, email: ann@example.com}\n";
  EXPECT_TRUE(says(only_problem(ann + "  - {key: Ann, slack: U061F7AUR}"), "is already the name of a person"));
  EXPECT_TRUE(
      says(only_problem(ann + "  - {key: bob, name: ann, slack: U061F7AUR}"), "is already the name of a person"));
  EXPECT_TRUE(
      says(only_problem(ann + "  - {key: bob, slack: U024BE7LH}"), "people[1].slack: this is the Slack id of ann too"));
  EXPECT_TRUE(says(only_problem(ann + "  - {key: bob, slack: U061F7AUR, email: ANN@example.com}"),
                   "people[1].email: this is the address of ann too"));
}

TEST(People, UnknownZonesAreRefused) {
  EXPECT_TRUE(says(only_problem(person("slack: U024BE7LH, timezone: Berlin")), "did you mean “Europe/Berlin”?"));
  EXPECT_TRUE(says(only_problem(schedule("    timezone: CEST+1\n    pagerduty: PI7DH85\n")),
                   "schedules[0].timezone: expected a time zone"));
}

// --- people: what is accepted

TEST(People, BecomeResponders) {
  const auto policy = accepted(
      "timezone: Europe/London\n"
      "people:\n"
      "  - {key: ann, name: Ann Lee, slack: U024BE7LH, phone: \"+4915112345678\", timezone: Europe/Berlin,\n"
      "     notify: [slack, mention after 5m], quiet_hours: 22:00-07:00}\n"
      "  - {key: bob, slack: W061F7AUR, email: bob@example.com, phone: \"+442079460123\"}\n");
  ASSERT_EQ(policy.people.size(), 2U);
  const auto& ann = policy.people[0];
  EXPECT_EQ(ann.key, "ann");
  EXPECT_EQ(ann.name, "Ann Lee");
  EXPECT_EQ(ann.slack, "U024BE7LH");
  EXPECT_EQ(ann.phone, "+4915112345678");
  EXPECT_EQ(ann.zone, "Europe/Berlin");
  EXPECT_EQ(ann.notify, (std::vector<ContactStep>{{Channel::slack, 0ms}, {Channel::mention, 5min}}));
  ASSERT_TRUE(ann.quiet);
  EXPECT_EQ(*ann.quiet, (playbooks::QuietHours{22h, 7h}));
  const auto& bob = policy.people[1];
  EXPECT_EQ(bob.name, "bob") << "the key, where no name is given";
  EXPECT_EQ(bob.email, "bob@example.com");
  EXPECT_TRUE(bob.zone.empty()) << "the policy's";
  EXPECT_FALSE(bob.quiet);
  EXPECT_EQ(bob.notify, (std::vector<ContactStep>{{Channel::slack, 0ms}})) << "mail and SMS are not set up";
}

TEST(People, ChooseTheWaysThatAreSetUp) {
  const auto policy = accepted(
      "twilio: {account_sid: AC0123456789abcdef0123456789abcdef, from: \"+15551234567\"}\n"
      "people: [{key: bob, slack: W061F7AUR, email: bob@example.com, phone: \"+442079460123\"}]\n");
  EXPECT_EQ(policy.people.at(0).notify, (std::vector<ContactStep>{{Channel::slack, 0ms}, {Channel::sms, 0ms}}));
}

// --- schedules: what is refused

TEST(Schedules, TheTurnsComeFromExactlyOneSource) {
  EXPECT_TRUE(says(only_problem(schedule("    name: Primary\n")), "nobody would ever be on call in schedule primary"));
  EXPECT_TRUE(says(only_problem(schedule("    rotations: []\n")), "nobody would ever be on call in schedule primary"));
  EXPECT_TRUE(
      says(only_problem(schedule("    calendar: https://a.example/rota.ics\n    rotations:\n      - {name: w, " +
                                 std::string{weekly} + "}\n")),
           "s.yaml:5:10: schedules[0]: schedule primary has more than one of"));
  EXPECT_TRUE(says(joined(schedule("    calendar: https://a.example/rota.ics\n    pagerduty: PI7DH85\n")),
                   "keep the one that says who is on call"));
}

TEST(Schedules, SomebodyTakesTurnsEachOnce) {
  const std::string start = ", start: \"2026-01-05 09:00\"";
  EXPECT_TRUE(says(only_problem(rotation("members: []" + start)),
                   "schedules[0].rotations[0].members: nobody would ever be on call in rotation weekly"));
  EXPECT_TRUE(
      says(only_problem(rotation("start: \"2026-01-05 09:00\"")), "missing; expected a list of keys of people"));
  EXPECT_TRUE(says(only_problem(rotation("members: [ann, bop]" + start)),
                   "expected the name of a person, got “bop”; did you mean “bob”?"));
  EXPECT_TRUE(says(only_problem(rotation("members: [ann, Ann Lee]" + start)), "ann stands there twice"));
  const std::string one = "      - {name: weekly, " + std::string{weekly} + "}\n";
  EXPECT_TRUE(says(only_problem(schedule("    rotations:\n" + one + one)), "has a rotation weekly already"));
}

TEST(Schedules, TurnsStartsHoursAndDaysAreOnesThatExist) {
  const std::string members = "members: [ann], ";
  for (const auto* every : {"0d", "1m", "1d12h", "53w", "week", "d", "-1w", "1.5d", "99999h"})
    EXPECT_TRUE(says(only_problem(rotation(members + "start: \"2026-01-05 09:00\", every: " + every)),
                     "every: expected one number and one unit: 12h, 1d or 2w"))
        << every;
  for (const auto* start :
       {"2026-01-05", "2026-02-30 09:00", "05.01.2026 09:00", "2026-01-05 24:00", "1026-01-05 09:00"})
    EXPECT_TRUE(says(only_problem(rotation(members + "start: \"" + start + "\"")),
                     "start: expected a day and a clock time, such as"))
        << start;
  for (const auto* hours : {"mon-fri", "mon-fri 9-17", "moo 09:00-17:00", "mon-fri 09:00-09:00", "sat",
                            "\"mon,wed 09:00-17:00\"", "always"})
    EXPECT_TRUE(says(only_problem(rotation(std::string{weekly} + ", hours: [" + hours + "]")),
                     "hours[0]: expected a list of days and hours"))
        << hours;
  EXPECT_TRUE(
      says(joined(rotation(std::string{weekly} + ", hours: [sat,sun 09:00-17:00]")),
           "hours[0]: expected a list of days and hours, such as [mon-fri 09:00-17:00], got “sat”: it needs hours "
           "too, such as sat 00:00-24:00"))
      << "YAML splits it in two";
  EXPECT_TRUE(says(only_problem(rotation(std::string{weekly} + ", on: weekends")), "on: expected one of all_days"));
  for (const auto* day : {"25.12.2026", "2026-12-32", "christmas", "2026-2-1"})
    EXPECT_TRUE(
        says(only_problem(rotation(weekly) + "    holidays: [" + day + "]"), "holidays[0]: expected a list of days"))
        << day;
}

TEST(Schedules, WhatFollowsThemIsAnIdAndBelongsToOne) {
  const auto with = [](const std::string& more) { return only_problem(schedule("    pagerduty: PI7DH85\n") + more); };
  EXPECT_TRUE(says(only_problem(rotation(weekly) + "    user_group: oncall"), "expected a Slack user group id"));
  EXPECT_TRUE(says(only_problem(rotation(weekly) + "    topic_channel: \"#Ops\""), "in lower case"));
  EXPECT_TRUE(says(only_problem(schedule("    pagerduty: https://x.pagerduty.com/schedules/PI7DH85\n")),
                   "it is the last part of the schedule's address"));
  EXPECT_TRUE(says(with(""), "pagerduty: missing; it is needed for PagerDuty's schedule (schedule primary)"));
  const auto two = rotation(weekly) +
                   "    user_group: S0614TZR7\n  - {key: other, calendar: \"https://a.example/b\", "
                   "user_group: S0614TZR7}\n";
  EXPECT_TRUE(says(only_problem(two), "schedules[1].user_group: schedule primary changes the members"));
}

TEST(Schedules, OnesThatAreKeptInPagerDutyNeedItsToken) {
  const auto text = two_channels + "pagerduty: {region: us}\n" + schedule("    pagerduty: PI7DH85\n");
  auto environment = tokens;
  environment["SITREP_PAGERDUTY_ROUTING_KEY"] = "0123456789abcdef0123456789abcdef";
  const auto missing = bot::parse_configuration(text, "s.yaml", environment);
  ASSERT_FALSE(missing);
  EXPECT_EQ(
      lines(missing.error()),
      (std::vector<std::string>{"s.yaml:3:1: pagerduty.api_token: missing; schedule primary is kept in PagerDuty and "
                                "nobody would be on call in it: set SITREP_PAGERDUTY_API_TOKEN to a read-only "
                                "REST API key"}));
  const auto checked = bot::parse_configuration(text, "s.yaml", environment, config::Secrets::optional);
  ASSERT_TRUE(checked) << "where the tokens are not it is a warning";
  EXPECT_EQ(checked->warnings.size(), 1U);
  environment["SITREP_PAGERDUTY_API_TOKEN"] = "token-of-the-account";
  const auto loaded = bot::parse_configuration(text, "s.yaml", environment);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->policy.schedules.at(0).source, playbooks::Schedule::Source::pagerduty);
  EXPECT_EQ(loaded->policy.schedules.at(0).feed, "PI7DH85");
}

TEST(Schedules, TheAddressOfACalendarIsNeverShown) {
  for (const auto* address :
       {"webcal://cal.example/hush/rota.ics", "http://cal.example/hush", "ftp://cal.example/hush", "hush", "https://",
        "https://ann:hush@cal.example/", "https://cal.example/ hush", "https:///hush"}) {
    const auto problem = only_problem(schedule("    calendar: \"" + std::string{address} + "\"\n"));
    EXPECT_TRUE(says(problem, "schedules[0].calendar: expected the address of an iCalendar feed (https://…): "))
        << problem;
    EXPECT_FALSE(says(problem, "hush") || says(problem, "cal.example")) << problem;
  }
}

TEST(Schedules, AnEmptyTextIsTheDefault) {
  const auto policy =
      accepted(rotation(std::string{weekly} + ", every: \"\"") + "    calendar: \"\"\n    user_group: \"\"\n");
  ASSERT_EQ(policy.schedules.size(), 1U);
  EXPECT_EQ(policy.schedules[0].rotations.at(0).length, 1);
  EXPECT_EQ(policy.schedules[0].rotations.at(0).unit, playbooks::Rotation::Unit::weeks);
  EXPECT_EQ(policy.schedules[0].source, playbooks::Schedule::Source::rotations);
}

// --- schedules: what is a warning

TEST(Schedules, ARotationThatHasNotBegunIsAWarningWithTheDay) {
  const auto text =
      two_channels + rotation("members: [ann], start: \"2026-12-01 09:00\"") + "    timezone: America/New_York\n";
  const auto at = [&](playbooks::Time now) {
    const auto loaded = bot::parse_configuration(text, "s.yaml", tokens, config::Secrets::required, now);
    EXPECT_TRUE(loaded);
    return loaded ? lines(loaded->warnings) : std::vector<std::string>{"refused"};
  };
  using namespace std::chrono;
  const playbooks::Time begins = sys_days{2026y / 12 / 1} + 14h;  // 09:00 EST
  EXPECT_EQ(
      at(begins - 1min),
      (std::vector<std::string>{"s.yaml:7:47: warning: schedules[0].rotations[0].start: nobody is on call in rotation "
                                "weekly until 2026-12-01 09:00 (America/New_York)"}));
  EXPECT_TRUE(at(begins).empty());
  EXPECT_TRUE(problems(text.substr(two_channels.size())).empty()) << "without a clock nothing is said";
}

TEST(Schedules, ARotationForHolidaysNeedsSome) {
  const auto problem = only_problem(rotation(std::string{weekly} + ", on: holidays"));
  EXPECT_TRUE(says(problem, "warning: schedules[0].rotations[0].on: rotation weekly is for holidays")) << problem;
}

// --- schedules: what is accepted

TEST(Schedules, BecomeSchedules) {
  const auto policy = accepted("timezone: Europe/London\n" + schedule(R"(    name: Primary on-call
    timezone: Europe/Berlin
    rotations:
      - name: weekly
        members: [Ann Lee, BOB]
        every: 2w
        start: "2026-01-05 09:00"
      - name: nights
        members: [bob]
        every: 12h
        start: 2026-01-05T18:00
        hours: [mon-fri 18:00-9:00, sat-sun 00:00-24:00, 12:00-13:00, fri-mon 10:00-11:00]
        on: holidays
    holidays: [2026-12-25, "2026-12-26"]
    user_group: S0614TZR7
    topic_channel: incident-response
  - key: feed
    calendar: https://calendar.example/private-0123456789/basic.ics?x=y#z
)"));
  ASSERT_EQ(policy.schedules.size(), 2U);
  const auto& primary = policy.schedules[0];
  EXPECT_EQ(primary.key, "primary");
  EXPECT_EQ(primary.name, "Primary on-call");
  EXPECT_EQ(primary.zone, "Europe/Berlin");
  EXPECT_EQ(primary.source, playbooks::Schedule::Source::rotations);
  using namespace std::chrono;
  EXPECT_EQ(primary.holidays, (std::vector<year_month_day>{2026y / 12 / 25, 2026y / 12 / 26}));
  EXPECT_EQ(primary.user_group, "S0614TZR7");
  EXPECT_EQ(primary.topic_channel, "#incident-response");
  ASSERT_EQ(primary.rotations.size(), 2U);
  const auto& weeks = primary.rotations[0];
  EXPECT_EQ(weeks.members, (std::vector<std::string>{"ann", "bob"})) << "keys, whatever the file calls them";
  EXPECT_EQ(weeks.unit, playbooks::Rotation::Unit::weeks);
  EXPECT_EQ(weeks.length, 2);
  EXPECT_EQ(weeks.start, local_days{2026y / 1 / 5} + 9h);
  EXPECT_TRUE(weeks.restrictions.empty());
  EXPECT_EQ(weeks.on, playbooks::Rotation::On::all_days);
  const auto& nights = primary.rotations[1];
  EXPECT_EQ(nights.unit, playbooks::Rotation::Unit::hours);
  EXPECT_EQ(nights.length, 12);
  EXPECT_EQ(nights.start, local_days{2026y / 1 / 5} + 18h);
  EXPECT_EQ(nights.on, playbooks::Rotation::On::holidays);
  EXPECT_EQ(nights.restrictions, (std::vector<playbooks::Restriction>{
                                     {0x1F, 18h, 9h}, {0x60, 0min, 24h}, {0x7F, 12h, 13h}, {0x71, 10h, 11h}}));
  const auto& feed = policy.schedules[1];
  EXPECT_EQ(feed.zone, "Europe/London") << "the file's";
  EXPECT_EQ(feed.name, "feed");
  EXPECT_EQ(feed.source, playbooks::Schedule::Source::calendar);
  EXPECT_EQ(feed.feed, "https://calendar.example/private-0123456789/basic.ics?x=y#z");
}

// --- ways that are not set up

TEST(UnreachableChannels, NameTheSectionOnceForAllWhoCountOnIt) {
  playbooks::Policy policy;
  for (const auto* key : {"ann", "bob", "cat", "dan", "eve"}) {
    auto& person = policy.people.emplace_back();
    person.key = key;
    person.notify = {{Channel::slack, 0ms}, {Channel::sms, 0ms}, {Channel::voice, 0ms}, {Channel::email, 0ms}};
  }
  auto& escalation = policy.escalation_policies.emplace_back();
  escalation.key = "default";
  escalation.tiers.emplace_back().channels = {{Channel::opsgenie, 0ms}};
  const auto found = bot::unreachable_channels(policy, {Channel::slack, Channel::email});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(to_string(found[0]),
            "opsgenie: missing; it is needed for Opsgenie (policy default, tier 1); add the section “opsgenie:” "
            "(docs/configuration.md), or leave these ways out");
  EXPECT_EQ(to_string(found[1]),
            "twilio: missing; it is needed for SMS, phone call (ann; bob; cat and 2 more); add the section “twilio:” "
            "(docs/configuration.md), or leave these ways out");
  EXPECT_TRUE(bot::unreachable_channels(
                  policy, {Channel::slack, Channel::email, Channel::sms, Channel::voice, Channel::opsgenie})
                  .empty());
}

}  // namespace
