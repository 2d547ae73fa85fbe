#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/simulator/slack/typed_text.hpp"
#include "slack_simulator_support.hpp"

namespace integrations::simulator {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;
using Kind = SlackSight::Kind;

asio::awaitable<void> ack(WildClient* client, json::object envelope, std::string payload) {
  json::object answer;
  answer["envelope_id"] = envelope.at("envelope_id");
  if (!payload.empty()) answer["payload"] = json::parse(payload);
  co_await client->say(json::serialize(answer));
  co_await client->flush();
}

TEST(SlackSimulatorTyping, TurnsNamesIntoIdsAndEscapesTheRest) {
  SlackBench bench;
  slack::World world{bench.clock, {}};
  world.add_user({"U1", "ann", "UTC"});
  world.add_channel("C1", "incident-response", true);
  const auto slash = [&](std::string_view text) { return slack::typed_text(world, text, true); };
  EXPECT_EQ(slash("lead @ann"), "lead <@U1|ann>");
  EXPECT_EQ(slash("lead @ann."), "lead <@U1|ann>.");
  EXPECT_EQ(slash("in #incident-response, now"), "in <#C1|incident-response>, now");
  EXPECT_EQ(slash("a & b < c > d"), "a &amp; b &lt; c &gt; d");
  EXPECT_EQ(slash("mail ann@ann"), "mail ann@ann");
  EXPECT_EQ(slash("@nobody #nothing INC-1#2"), "@nobody #nothing INC-1#2");
  EXPECT_EQ(slash("@here"), "<!here>");
  EXPECT_EQ(slash("<@U1>"), "&lt;@U1&gt;");
  EXPECT_EQ(slash("see https://x.test/?a=1&b=2 now"), "see <https://x.test/?a=1&amp;b=2> now");
  EXPECT_EQ(slack::typed_text(world, "@sitrep help @ann", false), "<@U0SITREP> help <@U1>");
}

asio::awaitable<void> check_slash(SlackBench* bench) {
  auto& slack = bench->slack;
  const auto client = co_await bench->connect();
  slack.slash("ann", "#incident-response", "/incident", "lead @bob");
  EXPECT_FALSE(bench->activity.quiet());
  auto envelope = co_await client->message();
  EXPECT_EQ(envelope.at("type"), "slash_commands");
  EXPECT_EQ(envelope.at("accepts_response_payload"), true);
  EXPECT_FALSE(envelope.contains("retry_attempt"));
  const auto& payload = envelope.at("payload");
  EXPECT_EQ(payload.at("command"), "/incident");
  EXPECT_EQ(payload.at("text"), "lead <@U2|bob>");
  EXPECT_EQ(payload.at("is_enterprise_install"), "false");
  co_await ack(client.get(), envelope, R"({"text":"done"})");
  EXPECT_TRUE(bench->activity.quiet());
  EXPECT_EQ(bench->sights.size(), 1U);
  EXPECT_EQ(bench->sights[0].kind, Kind::ephemeral);
  EXPECT_EQ(bench->sights[0].to, "U1");
  EXPECT_EQ(bench->sights[0].message.text, "done");
  co_await ack(client.get(), envelope, {});
  EXPECT_TRUE(slack.violations().at(0).contains("acknowledged twice"));
  slack.slash("ann", "C1", "/incident", "list");
  envelope = co_await client->message();
  co_await ack(client.get(), envelope, R"({"response_type":"in_channel","text":"all quiet"})");
  EXPECT_EQ(bench->sights[1].message.text, "/incident list");
  EXPECT_EQ(bench->sights[1].message.user, "U1");
  EXPECT_EQ(bench->sights[2].message.text, "all quiet");
  EXPECT_EQ(slack.messages("C1").size(), 2U);
}

TEST(SlackSimulatorPeople, CommandsAreAnsweredInTheAcknowledgement) {
  SlackBench bench;
  bench.run(check_slash(&bench));
}

asio::awaitable<void> check_late(SlackBench* bench) {
  const auto client = co_await bench->connect();
  bench->slack.slash("ann", "C1", "/incident", "list");
  const auto envelope = co_await client->message();
  co_await bench->pass(3s);
  EXPECT_TRUE(bench->activity.quiet());
  EXPECT_EQ(bench->sights.at(0).kind, Kind::timeout);
  EXPECT_EQ(bench->sights.at(0).message.text, "operation_timeout");
  EXPECT_TRUE(bench->slack.violations().at(0).contains("not acknowledged within 3 s"));
  co_await ack(client.get(), envelope, R"({"text":"too late"})");
  EXPECT_EQ(bench->sights.size(), 1U);
  bench->slack.kill_connections();
  bench->slack.slash("ann", "C1", "/incident", "list");
  EXPECT_EQ(bench->sights.at(1).message.text, "dispatch_failed");
}

TEST(SlackSimulatorPeople, SeeATimeoutWhenNobodyAnswers) {
  SlackBench bench;
  bench.run(check_late(&bench));
}

asio::awaitable<void> check_events(SlackBench* bench) {
  auto& slack = bench->slack;
  slack.say("ann", "C1", "@sitrep help");  // nobody connected: it will come as a retry
  slack.say("ann", "C1", "nothing for you");
  co_await bench->pass(2s);
  const auto client = co_await bench->connect();
  co_await bench->pass(1s);
  auto first = co_await client->message();
  EXPECT_EQ(first.at("type"), "events_api");
  EXPECT_EQ(first.at("retry_attempt"), 1);
  EXPECT_EQ(first.at("retry_reason"), "timeout");
  EXPECT_EQ(first.at("payload").at("event").at("text"), "<@U0SITREP> help");
  const auto event_id = first.at("payload").at("event_id");
  co_await bench->pass(63s);  // missed after 3 s: once more a minute later, in another envelope
  const auto second = co_await client->message();
  EXPECT_EQ(second.at("retry_attempt"), 2);
  EXPECT_EQ(second.at("payload").at("event_id"), event_id);
  EXPECT_NE(second.at("envelope_id"), first.at("envelope_id"));
  co_await ack(client.get(), second, {});
  co_await bench->pass(10min);
  EXPECT_TRUE(bench->activity.quiet());
  slack.redeliver_last(true);
  const auto again = co_await client->message();
  EXPECT_EQ(again.at("retry_attempt"), 0);
  EXPECT_EQ(again.at("payload").at("event_id"), event_id);
}

TEST(SlackSimulatorPeople, MentionsAreSentAgainUntilAcknowledged) {
  SlackBench bench;
  bench.run(check_events(&bench));
}

asio::awaitable<void> check_redelivery(SlackBench* bench) {
  const auto client = co_await bench->connect();
  bench->slack.slash("ann", "C1", "/incident", "list");
  const auto first = co_await client->message();
  co_await ack(client.get(), first, R"({"text":"one"})");
  bench->slack.redeliver_last(true);
  const auto same = co_await client->message();
  EXPECT_EQ(same, first);
  co_await ack(client.get(), same, R"({"text":"two"})");
  EXPECT_EQ(bench->sights.size(), 1U);  // one acknowledgement counts
  bench->slack.redeliver_last(false);
  const auto other = co_await client->message();
  EXPECT_EQ(other.at("payload"), first.at("payload"));
  EXPECT_NE(other.at("envelope_id"), first.at("envelope_id"));
  co_await ack(client.get(), other, {});
  bench->slack.send_raw(R"({"type":"surprise","envelope_id":"raw-1"})");
  const auto raw = co_await client->message();
  co_await ack(client.get(), raw, {});
  EXPECT_TRUE(bench->slack.violations().empty());
  bench->slack.send_raw(R"({"type":"surprise","envelope_id":"raw-2"})");
  co_await bench->pass(3s);
  EXPECT_EQ(bench->slack.violations().size(), 1U);
}

TEST(SlackSimulatorPeople, EnvelopesMayComeTwice) {
  SlackBench bench;
  bench.run(check_redelivery(&bench));
}

asio::awaitable<HttpResponse> respond(SlackBench* bench, std::string url, std::string body) {
  HttpRequest request;
  request.url = std::move(url);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  const auto response = co_await bench->send(std::move(request));
  co_return response;
}

asio::awaitable<void> check_click(SlackBench* bench) {
  auto& slack = bench->slack;
  const auto client = co_await bench->connect();
  co_await bench->call(
      "chat.postMessage",
      R"({"channel":"C1","text":"card","blocks":[{"type":"actions","elements":[{"type":"button","action_id":"ack","value":"INC-1","text":{"type":"plain_text","text":"Acknowledge"}}]}]})");
  const auto ts = slack.messages("C1").at(0).ts;
  EXPECT_FALSE(slack.click("bob", "C1", ts, "Escalate"));
  EXPECT_FALSE(slack.click("bob", "C1", "1.000001", "Acknowledge"));
  EXPECT_TRUE(slack.click("bob", "C1", ts, "Acknowledge"));
  const auto envelope = co_await client->message();
  EXPECT_EQ(envelope.at("accepts_response_payload"), false);
  const auto& payload = envelope.at("payload");
  EXPECT_EQ(payload.at("type"), "block_actions");
  EXPECT_EQ(payload.at("actions").at(0).at("action_id"), "ack");
  EXPECT_EQ(payload.at("actions").at(0).at("value"), "INC-1");
  EXPECT_EQ(payload.at("container").at("message_ts"), ts.c_str());
  co_await ack(client.get(), envelope, {});
  const std::string url{payload.at("response_url").as_string()};
  auto response = co_await respond(bench, url, R"({"text":"thanks"})");
  EXPECT_EQ(response.body, "ok");
  EXPECT_EQ(bench->sights.back().kind, Kind::ephemeral);
  EXPECT_EQ(bench->sights.back().to, "U2");
  co_await respond(bench, url, R"({"replace_original":true,"text":"acknowledged"})");
  EXPECT_EQ(bench->sights.back().kind, Kind::edited);
  EXPECT_EQ(slack.message("C1", ts)->blocks, "");
  co_await respond(bench, url, R"({"response_type":"in_channel","text":"hear, hear"})");
  EXPECT_EQ(slack.messages("C1").size(), 2U);
  co_await respond(bench, url, R"({"delete_original":true})");
  EXPECT_EQ(slack.messages("C1").size(), 1U);
  co_await respond(bench, url, R"({"text":"five"})");
  response = co_await respond(bench, url, R"({"text":"six"})");
  EXPECT_EQ(response.status, 404);
  EXPECT_TRUE(response.body.contains("used_url"));
}

TEST(SlackSimulatorPeople, ClicksCarryAResponseUrlForFiveUses) {
  SlackBench bench;
  bench.run(check_click(&bench));
}

asio::awaitable<void> check_expiry(SlackBench* bench) {
  const auto client = co_await bench->connect();
  bench->slack.slash("ann", "C1", "/incident", "declare");
  const auto envelope = co_await client->message();
  co_await ack(client.get(), envelope, {});
  const std::string trigger{envelope.at("payload").at("trigger_id").as_string()};
  const std::string url{envelope.at("payload").at("response_url").as_string()};
  co_await bench->pass(4s);
  const auto late = co_await bench->call(
      "views.open", R"({"trigger_id":")" + trigger +
                        R"(","view":{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[]}})");
  EXPECT_EQ(late.at("error"), "expired_trigger_id");
  co_await bench->pass(30min);
  const auto response = co_await respond(bench, url, R"({"text":"late"})");
  EXPECT_TRUE(response.body.contains("expired_url"));
}

TEST(SlackSimulatorPeople, TriggersAndResponseUrlsExpire) {
  SlackBench bench;
  bench.run(check_expiry(&bench));
}

const std::string form =
    R"({"type":"modal","callback_id":"declare","private_metadata":"m","title":{"type":"plain_text","text":"Declare"},"submit":{"type":"plain_text","text":"Go"},"blocks":[{"type":"input","block_id":"title","label":{"type":"plain_text","text":"Title"},"element":{"type":"plain_text_input","action_id":"value","max_length":10}},{"type":"input","block_id":"severity","optional":true,"label":{"type":"plain_text","text":"Severity"},"element":{"type":"static_select","action_id":"value","options":[{"text":{"type":"plain_text","text":"P1 major"},"value":"P1"}]}}]})";

asio::awaitable<void> check_form(SlackBench* bench) {
  auto& slack = bench->slack;
  const auto client = co_await bench->connect();
  slack.slash("ann", "C1", "/incident", "declare");
  auto envelope = co_await client->message();
  const std::string trigger{envelope.at("payload").at("trigger_id").as_string()};
  const auto open = R"({"trigger_id":")" + trigger + R"(","view":)" + form + "}";
  const auto opened = co_await bench->call("views.open", open);
  EXPECT_EQ(opened.at("ok"), true);
  const auto twice = co_await bench->call("views.open", open);
  EXPECT_EQ(twice.at("error"), "exchanged_trigger_id");
  co_await ack(client.get(), envelope, {});
  EXPECT_EQ(bench->sights.back().kind, Kind::form);
  EXPECT_FALSE(slack.submit("bob", {{"Title", "x"}}));
  EXPECT_FALSE(slack.submit("ann", {{"Colour", "red"}}));
  EXPECT_FALSE(slack.submit("ann", {}));  // Slack's own client refuses
  EXPECT_EQ(bench->sights.back().view, R"({"title":"Please complete this required field."})");
  EXPECT_FALSE(slack.submit("ann", {{"Title", "far too long a title"}}));
  EXPECT_FALSE(slack.submit("ann", {{"Title", "ok"}, {"Severity", "P9"}}));
  EXPECT_TRUE(slack.submit("ann", {{"Title", "db down"}, {"Severity", "P1 major"}}));
  envelope = co_await client->message();
  const auto& view = envelope.at("payload").at("view");
  EXPECT_EQ(envelope.at("payload").at("type"), "view_submission");
  EXPECT_EQ(view.at("private_metadata"), "m");
  const auto& values = view.at("state").at("values");
  EXPECT_EQ(values.at("title").at("value").at("value"), "db down");
  EXPECT_EQ(values.at("severity").at("value").at("selected_option").at("value"), "P1");
  co_await ack(client.get(), envelope, R"({"response_action":"errors","errors":{"title":"Say more."}})");
  EXPECT_EQ(bench->sights.back().kind, Kind::form_errors);
  const std::string stale =
      R"({"view_id":")" + std::string{view.at("id").as_string()} + R"(","hash":"1.1","view":)" + form + "}";
  const auto conflict = co_await bench->call("views.update", stale);
  EXPECT_EQ(conflict.at("error"), "hash_conflict");
  EXPECT_TRUE(slack.submit("ann", {{"title", "db down"}}));
  envelope = co_await client->message();
  co_await ack(client.get(), envelope, R"({"response_action":"errors","errors":{"nowhere":"?"}})");
  EXPECT_TRUE(slack.violations().at(0).contains("`nowhere`"));
  EXPECT_TRUE(slack.submit("ann", {{"title", "db down"}}));
  envelope = co_await client->message();
  co_await ack(client.get(), envelope, {});
  EXPECT_EQ(bench->sights.back().kind, Kind::form_closed);
  EXPECT_FALSE(slack.submit("ann", {{"title", "again"}}));
}

TEST(SlackSimulatorPeople, FormsAreFilledSubmittedAndRefused) {
  SlackBench bench;
  bench.run(check_form(&bench));
}

}  // namespace
}  // namespace integrations::simulator
