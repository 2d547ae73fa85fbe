// Pages on Slack with a Slack that answers from a table: what cannot arrive is refused at once, so that the next way is
// tried; what has arrived is found again; what is over loses its buttons.
#include <gtest/gtest.h>

#include "deliver_support.hpp"
#include "slack_pages_support.hpp"

namespace {
using namespace integrations;
using namespace integrations::slack;
using namespace playbooks;
using namespace std::chrono_literals;
using namespace slack_test;

const Target ann{Target::Kind::person, "ann"}, bob{Target::Kind::person, "bob"};
const Target group{Target::Kind::user_group, "S0614TZR7"}, room{Target::Kind::channel, "C0OPS"};

struct SlackPages : SlackDelivery {
  SlackPages() { policy = paging_policy(); }
  Delivery page(int number, Channel channel, Target to) const {
    return delivery(effect("INC-12/5/page", SendPage{{12}, number, channel, std::move(to)}), escalated());
  }
  Delivery end(std::string receipt, EndPage::How how, Incident incident) const {
    return delivery(effect("INC-12/6/end", EndPage{{12}, 1, Channel::slack, ann, std::move(receipt), how}),
                    std::move(incident));
  }
  Delivery trial_page(std::optional<ContactTest> test) const {
    auto result = delivery(effect("oncall/3/trial-slack", SendPage{{}, 7, Channel::slack, ann}), {});
    result.test = std::move(test);
    return result;
  }
  std::string blocks(std::size_t call = 0) const { return http.calls.at(call).request.body; }
};

TEST_F(SlackPages, TakesItsOwnWaysAndThePeopleItKnows) {
  EXPECT_TRUE(slack->takes(effect("k", SendPage{{12}, 1, Channel::slack, ann})));
  EXPECT_TRUE(slack->takes(effect("k", EndPage{{12}, 1, Channel::mention, group, "", {}})));
  EXPECT_TRUE(slack->takes(effect("k", CheckPage{{12}, 1, Channel::slack, ann, ""})));
  EXPECT_TRUE(slack->takes(effect("k", TellPerson{"ann", "hello"})));
  EXPECT_TRUE(slack->takes(effect("k", SetTopic{"C1", "x"})));
  EXPECT_TRUE(slack->takes(effect("k", SetUserGroup{"S1", {"ann"}})));
  EXPECT_FALSE(slack->takes(effect("k", TellPerson{"bob", "told by e-mail"})));
  for (const auto other : {Channel::sms, Channel::voice, Channel::email, Channel::pagerduty, Channel::webhook}) {
    EXPECT_FALSE(slack->takes(effect("k", SendPage{{12}, 1, other, ann})));
    EXPECT_FALSE(slack->takes(effect("k", CheckPage{{12}, 1, other, ann, ""})));
    EXPECT_FALSE(slack->takes(effect("k", EndPage{{12}, 1, other, ann, "", {}})));
  }
  EXPECT_FALSE(slack->takes(effect("k", FetchSchedule{"primary"})));
  EXPECT_FALSE(slack->takes(effect("k", PingDeadMan{})));
}

TEST_F(SlackPages, WhoCannotBeReachedIsRefusedAtOnceWithWhatToDo) {
  for (const auto* error : {"user_not_found", "is_inactive", "user_disabled", "cannot_dm_bot", "channel_not_found"}) {
    http.answer("chat.postMessage", std::string{R"({"ok":false,"error":")"} + error + "\"}");
    const auto why = as<Refused>(deliver(page(1, Channel::slack, ann))).why;
    EXPECT_TRUE(why.contains("Ann Lee") && why.contains("`slack` of ann") && why.contains(error)) << why;
    clock.advance(1min);
  }
}

TEST_F(SlackPages, WhatSomebodyElseMustMendDoesNotHoldUpTheNextWay) {
  for (const auto* error :
       {"invalid_auth", "account_inactive", "missing_scope", "not_in_channel", "ekm_access_denied"}) {
    http.answer("chat.postMessage", std::string{R"({"ok":false,"error":")"} + error + "\"}");
    as<Refused>(deliver(page(1, Channel::slack, ann)));
    clock.advance(1min);
  }
  http.answer("chat.postMessage", FakeSlack::failed(HttpResponse::Outcome::not_sent, "refused"));
  as<Retry>(deliver(page(1, Channel::slack, ann)));
  clock.advance(1min);
  http.answer("chat.postMessage", FakeSlack::failed(HttpResponse::Outcome::unknown, "timed out"));
  as<Unknown>(deliver(page(1, Channel::slack, ann)));
}

TEST_F(SlackPages, WithoutASlackIdOrAPageNothingIsSent) {
  EXPECT_TRUE(as<Refused>(deliver(page(2, Channel::slack, bob))).why.contains("no Slack id"));
  as<Refused>(deliver(page(2, Channel::mention, bob)));
  as<Refused>(deliver(page(3, Channel::slack, group)));
  as<Refused>(deliver(page(99, Channel::slack, ann)));
  as<Refused>(deliver(trial_page({})));
  EXPECT_TRUE(http.calls.empty());
}

TEST_F(SlackPages, APageIsADirectMessageThatReadsAloneAndIsAnsweredWithOneTap) {
  http.answer("chat.postMessage", R"({"ok":true,"channel":"D0ANN","ts":"1763733900.000200"})");
  const auto done = as<Delivered>(deliver(page(1, Channel::slack, ann)));
  EXPECT_EQ(done.receipt, (Receipt{"D0ANN:1763733900.000200", "", "D0ANN"}));
  ASSERT_EQ(http.methods(), Names{"chat.postMessage"}) << "a person's id opens the conversation";
  EXPECT_EQ(argument(0, "channel"), "U0ANN");
  EXPECT_EQ(argument(0, "text"), "P1 INC-12 Checkout is down — you are paged (tier 1)");
  EXPECT_EQ(argument(0, "metadata.event_payload.key"), "INC-12/5/page");
  for (const auto* line :
       {R"("value":"incident ack INC-12")", R"("value":"incident escalate INC-12 --as-of 4")",
        R"("value":"incident decline INC-12")", "https://acme.slack.com/archives/C0INC/p1763733300000100",
        "The database is out of connections", "API: partial outage", "Bob: SMS"})
    EXPECT_TRUE(blocks().contains(line)) << line << "\n" << blocks();
  EXPECT_FALSE(blocks().contains("Ann Lee: ")) << "she knows that she was told";
}

TEST_F(SlackPages, AMentionIsSaidWhereTheIncidentIsRunOrWhereTheTargetIs) {
  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC","ts":"1.1"})");
  EXPECT_EQ(as<Delivered>(deliver(page(1, Channel::mention, ann))).receipt.id, "C0INC:1.1");
  EXPECT_EQ(argument(0, "channel"), "C0INC");
  EXPECT_TRUE(argument(0, "text").starts_with("<@U0ANN> P1 INC-12 Checkout is down")) << argument(0, "text");
  EXPECT_TRUE(blocks(0).contains("<@U0ANN> *P1 INC-12"));
  EXPECT_TRUE(blocks(0).contains("incident decline INC-12"));

  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC","ts":"1.2"})");
  as<Delivered>(deliver(page(3, Channel::mention, group)));
  EXPECT_TRUE(argument(1, "text").starts_with("<!subteam^S0614TZR7> P1 INC-12")) << argument(1, "text");
  EXPECT_TRUE(blocks(1).contains("<!subteam^S0614TZR7> *P1 INC-12"));
  EXPECT_FALSE(blocks(1).contains("incident decline")) << "nobody was called in person";

  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0OPS","ts":"1.3"})");
  EXPECT_EQ(as<Delivered>(deliver(page(4, Channel::mention, room))).receipt.id, "C0OPS:1.3");
  EXPECT_EQ(argument(2, "channel"), "C0OPS");
}

TEST_F(SlackPages, ATrialPageSaysThatNothingIsWrong) {
  http.answer("chat.postMessage", R"({"ok":true,"channel":"D0ANN","ts":"1.1"})");
  EXPECT_EQ(as<Delivered>(deliver(trial_page(trial()))).receipt.id, "D0ANN:1.1");
  EXPECT_TRUE(blocks().contains("This is a trial page"));
  EXPECT_TRUE(blocks().contains(R"("value":"oncall received 7")"));
  EXPECT_FALSE(blocks().contains("incident ack"));
}

TEST_F(SlackPages, DoesNotWaitBehindCardsAndTheThread) {
  const auto line = delivery(effect("INC-12/5/thread", PostToThread{{12}, "line"}));
  const auto card = delivery(effect("INC-12/5/card", DrawCard{{12}}));
  for (int i = 0; i < 15; ++i) deliver(line);
  for (int i = 0; i < 15; ++i) deliver(card);
  as<Retry>(deliver(line));
  as<Retry>(deliver(card));
  const auto before = http.calls.size();
  http.answer("chat.postMessage", R"({"ok":true,"channel":"D0ANN","ts":"1.1"})");
  as<Delivered>(deliver(page(1, Channel::slack, ann)));
  EXPECT_EQ(http.calls.size(), before + 1);
}

TEST_F(SlackPages, AnEndedPageSaysWhyAndHasNoButtons) {
  auto acknowledged = escalated();
  acknowledged.escalation.state = EscalationState::acknowledged;
  acknowledged.escalation.by = {"U0BOB", "bob"};
  acknowledged.escalation.at = clock.now();
  const auto done = as<Delivered>(deliver(end("D0ANN:1.1", EndPage::How::acknowledged, acknowledged)));
  EXPECT_EQ(done.receipt.id, "D0ANN:1.1");
  ASSERT_EQ(http.methods(), Names{"chat.update"});
  EXPECT_EQ(argument(0, "channel"), "D0ANN");
  EXPECT_EQ(argument(0, "ts"), "1.1");
  EXPECT_TRUE(blocks().contains("*Acknowledged* by <@U0BOB>")) << blocks();
  EXPECT_FALSE(blocks().contains("button"));

  auto resolved = escalated();
  resolved.status = Status::resolved;
  resolved.status_set = {{"U0ANN", "ann"}, clock.now()};
  as<Delivered>(deliver(end("D0ANN:1.1", EndPage::How::acknowledged, resolved)));
  EXPECT_TRUE(blocks(1).contains("*Resolved* by <@U0ANN>")) << "it is over since: " << blocks(1);
  as<Delivered>(deliver(end("D0ANN:1.1", EndPage::How::acknowledged, escalated())));
  EXPECT_TRUE(blocks(2).contains("Not needed any more"));
}

TEST_F(SlackPages, AnEndWithoutAMessageIsDoneAndAnUnclearOneIsRepeated) {
  EXPECT_EQ(as<Delivered>(deliver(end("", EndPage::How::resolved, escalated()))).receipt.detail,
            "there is no message to end");
  EXPECT_TRUE(http.calls.empty());
  http.answer("chat.update", R"({"ok":false,"error":"message_not_found"})");
  as<Delivered>(deliver(end("D0ANN:1.1", EndPage::How::resolved, escalated())));
  http.answer("chat.update", FakeSlack::failed(HttpResponse::Outcome::unknown, "timed out"));
  as<Retry>(deliver(end("D0ANN:1.1", EndPage::How::resolved, escalated())));
  EXPECT_TRUE(found(find({end("D0ANN:1.1", EndPage::How::resolved, escalated())})).empty());
  EXPECT_EQ(http.calls.size(), 2U) << "nothing is looked up";
}

TEST_F(SlackPages, ACheckAsksNothing) {
  const auto check = delivery(effect("k", CheckPage{{12}, 1, Channel::slack, ann, "D0ANN:1.1"}), escalated());
  const auto done = as<Delivered>(deliver(check));
  EXPECT_EQ(done.receipt.id, "D0ANN:1.1");
  EXPECT_TRUE(done.news.empty());
  EXPECT_TRUE(http.calls.empty());
}

TEST_F(SlackPages, AfterACrashAPageIsLookedForInTheDirectMessages) {
  http.answer("conversations.open", R"({"ok":true,"channel":{"id":"D0ANN"}})");
  http.answer("conversations.history", history(message("INC-12/5/page", "1763733901.000100")));
  const auto receipts = found(find({page(1, Channel::slack, ann)}));
  EXPECT_EQ(receipts.at("INC-12/5/page"), (Receipt{"D0ANN:1763733901.000100", "", "D0ANN"}));
  ASSERT_EQ(http.methods(), (Names{"conversations.open", "conversations.history"}));
  EXPECT_EQ(http.calls[0].request.body, "users=U0ANN");
  EXPECT_TRUE(http.calls[1].request.body.contains("channel=D0ANN"));

  http.answer("conversations.history", history(message("INC-12/5/page", "1.1")));
  EXPECT_EQ(found(find({page(4, Channel::mention, room)})).at("INC-12/5/page").id, "C0OPS:1.1");
  EXPECT_TRUE(http.calls[2].request.body.contains("channel=C0OPS"));
}

TEST_F(SlackPages, APageThatCannotBeLookedForIsSentAgainAMessageIsNot) {
  http.answer("conversations.open", R"({"ok":false,"error":"missing_scope","needed":"im:write"})");
  EXPECT_TRUE(found(find({page(1, Channel::slack, ann)})).empty());
  http.answer("conversations.open", R"({"ok":true,"channel":{"id":"D0ANN"}})");
  http.answer("conversations.history", R"({"ok":false,"error":"missing_scope","needed":"im:history"})");
  EXPECT_TRUE(found(find({page(1, Channel::slack, ann)})).empty());
  http.answer("conversations.open", FakeSlack::status(500, ""));
  EXPECT_TRUE(std::holds_alternative<Retry>(find({page(1, Channel::slack, ann)}))) << "Slack is only down";

  const auto tell = delivery(effect("oncall/4/on", TellPerson{"ann", "You are on call now"}), {});
  clock.advance(2min);
  http.answer("conversations.open", R"({"ok":false,"error":"missing_scope","needed":"im:write"})");
  EXPECT_TRUE(std::holds_alternative<Retry>(find({tell})));
}

TEST_F(SlackPages, TellsAPersonAndFindsThatAgain) {
  http.answer("chat.postMessage", R"({"ok":true,"channel":"D0ANN","ts":"1.1"})");
  const auto tell = delivery(effect("oncall/4/on", TellPerson{"ann", "You are on call now"}), {});
  EXPECT_EQ(as<Delivered>(deliver(tell)).receipt, (Receipt{"1.1", "", "D0ANN"}));
  EXPECT_EQ(argument(0, "channel"), "U0ANN");
  EXPECT_EQ(argument(0, "text"), "You are on call now");
  http.answer("conversations.open", R"({"ok":true,"channel":{"id":"D0ANN"}})");
  http.answer("conversations.history", history(message("oncall/4/on", "1.1")));
  EXPECT_EQ(found(find({tell})).at("oncall/4/on").id, "1.1");
  http.answer("chat.postMessage", R"({"ok":false,"error":"is_inactive"})");
  EXPECT_TRUE(as<Refused>(deliver(tell)).why.contains("Ann Lee"));
}

}  // namespace
