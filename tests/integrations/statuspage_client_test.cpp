// The client against answers made by hand: what it sends, and what it makes of every answer.
#include <gtest/gtest.h>

#include <algorithm>

#include "statuspage_fixture.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::ComponentStatus;
using playbooks::Status;

class StatuspageClientTest : public StatuspageClient {};

TEST_F(StatuspageClientTest, FirstPostsThenPatchesAndKnowsTheIdBeforeHistoryDoes) {
  http.answers.push_back(answered(201, incident_json("i1", "investigating")));
  http.answers.push_back(answered(200, incident_json("i1", "identified")));
  const auto posted = deliver(first());
  ASSERT_TRUE(std::holds_alternative<Delivered>(posted));
  EXPECT_EQ(std::get<Delivered>(posted).receipt, (playbooks::Receipt{"i1", "https://stspg.io/i1", "investigating"}));
  auto second = update();
  second.incident->page.id.clear();  // the receipt has not become history yet
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(std::move(second))));
  EXPECT_EQ(http.line(0), "GET /pages/p/components?page=1&per_page=100");
  EXPECT_EQ(http.line(1), "POST /pages/p/incidents");
  EXPECT_EQ(http.line(2), "PATCH /pages/p/incidents/i1");
  const auto& headers = http.requests[1].headers;
  EXPECT_NE(std::ranges::find(headers, std::pair<std::string, std::string>{"Authorization", "OAuth k"}), headers.end());
  EXPECT_EQ(json_text(http.requests[1].body, "incident.metadata.sitrep.key"), "INC-12/1/public");
}

TEST_F(StatuspageClientTest, TakesWhatIsForThisPageAndNothingElse) {
  auto old = publication(incident, 1, Status::investigating, "", world.clock.now());
  auto named = old, other = old;
  std::get<playbooks::PublishIncident>(named.body).page = "statuspage";
  std::get<playbooks::PublishIncident>(other.body).page = "local";
  auto upkeep = maintenance_effect(1, playbooks::MaintenanceState::scheduled, "", world.clock.now());
  auto elsewhere = upkeep;
  std::get<playbooks::PublishMaintenance>(elsewhere.body).page = "cachet";
  auto card = old;
  card.body = playbooks::DrawCard{incident.id};
  for (const auto& effect : {old, named, upkeep, component_change("api", 1), reading_effect(1, world.clock.now())})
    EXPECT_TRUE(client->takes(effect)) << effect.key;
  for (const auto& effect : {other, elsewhere, card}) EXPECT_FALSE(client->takes(effect)) << effect.key;
}

TEST_F(StatuspageClientTest, AComponentThatAnIncidentHasCarriedCostsNoRequestOfItsOwn) {
  http.answers.push_back(answered(201, incident_json("i1", "investigating")));
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(first())));
  auto change = delivery_of(component_change("api", 3), {}, world.clock.now());
  change.public_components["api"] = ComponentStatus::major_outage;
  const auto outcome = deliver(change);
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  EXPECT_EQ(std::get<Delivered>(outcome).receipt, (playbooks::Receipt{"c-api", "", "major_outage"}));
  EXPECT_EQ(http.requests.size(), 2U);

  auto another = change;  // another status, or another component
  another.public_components["api"] = ComponentStatus::partial_outage;
  http.answers = {answered(200, R"({"id":"c-api","name":"API","status":"partial_outage"})")};
  deliver(another);
  EXPECT_EQ(http.requests.size(), 3U);
  pass(1min);  // said after the last request: somebody may have changed it by hand since
  auto later = another;
  later.effect.created = later.now = world.clock.now();
  http.answers = {answered(200, R"({"id":"c-api","name":"API","status":"partial_outage"})")};
  deliver(later);
  EXPECT_EQ(http.requests.size(), 4U);
}

TEST_F(StatuspageClientTest, WhatADoubtfulRequestCarriedIsNotTrusted) {
  http.answers.push_back(answered(201, incident_json("i1", "investigating")));
  deliver(first());
  http.answers = {answered(500, "")};
  ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(update())));
  pass(1min);
  auto change = delivery_of(component_change("api", 3), {}, world.clock.now());
  change.public_components["api"] = ComponentStatus::major_outage;
  http.answers = {answered(200, R"({"id":"c-api","name":"API","status":"major_outage"})")};
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(change)));
  EXPECT_EQ(http.line(http.requests.size() - 1), "PATCH /pages/p/components/c-api");
}

TEST_F(StatuspageClientTest, NothingPublicForInternalIncidentsDrillsAndUnknownOnes) {
  auto internal = first();
  internal.incident->visibility = playbooks::Visibility::internal;
  auto drill = first();
  drill.incident->kind = playbooks::Kind::drill;
  auto unknown = first();
  unknown.incident.reset();
  for (auto& delivery : {internal, drill, unknown}) EXPECT_TRUE(std::holds_alternative<Refused>(deliver(delivery)));
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(StatuspageClientTest, AMissingComponentIsReportedAndTheIncidentIsPublishedAllTheSame) {
  policy.components[0].name = "Appi";
  http.answers.push_back(answered(201, incident_json("i1", "investigating")));
  const auto outcome = deliver(first());
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  const auto& detail = std::get<Delivered>(outcome).receipt.detail;
  EXPECT_TRUE(
      detail.starts_with("investigating; not shown: The status page has no component \"Appi\"; the nearest are "
                         "\"API\""))
      << detail;
  EXPECT_FALSE(json_has(http.requests[1].body, "incident.components"));
}

TEST_F(StatuspageClientTest, AComponentAddedToThePageLaterIsFoundWithoutARestart) {
  policy.components[0].name = "New";
  http.answers.push_back(answered(201, incident_json("i1", "investigating")));
  deliver(first());
  pass(6min);
  http.answers.push_back(answered(200, R"([{"id":"c-new","name":"New","status":"operational"}])"));
  http.answers.push_back(answered(200, incident_json("i1", "identified")));
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(update())));
  EXPECT_EQ(json_text(http.requests[3].body, "incident.components.c-new"), "major_outage");
}

TEST_F(StatuspageClientTest, AConfiguredIdWinsOverTheNameAndMustBeOnThePage) {
  auto with_ids = settings();
  with_ids.component_ids = {{"api", "c-web"}, {"db", "gone"}};
  client = make_statuspage(with_ids, policy, http, world.clock, world.activity);
  incident.components.push_back({"db", ComponentStatus::major_outage});
  http.answers.push_back(answered(201, incident_json("i1", "investigating")));
  const auto outcome = deliver(first());
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  EXPECT_EQ(json_text(http.requests[1].body, "incident.components.c-web"), "major_outage");
  EXPECT_NE(std::get<Delivered>(outcome).receipt.detail.find("id \"gone\""), std::string::npos);
}

TEST_F(StatuspageClientTest, ReadsTheComponentsOnceAndNotAtAllWhenNoneIsAffected) {
  incident.components.clear();
  http.answers = {answered(201, incident_json("i1", "investigating"))};
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(first())));
  EXPECT_EQ(http.requests.size(), 1U);
}

TEST_F(StatuspageClientTest, WhileTheComponentsCannotBeReadNothingIsSentAndTheWaitGrows) {
  http.answers = {answered(503, ""), answered(502, "<html>"), answered(200, "{}")};
  const playbooks::Duration waits[] = {2s, 4s, 8s, 16s};  // the fourth is refused by the network
  for (const auto wait : waits) {
    const auto outcome = deliver(first());
    ASSERT_TRUE(std::holds_alternative<Retry>(outcome));
    EXPECT_EQ(std::get<Retry>(outcome).at - world.clock.now(), wait);
    world.clock.advance_to(std::get<Retry>(outcome).at);
  }
  for (std::size_t i = 0; i < http.requests.size(); ++i) EXPECT_EQ(http.requests[i].method, "GET");
}

TEST_F(StatuspageClientTest, EveryBadAnswerToAPublicationHasItsOutcome) {
  const struct {
    const char* name;
    HttpResponse response;
    std::size_t outcome;  // index in Outcome: 1 Retry, 2 Refused, 3 Unknown
  } table[] = {{"401", answered(401, R"({"error":"Could not authenticate"})"), 1},  // a key can be mended
               {"403", answered(403, ""), 1},
               {"404", answered(404, ""), 2},
               {"400", answered(400, ""), 2},
               {"500", answered(500, ""), 3},
               {"HTML", answered(200, "<html>"), 3},
               {"half", answered(200, R"({"id":"i)"), 3},
               {"empty", answered(201, ""), 3},
               {"wrong shape", answered(201, R"(["i1"])"), 3},
               {"no id", answered(201, R"({"status":"investigating"})"), 3},
               {"time-out", HttpResponse{}, 3},
               {"420", answered(420, "", {{"retry-after", "30"}}), 1}};
  for (const auto& row : table) {
    http.answers = {answered(200, components_json()), row.response};
    client = make_statuspage(settings(), policy, http, world.clock, world.activity);
    EXPECT_EQ(deliver(first()).index(), row.outcome) << row.name;
    pass(1min);
  }
}

TEST_F(StatuspageClientTest, AfterARateLimitNothingIsSentUntilThen) {
  http.answers.push_back(answered(420, "", {{"retry-after", "30"}}));
  const auto limited = deliver(first());
  ASSERT_TRUE(std::holds_alternative<Retry>(limited));
  EXPECT_EQ(std::get<Retry>(limited).at, world.clock.now() + 30s);
  EXPECT_EQ(std::get<Retry>(limited).why, "Statuspage rate limit until 14:05 UTC");
  pass(29s);
  const auto early = deliver(first());
  ASSERT_TRUE(std::holds_alternative<Retry>(early));
  EXPECT_EQ(http.requests.size(), 2U);
  pass(1s);
  http.answers.push_back(answered(201, incident_json("i1", "investigating")));
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver(first())));
}

TEST_F(StatuspageClientTest, ADoubtfulFirstPublicationIsNeverRepeatedUnseen) {
  http.answers.push_back(answered(500, ""));
  ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(first())));
  pass(1min);
  EXPECT_TRUE(std::holds_alternative<Unknown>(deliver(first())));
  EXPECT_EQ(http.requests.size(), 2U);  // nothing more was sent
  http.answers = {answered(200, "[]"), answered(200, "[]"), answered(201, incident_json("i1", "investigating"))};
  const auto seen = find({first()});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_TRUE(std::get<Found>(seen).receipts.empty());
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver(first())));
}

TEST_F(StatuspageClientTest, AnIdThatThePageNoLongerKnowsIsReadAnewBeforeItIsRefused) {
  http.answers.push_back(answered(201, incident_json("i1", "investigating")));
  deliver(first());
  pass(1min);
  http.answers = {answered(422, R"({"error":["Component c-api does not exist"]})"),
                  answered(200, R"([{"id":"c-api2","name":"API","status":"operational"}])"),
                  answered(200, incident_json("i1", "identified"))};
  const auto again = deliver(update());
  ASSERT_TRUE(std::holds_alternative<Retry>(again));
  pass(1s);
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(update())));
  EXPECT_EQ(json_text(http.requests.back().body, "incident.components.c-api2"), "major_outage");
  pass(1min);
  http.answers = {answered(422, "no"), answered(200, components_json()), answered(422, "no")};
  ASSERT_TRUE(std::holds_alternative<Retry>(deliver(update())));
  pass(1s);
  EXPECT_TRUE(std::holds_alternative<Refused>(deliver(update())));
}

TEST_F(StatuspageClientTest, AComponentIsSetToItsWorstClaim) {
  http.answers.push_back(answered(200, R"({"id":"c-api","name":"API","status":"partial_outage"})"));
  http.answers.push_back(answered(200, R"({"id":"c-api","name":"API","status":"operational"})"));
  auto change = delivery_of(component_change("api", 3), {}, world.clock.now());
  change.public_components["api"] = ComponentStatus::partial_outage;
  const auto outcome = deliver(change);
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  EXPECT_EQ(std::get<Delivered>(outcome).receipt, (playbooks::Receipt{"c-api", "", "partial_outage"}));
  EXPECT_EQ(http.line(1), "PATCH /pages/p/components/c-api");
  EXPECT_EQ(http.requests[1].body, R"({"component":{"status":"partial_outage"}})");
  change.public_components.clear();
  deliver(change);
  EXPECT_EQ(http.requests[2].body, R"({"component":{"status":"operational"}})");

  policy.components[0].name = "Appi";
  const auto missing = deliver(change);
  ASSERT_TRUE(std::holds_alternative<Refused>(missing));
  EXPECT_NE(std::get<Refused>(missing).why.find("\"Appi\"; the nearest are"), std::string::npos);
}

TEST_F(StatuspageClientTest, TwoComponentsOfOneNameAreNeverGuessedBetween) {
  const auto twice = R"([{"id":"c-api","name":"API","status":"operational"},
                         {"id":"c-api2","name":"API","status":"operational"},
                         {"id":"c-db","name":"Database","status":"operational"},
                         {"id":"g-web","name":"Web","status":"operational","group":true},
                         {"id":"c-web","name":"Web","status":"operational","group":false}])";
  http.answers = {answered(200, twice)};
  auto change = delivery_of(component_change("api", 3), {}, world.clock.now());
  const auto outcome = deliver(change);
  ASSERT_TRUE(std::holds_alternative<Refused>(outcome));
  const std::string says =
      "The status page has 2 components named \"API\" (ids c-api, c-api2). Rename one of them there, and use its name "
      "in the configuration.";
  EXPECT_EQ(std::get<Refused>(outcome).why, says);
  http.answers = {answered(200, R"({"id":"p","name":"Acme"})"), answered(200, twice)};
  const auto findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[1].what, "Statuspage component \"API\"");
  EXPECT_EQ(findings[1].says, says);
  EXPECT_EQ(findings[2].says, "2 of 3 configured components are on the page") << "a group is no second component";
}

TEST_F(StatuspageClientTest, DoctorNamesWhatIsWrongAndWhatIsFine) {
  http.answers.push_front(answered(200, R"({"id":"p","name":"Acme","subdomain":"acme"})"));
  auto findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].says, "\"Acme\", https://acme.statuspage.io");
  EXPECT_EQ(findings[1].says, "3 of 3 configured components are on the page");

  policy.components[2].name = "Webb";
  http.answers = {answered(200, R"({"id":"p","name":"Acme"})"), answered(200, components_json())};
  findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[1].level, Finding::Level::error);
  EXPECT_EQ(findings[1].what, "Statuspage component \"Webb\"");
  EXPECT_NE(findings[1].says.find("nearest are \"Web\""), std::string::npos);

  pass(1min);
  http.answers = {answered(401, R"({"error":"Could not authenticate"})")};
  findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].says.find("SITREP_STATUSPAGE_API_KEY"), std::string::npos);

  const struct {
    int status;
    const char* body;
    const char* says;
  } refusals[] = {{403, R"({"error":"Forbidden"})", "does not let this API key manage the page (Forbidden)"},
                  {404, R"({"error":"Not found"})", "has no page \"p\", or the API key cannot see it"}};
  for (const auto& row : refusals) {
    http.answers = {answered(row.status, row.body)};
    findings = world.run(client->doctor());
    ASSERT_EQ(findings.size(), 1U) << row.status;
    EXPECT_EQ(findings[0].level, Finding::Level::error) << row.status;
    EXPECT_NE(findings[0].says.find(row.says), std::string::npos) << findings[0].says;
  }

  auto empty = settings();
  empty.api_key.clear();
  client = make_statuspage(empty, policy, http, world.clock, world.activity);
  findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Finding::Level::error);
}

}  // namespace
}  // namespace integrations::statuspage
