#include <gtest/gtest.h>

#include "deliver_support.hpp"
#include "integrations/http/json.hpp"

namespace {
using namespace integrations;
using namespace integrations::slack;
using namespace playbooks;
using namespace std::chrono_literals;
using namespace slack_test;

TEST_F(SlackDelivery, TakesWhatIsForSlack) {
  EXPECT_TRUE(slack->takes(effect("k", DrawCard{{12}})));
  EXPECT_TRUE(slack->takes(effect("k", OpenForm{})));
  EXPECT_FALSE(slack->takes(effect("k", PublishIncident{{12}, Status::resolved, "", {}})));
  EXPECT_FALSE(slack->takes(effect("k", PublishComponent{"api"})));
  EXPECT_FALSE(slack->takes(effect("k", PublishPostmortem{{12}})));
}

TEST_F(SlackDelivery, TheFirstCardIsPostedUnderItsKeyAndItsPlaceComesBack) {
  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC","ts":"1763733900.000200"})");
  http.answer("chat.getPermalink", R"({"ok":true,"permalink":"https://acme.slack.com/p1"})");
  const auto done = as<Delivered>(deliver(delivery(effect("INC-12/1/card", DrawCard{{12}}), without_card())));
  EXPECT_EQ(done.receipt, (Receipt{"1763733900.000200", "https://acme.slack.com/p1", "C0INC"}));
  ASSERT_EQ(http.methods(), (Names{"chat.postMessage", "chat.getPermalink"}));
  EXPECT_EQ(argument(0, "channel"), "C0INC");
  EXPECT_EQ(argument(0, "text"), "INC-12 P1 identified: Checkout is down");
  EXPECT_EQ(argument(0, "metadata.event_payload.key"), "INC-12/1/card");
  EXPECT_EQ(argument(0, "parse"), "none");
  EXPECT_EQ(flag_at(http.calls[0].arguments, "unfurl_links"), false);
}

TEST_F(SlackDelivery, ACardWithoutAPermalinkIsDeliveredAllTheSame) {
  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC","ts":"1.2"})");
  http.answer("chat.getPermalink", FakeSlack::status(500, ""));
  const auto done = as<Delivered>(deliver(delivery(effect("INC-12/1/card", DrawCard{{12}}), without_card())));
  EXPECT_EQ(done.receipt, (Receipt{"1.2", "", "C0INC"}));
}

TEST_F(SlackDelivery, LaterCardsEditTheFirst) {
  const auto done = as<Delivered>(deliver(delivery(effect("INC-12/4/card", DrawCard{{12}}))));
  EXPECT_EQ(done.receipt.id, "1763733300.000100");
  ASSERT_EQ(http.methods(), Names{"chat.update"});
  EXPECT_EQ(argument(0, "ts"), "1763733300.000100");
  EXPECT_FALSE(http.calls[0].arguments.as_object().contains("unfurl_links")) << "chat.update knows no such argument";
}

TEST_F(SlackDelivery, ADeletedCardIsPostedAnewWhileTheIncidentIsOpen) {
  http.answer("chat.update", R"({"ok":false,"error":"message_not_found"})");
  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC","ts":"9.9"})");
  EXPECT_EQ(as<Delivered>(deliver(delivery(effect("INC-12/4/card", DrawCard{{12}})))).receipt.id, "9.9");
  auto closed = slack_test::incident();
  closed.status = Status::resolved;
  http.answer("chat.update", R"({"ok":false,"error":"message_not_found"})");
  as<Refused>(deliver(delivery(effect("INC-12/5/card", DrawCard{{12}}), closed)));
}

TEST_F(SlackDelivery, ASlackThatRefusesNewerBlocksGetsOlderOnes) {
  http.answer("chat.update", R"({"ok":false,"error":"invalid_blocks"})");
  auto late = slack_test::incident();
  late.update_due = clock.now() - 5min;
  as<Delivered>(deliver(delivery(effect("INC-12/4/card", DrawCard{{12}}), late)));
  ASSERT_EQ(http.methods(), (Names{"chat.update", "chat.update"}));
  EXPECT_TRUE(http.calls[0].request.body.contains(R"("type":"alert")"));
  EXPECT_FALSE(http.calls[1].request.body.contains(R"("type":"alert")"));
  http.answer("chat.update", R"({"ok":false,"error":"invalid_blocks"})");
  as<Refused>(deliver(delivery(effect("INC-12/5/card", DrawCard{{12}}), late)));
  EXPECT_EQ(http.calls.size(), 3U) << "the older ones are not tried twice";
}

TEST_F(SlackDelivery, ThreadLinesWaitForTheCardAndMergedOnesBecomeOneMessage) {
  auto line = delivery(effect("INC-12/2/thread", PostToThread{{12}, "second"}), without_card());
  const auto retry = as<Retry>(deliver(line));
  EXPECT_EQ(retry.at, clock.now() + 1s);
  EXPECT_TRUE(http.calls.empty());

  line.incident = slack_test::incident();
  line.merged = {effect("INC-12/1/thread", PostToThread{{12}, "first <!here>"})};
  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC","ts":"5.5"})");
  EXPECT_EQ(as<Delivered>(deliver(line)).receipt, (Receipt{"5.5", "", "C0INC"}));
  EXPECT_EQ(argument(0, "thread_ts"), "1763733300.000100");
  EXPECT_EQ(argument(0, "text"), "first &lt;!here&gt;\nsecond");
  EXPECT_EQ(argument(0, "metadata.event_payload.merged"), "INC-12/1/thread");
}

TEST_F(SlackDelivery, EveryKindOfFailureIsItsOwnOutcome) {
  const auto post = delivery(effect("INC-12/3/notice", PostToChannel{{12}, "raised"}));
  http.answer("chat.postMessage", FakeSlack::failed(HttpResponse::Outcome::unknown, "timed out"));
  as<Unknown>(deliver(post));
  http.answer("chat.postMessage", FakeSlack::failed(HttpResponse::Outcome::not_sent, "refused"));
  as<Retry>(deliver(post));
  http.answer("chat.postMessage", R"({"ok":false,"error":"is_archived"})");
  EXPECT_TRUE(as<Refused>(deliver(post)).why.contains("archived"));
  clock.advance(10s);
  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC"})");
  as<Unknown>(deliver(post));
}

TEST_F(SlackDelivery, TooManyMessagesInOneChannelWaitWithoutBeingSent) {
  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC","ts":"5.5"})");
  const auto post = delivery(effect("INC-12/3/notice", PostToChannel{{12}, "raised"}));
  Retry waiting;
  for (int i = 0; i < 4; ++i) {
    const auto outcome = deliver(post);
    if (const auto* retry = std::get_if<Retry>(&outcome)) waiting = *retry;
  }
  EXPECT_EQ(http.calls.size(), 3U);
  EXPECT_EQ(waiting.why, "Slack allows one message a second in this channel");
  EXPECT_EQ(waiting.at, clock.now() + 1s);
}

TEST_F(SlackDelivery, AnswersReachThePersonAloneOrTheThread) {
  http.answer("chat.postEphemeral", R"({"ok":true,"message_ts":"7.7"})");
  const playbooks::Answer alone{"C0INC", "U0ANN", "", "Only you"};
  EXPECT_EQ(as<Delivered>(deliver(delivery(effect("a/1", alone), {}))).receipt, (Receipt{"7.7", "", "C0INC"}));
  EXPECT_EQ(argument(0, "user"), "U0ANN");
  EXPECT_FALSE(http.calls[0].arguments.as_object().contains("metadata"));

  http.answer("chat.postMessage", R"({"ok":true,"channel":"C0INC","ts":"8.8"})");
  as<Delivered>(deliver(delivery(effect("a/2", playbooks::Answer{"C0INC", "", "1.1", "All"}), {})));
  EXPECT_EQ(argument(1, "thread_ts"), "1.1");
  EXPECT_EQ(argument(1, "metadata.event_payload.key"), "a/2");
}

TEST_F(SlackDelivery, WhoIsNotInTheChannelIsAnsweredDirectly) {
  http.answer("chat.postEphemeral", R"({"ok":false,"error":"user_not_in_channel"})");
  http.answer("chat.postMessage", R"({"ok":true,"channel":"D0ANN","ts":"8.8"})");
  const auto done = as<Delivered>(deliver(delivery(effect("a/1", playbooks::Answer{"C0INC", "U0ANN", "", "Hi"}), {})));
  EXPECT_EQ(done.receipt.detail, "D0ANN");
  EXPECT_EQ(argument(1, "channel"), "U0ANN");
  as<Refused>(deliver(delivery(effect("a/2", playbooks::Answer{"C0INC", "cli:root", "", "Hi"}), {})));
}

TEST_F(SlackDelivery, FormsAreOpenedOnceAndExpiredClicksAreExplained) {
  FormField field;
  field.label = "Text";
  const OpenForm open{"1.2.abc", "U0ANN", "C0INC", {"Update", "Post", "incident update INC-12", {field}}};
  http.answer("views.open", R"({"ok":true,"view":{"id":"V1"}})");
  EXPECT_EQ(as<Delivered>(deliver(delivery(effect("f/1", open), {}))).receipt.id, "V1");
  EXPECT_EQ(argument(0, "trigger_id"), "1.2.abc");
  EXPECT_EQ(argument(0, "view.blocks.0.block_id"), "text");
  http.answer("views.open", R"({"ok":false,"error":"expired_trigger_id"})");
  EXPECT_TRUE(as<Refused>(deliver(delivery(effect("f/2", open), {}))).why.contains("older than 3 s"));
}

TEST_F(SlackDelivery, ChannelNamesAreResolvedOnceOverAllPages) {
  auto incident = without_card();
  incident.channel = "#incident-response";
  http.answer("conversations.list",
              R"({"ok":true,"channels":[{"id":"C1","name":"general"}],"response_metadata":{"next_cursor":"n=="}})");
  http.answer("conversations.list", R"({"ok":true,"channels":[{"id":"C0INC","name":"incident-response"}]})");
  const auto post = delivery(effect("INC-12/3/notice", PostToChannel{{12}, "raised"}), incident);
  deliver(post);
  deliver(post);
  EXPECT_EQ(http.methods(),
            (Names{"conversations.list", "conversations.list", "chat.postMessage", "chat.postMessage"}));
  EXPECT_TRUE(http.calls[1].request.body.contains("cursor=n%3D%3D"));
  EXPECT_EQ(argument(2, "channel"), "C0INC");
}

TEST_F(SlackDelivery, AMissingChannelNameIsSaidAndNotListedEveryTime) {
  auto incident = without_card();
  incident.channel = "#incidents";
  const auto post = delivery(effect("INC-12/3/notice", PostToChannel{{12}, "raised"}), incident);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(as<Refused>(deliver(post)).why.contains("“#incidents”"));
  EXPECT_EQ(http.calls.size(), 1U);
  clock.advance(61s);
  http.answer("conversations.list", R"({"ok":false,"error":"missing_scope","needed":"groups:read"})");
  http.answer("conversations.list", R"({"ok":true,"channels":[{"id":"C9","name":"incidents"}]})");
  http.answer("chat.postMessage", R"({"ok":true,"channel":"C9","ts":"1.1"})");
  as<Delivered>(deliver(post));
}

}  // namespace
