#include "storage/codec.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "storage/codec/utf8.hpp"
#include "storage/codec/words.hpp"
#include "tests/storage/codec_golden_support.hpp"
#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using namespace playbooks;
using namespace std::string_literals;

/// What history looks like on disk. A row may be added; none may ever be changed: it would mean that old history can no
/// longer be read, or that its hashes no longer fit.
std::vector<Golden> first_golden() {
  const auto t = from_millis(1'763'733'900'123);
  const auto due = std::optional{from_millis(1'763'735'700'000)};
  const std::vector<ComponentClaim> components = {{"api", ComponentStatus::partial_outage},
                                                  {"db", ComponentStatus::under_maintenance}};
  return {
      {"incident_declared",
       R"({"title":"Checkout \"v2\" is down","severity":"P1","visibility":"public","kind":"drill","impact":"No payments","components":[{"component":"api","status":"partial_outage"},{"component":"db","status":"under_maintenance"}],"started":1763733900123,"lead":{"id":"U1","name":"ann"},"channel":"C1","update_due":1763735700000})",
       IncidentDeclared{"Checkout \"v2\" is down",
                        "P1",
                        Visibility::public_page,
                        Kind::drill,
                        "No payments",
                        components,
                        t,
                        {"U1", "ann"},
                        "C1",
                        due}},
      {"incident_declared",
       R"({"title":"x","severity":"P3","visibility":"internal","kind":"real","started":1763733900123,"lead":{}})",
       IncidentDeclared{"x", "P3", Visibility::internal, Kind::real, {}, {}, t, {}, {}, {}}},
      {"update_posted", R"({"text":"Rolling back","update_due":1763735700000})", UpdatePosted{"Rolling back", due}},
      {"status_changed",
       R"({"from":"investigating","to":"identified","text":"A bad query","update_due":1763735700000})",
       StatusChanged{Status::investigating, Status::identified, "A bad query", due}},
      {"status_changed", R"({"from":"monitoring","to":"cancelled"})",
       StatusChanged{Status::monitoring, Status::cancelled, {}, {}}},
      {"severity_changed", R"({"from":"P2","to":"P0","reason":"All regions","update_due":1763735700000})",
       SeverityChanged{"P2", "P0", "All regions", due}},
      {"components_changed",
       R"({"components":[{"component":"api","status":"partial_outage"},{"component":"db","status":"under_maintenance"}]})",
       ComponentsChanged{components}},
      {"components_changed", R"({})", ComponentsChanged{}},
      {"note_added", R"({"text":"DB failed over","happened_at":1763733900123})", NoteAdded{"DB failed over", t}},
      {"incident_resolved", R"({"text":"Rolled back"})", IncidentResolved{"Rolled back"}},
      {"incident_reopened", R"({"reason":"It is back","update_due":1763735700000})",
       IncidentReopened{"It is back", due}},
      {"incident_cancelled", R"({"reason":"A false alarm"})", IncidentCancelled{"A false alarm"}},
      {"update_overdue", R"({"due":1763733900123,"next_reminder":1763735700000})", UpdateOverdue{t, due}},
      {"card_posted", R"({"place":{"channel":"C1","ts":"1763733900.000100","permalink":"https://x.slack.com/p1"}})",
       CardPosted{{"C1", "1763733900.000100", "https://x.slack.com/p1"}}},
      {"public_page_updated", R"({"page_id":"p31zjtct2jer","link":"https://stspg.io/x","shows":"identified"})",
       PublicPageUpdated{"p31zjtct2jer", "https://stspg.io/x", "identified"}},
      {"delivery_failed", R"({"what":"the card","why":"channel_not_found","public_page":true})",
       DeliveryFailed{"the card", "channel_not_found", true}},
      {"component_status_set", R"({"component":"api","status":"degraded_performance","message":"Slow"})",
       ComponentStatusSet{"api", ComponentStatus::degraded_performance, "Slow"}},
      {"component_status_set", R"({"component":"api","status":"major_outage"})",
       ComponentStatusSet{"api", ComponentStatus::major_outage, {}}},
      {"component_status_set", R"({"component":"api","status":"operational"})",
       ComponentStatusSet{"api", ComponentStatus::operational, {}}},
      {"postmortem_linked", R"({"url":"https://wiki.example/pm/12?a=1&b=2"})",
       PostmortemLinked{"https://wiki.example/pm/12?a=1&b=2"}},
  };
}

std::vector<Golden> golden() {
  auto rows = first_golden();
  for (auto& row : escalation_golden()) rows.push_back(std::move(row));
  for (auto& row : public_golden()) rows.push_back(std::move(row));
  return rows;
}

TEST(Codec, EventsAreWrittenExactlyAsEver) {
  for (const auto& each : golden()) {
    std::string json = "left over";
    codec::encode(json, each.event);
    EXPECT_EQ(json, each.json);
    EXPECT_EQ(codec::type_of(each.event), each.type);
  }
}

TEST(Codec, OldHistoryStaysReadable) {
  for (const auto& each : golden()) {
    const auto event = codec::decode_event(each.type, each.json);
    ASSERT_TRUE(event) << each.json << ": " << event.error();
    EXPECT_EQ(*event, each.event) << each.json;
  }
}

TEST(Codec, EveryTypeOfEventHasAGoldenRow) {
  std::set<std::string, std::less<>> types;
  for (const auto& each : golden()) types.insert(each.type);
  for (const auto word : codec::words<Event>) EXPECT_TRUE(types.contains(word)) << word;
}

TEST(Codec, StoredWordsAreTheModelsWords) {
  for (std::size_t i = 0; i < codec::words<Status>.size(); ++i)
    EXPECT_EQ(codec::words<Status>[i], to_string(static_cast<Status>(i)));
  for (std::size_t i = 0; i < codec::words<ComponentStatus>.size(); ++i)
    EXPECT_EQ(codec::words<ComponentStatus>[i], to_string(static_cast<ComponentStatus>(i)));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(codec::words<Visibility>[i], to_string(static_cast<Visibility>(i)));
    EXPECT_EQ(codec::words<Kind>[i], to_string(static_cast<Kind>(i)));
  }
}

TEST(Codec, FieldsOfANewerVersionAreIgnoredAndMissingOnesKeepTheirDefaults) {
  const auto event = codec::decode_event("update_posted", R"({"mood":["good",{}],"text":"x","update_due":null})");
  ASSERT_TRUE(event) << event.error();
  EXPECT_EQ(std::get<UpdatePosted>(*event), (UpdatePosted{"x", {}}));
  const auto declared = codec::decode_event("incident_declared", "{}");
  ASSERT_TRUE(declared) << declared.error();
  EXPECT_EQ(std::get<IncidentDeclared>(*declared), IncidentDeclared{});
}

TEST(Codec, SaysWhatCannotBeReadAndWhere) {
  const struct {
    std::string type, json, complaint;
  } rows[] = {
      {"incident_teleported", "{}", "the event type “incident_teleported” is not known to this version"},
      {"", "{}", "the event type “” is not known to this version"},
      {"update_posted", "", "not JSON: incomplete JSON"},
      {"update_posted", R"({"text":"x)", "not JSON: incomplete JSON"},
      {"update_posted", "[]", "not a JSON object"},
      {"update_posted", R"({"text":7})", "text: is not a text"},
      {"note_added", R"({"happened_at":"now"})", "happened_at: is not a whole number"},
      {"delivery_failed", R"({"public_page":"yes"})", "public_page: is not true or false"},
      {"status_changed", R"({"to":"exploded"})", "to: “exploded” is not known to this version"},
      {"status_changed", R"({"to":3})", "to: is not a text"},
      {"components_changed", R"({"components":{}})", "components: is not a list"},
      {"components_changed", R"({"components":[7]})", "components: is not an object"},
      {"components_changed", R"({"components":[{"component":"api","status":"purple"}]})",
       "components.status: “purple” is not known to this version"},
      {"card_posted", R"({"place":[]})", "place: is not an object"},
  };
  for (const auto& row : rows) {
    const auto event = codec::decode_event(row.type, row.json);
    ASSERT_FALSE(event) << row.json;
    EXPECT_EQ(event.error(), row.complaint) << row.json;
  }
}

TEST(Codec, EffectsComeBackAsTheyWere) {
  Text text;
  text << "Resolved by " << Person{{"U1", "ann"}} << Bold{"now"} << Code{"/incident show 1"} << Moment{at(1)}
       << Link{"https://x/?a=1&b=2", "page"} << Room{"C1"};
  Form form{"Declare", "Declare", "incident declare", {}};
  form.fields.push_back({"severity", "Severity", "How bad?", FormField::Kind::choice, true, "P1", {{"P1", "Major"}}});
  form.fields.push_back({"", "What", {}, FormField::Kind::paragraph, false, {}, {}});
  const std::vector<EffectBody> bodies = {
      DrawCard{{12}},
      PostToThread{{12}, text},
      PostToChannel{{12}, {}},
      PublishIncident{{12}, Status::monitoring, "body", at(3), "local", true},
      PublishComponent{"api"},
      Answer{"C1", "U1", "171.1", text},
      OpenForm{"tr", "U1", "C1", form},
      PublishPostmortem{{12}},
      SendPage{{12}, 3, Channel::sms, {Target::Kind::person, "ann"}},
      CheckPage{{12}, 3, Channel::voice, {Target::Kind::person, "ann"}, "CA1"},
      EndPage{{12}, 3, Channel::mention, {Target::Kind::user_group, "S1"}, "C1:171.1", EndPage::How::resolved},
      TellPerson{"ann", text},
      SetTopic{"C1", "On call: ann"},
      SetUserGroup{"S1", {"ann", "bob"}},
      FetchSchedule{"primary"},
      PingDeadMan{},
      PublishMaintenance{{3}, MaintenanceState::in_progress, "body", at(3), "local", true},
      ReadPage{"statuspage"},
      Prompt{"C1", {12}, text, {{"Publish", "status publish INC-12"}}}};
  ASSERT_EQ(bodies.size(), std::variant_size_v<EffectBody>);
  for (const auto& body : bodies) {
    std::string json;
    codec::encode(json, body);
    const auto back = codec::decode_effect(json);
    ASSERT_TRUE(back) << json << ": " << back.error();
    EXPECT_EQ(*back, body) << json;
  }
  std::string json;
  codec::encode(json, bodies[0]);
  EXPECT_EQ(json, R"({"type":"draw_card","incident":12})");
  codec::encode(json, bodies[7]);
  EXPECT_EQ(json, R"({"type":"publish_postmortem","incident":12})");
  codec::encode(json, bodies[8]);
  EXPECT_EQ(json, R"({"type":"send_page","incident":12,"page":3,"channel":"sms","to":{"kind":"person","name":"ann"}})");
  EXPECT_EQ(codec::decode_effect(R"({"type":"launch_rocket"})").error(),
            "“launch_rocket” is not known to this version");
  EXPECT_EQ(codec::decode_effect("{}").error(), "“” is not known to this version");
  EXPECT_EQ(codec::decode_effect(R"({"type":"answer","text":{"spans":[{"type":"blink"}]}})").error(),
            "text.spans: “blink” is not known to this version");
}

TEST(Codec, TimersComeBackAsTheyWere) {
  const std::vector<TimerBody> bodies = {UpdateDue{{3}},
                                         CardAges{{4}},
                                         TierDue{{3}, 2},
                                         AcknowledgementAges{{3}, 4},
                                         SnoozeEnds{{3}, 5},
                                         PageAges{{3}, 1, Channel::sms},
                                         PageCheckDue{{3}, 1, Channel::pagerduty, 7},
                                         ShiftDue{"primary"},
                                         FetchDue{"primary"},
                                         AuditDue{},
                                         DrillDue{true},
                                         PublicWordDue{{3}},
                                         AnnouncementDue{{3}, std::chrono::hours{72}},
                                         MaintenanceDue{{3}},
                                         MaintenanceUpdateDue{{3}},
                                         MaintenanceWatchEnds{{3}},
                                         PageReadDue{"statuspage"},
                                         ManualClaimDue{"api"}};
  ASSERT_EQ(bodies.size(), std::variant_size_v<TimerBody>);
  for (const auto& body : bodies) {
    std::string json;
    codec::encode(json, body);
    const auto back = codec::decode_timer(json);
    ASSERT_TRUE(back) << json << ": " << back.error();
    EXPECT_EQ(*back, body) << json;
  }
}

TEST(Codec, IncidentsComeBackAsTheyWere) {
  Teller teller;
  Stage stage = teller.declare(7, "Checkout", at(0));
  teller.tell(stage, "INC-7", StatusChanged{Status::investigating, Status::monitoring, "text", at(50)}, at(1));
  teller.tell(stage, "INC-7", UpdateOverdue{at(2), at(3)}, at(2));
  teller.tell(stage, "INC-7", CardPosted{{"C1", "171.1", "https://x"}}, at(2));
  teller.tell(stage, "INC-7", PublicPageUpdated{"p", "https://y", "monitoring"}, at(3));
  teller.tell(stage, "INC-7", IncidentResolved{"done"}, at(4));
  teller.tell(stage, "INC-7", PostmortemLinked{"https://wiki.example/pm/7"}, at(5));
  std::string json;
  codec::encode(json, stage.incidents.front());
  const auto back = codec::decode_incident(json);
  ASSERT_TRUE(back) << json << ": " << back.error();
  EXPECT_EQ(*back, stage.incidents.front()) << json;
}

TEST(Codec, OnCallComesBackAsItWas) {
  OnCall oncall;
  int number = 0;
  for (const auto& row : escalation_golden()) {
    State state;
    state.oncall = oncall;
    evolve(state, {std::string{oncall_stream}, ++number, at(number), {"U1", "ann"}, "in", row.event});
    oncall = state.oncall;
  }
  EXPECT_FALSE(oncall.tests.empty() || oncall.imported.empty() || oncall.announced.empty() || oncall.findings.empty());
  std::string json;
  codec::encode(json, oncall);
  const auto back = codec::decode_oncall(json);
  ASSERT_TRUE(back) << json << ": " << back.error();
  EXPECT_EQ(*back, oncall) << json;
}

TEST(Codec, AnyBytesBecomeValidText) {
  const struct {
    std::string bytes, json;
  } rows[] = {
      {"nul \0 in it"s, R"("nul \u0000 in it")"},
      {"\x1F\t\r\n\"\\/\x7F", "\"\\u001f\\t\\r\\n\\\"\\\\/\x7F\""},
      {"ümläut ✓ 😀", "\"ümläut ✓ 😀\""},
      {"\xFF", "\"\uFFFD\""},
      {"cut \xE2\x9C", "\"cut \uFFFD\uFFFD\""},
      {"\xC0\xAF overlong", "\"\uFFFD\uFFFD overlong\""},
      {"\xED\xA0\x80 surrogate", "\"\uFFFD\uFFFD\uFFFD surrogate\""},
      {"\xF4\x90\x80\x80 too high", "\"\uFFFD\uFFFD\uFFFD\uFFFD too high\""},
      {"\xF4\x8F\xBF\xBF", "\"\xF4\x8F\xBF\xBF\""},
  };
  for (const auto& row : rows) {
    std::string json;
    codec::encode(json, Event{NoteAdded{row.bytes, {}}});
    EXPECT_EQ(json, "{\"text\":" + row.json + "}");
    const auto back = codec::decode_event("note_added", json);
    ASSERT_TRUE(back) << back.error();
    std::string scratch;
    EXPECT_EQ(std::get<NoteAdded>(*back).text, codec::clean(row.bytes, scratch));
  }
}

TEST(Codec, CleanTextIsNotCopied) {
  const std::string text = "ümläut ✓";
  std::string scratch;
  EXPECT_EQ(codec::clean(text, scratch).data(), text.data());
  EXPECT_EQ(codec::clean("a\xFF\xE2\x9C\x93", scratch), "a\uFFFD✓");
}

}  // namespace
}  // namespace storage::testing
