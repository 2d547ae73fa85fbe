// The topic and the user group that follow the rotation: set only when they differ, and never half.
#include <gtest/gtest.h>

#include "deliver_support.hpp"
#include "slack_pages_support.hpp"

namespace {
using namespace integrations;
using namespace integrations::slack;
using namespace playbooks;
using namespace std::chrono_literals;
using namespace slack_test;

struct SlackFollows : SlackDelivery {
  SlackFollows() { policy = paging_policy(); }
  Outcome topic(std::string text) {
    return deliver(delivery(effect("oncall/5/topic", SetTopic{"C0INC", std::move(text)}), {}));
  }
  Outcome group(std::string id, std::vector<std::string> people) {
    return deliver(delivery(effect("oncall/5/group", SetUserGroup{std::move(id), std::move(people)}), {}));
  }
  void topic_is(const std::string& value) {
    http.answer("conversations.info", R"({"ok":true,"channel":{"topic":{"value":")" + value + R"("}}})");
  }
};

TEST_F(SlackFollows, ATopicIsSetOnlyWhenItDiffers) {
  topic_is("On call: Bob");
  as<Delivered>(topic("On call: Ann & co"));
  ASSERT_EQ(http.methods(), (Names{"conversations.info", "conversations.setTopic"}));
  EXPECT_EQ(argument(1, "channel"), "C0INC");
  EXPECT_EQ(argument(1, "topic"), "On call: Ann & co");
  topic_is("On call: Ann &amp; co");
  EXPECT_EQ(as<Delivered>(topic("On call: Ann & co")).receipt.detail, "it was so already");
  EXPECT_EQ(http.calls.size(), 3U) << "Slack would tell the channel of it";
}

TEST_F(SlackFollows, ATopicFitsIntoSlacksLength) {
  topic_is("");
  as<Delivered>(topic(std::string(400, 'x') + "\nsecond line"));
  EXPECT_EQ(argument(1, "topic").size(), 249 + std::string_view{"…"}.size());
}

TEST_F(SlackFollows, WhatIsUnclearIsAskedAgainAndWhatPeopleCanMendWaits) {
  topic_is("");
  http.answer("conversations.setTopic", FakeSlack::failed(HttpResponse::Outcome::unknown, "timed out"));
  as<Retry>(topic("On call: Ann"));
  topic_is("");
  http.answer("conversations.setTopic", R"({"ok":false,"error":"not_in_channel"})");
  EXPECT_TRUE(as<Retry>(topic("On call: Ann")).why.contains("/invite @sitrep"));
  topic_is("");
  http.answer("conversations.setTopic", R"({"ok":false,"error":"user_is_restricted"})");
  EXPECT_TRUE(as<Refused>(topic("On call: Ann")).why.contains("administrators"));
  http.answer("conversations.info", FakeSlack::status(500, ""));
  as<Retry>(topic("On call: Ann"));
}

TEST_F(SlackFollows, AGroupWithoutAnybodyStaysAsItIs) {
  EXPECT_TRUE(as<Refused>(group("S0614TZR7", {"bob"})).why.contains("bob has no Slack id"));
  EXPECT_TRUE(as<Refused>(group("S0614TZR7", {})).why.contains("nobody is on call"));
  EXPECT_TRUE(as<Refused>(group("oncall", {"ann"})).why.contains("S0614TZR7"));
  EXPECT_TRUE(http.calls.empty());
}

TEST_F(SlackFollows, AGroupIsChangedOnlyWhenItDiffers) {
  http.answer("usergroups.users.list", R"({"ok":true,"users":["U0ANN"]})");
  EXPECT_EQ(as<Delivered>(group("S0614TZR7", {"ann"})).receipt.detail, "it was so already");
  http.answer("usergroups.users.list", R"({"ok":true,"users":["U0ANN","U0BOB"]})");
  EXPECT_TRUE(as<Delivered>(group("S0614TZR7", {"ann", "bob"})).receipt.detail.contains("bob"));
  ASSERT_EQ(http.methods(), (Names{"usergroups.users.list", "usergroups.users.list", "usergroups.users.update"}));
  EXPECT_EQ(http.calls[2].request.body, "usergroup=S0614TZR7&users=U0ANN");
}

TEST_F(SlackFollows, WhoMayNotReadAGroupMayStillSetIt) {
  http.answer("usergroups.users.list", R"({"ok":false,"error":"missing_scope","needed":"usergroups:read"})");
  as<Delivered>(group("S0614TZR7", {"ann"}));
  http.answer("usergroups.users.list", FakeSlack::status(500, ""));
  as<Retry>(group("S0614TZR7", {"ann"}));
  clock.advance(5min);
  http.answer("usergroups.users.update", R"({"ok":false,"error":"permission_denied"})");
  EXPECT_TRUE(as<Refused>(group("S0614TZR7", {"ann"})).why.contains("User Groups"));
}

}  // namespace
