#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/http/json.hpp"
#include "integrations/statuspage/payload.hpp"
#include "statuspage_support.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::ComponentStatus;
using playbooks::Status;

struct Case {
  playbooks::Incident incident = test_incident(12, "Checkout is down", {{"api", ComponentStatus::major_outage}});
  Status status = Status::investigating;
  std::string body = "We are looking into it.";
  std::vector<playbooks::Effect> merged;
  std::map<std::string, ComponentStatus> claims{{"api", ComponentStatus::major_outage}};
  bool first = true, notify = true;

  Payload payload() const {
    auto delivery = delivery_of(publication(incident, 7, status, body, start_of_test()), incident, start_of_test());
    delivery.merged = merged;
    delivery.public_components = claims;
    const auto ids = [](const std::string& key, std::string& problem) -> std::optional<std::string> {
      if (key != "web") return "c-" + key;
      problem = "no \"Web\" there";
      return std::nullopt;
    };
    const auto& what = std::get<playbooks::PublishIncident>(delivery.effect.body);
    return incident_payload(delivery, what, test_policy(), ids, first, notify);
  }
  boost::json::value json() const { return boost::json::parse(payload().json); }
};

std::string text(const boost::json::value& value, std::string_view path) {
  return std::string{text_at(value, path)};
}

TEST(StatuspagePayloadTest, OneRequestCarriesEverything) {
  const auto request = Case{}.payload();
  EXPECT_EQ(request.json,
            R"({"incident":{"name":"Checkout is down","status":"investigating","body":"We are looking into it.",)"
            R"("impact_override":"major","components":{"c-api":"major_outage"},"component_ids":["c-api"],)"
            R"("deliver_notifications":true,"metadata":{"sitrep":{"incident":"INC-12","key":"INC-12/7/public"}}}})");
  EXPECT_TRUE(request.gaps.empty());
}

TEST(StatuspagePayloadTest, WhatIsEmptyIsLeftOut) {
  Case c;
  c.body.clear();
  c.incident.components.clear();
  c.incident.severity = "unheard of";
  const auto json = c.json();
  for (const auto* path :
       {"incident.body", "incident.components", "incident.component_ids", "incident.impact_override"})
    EXPECT_EQ(find(json, path), nullptr) << path;
}

TEST(StatuspagePayloadTest, ComponentsShowTheWorstClaimOfAllAndOnlyOursAreNamed) {
  Case c;
  c.incident.components = {{"api", ComponentStatus::degraded_performance}, {"db", ComponentStatus::major_outage}};
  c.claims = {{"api", ComponentStatus::partial_outage}, {"other", ComponentStatus::major_outage}};
  const auto json = c.json();
  EXPECT_EQ(boost::json::serialize(*find(json, "incident.components")),
            R"({"c-api":"partial_outage","c-db":"operational"})");
  EXPECT_EQ(boost::json::serialize(*find(json, "incident.component_ids")), R"(["c-api"])");
}

TEST(StatuspagePayloadTest, AMissingComponentIsAGapNotAnObstacle) {
  Case c;
  c.incident.components = {{"web", ComponentStatus::major_outage}, {"api", ComponentStatus::major_outage}};
  const auto request = c.payload();
  EXPECT_EQ(request.gaps, std::vector<std::string>{"no \"Web\" there"});
  EXPECT_EQ(boost::json::serialize(*find(boost::json::parse(request.json), "incident.components")),
            R"({"c-api":"major_outage"})");
}

TEST(StatuspagePayloadTest, AFalseAlarmIsResolvedAndSaysSo) {
  Case c;
  c.status = Status::cancelled;
  c.first = false;
  c.body = "Our monitoring was wrong.";
  EXPECT_EQ(text(c.json(), "incident.status"), "resolved");
  EXPECT_EQ(text(c.json(), "incident.body"), "Our monitoring was wrong.");
  c.body.clear();
  EXPECT_NE(text(c.json(), "incident.body").find("false alarm"), std::string::npos);
}

TEST(StatuspagePayloadTest, SubscribersHearWhatAPersonSaidAndNothingElse) {
  const struct {
    const char* name;
    bool setting, first;
    const char* body;
    Status status;
    bool told;
  } table[] = {{"first", true, true, "Looking.", Status::investigating, true},
               {"first without a text", true, true, "", Status::investigating, true},
               {"update", true, false, "Found it.", Status::identified, true},
               {"components only", true, false, "", Status::identified, false},
               {"switched off", false, true, "Looking.", Status::investigating, false},
               {"false alarm that they heard of", true, false, "", Status::cancelled, true},
               {"false alarm that they never heard of", true, true, "", Status::cancelled, false}};
  for (const auto& row : table) {
    Case c;
    c.notify = row.setting;
    c.first = row.first;
    c.body = row.body;
    c.status = row.status;
    const auto json = c.json();
    const auto* flag = find(json, "incident.deliver_notifications");
    ASSERT_NE(flag, nullptr) << row.name;
    EXPECT_EQ(flag->as_bool(), row.told) << row.name;
  }
}

TEST(StatuspagePayloadTest, WhatAPublicationSaysOfSubscribersWinsOverTheConfiguration) {
  const struct {
    const char* name;
    bool setting;
    std::optional<bool> waited, newest;
    const char* body;
    bool told;
  } table[] = {{"quietly", true, {}, false, "Found it.", false},
               {"loudly", false, {}, true, "Found it.", true},
               {"as configured", true, {}, {}, "Found it.", true},
               {"the quiet one comes last", false, true, false, "Found it.", true},
               {"only the components came last", false, true, true, "", true},
               {"a quiet one waited, then components moved", true, false, {}, "", false},
               {"both quietly", true, false, false, "Found it.", false}};
  for (const auto& row : table) {
    Case c;
    auto delivery = delivery_of(publication(c.incident, 7, Status::identified, row.body, start_of_test()), c.incident,
                                start_of_test());
    auto& newest = std::get<playbooks::PublishIncident>(delivery.effect.body);
    newest.notify = row.newest;
    if (row.waited) {
      auto older = publication(c.incident, 6, Status::investigating, "Looking.", start_of_test());
      std::get<playbooks::PublishIncident>(older.body).notify = row.waited;
      delivery.merged.push_back(std::move(older));
    }
    const auto ids = [](const std::string& key, std::string&) { return std::optional{"c-" + key}; };
    const auto json =
        boost::json::parse(incident_payload(delivery, newest, test_policy(), ids, false, row.setting).json);
    EXPECT_EQ(find(json, "incident.deliver_notifications")->as_bool(), row.told) << row.name;
  }
}

TEST(StatuspagePayloadTest, ThePublicTitleIsWhatThePageCallsIt) {
  Case c;
  c.incident.public_title = "Payments fail";
  EXPECT_EQ(text(c.json(), "incident.name"), "Payments fail");
}

TEST(StatuspagePayloadTest, AnIncidentCancelledBeforeItWasShownDisturbsNobody) {
  Case c;
  c.status = Status::resolved;
  c.body = "This was a false alarm.";
  c.incident.status = Status::cancelled;
  EXPECT_FALSE(find(c.json(), "incident.deliver_notifications")->as_bool());
  c.first = false;
  EXPECT_TRUE(find(c.json(), "incident.deliver_notifications")->as_bool());
}

TEST(StatuspagePayloadTest, TextsThatHadToWaitAreJoinedOldestFirstWithTheirTimes) {
  Case c;
  c.status = Status::monitoring;
  c.body = "A fix is in place.";
  const auto at = start_of_test();
  c.merged = {publication(c.incident, 1, Status::investigating, "Looking.", at - 10min),
              publication(c.incident, 3, Status::investigating, "", at - 9min),
              publication(c.incident, 4, Status::identified, "Found it.", at - 5min)};
  EXPECT_EQ(text(c.json(), "incident.body"),
            "13:55 UTC: Looking.\n\n14:00 UTC: Found it.\n\n14:05 UTC: A fix is in place.");
  EXPECT_EQ(text(c.json(), "incident.status"), "monitoring");
  c.merged[0] = publication(c.incident, 1, Status::investigating, "Looking.", at - 24h);
  EXPECT_TRUE(text(c.json(), "incident.body").starts_with("2026-11-20 14:05 UTC: Looking.\n\n2026-11-21 14:00 UTC:"));
  c.merged = {publication(c.incident, 3, Status::investigating, "", at - 9min)};
  EXPECT_EQ(text(c.json(), "incident.body"), "A fix is in place.");
}

std::size_t characters(const std::string& utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

TEST(StatuspagePayloadTest, TooLongIsCutVisiblyAndTheNewestTextSurvives) {
  Case c;
  c.incident.title = std::string(300, 'x');
  c.body.clear();
  for (int i = 0; i < 30000; ++i) c.body += "é";
  auto json = c.json();
  EXPECT_EQ(characters(text(json, "incident.name")), name_limit);
  EXPECT_TRUE(text(json, "incident.name").ends_with("x…"));
  EXPECT_EQ(characters(text(json, "incident.body")), body_limit);
  EXPECT_TRUE(text(json, "incident.body").ends_with("é…"));

  c.merged = {publication(c.incident, 1, Status::investigating, "Looking.", start_of_test()),
              publication(c.incident, 2, Status::investigating, std::string(20000, 'y'), start_of_test())};
  c.body = std::string(10000, 'z');
  json = c.json();
  EXPECT_LE(characters(text(json, "incident.body")), body_limit);
  EXPECT_TRUE(text(json, "incident.body").starts_with("(Earlier updates were too long to show here.)\n\n14:05 UTC: z"));
  EXPECT_TRUE(text(json, "incident.body").ends_with("zz"));
}

TEST(StatuspagePayloadTest, CutKeepsCharactersWholeAndReplacesWhatIsNone) {
  const struct {
    std::string_view text;
    std::size_t limit;
    std::string_view expected;
  } table[] = {{"", 3, ""},
               {"abc", 3, "abc"},
               {"abcd", 3, "ab…"},
               {"日本語です", 3, "日本…"},
               {"a\xFFz", 9, "a\xEF\xBF\xBDz"},
               {"\xC3", 9, "\xEF\xBF\xBD"},
               {"\xED\xA0\x80", 9, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
               {"\xF0\x9F\x9A\xA8!", 2, "\xF0\x9F\x9A\xA8!"},
               {"\xF0\x9F\x9A\xA8!!", 2, "\xF0\x9F\x9A\xA8…"}};
  for (const auto& row : table) EXPECT_EQ(cut(row.text, row.limit), row.expected) << row.text;
}

}  // namespace
}  // namespace integrations::statuspage
