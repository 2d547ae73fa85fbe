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
  std::string name, method, arguments, error, message;
};

class Refused : public testing::TestWithParam<Refusal> {};

asio::awaitable<void> expect_refusal(SlackBench* bench, const Refusal* expected) {
  auto said = bench->slack.say("ann", "C1", "hello");
  auto arguments = expected->arguments;
  if (const auto at = arguments.find("PERSONS"); at != std::string::npos) arguments.replace(at, 7, said);
  const auto answer = co_await bench->call(expected->method, arguments);
  EXPECT_EQ(answer.at("status"), 200);
  EXPECT_EQ(answer.at("ok"), false);
  EXPECT_EQ(answer.at("error"), expected->error.c_str());
  EXPECT_TRUE(json::serialize(answer).contains(expected->message)) << json::serialize(answer);
}

TEST_P(Refused, InSlacksWords) {
  SlackOptions options;
  std::erase(options.scopes, "chat:write.public");
  SlackBench bench{options};
  bench.run(expect_refusal(&bench, &GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Refused,
    testing::Values(
        Refusal{"unknown_method", "chat.shout", "{}", "unknown_method", "chat.shout"},
        Refusal{"bad_json", "chat.postMessage", "{", "invalid_json", ""},
        Refusal{"json_list", "chat.postMessage", "[]", "json_not_object", ""},
        Refusal{"no_channel", "chat.postMessage", R"({"text":"x"})", "invalid_arguments",
                "missing required field: channel"},
        Refusal{"channel", "chat.postMessage", R"({"channel":"C9","text":"x"})", "channel_not_found", ""},
        Refusal{"not_member", "chat.postMessage", R"({"channel":"C2","text":"x"})", "not_in_channel", ""},
        Refusal{"no_text", "chat.postMessage", R"({"channel":"C1"})", "no_text", ""},
        Refusal{"blocks_text", "chat.postMessage", R"({"channel":"C1","text":"x","blocks":"nonsense"})",
                "invalid_blocks_format", ""},
        Refusal{"blocks", "chat.postMessage", R"({"channel":"C1","text":"x","blocks":[{"type":"bogus"}]})",
                "invalid_blocks", "[ERROR] unsupported type: bogus [json-pointer:/blocks/0/type]"},
        Refusal{"thread", "chat.postMessage", R"({"channel":"C1","text":"x","thread_ts":"1.000001"})",
                "thread_not_found", ""},
        Refusal{"metadata", "chat.postMessage", R"({"channel":"C1","text":"x","metadata":{"event_type":"x"}})",
                "invalid_metadata_schema", ""},
        Refusal{"update_missing", "chat.update", R"({"channel":"C1","ts":"1.000001","text":"x"})", "message_not_found",
                ""},
        Refusal{"update_others", "chat.update", R"({"channel":"C1","ts":"PERSONS","text":"x"})", "cant_update_message",
                ""},
        Refusal{"delete_others", "chat.delete", R"({"channel":"C1","ts":"PERSONS"})", "cant_delete_message", ""},
        Refusal{"update_long", "chat.update",
                R"({"channel":"C1","ts":"PERSONS","text":")" + std::string(4001, 'x') + "\"}", "cant_update_message",
                ""},
        Refusal{"ephemeral_user", "chat.postEphemeral", R"({"channel":"C1","user":"U9","text":"x"})",
                "user_not_in_channel", ""},
        Refusal{"permalink", "chat.getPermalink", R"({"channel":"C1","message_ts":"1.000001"})", "message_not_found",
                ""},
        Refusal{"history_member", "conversations.history", R"({"channel":"C2"})", "not_in_channel", ""},
        Refusal{"history_limit", "conversations.history", R"({"channel":"C1","limit":1000})", "invalid_limit", ""},
        Refusal{"history_oldest", "conversations.history", R"({"channel":"C1","oldest":"yesterday"})",
                "invalid_ts_oldest", ""},
        Refusal{"history_cursor", "conversations.history", R"({"channel":"C1","cursor":"x"})", "invalid_cursor", ""},
        Refusal{"replies", "conversations.replies", R"({"channel":"C1","ts":"1.000001"})", "thread_not_found", ""},
        Refusal{"user", "users.info", R"({"user":"U9"})", "user_not_found", ""},
        Refusal{
            "trigger", "views.open",
            R"({"trigger_id":"1.2.3","view":{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[]}})",
            "invalid_trigger_id", ""},
        Refusal{"view", "views.open", R"({"trigger_id":"1.2.3","view":{"type":"modal","blocks":[]}})",
                "invalid_arguments", "[ERROR] missing required field: title [json-pointer:/view]"},
        Refusal{"view_update", "views.update",
                R"({"view_id":"V1","view":{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[]}})",
                "not_found", ""},
        Refusal{"wrong_type", "conversations.history", R"({"channel":"C1","limit":"many"})", "invalid_arguments",
                "must provide a value of type integer [json-pointer:/limit]"}),
    [](const auto& each) { return each.param.name; });

asio::awaitable<std::string> call_as(SlackBench* bench, std::string method, std::string header) {
  HttpRequest request;
  request.url = bench->slack.api_url() + method;
  if (!header.empty()) request.headers = {{"Authorization", header}};
  const auto response = co_await bench->send(request);
  co_return response.body;
}

asio::awaitable<void> check_tokens(SlackBench* bench) {
  const auto none = co_await call_as(bench, "auth.test", "");
  EXPECT_TRUE(none.contains("not_authed"));
  const auto wrong = co_await call_as(bench, "auth.test", "Bearer xoxb-wrong");
  EXPECT_TRUE(wrong.contains("invalid_auth"));
  const auto app = co_await call_as(bench, "auth.test", "Bearer xapp-1-SIMULATED");
  EXPECT_TRUE(app.contains("not_allowed_token_type"));
  const auto bot = co_await call_as(bench, "apps.connections.open", "Bearer xoxb-SIMULATED");
  EXPECT_TRUE(bot.contains("not_allowed_token_type"));
  const auto right = co_await call_as(bench, "auth.test", "Bearer xoxb-SIMULATED");
  EXPECT_TRUE(right.contains("U0SITREP"));
}

asio::awaitable<void> check_token_argument(SlackBench* bench) {
  HttpRequest request;
  request.url = bench->slack.api_url() + "auth.test";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = "token=xoxb-SIMULATED";
  const auto form = co_await bench->send(request);
  EXPECT_TRUE(form.body.contains("U0SITREP")) << form.body;
  request.url = bench->slack.api_url() + "apps.connections.open";
  request.body = "token=xapp-1-SIMULATED";
  const auto app = co_await bench->send(request);
  EXPECT_TRUE(app.body.contains("not_authed")) << app.body;
  EXPECT_TRUE(bench->slack.violations().empty());
  request.url = bench->slack.api_url() + "auth.test";
  request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
  request.body = R"({"token":"xoxb-SIMULATED"})";
  const auto json_body = co_await bench->send(request);
  EXPECT_TRUE(json_body.body.contains("not_authed")) << json_body.body;
  EXPECT_EQ(bench->slack.violations().size(), 1U);
}

TEST(SlackSimulatorApi, TakesABotTokenInAFormOnly) {
  SlackBench bench;
  bench.run(check_token_argument(&bench));
}

TEST(SlackSimulatorApi, WantsTheRightToken) {
  SlackBench bench;
  bench.run(check_tokens(&bench));
}

asio::awaitable<void> check_scope(SlackBench* bench) {
  const auto answer = co_await bench->call("conversations.join", R"({"channel":"C2"})");
  EXPECT_EQ(answer.at("error"), "missing_scope");
  EXPECT_EQ(answer.at("needed"), "channels:join");
}

TEST(SlackSimulatorApi, WantsTheScope) {
  SlackOptions options;
  std::erase(options.scopes, "channels:join");
  SlackBench bench{options};
  bench.run(check_scope(&bench));
}

asio::awaitable<void> check_update(SlackBench* bench) {
  auto& slack = bench->slack;
  const auto posted = co_await bench->call(
      "chat.postMessage",
      R"({"channel":"C1","text":"a","blocks":[{"type":"divider"}],"metadata":{"event_type":"sitrep","event_payload":{"key":"INC-1/1/card"}}})");
  const std::string ts{posted.at("ts").as_string()};
  EXPECT_EQ(slack.message("C1", ts)->metadata_key, "INC-1/1/card");
  EXPECT_NE(slack.message("C1", ts)->blocks, "");
  co_await bench->call("chat.update", R"({"channel":"C1","ts":")" + ts + R"(","text":"b"})");
  EXPECT_EQ(slack.message("C1", ts)->blocks, "");  // text without blocks removes them
  EXPECT_EQ(slack.message("C1", ts)->metadata_key, "INC-1/1/card");
  EXPECT_EQ(slack.message("C1", ts)->edits, 1);
  co_await bench->call("chat.update", R"({"channel":"C1","ts":")" + ts + R"(","text":"b","metadata":{}})");
  EXPECT_EQ(slack.message("C1", ts)->metadata_key, "");
  const auto refused = co_await bench->call(
      "chat.update", R"({"channel":"C1","ts":")" + ts + R"(","text":")" + std::string(4001, 'x') + "\"}");
  EXPECT_EQ(refused.at("error"), "msg_too_long");
  EXPECT_EQ(slack.message("C1", ts)->text, "b");
}

TEST(SlackSimulatorApi, UpdateRemovesBlocksWhenOnlyTextIsGiven) {
  SlackBench bench;
  bench.run(check_update(&bench));
}

asio::awaitable<void> check_history(SlackBench* bench) {
  auto& slack = bench->slack;
  std::vector<std::string> ts;
  for (int i = 0; i < 5; ++i) ts.push_back(slack.say("ann", "C1", "message " + std::to_string(i)));
  slack.say("bob", "C1", "in the thread", ts[1]);
  co_await bench->call("chat.postMessage",
                       R"({"channel":"C1","text":"own","metadata":{"event_type":"s","event_payload":{"key":"k"}}})");
  const auto all = co_await bench->call("conversations.history", R"({"channel":"C1","include_all_metadata":true})");
  EXPECT_EQ(all.at("messages").as_array().size(), 6U);  // without the reply
  EXPECT_EQ(all.at("messages").at(0).at("metadata").at("event_payload").at("key"), "k");
  EXPECT_EQ(all.at("messages").at(4).at("reply_count"), 1);
  const auto bare = co_await bench->call("conversations.history", R"({"channel":"C1","limit":1})");
  EXPECT_FALSE(bare.at("messages").at(0).at("metadata").as_object().contains("event_payload"));
  EXPECT_EQ(bare.at("has_more"), true);
  const std::string cursor{bare.at("response_metadata").at("next_cursor").as_string()};
  const auto next =
      co_await bench->call("conversations.history", R"({"channel":"C1","limit":1,"cursor":")" + cursor + "\"}");
  EXPECT_EQ(next.at("messages").at(0).at("ts"), ts[4].c_str());
  const auto after = co_await bench->call("conversations.history", R"({"channel":"C1","oldest":")" + ts[3] + "\"}");
  EXPECT_EQ(after.at("messages").as_array().size(), 2U);  // exclusive
  const auto from =
      co_await bench->call("conversations.history", R"({"channel":"C1","inclusive":true,"oldest":")" + ts[3] + "\"}");
  EXPECT_EQ(from.at("messages").as_array().size(), 3U);
  const auto thread = co_await bench->call("conversations.replies", R"({"channel":"C1","ts":")" + ts[1] + "\"}");
  EXPECT_EQ(thread.at("messages").as_array().size(), 2U);
}

TEST(SlackSimulatorApi, ReadsBackWhatWasPosted) {
  SlackBench bench;
  bench.run(check_history(&bench));
}

asio::awaitable<void> check_form(SlackBench* bench) {
  HttpRequest request;
  request.url = bench->slack.api_url() + "chat.postMessage";
  request.headers = {{"Authorization", "Bearer xoxb-SIMULATED"}, {"Content-Type", "application/x-www-form-urlencoded"}};
  request.body =
      "channel=%23incident-response&text=a+%26amp%3B&unfurl_links=false&blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D";
  const auto response = co_await bench->send(request);
  EXPECT_TRUE(response.body.contains(R"("ok":true)")) << response.body;
  EXPECT_EQ(bench->slack.calls().back().arguments.find("unfurl_links\":false") == std::string::npos, false);
  EXPECT_EQ(bench->slack.messages("C1").back().text, "a &amp;");
  EXPECT_TRUE(bench->slack.violations().empty());
  co_await bench->call("chat.postMessage", R"({"channel":"C1","text":"x","colour":"red"})");
  EXPECT_EQ(bench->slack.violations(), std::vector<std::string>{"chat.postMessage: unknown argument `colour`"});
}

TEST(SlackSimulatorApi, ReadsFormsAndNotesUnknownArguments) {
  SlackBench bench;
  bench.run(check_form(&bench));
}

asio::awaitable<void> check_limits(SlackBench* bench) {
  const std::string message = R"({"channel":"C1","text":"x"})";
  for (int i = 0; i < 5; ++i) {
    const auto answer = co_await bench->call("chat.postMessage", message);
    EXPECT_EQ(answer.at("status"), 200);
  }
  auto refused = co_await bench->call("chat.postMessage", message);
  EXPECT_EQ(refused.at("status"), 429);
  EXPECT_EQ(refused.at("error"), "ratelimited");
  const auto elsewhere = co_await bench->call("chat.postMessage", R"({"channel":"C2","text":"x"})");
  EXPECT_EQ(elsewhere.at("status"), 200);  // another channel
  co_await bench->pass(1s);
  const auto later = co_await bench->call("chat.postMessage", message);
  EXPECT_EQ(later.at("status"), 200);
  for (int i = 0; i < 20; ++i) co_await bench->call("conversations.list", "{}");
  refused = co_await bench->call("conversations.list", "{}");
  EXPECT_EQ(refused.at("status"), 429);
  co_await bench->pass(60s);
  const auto again = co_await bench->call("conversations.list", "{}");
  EXPECT_EQ(again.at("status"), 200);
}

TEST(SlackSimulatorApi, LimitsMessagesAChannelAndCallsAMethod) {
  SlackBench bench;
  bench.run(check_limits(&bench));
}

}  // namespace
}  // namespace integrations::simulator
