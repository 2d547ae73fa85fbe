// Direct messages, topics and user groups of the simulated Slack: what works, and what the real one refuses.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "slack_simulator_support.hpp"

namespace integrations::simulator {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

struct Refusal {
  std::string name, method, arguments, error;
};

class DirectRefused : public testing::TestWithParam<Refusal> {};

void furnish(SlackBench& bench) {
  bench.slack.add_user("U3", "carol");
  bench.slack.deactivate("carol");
  bench.slack.add_user_group("S1", "oncall", {"U2"});
}

asio::awaitable<void> expect_refusal(SlackBench* bench, const Refusal* expected) {
  const auto answer = co_await bench->call(expected->method, expected->arguments);
  EXPECT_EQ(answer.at("ok"), false);
  EXPECT_EQ(answer.at("error"), expected->error.c_str()) << json::serialize(answer);
}

TEST_P(DirectRefused, InSlacksWords) {
  SlackBench bench;
  furnish(bench);
  bench.run(expect_refusal(&bench, &GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    Table, DirectRefused,
    testing::Values(
        Refusal{"dm_inactive", "chat.postMessage", R"({"channel":"U3","text":"x"})", "is_inactive"},
        Refusal{"dm_bot", "chat.postMessage", R"({"channel":"U0SITREP","text":"x"})", "cannot_dm_bot"},
        Refusal{"dm_nobody", "chat.postMessage", R"({"channel":"U9","text":"x"})", "channel_not_found"},
        Refusal{"open_nobody", "conversations.open", R"({"users":"U9"})", "user_not_found"},
        Refusal{"open_nothing", "conversations.open", "{}", "users_list_not_supplied"},
        Refusal{"open_inactive", "conversations.open", R"({"users":"U3"})", "user_disabled"},
        Refusal{"open_bot", "conversations.open", R"({"users":"U0SITREP"})", "cannot_dm_bot"},
        Refusal{"open_channel", "conversations.open", R"({"channel":"DU9"})", "channel_not_found"},
        Refusal{"topic_nowhere", "conversations.setTopic", R"({"channel":"C9","topic":"x"})", "channel_not_found"},
        Refusal{"topic_not_member", "conversations.setTopic", R"({"channel":"C2","topic":"x"})", "not_in_channel"},
        Refusal{"topic_long", "conversations.setTopic", R"({"channel":"C1","topic":")" + std::string(251, 'x') + "\"}",
                "too_long"},
        Refusal{"group_nowhere", "usergroups.users.update", R"({"usergroup":"S9","users":"U1"})", "no_such_subteam"},
        Refusal{"group_empty", "usergroups.users.update", R"({"usergroup":"S1","users":""})", "no_users_provided"},
        Refusal{"group_bot", "usergroups.users.update", R"({"usergroup":"S1","users":"U1,U0SITREP"})", "invalid_users"},
        Refusal{"group_inactive", "usergroups.users.update", R"({"usergroup":"S1","users":"U3"})", "invalid_users"},
        Refusal{"group_list", "usergroups.users.list", R"({"usergroup":"S9"})", "no_such_subteam"}),
    [](const auto& each) { return each.param.name; });

asio::awaitable<void> check_scopes(SlackBench* bench) {
  const auto opened = co_await bench->call("conversations.open", R"({"users":"U1"})");
  EXPECT_EQ(opened.at("needed"), "im:write");
  const auto said = co_await bench->call("chat.postMessage", R"({"channel":"U1","text":"x"})");
  EXPECT_EQ(said.at("channel"), "DU1") << "a message needs no more than chat:write";
  const auto read = co_await bench->call("conversations.history", R"({"channel":"DU1"})");
  EXPECT_EQ(read.at("needed"), "im:history");
  const auto topic = co_await bench->call("conversations.setTopic", R"({"channel":"C1","topic":"x"})");
  EXPECT_EQ(topic.at("needed"), "channels:write.topic");
  const auto group = co_await bench->call("usergroups.users.update", R"({"usergroup":"S1","users":"U1"})");
  EXPECT_EQ(group.at("needed"), "usergroups:write");
}

TEST(SlackSimulatorDirect, WantsTheScopeOfEach) {
  SlackOptions options;
  options.scopes = {"chat:write", "channels:history", "channels:read"};
  SlackBench bench{options};
  furnish(bench);
  bench.run(check_scopes(&bench));
}

asio::awaitable<void> check_messages(SlackBench* bench) {
  auto& slack = bench->slack;
  const auto client = co_await bench->connect();
  const auto said = co_await bench->call(
      "chat.postMessage",
      R"({"channel":"U1","text":"P1 INC-1 Checkout is down","blocks":[{"type":"actions","elements":[{"type":"button",)"
      R"("text":{"type":"plain_text","text":"Acknowledge"},"action_id":"a","value":"incident ack INC-1"}]}]})");
  const std::string ts{said.at("ts").as_string()};
  EXPECT_EQ(slack.direct_to("DU1"), "U1");
  EXPECT_EQ(slack.direct_to("C1"), "");
  EXPECT_EQ(slack.direct_messages("ann").at(0).text, "P1 INC-1 Checkout is down");
  EXPECT_TRUE(slack.direct_messages("bob").empty());
  EXPECT_THROW(slack.click("bob", "@ann", ts, "Acknowledge"), std::invalid_argument);
  EXPECT_TRUE(slack.click("ann", "@ann", ts, "Acknowledge"));
  const auto envelope = co_await client->message();
  const auto& payload = envelope.at("payload");
  EXPECT_EQ(payload.at("type"), "block_actions");
  EXPECT_EQ(payload.at("user").at("id"), "U1");
  EXPECT_EQ(payload.at("channel").at("id"), "DU1");
  EXPECT_EQ(payload.at("channel").at("name"), "directmessage");
  EXPECT_EQ(payload.at("actions").at(0).at("value"), "incident ack INC-1");
  co_await client->say(R"({"envelope_id":)" + json::serialize(envelope.at("envelope_id")) + "}");
  co_await client->flush();
  const auto changed = co_await bench->call(
      "chat.update", R"({"channel":"DU1","ts":")" + ts + R"(","text":"Acknowledged by bob","blocks":[]})");
  EXPECT_EQ(changed.at("ok"), true) << json::serialize(changed);
  EXPECT_EQ(slack.direct_messages("ann").at(0).text, "Acknowledged by bob");
  EXPECT_FALSE(slack.click("ann", "@ann", ts, "Acknowledge")) << "the button is gone";
  const auto opened = co_await bench->call("conversations.open", R"({"users":"U1"})");
  EXPECT_EQ(opened.at("channel").at("id"), "DU1");
  EXPECT_EQ(opened.at("already_open"), true);
}

TEST(SlackSimulatorDirect, MessagesAreSeenAndAnsweredByOnePersonAlone) {
  SlackBench bench;
  bench.run(check_messages(&bench));
}

asio::awaitable<void> check_following(SlackBench* bench) {
  auto& slack = bench->slack;
  co_await bench->call("conversations.setTopic", R"({"channel":"C1","topic":"On call: Ann & co"})");
  EXPECT_EQ(slack.topic("C1"), "On call: Ann & co");
  EXPECT_EQ(slack.messages("C1").back().text, "set the channel topic: On call: Ann &amp; co");
  const auto info = co_await bench->call("conversations.info", R"({"channel":"C1"})");
  EXPECT_EQ(info.at("channel").at("topic").at("value"), "On call: Ann &amp; co");
  co_await bench->call("usergroups.users.update", R"({"usergroup":"S1","users":"U1,U2"})");
  EXPECT_EQ(slack.user_group("S1"), (std::vector<std::string>{"U1", "U2"}));
  const auto members = co_await bench->call("usergroups.users.list", R"({"usergroup":"S1"})");
  EXPECT_EQ(json::serialize(members.at("users")), R"(["U1","U2"])");
}

TEST(SlackSimulatorDirect, TopicsAndGroupsStayAsTheyWereSet) {
  SlackBench bench;
  furnish(bench);
  bench.run(check_following(&bench));
}

asio::awaitable<void> check_pace(SlackBench* bench) {
  int limited = 0;
  for (int i = 0; i < 8; ++i) {
    const auto answer = co_await bench->call(
        "chat.postMessage", i % 2 == 0 ? R"({"channel":"U1","text":"x"})" : R"({"channel":"DU1","text":"x"})");
    if (answer.at("status") == 429) ++limited;
  }
  EXPECT_GT(limited, 0) << "the person and the conversation are one channel";
}

TEST(SlackSimulatorDirect, AreLimitedLikeAnyChannel) {
  SlackBench bench;
  bench.run(check_pace(&bench));
}

}  // namespace
}  // namespace integrations::simulator
