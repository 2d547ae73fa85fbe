// Reading the page for what was changed there by hand: what is told, what is left out, and how little it may cost.
#include <gtest/gtest.h>

#include "statuspage_fixture.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::ComponentStatus;
using playbooks::NotePageRead;

class StatuspageReadingTest : public StatuspageClient {
 protected:
  StatuspageReadingTest() { http.answers.clear(); }

  Outcome read() {
    Delivery delivery;
    delivery.effect = reading_effect(++readings, world.clock.now());
    delivery.now = world.clock.now();
    return deliver(std::move(delivery));
  }
  /// The one news of it.
  static NotePageRead note(const Outcome& outcome) {
    const auto* done = std::get_if<Delivered>(&outcome);
    if (done == nullptr || done->news.size() != 1) return {"(no news)", {}, {}, {}, {}};
    return std::get<NotePageRead>(done->news.front());
  }
  static std::string listed(const std::string& id, const std::string& name, const std::string& status) {
    return R"({"id":")" + id + R"(","name":")" + name + R"(","status":")" + status + R"("})";
  }
  int readings = 0;
};

TEST_F(StatuspageReadingTest, TellsEveryComponentThatIsOursAndEveryOpenIncidentThatIsNot) {
  http.answers = {
      answered(200, "[" + listed("c-api", "API", "partial_outage") + "," + listed("c-db", "Database", "operational") +
                        "," + listed("c-else", "Something else", "major_outage") + "," + listed("c-web", "Web", "") +
                        "]"),
      answered(200, "[" + incident_json("i7", "identified", "", "", "Login slow") + "," +
                        incident_json("i1", "monitoring", "INC-12", "INC-12/5/public") + "," +
                        incident_json("m1", "in_progress", "", "", "Upgrade") + "]")};
  const auto began = world.clock.now();
  const auto told = note(read());
  EXPECT_EQ(told.page, "statuspage");
  EXPECT_EQ(told.asked, began);
  EXPECT_EQ(told.trouble, "");
  EXPECT_EQ(told.components, (std::map<std::string, ComponentStatus>{{"api", ComponentStatus::partial_outage},
                                                                     {"db", ComponentStatus::operational}}));
  EXPECT_EQ(
      told.open,
      (std::vector<playbooks::Stranger>{{"statuspage", "i7", "Login slow", "identified", "https://stspg.io/i7"}}));
  EXPECT_EQ(http.line(0), "GET /pages/p/components?page=1&per_page=100");
  EXPECT_EQ(http.line(1), "GET /pages/p/incidents/unresolved?per_page=100&page=1");
  EXPECT_EQ(http.requests.size(), 2U);
}

TEST_F(StatuspageReadingTest, ANameThatStandsForTwoIsLeftOut) {
  http.answers = {answered(200, "[" + listed("c1", "API", "major_outage") + "," + listed("c2", "API", "operational") +
                                    "," + listed("c3", "Web", "operational") + "]"),
                  answered(200, "[]")};
  EXPECT_EQ(note(read()).components, (std::map<std::string, ComponentStatus>{{"web", ComponentStatus::operational}}));
}

TEST_F(StatuspageReadingTest, OurOwnIncidentIsNoStrangerEvenWhereTheListHidesItsMark) {
  http.answers = {answered(200, components_json()), answered(201, incident_json("i1", "investigating"))};
  deliver(first());
  pass(1min);
  http.answers = {answered(200, components_json()), answered(200, "[" + incident_json("i1", "investigating") + "]")};
  EXPECT_TRUE(note(read()).open.empty());
}

TEST_F(StatuspageReadingTest, WhatCannotBeReadForLackOfRightsIsToldAndNotTriedForEver) {
  const struct {
    int status;
    const char* says;
  } table[] = {{401, "Statuspage refused the API key. Set SITREP_STATUSPAGE_API_KEY"},
               {403, "does not let this API key manage the page"},
               {404, "Statuspage has no page \"p\", or the API key cannot see it"}};
  for (const auto& row : table) {
    http.answers = {answered(row.status, R"({"error":"no"})")};
    const auto told = note(read());
    EXPECT_NE(told.trouble.find(row.says), std::string::npos) << told.trouble;
    EXPECT_TRUE(told.components.empty());
    EXPECT_EQ(told.asked, world.clock.now());
    pass(1min);
  }
  // Half a page is no page: nothing of it is told.
  http.answers = {answered(200, components_json()), answered(403, "")};
  EXPECT_TRUE(note(read()).components.empty());
}

TEST_F(StatuspageReadingTest, FailuresAreTriedAgainLaterAndDelayNoPublication) {
  const HttpResponse bad[] = {answered(503, ""), answered(200, "<html>"), answered(200, "{}"), HttpResponse{}};
  for (const auto& response : bad) {
    client = make_statuspage(settings(), policy, http, world.clock, world.activity);
    http.answers = {response};
    const auto outcome = read();
    ASSERT_TRUE(std::holds_alternative<Retry>(outcome)) << response.body;
    EXPECT_EQ(std::get<Retry>(outcome).at, world.clock.now() + 2s);
    EXPECT_TRUE(std::holds_alternative<Retry>(read()));
    http.answers = {answered(200, components_json()), answered(201, incident_json("i1", "investigating"))};
    EXPECT_TRUE(std::holds_alternative<Delivered>(deliver(first()))) << response.body;
    pass(1min);
  }
  client = make_statuspage(settings(), policy, http, world.clock, world.activity);
  http.answers = {answered(420, "", {{"retry-after", "45"}})};
  const auto limited = read();
  ASSERT_TRUE(std::holds_alternative<Retry>(limited));
  EXPECT_EQ(std::get<Retry>(limited).at, world.clock.now() + 45s);
}

TEST_F(StatuspageReadingTest, GivesWayWhileOthersUseTheLimit) {
  http.answers = {answered(200, components_json()), answered(201, incident_json("i1", "investigating")),
                  answered(200, incident_json("i1", "identified"))};
  deliver(first());
  deliver(update());
  const auto outcome = read();
  ASSERT_TRUE(std::holds_alternative<Retry>(outcome));
  EXPECT_EQ(std::get<Retry>(outcome).why, "reading the status page gives way to what is published there");
  EXPECT_EQ(http.requests.size(), 3U);
  world.clock.advance_to(std::get<Retry>(outcome).at);
  http.answers = {answered(200, components_json()), answered(200, "[]")};
  auto again = read();
  if (const auto* retry = std::get_if<Retry>(&again)) {
    world.clock.advance_to(retry->at);
    again = read();
  }
  EXPECT_EQ(note(again).components.size(), 3U);
}

TEST_F(StatuspageReadingTest, GoesOnWhereItWasHeldUpAndAsksNothingTwice) {
  std::string many = "[";
  for (int i = 0; i < 100; ++i) many += listed("x" + std::to_string(i), "X" + std::to_string(i), "operational") + ",";
  many.back() = ']';
  http.answers = {answered(200, many), answered(200, many), answered(200, components_json()), answered(200, "[]")};
  const auto began = world.clock.now();
  Outcome outcome = read();
  int turns = 1;
  for (; std::holds_alternative<Retry>(outcome) && turns < 10; ++turns) {
    world.clock.advance_to(std::get<Retry>(outcome).at);
    outcome = read();
  }
  EXPECT_EQ(note(outcome).components.size(), 3U);
  EXPECT_EQ(note(outcome).asked, began);
  EXPECT_EQ(http.requests.size(), 4U);
  EXPECT_GT(turns, 1);
}

TEST_F(StatuspageReadingTest, BeginsAnewWhenThePageWasChangedByUsMeanwhile) {
  http.answers = {answered(200, components_json()), answered(503, "")};
  ASSERT_TRUE(std::holds_alternative<Retry>(read()));
  pass(10s);
  auto change = delivery_of(component_change("api", 3), {}, world.clock.now());
  change.public_components["api"] = ComponentStatus::partial_outage;
  http.answers = {answered(200, components_json()),
                  answered(200, R"({"id":"c-api","name":"API","status":"partial_outage"})")};
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(change)));
  pass(10s);
  http.answers = {answered(200, "[" + listed("c-api", "API", "partial_outage") + "]"), answered(200, "[]")};
  const auto told = note(read());
  EXPECT_EQ(told.asked, world.clock.now());
  EXPECT_EQ(told.components.at("api"), ComponentStatus::partial_outage);
}

TEST_F(StatuspageReadingTest, AfterAReadingAComponentThatWasChangedByHandIsSetAgain) {
  http.answers = {answered(200, components_json()), answered(201, incident_json("i1", "investigating"))};
  deliver(first());
  auto change = delivery_of(component_change("api", 3), {}, world.clock.now());
  change.public_components["api"] = ComponentStatus::major_outage;
  pass(10s);
  http.answers = {answered(200, "[" + listed("c-api", "API", "operational") + "]"), answered(200, "[]")};
  EXPECT_EQ(note(read()).components.at("api"), ComponentStatus::operational);
  http.answers = {answered(200, R"({"id":"c-api","name":"API","status":"major_outage"})")};
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(change)));
  EXPECT_EQ(http.line(http.requests.size() - 1), "PATCH /pages/p/components/c-api");
}

TEST_F(StatuspageReadingTest, IsSimplyDoneAgainAfterARestart) {
  Delivery delivery;
  delivery.effect = reading_effect(1, world.clock.now());
  const auto seen = find({delivery});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_TRUE(std::get<Found>(seen).receipts.empty());
  EXPECT_TRUE(http.requests.empty());
}

}  // namespace
}  // namespace integrations::statuspage
