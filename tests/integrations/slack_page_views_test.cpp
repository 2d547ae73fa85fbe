// What the card and the pages show of an escalation.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "integrations/slack/utf8.hpp"
#include "integrations/slack/views/card.hpp"
#include "integrations/slack/views/escalation.hpp"
#include "integrations/slack/views/page.hpp"
#include "slack_pages_support.hpp"
#include "views_support.hpp"

namespace {
using namespace integrations;
using namespace integrations::slack;
using namespace playbooks;
using namespace std::chrono_literals;
using namespace slack_test;

const Time now = StillClock{}.now();

Message card(const Incident& incident, const Policy& policy = paging_policy()) {
  return draw_card({incident, policy, {}, now}, Dialect::modern);
}

Incident in_state(EscalationState state) {
  auto incident = escalated();
  auto& e = incident.escalation;
  e.state = state;
  e.by = {"U0ANN", "ann"};
  e.at = now - 30min;
  return incident;
}

void expect_golden_message(const std::string& name, const Message& message) {
  expect_golden(name, R"({"text":")" + message.text + R"(","blocks":)" + message.blocks + "}");
  expect_valid_blocks(message.blocks, name);
}

std::vector<std::string> labels(const Incident& incident) {
  std::vector<std::string> result;
  for (const auto& button : escalation_buttons(incident)) result.push_back(button.label);
  return result;
}
using Labels = std::vector<std::string>;

TEST(EscalationOnCard, OfATierThatWaits) {
  expect_golden_message("card_escalated.json", card(escalated()));
}

TEST(EscalationOnCard, SaysWhereItStands) {
  const auto says = [](const Incident& incident) { return plain(escalation_line(incident, now)); };
  EXPECT_EQ(says(escalated()), "Escalation tier 2 of 3 (Engineering lead), next tier in 15 min (14:20 UTC)");
  auto late = escalated();
  late.escalation.next = now - 1s;
  late.escalation.round = 1;
  late.escalation.policy.repeat = 2;
  EXPECT_TRUE(says(late).contains("round 2 of 3") && says(late).contains("is due now")) << says(late);
  late.escalation.next.reset();
  EXPECT_TRUE(says(late).contains("no further tier"));

  auto acknowledged = in_state(EscalationState::acknowledged);
  acknowledged.escalation.ask_again = now;
  EXPECT_EQ(says(acknowledged), "👀 Acknowledged by @ann 13:35 UTC, asked again 14:05 UTC");
  acknowledged.escalation.answer_by = now + 5min;
  EXPECT_TRUE(says(acknowledged).contains("still on it?")) << says(acknowledged);

  auto snoozed = in_state(EscalationState::snoozed);
  snoozed.escalation.snoozed_until = now + 1h;
  snoozed.escalation.reason = "a fix rolls out";
  EXPECT_EQ(says(snoozed), "💤 Snoozed until 15:05 UTC by @ann (a fix rolls out)");
  EXPECT_TRUE(says(in_state(EscalationState::exhausted)).contains("Nobody answered: all tiers were told"));
  EXPECT_EQ(says(slack_test::incident()), "");
  auto closed = escalated();
  closed.status = Status::resolved;
  EXPECT_EQ(says(closed), "");
}

TEST(EscalationOnCard, NamesWhoWasToldNewestFirstAndHasAnEnd) {
  const auto policy = paging_policy();
  auto incident = escalated();
  auto told = plain(who_was_told(incident, policy, 6));
  EXPECT_TRUE(told.starts_with("#C0OPS: ")) << told;
  EXPECT_TRUE(told.contains("Bob: SMS ⏳ waiting since 14:04 UTC")) << told;
  EXPECT_TRUE(told.contains("\nAnn Lee: Slack message ✓ 13:56 UTC, SMS ✗ failed (not a phone number)")) << told;
  for (int i = 5; i < 20; ++i) {
    auto page = incident.escalation.pages.front();
    page.number = i;
    page.to.name = "person" + std::to_string(i);
    incident.escalation.pages.push_back(page);
  }
  incident.escalation.pages.push_back(incident.escalation.pages.back());  // paged twice: told once
  told = plain(who_was_told(incident, policy, 6));
  EXPECT_EQ(std::ranges::count(told, '\n'), 6);
  EXPECT_TRUE(told.starts_with("person19: ") && told.ends_with("and 13 more")) << told;
}

TEST(EscalationOnCard, OffersWhatCanBeDoneNow) {
  EXPECT_EQ(labels(escalated()), (Labels{"Acknowledge", "Escalate"}));
  EXPECT_EQ(labels(in_state(EscalationState::exhausted)), (Labels{"Acknowledge", "Escalate"}));
  EXPECT_EQ(labels(in_state(EscalationState::acknowledged)), Labels{});
  EXPECT_EQ(labels(in_state(EscalationState::snoozed)), Labels{});
  auto asked = in_state(EscalationState::acknowledged);
  asked.escalation.answer_by = now + 5min;
  EXPECT_EQ(labels(asked), Labels{"Still on it"});
  asked.status = Status::resolved;
  EXPECT_EQ(labels(asked), Labels{});
  EXPECT_TRUE(card(escalated()).blocks.contains("incident escalate INC-12 --as-of 4"));
}

TEST(EscalationOnCard, SaysThatThePolicyWasEditedSince) {
  auto policy = paging_policy();
  const auto says = [&] { return card(escalated(), policy).blocks.contains("incident escalate INC-12 --apply"); };
  EXPECT_FALSE(says());
  policy.escalation_policies[0].tiers[1].next_after = 20min;
  EXPECT_TRUE(says());
  policy.escalation_policies[0].key = "another";
  EXPECT_FALSE(says()) << "it is no longer there to be applied";
}

TEST(Page, AsItIsRead) {
  const auto incident = escalated();
  const auto policy = paging_policy();
  expect_golden_message("page.json", draw_page({incident, incident.escalation.pages[0], policy, now}));
  expect_golden_message("page_to_group.json", draw_mention({incident, incident.escalation.pages[2], policy, now}));
  expect_golden_message("page_trial.json", draw_trial_page(trial(true), policy));
  expect_golden_message("page_ended.json",
                        draw_ended_page(in_state(EscalationState::acknowledged), EndPage::How::acknowledged));
}

TEST(Page, ADrillSaysSoInTheNotification) {
  auto incident = escalated();
  incident.kind = Kind::drill;
  const auto policy = paging_policy();
  incident.escalation.pages[0].tier = 0;
  EXPECT_EQ(draw_page({incident, incident.escalation.pages[0], policy, now}).text,
            "Drill: P1 INC-12 Checkout is down — you are paged");
}

void expect_safe(const Message& message, const std::string& what) {
  expect_valid_blocks(message.blocks, what);
  const auto blocks = boost::json::parse(message.blocks);
  EXPECT_LE(drawn_characters(blocks), 13'000U) << what;
  EXPECT_FALSE(mentions(blocks)) << what;
  EXPECT_FALSE(message.text.contains("<!channel") || message.text.contains("<!everyone")) << what;
  EXPECT_LE(length(message.text), 2000U);
}

TEST(Page, IsValidWhateverIsPutIntoIt) {
  for (const auto& text : hostile()) {
    auto incident = escalated();
    incident.title = incident.impact = incident.last_update = incident.severity = text;
    incident.card.permalink = "https://" + text;
    auto& e = incident.escalation;
    e.reason = e.policy.key = text;
    e.by = {text, text};
    for (auto& tier : e.policy.tiers) tier.name = text;
    for (int i = 0; i < 56; ++i) {
      auto page = e.pages[static_cast<std::size_t>(i) % 4];
      page.to.name = text + std::to_string(i);
      page.attempts[0].why = text;
      page.attempts[0].state = PageState::failed;
      e.pages.push_back(std::move(page));
    }
    auto policy = paging_policy();
    policy.people[0].name = policy.organisation = text;
    for (std::size_t page = 0; page < 8; ++page) {
      const PageContent content{incident, e.pages[page], policy, now};
      const auto what = "page with " + text.substr(0, 20);
      expect_safe(draw_page(content), what);
      expect_safe(draw_mention(content), what);
    }
    for (const auto state : {EscalationState::triggered, EscalationState::acknowledged, EscalationState::snoozed,
                             EscalationState::exhausted}) {
      e.state = state;
      e.snoozed_until = now;
      expect_safe(draw_ended_page(incident, EndPage::How::acknowledged), text.substr(0, 20));
      expect_safe(card(incident, policy), "card with " + text.substr(0, 20));
    }
    expect_safe(draw_trial_page(trial(), policy), text.substr(0, 20));
  }
}

}  // namespace
