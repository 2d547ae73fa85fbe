#include <string>
#include <string_view>

#include "bot/configuration_oncall.hpp"
#include "bot/configuration_words.hpp"
#include "config/checks.hpp"
#include "config/scalar.hpp"
#include "integrations/slack/settings.hpp"
#include "playbooks/model/escalation.hpp"

namespace bot {
namespace {

using config::Table;
using config::Type;

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

std::string channel(const std::string& value) {
  return integrations::slack::channel_trouble(value);
}

std::string target_trouble(const std::string& value) {
  if (playbooks::parse_target(value)) return {};
  return value.starts_with("group") ? "a group is named by its id: in Slack, People, User groups, “⋮”, Copy group ID"
                                    : "names of people with a space in them are not taken; write the key";
}

std::string policy_key_trouble(const std::string& value) {
  if (value == "none") return "“none” is for routes that page nobody";
  return config::word_trouble(value);
}

/// Zero is a choice, less than a minute a mistake.
std::string at_least_a_minute(const std::string& value) {
  const auto given = config::parse_duration(value);
  return given && given->count() > 0 && given->count() < minute ? "shorter than a minute; 0 means never" : "";
}

constexpr std::string_view example_policies = R"(- key: default
  name: Everything
  tiers:
    - name: On-call engineer
      targets: [schedule primary]
      next_after: response
    - name: Engineering lead
      targets: [carol, group S0614TZR7]
      channels: [slack, mention after 5m]
      next_after: 30m
      at_once: [P0]
  repeat: 1
  fallback: "#incident-response"
)";

constexpr std::string_view example_routes = R"(- severities: [P3]
  policy: none
- policy: default
)";

Table policies() {
  return {
      {.path = "escalation.policies",
       .type = Type::objects,
       .help = "Who is told in which order until somebody answers.",
       .example = std::string{example_policies},
       .max = 100},
      {.path = "escalation.policies[].key",
       .help = "What routes refer to.",
       .expected = "one word, such as default",
       .required = true,
       .max = 40,
       .check = policy_key_trouble,
       .names = "policy"},
      {.path = "escalation.policies[].name", .help = "The name as people see it. Default: the key.", .max = 80},
      {.path = "escalation.policies[].tiers",
       .type = Type::objects,
       .help = "Told one after the other, the first at once.",
       .example = "[{targets: [schedule primary]}]",
       .required = true,
       .min = 1,
       .max = 10},
  };
}

Table tiers() {
  return {
      {.path = "escalation.policies[].tiers[].name", .help = "Such as Engineering lead.", .max = 80},
      {.path = "escalation.policies[].tiers[].targets",
       .type = Type::texts,
       .help = "Who is told: people, whoever is on call in a schedule, a Slack user group, a channel.",
       .expected = "a list such as [ann, schedule primary, group S0614TZR7, \"#ops\"]",
       .required = true,
       .max = 50,
       .check = target_trouble},
      {.path = "escalation.policies[].tiers[].channels",
       .type = Type::texts,
       .help = "The ways to reach the people of this tier, in order. Default: as each person has chosen; so also for a "
               "person who has none of these.",
       .expected = std::string{"a list of ways ("} + words::a_way + ")",
       .max = 8,
       .check = words::way_trouble},
      {.path = "escalation.policies[].tiers[].next_after",
       .help = "How long this tier has until the next one is told. response: as long as the severity's respond_within.",
       .fallback = "15m",
       .expected = "a duration such as 15m, or response",
       .max = 20,
       .check = words::trouble_of<words::parse_next_after>},
      {.path = "escalation.policies[].tiers[].at_once",
       .type = Type::texts,
       .help = "For these severities the tier is told together with the first one.",
       .expected = "a list of severities, such as [P0]",
       .max = 10,
       .refers = "severity"},
  };
}

Table endings() {
  return {
      {.path = "escalation.policies[].repeat",
       .type = Type::number,
       .help = "How many more times all tiers are told when nobody answers.",
       .fallback = "0",
       .max = 9},
      {.path = "escalation.policies[].exhausted",
       .type = Type::word,
       .help = "After the last tier the channel is told and the fallback is paged. Then: stop, or keep_paging the last "
               "tier each time that its next_after has passed.",
       .fallback = "stop",
       .words = {"stop", "keep_paging"}},
      {.path = "escalation.policies[].ack_timeout",
       .type = Type::duration,
       .help = "Acknowledged and silent for so long: Sitrep asks whether somebody is still on it. 0: never.",
       .fallback = "30m",
       .max = 7 * day,
       .check = at_least_a_minute},
      {.path = "escalation.policies[].fallback",
       .help = "Told when no tier leads to anybody, and when all have been told. It must always exist, so it is no "
               "schedule.",
       .example = "\"#incident-response\"",
       .expected = "the key of a person, or a channel such as \"#ops\"",
       .required = true,
       .max = 340,
       .check = target_trouble},
      {.path = "escalation.policies[].catch_up",
       .type = Type::flag,
       .help = "When Sitrep was down while a tier was due: true counts the next tier from when it was due, false gives "
               "it its whole time from now.",
       .fallback = "false"},
  };
}

Table routes() {
  return {
      {.path = "escalation.routes",
       .type = Type::objects,
       .help = "Which policy is for which incident: the first that fits. None fits: nobody is paged.",
       .example = std::string{example_routes},
       .max = 200},
      {.path = "escalation.routes[].severities",
       .type = Type::texts,
       .help = "Only for these. Default: all.",
       .expected = "a list of severities, such as [P0, P1]",
       .max = 10,
       .refers = "severity"},
      {.path = "escalation.routes[].components",
       .type = Type::texts,
       .help = "Only when one of these is affected. Default: all.",
       .expected = "a list of components, such as [api, db]",
       .max = 500,
       .refers = "component"},
      {.path = "escalation.routes[].owners",
       .type = Type::texts,
       .help = "Only when a component of one of these teams is affected. Default: all.",
       .expected = "a list of owners of components, such as [payments]",
       .max = 100},
      {.path = "escalation.routes[].policy",
       .help = "The policy, or none to page nobody.",
       .expected = "the key of a policy, or none",
       .required = true,
       .max = 40},
  };
}

Table paging() {
  return {
      {.path = "escalation.page_patience",
       .type = Type::duration,
       .help = "A page that has not been delivered for so long goes on to the person's next way.",
       .fallback = "1m",
       .min = 5 * second,
       .max = hour},
      {.path = "escalation.answer_within",
       .type = Type::duration,
       .help = "How long there is to answer “still on it?” before pages go out again.",
       .fallback = "5m",
       .min = minute,
       .max = day},
  };
}

Table operations() {
  return {
      {.path = "operations", .type = Type::section, .help = "How Sitrep looks after itself."},
      {.path = "operations.channel",
       .help = "Where it tells of itself. Default: channels.incidents.",
       .example = "\"#sitrep-ops\"",
       .expected = "a channel: \"#name\" in quotes, or its id (C0123ABCD)",
       .max = 330,
       .check = channel},
      {.path = "operations.audit_every",
       .type = Type::duration,
       .help = "How often it compares what should have happened with what did. 0: never.",
       .fallback = "5m",
       .max = day,
       .check = at_least_a_minute},
      {.path = "operations.page_drill",
       .type = Type::flag,
       .help =
           "On the first working day of each month at 10:00, in the file's zone, everybody's silent ways are tried (no "
           "SMS, no calls), and who could not be reached is listed.",
       .fallback = "false"},
  };
}

}  // namespace

Table escalation_fields() {
  Table all{
      {.path = "escalation",
       .type = Type::section,
       .help = "Who is told of an incident, and who next when nobody answers. Without policies nobody is paged."}};
  for (const auto& part : {policies(), tiers(), endings(), routes(), paging(), operations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace bot
