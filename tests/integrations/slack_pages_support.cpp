#include "slack_pages_support.hpp"

namespace slack_test {
using namespace playbooks;
using namespace std::chrono_literals;

namespace {

EscalationPolicy escalation_policy() {
  EscalationPolicy policy;
  policy.key = policy.name = "default";
  for (const auto* name : {"On-call engineer", "Engineering lead", "VP engineering"})
    policy.tiers.push_back({name, {{Target::Kind::person, "ann"}}, {}, 15min, {}});
  policy.fallback = {Target::Kind::person, "ann"};
  return policy;
}

Page page(int number, int tier, Target to, std::vector<PageAttempt> attempts) {
  Page page;
  page.number = number;
  page.tier = tier;
  page.to = std::move(to);
  page.at = attempts.front().at;
  for (const auto& attempt : attempts) page.steps.push_back({attempt.channel, {}});
  page.attempts = std::move(attempts);
  return page;
}

}  // namespace

Policy paging_policy() {
  auto policy = slack_test::policy();
  Responder ann;
  ann.key = "ann";
  ann.name = "Ann Lee";
  ann.slack = "U0ANN";
  Responder bob;
  bob.key = "bob";
  bob.name = "Bob";
  bob.phone = "+4915112345678";
  policy.people = {ann, bob};
  Schedule primary;
  primary.key = "primary";
  primary.user_group = "S0614TZR7";
  primary.topic_channel = "C0INC";
  policy.schedules = {primary};
  policy.escalation_policies = {escalation_policy()};
  return policy;
}

Incident escalated() {
  const auto now = StillClock{}.now();
  auto incident = slack_test::incident();
  auto& e = incident.escalation;
  e.state = EscalationState::triggered;
  e.policy = escalation_policy();
  e.tier = 2;
  e.step = 4;
  e.next = now + 15min;
  e.pages_made = 4;
  e.pages = {
      page(1, 1, {Target::Kind::person, "ann"},
           {{Channel::slack, PageState::delivered, now - 10min, now - 9min, {}, "D0ANN:1.1"},
            {Channel::sms, PageState::failed, now - 8min, now - 8min, "not a phone number", {}}}),
      page(2, 2, {Target::Kind::person, "bob"}, {{Channel::sms, PageState::queued, now - 1min, now, {}, {}}}),
      page(3, 2, {Target::Kind::user_group, "S0614TZR7"},
           {{Channel::mention, PageState::queued, now - 1min, now, {}, {}}}),
      page(4, 2, {Target::Kind::channel, "C0OPS"}, {{Channel::mention, PageState::queued, now - 1min, now, {}, {}}})};
  return incident;
}

ContactTest trial(bool drill) {
  ContactTest test;
  test.id = 7;
  test.person = "ann";
  test.drill = drill;
  test.at = StillClock{}.now();
  return test;
}

}  // namespace slack_test
