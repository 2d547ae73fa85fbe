// What the client makes of what it reads back after a crash or an unclear answer.
#include <gtest/gtest.h>

#include "statuspage_fixture.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::ComponentStatus;
using playbooks::Status;

class StatuspageFindTest : public StatuspageClient {};

TEST_F(StatuspageFindTest, FindComparesTheKeyOnThePageWithTheOneAskedFor) {
  http.answers = {answered(200, incident_json("i1", "monitoring", "INC-12", "INC-12/5/public"))};
  const auto seen = find({update(4), update(5), update(6)});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  const auto& receipts = std::get<Found>(seen).receipts;
  EXPECT_EQ(http.line(0), "GET /pages/p/incidents/i1");
  EXPECT_EQ(http.requests.size(), 1U);
  EXPECT_TRUE(receipts.contains("INC-12/4/public"));
  ASSERT_TRUE(receipts.contains("INC-12/5/public"));
  EXPECT_EQ(receipts.at("INC-12/5/public"), (playbooks::Receipt{"i1", "https://stspg.io/i1", "monitoring"}));
  EXPECT_FALSE(receipts.contains("INC-12/6/public"));
}

TEST_F(StatuspageFindTest, FindLooksAmongTheUnresolvedThenAmongTheNewest) {
  const auto other = incident_json("i9", "investigating", "INC-1", "INC-1/12/public");
  http.answers = {
      answered(200, "[" + other + "]"),
      answered(200, "[" + other + "," + incident_json("i1", "resolved", "INC-12", "INC-12/1/public") + "]")};
  const auto seen = find({first()});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_EQ(http.line(0), "GET /pages/p/incidents/unresolved?per_page=100&page=1");
  EXPECT_EQ(http.line(1), "GET /pages/p/incidents?limit=100");
  EXPECT_EQ(std::get<Found>(seen).receipts.at("INC-12/1/public").id, "i1");
  // What was learned is used: the next one is an update of that incident, not a second incident.
  pass(1min);
  http.answers = {answered(200, components_json()), answered(200, incident_json("i1", "identified"))};
  auto next = update();
  next.incident->page.id.clear();
  deliver(std::move(next));
  EXPECT_EQ(http.line(3), "PATCH /pages/p/incidents/i1");
}

TEST_F(StatuspageFindTest, FindFallsBackToNameAndTimeWhereTheListHidesOurMark) {
  http.answers = {answered(200, "[" + incident_json("i1", "investigating") + "]"),
                  answered(200, incident_json("i1", "investigating", "INC-12", "INC-12/1/public"))};
  const auto seen = find({first()});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_EQ(http.line(1), "GET /pages/p/incidents/i1");
  EXPECT_EQ(std::get<Found>(seen).receipts.at("INC-12/1/public").id, "i1");
}

TEST_F(StatuspageFindTest, FindTakesNoIncidentThatIsOlderOrHasAnotherNameOrAnotherOwner) {
  pass(1h);
  http.answers = {answered(200, "[" + incident_json("i1", "investigating") + "," +
                                    incident_json("i2", "investigating", "", "", "Something else") + "," +
                                    incident_json("i3", "investigating", "INC-13", "INC-13/1/public") + "]"),
                  answered(200, "[]")};
  const auto seen = find({first()});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_TRUE(std::get<Found>(seen).receipts.empty());
}

TEST_F(StatuspageFindTest, FindOfAnIncidentDeletedOnThePageFindsNothing) {
  http.answers = {answered(404, "{}")};
  const auto seen = find({update()});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_TRUE(std::get<Found>(seen).receipts.empty());
}

TEST_F(StatuspageFindTest, FindNeverGuessesWhenItCannotLook) {
  const HttpResponse bad[] = {answered(503, ""),  answered(401, ""), answered(200, "<html>"),
                              answered(200, "7"), answered(420, ""), HttpResponse{}};
  for (const auto& response : bad) {
    http.answers = {response};
    client = make_statuspage(settings(), policy, http, world.clock, world.activity);
    const auto seen = find({first()});
    ASSERT_TRUE(std::holds_alternative<Retry>(seen)) << response.status << response.body;
    EXPECT_GT(std::get<Retry>(seen).at, world.clock.now());
  }
}

TEST_F(StatuspageFindTest, AnAdoptedIncidentHasOurWordsOnlyOnceItHasOurMark) {
  http.answers = {answered(200, incident_json("i1", "investigating"))};  // opened by hand a second ago
  const auto before = find({update()});
  ASSERT_TRUE(std::holds_alternative<Found>(before));
  EXPECT_TRUE(std::get<Found>(before).receipts.empty());
  pass(3min);
  http.answers = {answered(200, incident_json("i1", "identified", "INC-12", "INC-12/4/public"))};
  const auto after = find({update()});
  ASSERT_TRUE(std::holds_alternative<Found>(after));
  EXPECT_TRUE(std::get<Found>(after).receipts.contains("INC-12/4/public"));
}

TEST_F(StatuspageFindTest, FindOfManyGetsOnAlthoughEachTurnMaySendOnlyAFew) {
  std::vector<Delivery> many;
  for (int number = 1; number <= 20; ++number) {
    auto one = test_incident(number, "Closed", {});
    one.page.id = "i" + std::to_string(number);
    many.push_back(
        delivery_of(publication(one, 9, Status::resolved, "Done.", world.clock.now()), one, world.clock.now()));
  }
  http.answers = {answered(200, "[]")};
  for (int number = 1; number <= 20; ++number) {
    const auto id = std::to_string(number);
    http.answers.push_back(answered(200, incident_json("i" + id, "resolved", "INC-" + id, "INC-" + id + "/9/public")));
  }
  int turns = 0;
  Lookup seen = find(many);
  while (std::holds_alternative<Retry>(seen) && ++turns < 30) {
    world.clock.advance_to(std::get<Retry>(seen).at);
    seen = find(many);
  }
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_EQ(std::get<Found>(seen).receipts.size(), 20U);
  EXPECT_EQ(http.requests.size(), 21U);  // nothing is asked twice
  EXPECT_GT(turns, 10);
}

TEST_F(StatuspageFindTest, FindOfAComponentComparesWhatThePageShows) {
  http.answers = {answered(200, R"([{"id":"c-api","name":"API","status":"major_outage"},
                                    {"id":"c-db","name":"Database","status":"operational"}])")};
  auto api = delivery_of(component_change("api", 3), {}, world.clock.now());
  auto db = delivery_of(component_change("db", 4), {}, world.clock.now());
  api.public_components =
      db.public_components = {{"api", ComponentStatus::major_outage}, {"db", ComponentStatus::major_outage}};
  const auto seen = find({api, db});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_TRUE(std::get<Found>(seen).receipts.contains("component/api/3"));
  EXPECT_FALSE(std::get<Found>(seen).receipts.contains("component/db/4"));
}

}  // namespace
}  // namespace integrations::statuspage
