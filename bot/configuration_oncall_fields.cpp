#include <fmt/format.h>

#include <string>
#include <string_view>

#include "bot/configuration_oncall.hpp"
#include "bot/configuration_words.hpp"
#include "config/checks.hpp"
#include "integrations/slack/settings.hpp"

namespace bot {
namespace {

using config::Table;
using config::Type;

constexpr auto a_channel = "a channel: \"#name\" in quotes, or its id (C0123ABCD)";

std::string channel(const std::string& value) {
  return integrations::slack::channel_trouble(value);
}

constexpr std::string_view example_people = R"(- key: ann
  name: Ann Lee
  slack: U024BE7LH
  email: ann@example.com
  phone: "+4915112345678"
  timezone: Europe/Berlin
  notify: [slack, sms after 2m, voice after 5m]
  quiet_hours: 22:00-07:00
- key: bob
  name: Bob Ray
  slack: U061F7AUR
- key: carol
  name: Carol Diaz
  slack: U0G9QF9C6
)";

constexpr std::string_view example_schedules = R"(- key: primary
  name: Primary on-call
  timezone: Europe/Berlin
  rotations:
    - name: weekly
      members: [ann, bob]
      every: 1w
      start: "2026-01-05 09:00"
    - name: holidays
      members: [carol]
      every: 1d
      start: "2026-01-05 09:00"
      hours: [mon-fri 09:00-17:00]
      on: holidays
  holidays: ["2026-12-25", "2026-12-26"]
  user_group: S0614TZR7
  topic_channel: "#incident-response"
)";

Table people() {
  return {
      {.path = "people",
       .type = Type::objects,
       .help = "Who can be paged, and how. Whole files to begin with are in docs/escalation-examples.",
       .example = std::string{example_people},
       .max = 1000},
      {.path = "people[].key",
       .help = "What people type and what schedules refer to.",
       .expected = "one word, such as ann",
       .required = true,
       .max = 40,
       .check = config::word_trouble,
       .names = "person"},
      {.path = "people[].name",
       .help = "The name as people know it. Default: the key.",
       .expected = "a name, such as Ann Lee",
       .max = 80,
       .names = "person"},
      {.path = "people[].slack",
       .help = "The person's id in Slack.",
       .expected = "a Slack member id, such as U024BE7LH",
       .max = 40,
       .pattern = "^[UW][A-Z0-9]{2,}$",
       .check = words::slack_user_trouble},
      {.path = "people[].email",
       .help = "Where mail reaches the person; imported calendars are matched by it too.",
       .expected = "an e-mail address, such as ann@example.com",
       .max = 254,
       .check = words::email_trouble},
      {.path = "people[].phone",
       .help = "For SMS and calls.",
       .expected = "an international phone number, such as \"+4915112345678\"",
       .max = 40,
       .pattern = "^\\+[1-9][0-9]{6,14}$",
       .check = words::phone_trouble},
      {.path = "people[].timezone",
       .help = "For the quiet hours. Default: the file's.",
       .expected = "a time zone such as Europe/Berlin",
       .max = 80,
       .check = config::zone_trouble},
      {.path = "people[].notify",
       .type = Type::texts,
       .help =
           "The ways to reach the person, in order: the next one is taken when one fails, or after the time that it "
           "names without an answer. Default: those of slack, email and sms that the person has and that are set "
           "up.",
       .expected = fmt::format("a list of ways ({})", words::a_way),
       .max = 8,
       .check = words::way_trouble},
      {.path = "people[].quiet_hours",
       .help =
           "In these hours, in the person's own zone, SMS and calls are left out where there is another way. The worst "
           "severity ignores them.",
       .expected = "hours such as 22:00-07:00",
       .max = 20,
       .pattern = "^[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}$",
       .check = words::trouble_of<words::parse_quiet_hours>},
  };
}

Table schedules() {
  return {
      {.path = "schedules",
       .type = Type::objects,
       .help = "Who is on call when. The turns come from one of: rotations, calendar, pagerduty.",
       .example = std::string{example_schedules},
       .max = 100},
      {.path = "schedules[].key",
       .help = "What people type and what tiers refer to.",
       .expected = "one word, such as primary",
       .required = true,
       .max = 40,
       .check = config::word_trouble,
       .names = "schedule"},
      {.path = "schedules[].name",
       .help = "The name as people see it. Default: the key.",
       .max = 80,
       .names = "schedule"},
      {.path = "schedules[].timezone",
       .help = "Handoffs, hours and holidays are in this zone. Default: the file's.",
       .expected = "a time zone such as Europe/Berlin",
       .max = 80,
       .check = config::zone_trouble},
      {.path = "schedules[].rotations",
       .type = Type::objects,
       .help = "People who take turns. A later rotation stands before an earlier one wherever it has somebody.",
       .max = 20},
  };
}

Table rotations() {
  return {
      {.path = "schedules[].rotations[].name",
       .help = "What it is called, such as weekly.",
       .required = true,
       .max = 80},
      {.path = "schedules[].rotations[].members",
       .type = Type::texts,
       .help = "Who takes turns, in order.",
       .expected = "a list of keys of people, such as [ann, bob]",
       .required = true,
       .max = 200,
       .refers = "person"},
      {.path = "schedules[].rotations[].every",
       .help = "How long a turn is. Days and weeks end at the same clock time over a daylight-saving change.",
       .fallback = "1w",
       .expected = "one number and one unit: 12h, 1d or 2w",
       .max = 10,
       .pattern = "^[0-9]+[hdw]$",
       .check = words::trouble_of<words::parse_turn>},
      {.path = "schedules[].rotations[].start",
       .help = "The first handoff, when the first member begins. Before it nobody is on call in this rotation.",
       .expected = "a day and a clock time, such as \"2026-01-05 09:00\"",
       .required = true,
       .max = 20,
       .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{1,2}:[0-9]{2}$",
       .check = words::trouble_of<words::parse_start>},
      {.path = "schedules[].rotations[].hours",
       .type = Type::texts,
       .help = "It holds only in these hours. Default: always.",
       .expected = "a list of days and hours, such as [mon-fri 09:00-17:00]",
       .max = 50,
       .check = words::trouble_of<words::parse_restriction>},
      {.path = "schedules[].rotations[].on",
       .type = Type::word,
       .help = "Whether it holds every day, only on the schedule's holidays, or only on the other days.",
       .fallback = "all_days",
       .words = {"all_days", "holidays", "other_days"}},
  };
}

Table sources() {
  return {
      {.path = "schedules[].holidays",
       .type = Type::texts,
       .help = "For rotations that hold on holidays or on other days only.",
       .expected = "a list of days, such as [\"2026-12-25\"]",
       .max = 400,
       .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
       .check = words::trouble_of<words::parse_day>},
      // No row checks the address, because a row's message repeats its value.
      {.path = "schedules[].calendar",
       .help = "Address of an iCalendar feed, instead of rotations. Whoever knows it can read the calendar.",
       .expected = "an address that begins with https://"},
      {.path = "schedules[].pagerduty",
       .help = "Id of a schedule in PagerDuty, instead of rotations.",
       .expected = "an id such as PI7DH85",
       .max = 300,
       .check = words::pagerduty_schedule_trouble},
      {.path = "schedules[].user_group",
       .help = "A Slack user group whose only member is whoever is on call.",
       .expected = "a Slack user group id, such as S0614TZR7",
       .max = 40,
       .pattern = "^S[A-Z0-9]{2,}$",
       .check = words::slack_group_trouble},
      {.path = "schedules[].topic_channel",
       .help = "A channel whose topic says who is on call.",
       .expected = a_channel,
       .max = 330,
       .check = channel},
  };
}

}  // namespace

Table oncall_fields() {
  Table all;
  for (const auto& part : {people(), schedules(), rotations(), sources()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace bot
