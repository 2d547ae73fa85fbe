// Escalation policies and routes in the settings: what is refused and with which words, and what becomes of the rest.
#include <gtest/gtest.h>

#include "configuration_texts.hpp"

namespace {

using namespace std::chrono_literals;
using namespace configuration_texts;
using playbooks::Channel;
using playbooks::ContactStep;
using Kind = playbooks::Target::Kind;

const std::string world = R"(components:
  - {key: checkout, name: Checkout, owner: Payments}
  - {key: refunds, name: Refunds, owner: payments}
  - {key: api, name: API, owner: backend}
people: [{key: ann, name: Ann Lee, slack: U024BE7LH}, {key: bob, slack: U061F7AUR}]
schedules:
  - key: primary
    name: Primary on-call
    rotations: [{name: weekly, members: [ann, bob], start: "2026-01-05 09:00"}]
)";
const std::string route = "  routes: [{policy: default}]\n";

/// One policy with these tiers (in flow form) and whatever else, used by one route.
std::string policy(const std::string& tiers, const std::string& more = "fallback: ann") {
  return world + "escalation:\n" + route + "  policies: [{key: default, tiers: [" + tiers + "], " + more + "}]\n";
}

std::string tier(const std::string& more) {
  return policy("{targets: [ann], " + more + "}");
}

/// Two policies, "a" and "b", and these routes.
std::string routes(const std::string& routes) {
  return world +
         "escalation:\n  policies:\n    - {key: a, tiers: [{targets: [ann]}], fallback: ann}\n"
         "    - {key: b, tiers: [{targets: [bob]}], fallback: bob}\n  routes:\n" +
         routes;
}

// --- policies: what is refused

TEST(Escalation, APolicyHasTiersAndEachTellsSomebody) {
  EXPECT_TRUE(says(only_problem(policy("")), "tiers: expected 1 to 10 items, got 0"));
  EXPECT_TRUE(says(only_problem(world + "escalation:\n" + route + "  policies: [{key: default, fallback: ann}]\n"),
                   "escalation.policies[0].tiers: missing"));
  EXPECT_TRUE(says(only_problem(policy("{targets: []}")),
                   "tiers[0].targets: the tier tells nobody; name somebody, such as [ann] or [schedule primary]"));
  EXPECT_TRUE(says(only_problem(policy("{name: empty}")), "tiers[0].targets: missing; expected a list such as [ann"));
}

TEST(Escalation, TargetsThatDoNotExistAreRefusedWithTheNearest) {
  const auto targets = [](const std::string& list) { return only_problem(policy("{targets: [" + list + "]}")); };
  EXPECT_TRUE(says(targets("anm"), "tiers[0].targets: nobody is called “anm”; did you mean “ann”?"));
  EXPECT_TRUE(says(targets("primary"), "“primary” is a schedule; write “schedule primary”"));
  EXPECT_TRUE(says(targets("zoe"), "nobody is called “zoe”; write the key of a person or a channel"));
  EXPECT_TRUE(says(targets("schedule primry"), "there is no schedule “primry”; did you mean “primary”?"));
  EXPECT_TRUE(says(targets("schedule nightly"), "there is no schedule “nightly”; add it to schedules"));
  EXPECT_TRUE(says(targets("group oncall"), "a group is named by its id"));
  EXPECT_TRUE(says(targets("\"#Ops Room\""), "names of people with a space"));
  EXPECT_TRUE(says(targets("\"#Ops\""), "names of channels are in lower case"));
  EXPECT_TRUE(says(targets("Ann Lee"), "write the key"));
  EXPECT_TRUE(says(targets("ann, U024BE7LH"), "ann stands there twice"));
}

TEST(Escalation, ATierThatWaitsForNothingIsRefused) {
  for (const auto* zero : {"0", "0m"})
    EXPECT_TRUE(
        says(only_problem(tier("next_after: " + std::string{zero})),
             "the next tier would be told at once for every severity; write how long this one has, or response, "
             "and name the severities that cannot wait in at_once of the next tier"))
        << zero;
  for (const auto* bad : {"15", "soon", "-5m", "31d"})
    EXPECT_TRUE(says(only_problem(tier("next_after: " + std::string{bad})),
                     "next_after: expected a duration such as 15m, or response"))
        << bad;
  const auto empty = accepted(tier("next_after: \"\"")).escalation_policies;
  ASSERT_EQ(empty.size(), 1U);
  EXPECT_EQ(empty[0].tiers.at(0).next_after, 15min) << "the default";
  const std::string severities = "severities: [{name: bad, respond_within: 0}, {name: good, respond_within: 1h}]\n";
  const std::string first = "{targets: [ann], next_after: response}, {targets: [bob], next_after: 5m";
  EXPECT_TRUE(says(only_problem(severities + policy(first + "}")),
                   "tiers[0].next_after: response is 0 for bad, so this tier would have no time; give bad a "
                   "respond_within of 1m or more, or write a duration here, or bad into at_once of the next tier"));
  EXPECT_EQ(only_problem(severities + policy(first + ", at_once: [bad]}")), "0 problems");
  EXPECT_TRUE(says(only_problem(severities + tier("next_after: response")), "response is 0 for bad"))
      << "the last tier";
}

TEST(Escalation, APolicyThatLoopsIsRefused) {
  const std::string ann = "{targets: [ann], next_after: ";
  EXPECT_TRUE(says(only_problem(policy(ann + "5m}", "fallback: ann, repeat: 10")),
                   "repeat: expected a whole number from 0 to 9, got “10”"));
  EXPECT_EQ(only_problem(policy(ann + "5m}", "fallback: ann, repeat: 9")), "0 problems");
  EXPECT_TRUE(says(only_problem(policy(ann + "59s}", "fallback: ann, exhausted: keep_paging")),
                   "tiers[0].next_after: with exhausted: keep_paging the last tier would be paged again faster than "
                   "anybody can answer; write 1m or more"));
  EXPECT_EQ(only_problem(policy(ann + "1m}", "fallback: ann, exhausted: keep_paging")), "0 problems");
  EXPECT_EQ(only_problem(policy(ann + "59s}, {targets: [bob]}", "fallback: ann, exhausted: keep_paging")),
            "0 problems");
  EXPECT_TRUE(says(only_problem("severities: [{name: bad, respond_within: 30s}]\n" +
                                policy(ann + "response}", "fallback: ann, exhausted: keep_paging")),
                   "response is less than a minute for bad"));
  EXPECT_TRUE(
      says(only_problem(policy(ann + "5m}", "fallback: ann, exhausted: loop")), "expected one of stop, keep_paging"));
  EXPECT_TRUE(says(only_problem(policy(ann + "5m}", "fallback: ann, ack_timeout: 30s")), "shorter than a minute"));
}

TEST(Escalation, TheFallbackAlwaysExists) {
  const auto fallback = [](const std::string& word) { return only_problem(policy("{targets: [ann]}", word)); };
  EXPECT_TRUE(
      says(fallback("repeat: 0"), "escalation.policies[0].fallback: missing; expected the key of a person, or a"));
  EXPECT_TRUE(says(fallback("fallback: carol"), "escalation.policies[0].fallback: nobody is called “carol”"));
  EXPECT_TRUE(says(fallback("fallback: schedule primary"),
                   "fallback: a schedule may have nobody on call; name a person or a channel"));
  EXPECT_TRUE(says(fallback("fallback: primary"), "a schedule may have nobody on call"));
  EXPECT_TRUE(says(fallback("fallback: group S0614TZR7"), "a user group may have no members"));
  EXPECT_EQ(fallback("fallback: \"#ops\""), "0 problems");
  EXPECT_EQ(fallback("fallback: channel C0123ABCD"), "0 problems");
}

TEST(Escalation, WaysThatAreNotSetUpNameTheSection) {
  const std::vector<std::pair<std::string, std::string>> table{{"sms", "twilio"},        {"voice", "twilio"},
                                                               {"email", "email"},       {"pagerduty", "pagerduty"},
                                                               {"opsgenie", "opsgenie"}, {"webhook", "paging_webhook"}};
  for (const auto& [way, section] : table) {
    const auto problem = only_problem(tier("channels: [slack, " + way + " after 5m]"));
    EXPECT_TRUE(says(problem, "s.yaml: " + section + ": missing; it is needed for ")) << problem;
    EXPECT_TRUE(says(problem, "(policy default, tier 1); add the section “" + section + ":”")) << problem;
  }
}

TEST(Escalation, KeysAndSeveritiesAreKnownOnes) {
  EXPECT_TRUE(says(only_problem(tier("at_once: [P9]")), "at_once: expected the name of a severity, got “P9”"));
  EXPECT_TRUE(says(only_problem(policy("{targets: [ann]}", "fallback: ann, severity: P0")), "unknown key"));
  EXPECT_TRUE(
      says(only_problem(world + "escalation: {policies: [{key: none, tiers: [{targets: [ann]}], fallback: ann}]}\n"),
           "“none” is for routes that page nobody"));
  const std::string one = "{key: a, tiers: [{targets: [ann]}], fallback: ann}";
  EXPECT_TRUE(says(joined(world + "escalation: {policies: [" + one + ", " + one + "], routes: [{policy: a}]}\n"),
                   "is already the name of a policy"));
}

TEST(Escalation, AtOnceOfTheFirstTierMeansNothing) {
  EXPECT_TRUE(says(only_problem(tier("at_once: [P0]")), "warning: escalation.policies[0].tiers[0].at_once"));
}

// --- routes

TEST(Routes, NameWhatExists) {
  const auto with = [](const std::string& more) {
    return joined(routes("    - {policy: b, " + more + "}\n    - policy: a\n"));
  };
  EXPECT_TRUE(says(with("severities: [P7]"), "severities: expected the name of a severity, got “P7”"));
  EXPECT_TRUE(says(with("components: [chekout]"), "expected the name of a component, got “chekout”; did you mean"));
  EXPECT_TRUE(says(with("owners: [paymets]"),
                   "escalation.routes[0].owners: no component is of the owner “paymets”; did you mean “Payments”?"));
  EXPECT_TRUE(says(with("owners: [sales]"), "of the owner “sales”; there are: Payments, payments, backend"));
  EXPECT_TRUE(says(joined(routes("    - policy: c\n")), "escalation.routes[0].policy: there is no policy “c”"));
  EXPECT_TRUE(says(joined(routes("    - policy: night\n")), "there is no policy “night”; there are: none, a, b"));
  EXPECT_TRUE(
      says(joined(routes("    - severities: [P0]\n")), "policy: missing; expected the key of a policy, or none"));
}

TEST(Routes, OneThatNoIncidentReachesIsAWarning) {
  const auto hidden = [](const std::string& first, const std::string& second) {
    const auto all =
        joined(routes("    - {policy: a" + first + "}\n    - {policy: b" + second + "}\n    - policy: none\n"));
    return says(all, "escalation.routes[1]: no incident reaches this route: route 1 above takes all of its incidents");
  };
  EXPECT_TRUE(hidden("", ", severities: [P0]"));
  EXPECT_TRUE(hidden(", severities: [P0, P1, P2, P3]", ", components: [api]")) << "all severities by name";
  EXPECT_TRUE(hidden(", severities: [P0, P1]", ", severities: [sev1]")) << "by alias";
  EXPECT_TRUE(hidden(", components: [checkout, api]", ", components: [api]"));
  EXPECT_TRUE(hidden(", owners: [payments]", ", components: [refunds], severities: [P0]")) << "of that owner";
  EXPECT_TRUE(hidden(", components: [checkout, refunds]", ", owners: [payments]")) << "all that it has";
  EXPECT_FALSE(hidden(", severities: [P0]", ""));
  EXPECT_FALSE(hidden(", severities: [P0]", ", severities: [P0, P1]"));
  EXPECT_FALSE(hidden(", components: [api]", ", severities: [P0]")) << "an incident may have no component";
  EXPECT_FALSE(hidden(", components: [checkout]", ", owners: [payments]"));
  EXPECT_FALSE(hidden(", components: [api], owners: [payments]", ", components: [api]"));
  const auto two =
      joined(routes("    - {policy: a, severities: [P0]}\n    - {policy: b, severities: [P1]}\n"
                    "    - {policy: a, severities: [P1, P0], owners: [backend]}\n    - policy: none\n"));
  EXPECT_TRUE(says(two,
                   "s.yaml:19:16: warning: escalation.routes[2]: no incident reaches this route: route 1 and 2 above "
                   "take all"))
      << two;
}

TEST(Routes, APolicyThatNoneUsesIsAWarning) {
  const auto problem = only_problem(routes("    - policy: a\n"));
  EXPECT_TRUE(
      says(problem, "warning: escalation.policies[1]: no route uses policy b, so it pages nobody; add “- policy: b”"))
      << problem;
}

TEST(Routes, SeveritiesThatFitNoneAreAWarning) {
  const auto problem =
      only_problem(routes("    - {policy: a, severities: [P0]}\n    - {policy: b, owners: [backend]}\n"));
  EXPECT_TRUE(says(problem, "warning: escalation.routes: nobody is paged for P1, P2, P3 where no route fits"))
      << problem;
}

// --- what is accepted

TEST(Escalation, BecomesPolicies) {
  const auto result = accepted(world + R"(escalation:
  policies:
    - key: default
      name: Everything
      tiers:
        - name: On-call engineer
          targets: [Schedule Primary, group S0614TZR7]
          next_after: response
        - targets: [U061F7AUR, "#ops", channel C0123ABCD]
          channels: [slack, mention after 90s]
          next_after: 1h30m
          at_once: [sev0]
        - targets: [bob]
      repeat: 2
      exhausted: keep_paging
      ack_timeout: 1h
      fallback: Bob
      catch_up: true
    - {key: small, tiers: [{targets: [ann]}], fallback: "#ops"}
  routes:
    - {severities: [critical], components: [api], owners: [PAYMENTS], policy: Default}
    - {severities: [P3], policy: None}
    - policy: small
  page_patience: 30s
  answer_within: 10m
operations:
  channel: sitrep-ops
  audit_every: 0
  page_drill: true
)");
  ASSERT_EQ(result.escalation_policies.size(), 2U);
  const auto& full = result.escalation_policies[0];
  EXPECT_EQ(full.name, "Everything");
  ASSERT_EQ(full.tiers.size(), 3U);
  EXPECT_EQ(full.tiers[0].name, "On-call engineer");
  EXPECT_EQ(full.tiers[0].targets,
            (std::vector<playbooks::Target>{{Kind::schedule, "primary"}, {Kind::user_group, "S0614TZR7"}}));
  EXPECT_EQ(full.tiers[0].next_after, 0ms) << "the severity's";
  EXPECT_EQ(full.tiers[1].targets, (std::vector<playbooks::Target>{
                                       {Kind::person, "bob"}, {Kind::channel, "#ops"}, {Kind::channel, "C0123ABCD"}}));
  EXPECT_EQ(full.tiers[1].channels, (std::vector<ContactStep>{{Channel::slack, 0ms}, {Channel::mention, 90s}}));
  EXPECT_EQ(full.tiers[1].next_after, 90min);
  EXPECT_EQ(full.tiers[1].at_once, (std::vector<std::string>{"P0"}));
  EXPECT_EQ(full.tiers[2].next_after, 15min) << "the default";
  EXPECT_EQ(full.repeat, 2);
  EXPECT_EQ(full.exhausted, playbooks::Exhausted::keep_paging);
  EXPECT_EQ(full.ack_timeout, 1h);
  EXPECT_EQ(full.fallback, (playbooks::Target{Kind::person, "bob"}));
  EXPECT_TRUE(full.catch_up);
  const auto& small = result.escalation_policies[1];
  EXPECT_EQ(small.name, "small");
  EXPECT_EQ(small.repeat, 0);
  EXPECT_EQ(small.exhausted, playbooks::Exhausted::stop);
  EXPECT_EQ(small.ack_timeout, 30min);
  EXPECT_EQ(small.fallback, (playbooks::Target{Kind::channel, "#ops"}));
  EXPECT_FALSE(small.catch_up);
  ASSERT_EQ(result.escalation_routes.size(), 3U);
  EXPECT_EQ(result.escalation_routes[0],
            (playbooks::EscalationRoute{{"P0"}, {"api"}, {"Payments", "payments"}, "default"}))
      << "owners as components spell them";
  EXPECT_EQ(result.escalation_routes[1], (playbooks::EscalationRoute{{"P3"}, {}, {}, "none"}));
  EXPECT_EQ(result.escalation_routes[2], (playbooks::EscalationRoute{{}, {}, {}, "small"}));
  EXPECT_EQ(result.page_patience, 30s);
  EXPECT_EQ(result.answer_within, 10min);
  EXPECT_EQ(result.operations_channel, "#sitrep-ops");
  EXPECT_EQ(result.audit_every, 0ms);
  EXPECT_TRUE(result.page_drill);
}

TEST(Operations, TheDeadManAddressNeedsAudits) {
  auto environment = tokens;
  environment["SITREP_DEAD_MAN_URL"] = "https://heartbeat.example.com/hush";
  const auto loaded = bot::parse_configuration(two_channels, "s.yaml", environment);
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(loaded->policy.dead_man);
  EXPECT_TRUE(loaded->dead_man);
  const auto silent = bot::parse_configuration(two_channels + "operations: {audit_every: 0}\n", "s.yaml", environment);
  ASSERT_TRUE(silent);
  EXPECT_EQ(lines(silent->warnings),
            (std::vector<std::string>{"s.yaml:3:27: warning: operations.audit_every: SITREP_DEAD_MAN_URL is set, but "
                                      "without audits it never hears anything and will raise its alarm"}));
}

TEST(Escalation, NothingIsNeededAndTheDefaultsAreTheRulesOwn) {
  const auto result = accepted("");
  const playbooks::Policy rules;
  EXPECT_TRUE(result.people.empty() && result.schedules.empty());
  EXPECT_TRUE(result.escalation_policies.empty() && result.escalation_routes.empty());
  EXPECT_EQ(result.page_patience, rules.page_patience);
  EXPECT_EQ(result.answer_within, rules.answer_within);
  EXPECT_EQ(result.audit_every, rules.audit_every);
  EXPECT_EQ(result.page_drill, rules.page_drill);
  EXPECT_FALSE(result.dead_man);
  EXPECT_EQ(result.operations_channel, "#incident-response") << "the incident channel";
}

}  // namespace
