#include "integrations/slack/envelope.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace integrations::slack {
using Kind = Inbound::Kind;
using Keys = std::vector<std::string>;
using Fields = std::map<std::string, std::string>;
namespace {

std::string envelope(const std::string& type, const std::string& payload, const std::string& more = {}) {
  return fmt::format(R"({{"envelope_id":"E1","type":"{}","payload":{},"accepts_response_payload":true{}}})", type,
                     payload, more);
}

Inbound read(const std::string& frame) {
  const auto result = read_frame(frame);
  const auto* found = std::get_if<EnvelopeFrame>(&result);
  if (found == nullptr) {
    ADD_FAILURE() << "not an envelope: " << frame;
    return {};
  }
  EXPECT_EQ(found->id, "E1");
  EXPECT_EQ(found->inbound.raw, frame);
  EXPECT_EQ(found->inbound.keys.at(0), "envelope:E1");
  return found->inbound;
}

TEST(EnvelopeTest, WhatIsNoEnvelopeIsNoise) {
  for (const std::string frame :
       {"", "{", "nonsense", "[]", "null", "\"envelope_id\"", "{}", R"({"type":"events_api"})",
        R"({"envelope_id":7,"type":"x"})", R"({"envelope_id":"","type":"x"})", R"({"type":"somethingnew","a":1})",
        R"({"envelope_id":"a\u0000)", R"({"envelope_id" "x")", "\xff\xfe\x00\x01"}) {
    EXPECT_TRUE(std::holds_alternative<NoiseFrame>(read_frame(frame))) << frame;
  }
}

TEST(EnvelopeTest, ReadsHelloAsCaptured) {
  const auto frame = read_frame(
      R"({"type":"hello","num_connections":4,"debug_info":{"host":"applink-7fc4fdbb64-4x5xq","build_number":10,"approximate_connection_time":18060},"connection_info":{"app_id":"A01K58AR4RF"}})");
  const auto* hello = std::get_if<HelloFrame>(&frame);
  ASSERT_NE(hello, nullptr);
  EXPECT_EQ(hello->connections, 4);
  EXPECT_EQ(hello->lifetime, std::chrono::seconds{18060});
  for (const auto* odd :
       {R"({"type":"hello"})", R"({"type":"hello","num_connections":-1,"debug_info":null})",
        R"({"type":"hello","num_connections":1e300,"debug_info":{"approximate_connection_time":1e18}})"}) {
    const auto bare = read_frame(odd);
    ASSERT_TRUE(std::holds_alternative<HelloFrame>(bare)) << odd;
    EXPECT_EQ(std::get<HelloFrame>(bare).lifetime.count(), 0) << odd;
    EXPECT_EQ(std::get<HelloFrame>(bare).connections, 0) << odd;
  }
}

TEST(EnvelopeTest, ReadsDisconnect) {
  const auto frame = read_frame(R"({"type":"disconnect","reason":"warning","debug_info":{"host":"applink-1"}})");
  ASSERT_TRUE(std::holds_alternative<DisconnectFrame>(frame));
  EXPECT_EQ(std::get<DisconnectFrame>(frame).reason, "warning");
  EXPECT_EQ(std::get<DisconnectFrame>(read_frame(R"({"type":"disconnect"})")).reason, "");
}

TEST(EnvelopeTest, ReadsASlashCommand) {
  const auto inbound = read(envelope(
      "slash_commands",
      R"({"token":"x","team_id":"T111","channel_id":"C111","channel_name":"random","user_id":"U111","user_name":"ann",
          "command":"/incident","text":"declare \"R&amp;D &lt;down&gt; &amp;lt;\" lead <@U2|bob> ","is_enterprise_install":"false",
          "response_url":"https://hooks.slack.com/commands/1","trigger_id":"111.222.x"})"));
  EXPECT_EQ(inbound.kind, Kind::slash);
  EXPECT_EQ(inbound.keys, (Keys{"envelope:E1", "trigger:111.222.x"}));
  EXPECT_EQ(inbound.by, (playbooks::Actor{"U111", "ann"}));
  EXPECT_EQ(inbound.channel, "C111");
  EXPECT_EQ(inbound.line, "incident declare \"R&D <down> &lt;\" lead <@U2|bob>");
  EXPECT_EQ(inbound.trigger_id, "111.222.x");
  EXPECT_EQ(inbound.response_url, "https://hooks.slack.com/commands/1");
  EXPECT_TRUE(inbound.may_answer);
}

TEST(EnvelopeTest, ACommandWithoutTextIsItsName) {
  for (const auto* rest : {"", R"(,"text":"")", R"(,"text":null)", R"(,"text":7,"channel_id":[])"}) {
    const auto inbound =
        read(envelope("slash_commands", fmt::format(R"({{"user_id":"U1","command":"/incident"{}}})", rest)));
    EXPECT_EQ(inbound.line, "incident");
    EXPECT_EQ(inbound.channel, "");
  }
}

TEST(EnvelopeTest, WhatCannotBeReadIsKeptWithTheReason) {
  const struct {
    std::string type, payload, problem;
  } table[] = {
      {"slash_commands", R"({"command":"/incident"})", "$.payload.user_id: missing"},
      {"slash_commands", R"({"user_id":7,"command":"/incident"})", "$.payload.user_id: not a string"},
      {"slash_commands", R"({"user_id":"U1"})", "$.payload.command: missing"},
      {"slash_commands", "null", "$.payload: missing"},
      {"slash_commands", "[]", "$.payload: not an object"},
      {"interactive", "{}", "$.payload.type: missing"},
      {"interactive", R"({"type":"block_actions"})", "$.payload.user.id: missing"},
      {"interactive", R"({"type":"block_actions","user":{"id":"U1"},"actions":[]})", "$.payload.actions.0: missing"},
      {"interactive", R"({"type":"view_submission","user":{"id":"U1"},"view":{"private_metadata":"{"}})",
       "$.payload.view.private_metadata: no command"},
      {"events_api", R"({"event":{"type":"app_mention","text":"x"}})", "$.payload.event.user: missing"},
      {"something_new", "{}", "$.type: unknown"},
      {"", "{}", "$.type: missing"},
  };
  for (const auto& row : table) {
    const auto inbound = read(envelope(row.type, row.payload));
    EXPECT_EQ(inbound.kind, Kind::unparseable) << row.payload;
    EXPECT_EQ(inbound.problem, row.problem) << row.payload;
  }
  EXPECT_EQ(read(R"({"envelope_id":"E1"})").problem, "$.payload: missing");
}

TEST(EnvelopeTest, AnEnvelopeThatIsNotJsonIsStillAcknowledged) {
  for (const std::string& frame :
       {std::string{R"({"envelope_id":"E1","payload":{"text":"cut of)"},
        R"({"envelope_id" : "E1","payload":)" + std::string(100, '[') + std::string(100, ']') + "}"}) {
    const auto inbound = read(frame);
    EXPECT_EQ(inbound.kind, Kind::unparseable);
    EXPECT_EQ(inbound.problem, "$: not JSON");
  }
}

TEST(EnvelopeTest, ReadsAButton) {
  const auto inbound = read(envelope(
      "interactive",
      R"({"type":"block_actions","user":{"id":"U1","username":"ann","name":"ann"},"team":null,"trigger_id":"9.9.x",
          "container":{"type":"message","message_ts":"17.1","channel_id":"C1","is_ephemeral":false,"thread_ts":"16.9"},
          "channel":{"id":"C1","name":"x"},"message":{"ts":"17.1"},"response_url":"https://hooks/1",
          "actions":[{"action_id":"a","block_id":"b","value":"incident ack INC-12 &amp;","type":"button"}]})"));
  EXPECT_EQ(inbound.kind, Kind::button);
  EXPECT_EQ(inbound.keys, (Keys{"envelope:E1", "trigger:9.9.x"}));
  EXPECT_EQ(inbound.line, "incident ack INC-12 &amp;") << "as we wrote it";
  EXPECT_EQ(inbound.by, (playbooks::Actor{"U1", "ann"}));
  EXPECT_EQ(inbound.channel, "C1");
  EXPECT_EQ(inbound.message_ts, "17.1");
  EXPECT_EQ(inbound.thread_ts, "16.9");
}

TEST(EnvelopeTest, AMenuIsAButtonAndALinkIsOnlyAcknowledged) {
  const auto menu = read(envelope(
      "interactive",
      R"({"type":"block_actions","user":{"id":"U1"},"message":{"ts":"1","thread_ts":"2"},"actions":[{"selected_option":{"value":"help"}}]})"));
  EXPECT_EQ(menu.kind, Kind::button);
  EXPECT_EQ(menu.line, "help");
  EXPECT_EQ(menu.thread_ts, "2");
  const auto link =
      read(envelope("interactive",
                    R"({"type":"block_actions","user":{"id":"U1"},"actions":[{"type":"button","action_id":"link"}]})"));
  EXPECT_EQ(link.kind, Kind::event);
  EXPECT_EQ(link.problem, "");
}

TEST(EnvelopeTest, ReadsAForm) {
  const auto inbound = read(envelope("interactive", R"({"type":"view_submission","user":{"id":"U1","name":"ann"},
    "trigger_id":"8.8.x","view":{"id":"V1","callback_id":"form",
    "private_metadata":"{\"command\":\"incident update INC-12\",\"channel\":\"C1\",\"thread_ts\":\"16.9\"}",
    "state":{"values":{
      "text":{"value":{"type":"plain_text_input","value":"R&amp;D is\nback"}},
      "impact":{"value":{"type":"plain_text_input","value":null}},
      "severity":{"value":{"type":"static_select","selected_option":{"text":{},"value":"P1"}}},
      "on":{"value":{"type":"checkboxes","selected_options":[{"value":"api"},{"value":"db"}]}},
      "none":{"value":{"type":"multi_static_select","selected_options":[]}},
      "users":{"value":{"type":"multi_users_select","selected_users":["U2","U3"]}},
      "when":{"value":{"type":"datetimepicker","selected_date_time":1700000000}},
      "odd":7, "odder":{"x":[]}}}}})"));
  EXPECT_EQ(inbound.kind, Kind::form);
  EXPECT_EQ(inbound.keys, (Keys{"envelope:E1", "trigger:8.8.x"}));
  EXPECT_EQ(inbound.line, "incident update INC-12");
  EXPECT_EQ(inbound.channel, "C1");
  EXPECT_EQ(inbound.thread_ts, "16.9");
  EXPECT_EQ(
      inbound.fields,
      (Fields{{"", "R&D is\nback"}, {"severity", "P1"}, {"on", "api,db"}, {"users", "U2,U3"}, {"when", "1700000000"}}));
}

TEST(EnvelopeTest, AFormWithoutMetadataGoesByItsCallbackId) {
  const auto inbound = read(envelope(
      "interactive",
      R"({"type":"view_submission","user":{"id":"U1"},"view":{"private_metadata":"","callback_id":"incident declare"}})"));
  EXPECT_EQ(inbound.kind, Kind::form);
  EXPECT_EQ(inbound.line, "incident declare");
}

TEST(EnvelopeTest, ClosedViewsShortcutsAndOtherEventsAreOnlyAcknowledged) {
  for (const auto* type : {"view_closed", "shortcut", "message_action", "block_suggestion"}) {
    const auto inbound = read(envelope("interactive", fmt::format(R"({{"type":"{}","user":{{"id":"U1"}}}})", type)));
    EXPECT_EQ(inbound.kind, Kind::event) << type;
    EXPECT_EQ(inbound.line, "");
  }
  const auto inbound =
      read(envelope("events_api", R"({"event_id":"Ev1","event":{"type":"app_home_opened","user":"U1"}})"));
  EXPECT_EQ(inbound.kind, Kind::event);
  EXPECT_EQ(inbound.keys, (Keys{"envelope:E1", "event:Ev1"}));
}

Inbound mention(const std::string& said, const std::string& authorizations = R"([{"user_id":"UBOT","is_bot":true}])") {
  return read(envelope(
      "events_api",
      fmt::format(
          R"({{"type":"event_callback","event_id":"Ev1","authorizations":{},"event":{{"type":"app_mention","user":"U1","text":"{}","ts":"17.1","thread_ts":"16.9","channel":"C1"}}}})",
          authorizations, said),
      R"(,"retry_attempt":1,"retry_reason":"timeout")"));
}

TEST(EnvelopeTest, ReadsAMention) {
  const auto inbound = mention("<@UBOT> incident lead <@U2> &lt;now&gt;");
  EXPECT_EQ(inbound.kind, Kind::mention);
  EXPECT_EQ(inbound.keys, (Keys{"envelope:E1", "event:Ev1", "message:C1:17.1"}));
  EXPECT_EQ(inbound.by.id, "U1");
  EXPECT_EQ(inbound.line, "incident lead <@U2> <now>");
  EXPECT_EQ(inbound.message_ts, "17.1");
  EXPECT_EQ(inbound.thread_ts, "16.9");
}

TEST(EnvelopeTest, FindsTheCommandAroundTheMention) {
  EXPECT_EQ(mention("hey <@UBOT|sitrep>  show 12 ").line, "show 12");
  EXPECT_EQ(mention("show <@U2> <@UBOT>").line, "show <@U2>");
  EXPECT_EQ(mention("<@UBOT>").line, "");
  EXPECT_EQ(mention("<@UOTHER> show", "null").line, "show");
  EXPECT_EQ(mention("<@UBOT show").line, "");
  EXPECT_EQ(mention("show").line, "show");
}

TEST(EnvelopeTest, NeverObeysABot) {
  const auto inbound = read(envelope(
      "events_api",
      R"({"event_id":"Ev1","event":{"type":"app_mention","bot_id":"B1","user":"U1","text":"<@UBOT> help","channel":"C1","ts":"1"}})"));
  EXPECT_EQ(inbound.kind, Kind::event);
}

TEST(EnvelopeTest, ARetryIsMarkedAndStillRead) {
  const auto frame = read_frame(R"({"envelope_id":"E1","type":"events_api","payload":{},"retry_attempt":2})");
  EXPECT_TRUE(std::get<EnvelopeFrame>(frame).repeated);
  EXPECT_EQ(std::get<EnvelopeFrame>(frame).inbound.kind, Kind::event);
}

TEST(EnvelopeTest, UnescapesOnce) {
  EXPECT_EQ(unescaped("&amp;amp; &lt;&gt; &quot; & &am &"), "&amp; <> &quot; & &am &");
  EXPECT_EQ(unescaped(""), "");
}

TEST(EnvelopeTest, TheCorpusOfTheFuzzerIsReadWithoutHarm) {
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator{SITREP_SOURCE_DIR "/tests/fuzz/corpus/envelope"}) {
    std::ifstream in{file.path(), std::ios::binary};
    const std::string frame{std::istreambuf_iterator<char>{in}, {}};
    const auto result = read_frame(frame);
    if (const auto* found = std::get_if<EnvelopeFrame>(&result)) EXPECT_FALSE(found->id.empty()) << file.path();
    ++files;
  }
  EXPECT_GE(files, 8);
}

}  // namespace
}  // namespace integrations::slack
