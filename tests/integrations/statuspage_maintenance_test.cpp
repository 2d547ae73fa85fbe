// Maintenance on the page: what is sent for every step of its life, and what is read back when an answer was unclear.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/http/json.hpp"
#include "integrations/statuspage/payload.hpp"
#include "statuspage_fixture.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::ComponentStatus;
using playbooks::MaintenanceState;

/// As the page answers it.
std::string maintenance_json(const std::string& id, const std::string& status, const std::string& key = {}) {
  const auto metadata =
      key.empty() ? std::string{"{}"} : R"({"sitrep":{"maintenance":"MNT-3","key":")" + key + R"("}})";
  return R"({"id":")" + id + R"(","name":"Database upgrade","status":")" + status +
         R"(","shortlink":"https://stspg.io/)" + id + R"(","metadata":)" + metadata +
         R"(,"created_at":"2026-11-21T14:05:01Z","updated_at":"2026-11-21T14:05:01Z"})";
}

class StatuspageMaintenanceTest : public StatuspageClient {
 protected:
  Delivery step(int event, MaintenanceState state, const std::string& body, bool notify = false) {
    auto known = maintenance;
    if (on_page) known.pages = {{"m1", "https://stspg.io/m1", "scheduled", {}, {}, "statuspage"}};
    known.state = state;
    if (state != MaintenanceState::scheduled && started) known.started = playbooks::Done{{}, world.clock.now()};
    auto delivery = delivery_of_maintenance(maintenance_effect(event, state, body, world.clock.now(), notify), known,
                                            world.clock.now());
    delivery.public_components = claims;
    delivery.merged = merged;
    return delivery;
  }
  /// The inside of the request for it.
  boost::json::value sent(int event, MaintenanceState state, const std::string& body, bool notify = false) {
    const auto ids = [](const std::string& key, std::string& problem) -> std::optional<std::string> {
      if (key != "web") return "c-" + key;
      problem = "no \"Web\" there";
      return std::nullopt;
    };
    const auto delivery = step(event, state, body, notify);
    const auto& what = std::get<playbooks::PublishMaintenance>(delivery.effect.body);
    last = maintenance_payload(delivery, what, ids, !on_page);
    return boost::json::parse(last.json).at("incident");
  }
  static std::string part(const boost::json::value& request, std::string_view path) {
    const auto* value = integrations::find(request, path);
    return value == nullptr ? "(absent)" : boost::json::serialize(*value);
  }

  playbooks::Maintenance maintenance = test_maintenance();
  bool on_page = true, started = true;
  std::map<std::string, ComponentStatus> claims;
  std::vector<playbooks::Effect> merged;
  Payload last;
};

TEST_F(StatuspageMaintenanceTest, IsMadeWithNothingLeftToThePagesOwnClockAndNoComponentMoved) {
  on_page = false;
  maintenance.text = "The API may be slow.";
  EXPECT_EQ(boost::json::serialize(sent(1, MaintenanceState::scheduled, "We will upgrade the database.", true)),
            R"({"name":"Database upgrade","status":"scheduled","body":"We will upgrade the database.",)"
            R"("scheduled_for":"2026-11-22T14:05:00Z","scheduled_until":"2026-11-22T16:05:00Z",)"
            R"("scheduled_remind_prior":false,"scheduled_auto_in_progress":false,"scheduled_auto_completed":false,)"
            R"("auto_transition_to_maintenance_state":false,"auto_transition_to_operational_state":false,)"
            R"("auto_transition_deliver_notifications_at_start":false,)"
            R"("auto_transition_deliver_notifications_at_end":false,"component_ids":["c-db","c-api"],)"
            R"("deliver_notifications":true,)"
            R"("metadata":{"sitrep":{"maintenance":"MNT-3","key":"maintenance/1/page/statuspage"}}})");
  EXPECT_EQ(part(sent(1, MaintenanceState::scheduled, ""), "body"), R"("The API may be slow.")");
  EXPECT_EQ(part(sent(1, MaintenanceState::scheduled, ""), "deliver_notifications"), "false");
}

TEST_F(StatuspageMaintenanceTest, AnAnnouncementIsAWordAndANewWindowIsShown) {
  const auto announced = sent(2, MaintenanceState::scheduled, "Starts in 24 hours.", true);
  EXPECT_EQ(part(announced, "body"), R"("Starts in 24 hours.")");
  EXPECT_EQ(part(announced, "status"), R"("scheduled")");
  EXPECT_EQ(part(announced, "components"), "(absent)");
  EXPECT_EQ(part(announced, "scheduled_auto_in_progress"), "(absent)");
  EXPECT_EQ(part(announced, "deliver_notifications"), "true");
  maintenance.ends += 30min;
  const auto extended = sent(3, MaintenanceState::in_progress, "30 minutes more.");
  EXPECT_EQ(part(extended, "scheduled_until"), R"("2026-11-22T16:35:00Z")");
  EXPECT_EQ(part(extended, "scheduled_for"), "(absent)");
}

TEST_F(StatuspageMaintenanceTest, ComponentsMoveWhenItBeginsAndEndsAndNeverBetterThanAnotherClaim) {
  claims = {{"api", ComponentStatus::partial_outage}, {"db", ComponentStatus::under_maintenance}};
  auto request = sent(4, MaintenanceState::in_progress, "It has begun.");
  EXPECT_EQ(part(request, "components"), R"({"c-db":"under_maintenance","c-api":"partial_outage"})");
  EXPECT_EQ(part(request, "component_ids"), R"(["c-db","c-api"])");
  claims.clear();  // its own claim is not known: it is there all the same
  EXPECT_EQ(part(sent(4, MaintenanceState::in_progress, ""), "components"),
            R"({"c-db":"under_maintenance","c-api":"under_maintenance"})");

  claims = {{"api", ComponentStatus::major_outage}};
  request = sent(6, MaintenanceState::completed, "Done.");
  EXPECT_EQ(part(request, "status"), R"("completed")");
  EXPECT_EQ(part(request, "components"), R"({"c-db":"operational","c-api":"major_outage"})");
  EXPECT_EQ(part(request, "component_ids"), "(absent)");
  EXPECT_EQ(last.sets, (std::map<std::string, ComponentStatus>{{"c-db", ComponentStatus::operational},
                                                               {"c-api", ComponentStatus::major_outage}}));
}

TEST_F(StatuspageMaintenanceTest, AStartThatIsToldOfAfterTheEndClaimsNothing) {
  auto delivery = step(4, MaintenanceState::in_progress, "It has begun.");
  delivery.maintenance->state = MaintenanceState::completed;
  const auto ids = [](const std::string& key, std::string&) { return std::optional{"c-" + key}; };
  const auto& what = std::get<playbooks::PublishMaintenance>(delivery.effect.body);
  const auto request = boost::json::parse(maintenance_payload(delivery, what, ids, false).json);
  EXPECT_EQ(part(request, "incident.components"), R"({"c-db":"operational","c-api":"operational"})");
}

TEST_F(StatuspageMaintenanceTest, ACancelledOneSaysSoAndMovesComponentsOnlyWhenItHadBegun) {
  started = false;
  auto request = sent(5, MaintenanceState::cancelled, "It will not take place.", true);
  EXPECT_EQ(part(request, "status"), R"("completed")");
  EXPECT_EQ(part(request, "body"), R"("It will not take place.")");
  EXPECT_EQ(part(request, "components"), "(absent)");
  EXPECT_EQ(part(request, "component_ids"), "(absent)");
  EXPECT_EQ(part(request, "deliver_notifications"), "true");
  EXPECT_EQ(part(sent(5, MaintenanceState::cancelled, ""), "body"), R"("This maintenance was cancelled.")");
  started = true;
  request = sent(5, MaintenanceState::cancelled, "stopped half-way");
  EXPECT_EQ(part(request, "components"), R"({"c-db":"operational","c-api":"operational"})");
}

TEST_F(StatuspageMaintenanceTest, OneThatThePageHeardOfLateIsShownAsItIs) {
  on_page = false;
  auto request = sent(4, MaintenanceState::in_progress, "It has begun.", true);
  EXPECT_EQ(part(request, "status"), R"("in_progress")");
  EXPECT_EQ(part(request, "scheduled_for"), R"("2026-11-22T14:05:00Z")");
  EXPECT_EQ(part(request, "components"), R"({"c-db":"under_maintenance","c-api":"under_maintenance"})");
  EXPECT_EQ(part(request, "deliver_notifications"), "true");
  request = sent(6, MaintenanceState::completed, "Done.", true);
  EXPECT_EQ(part(request, "deliver_notifications"), "false") << "nobody heard of it while it lasted";
}

TEST_F(StatuspageMaintenanceTest, WordsThatWaitedAreJoinedAndToldOfOnce) {
  const auto at = start_of_test();
  merged = {maintenance_effect(4, MaintenanceState::in_progress, "It has begun.", at - 40min, true),
            maintenance_effect(5, MaintenanceState::in_progress, "", at - 20min)};
  const auto request = sent(6, MaintenanceState::completed, "Done.");
  EXPECT_EQ(part(request, "body"), R"("13:25 UTC: It has begun.\n\n14:05 UTC: Done.")");
  EXPECT_EQ(part(request, "deliver_notifications"), "true");
}

TEST_F(StatuspageMaintenanceTest, WhatThePageLacksIsNamedAndTheRestIsShown) {
  maintenance.components = {"web", "db"};
  http.answers = {answered(200, R"([{"id":"c-db","name":"Database","status":"operational"}])"),
                  answered(201, maintenance_json("m1", "scheduled"))};
  on_page = false;
  const auto outcome = deliver(step(1, MaintenanceState::scheduled, "Soon."));
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  EXPECT_TRUE(std::get<Delivered>(outcome).receipt.detail.starts_with("scheduled; not shown: The status page has no"))
      << std::get<Delivered>(outcome).receipt.detail;
  EXPECT_EQ(part(boost::json::parse(http.requests[1].body), "incident.component_ids"), R"(["c-db"])");
}

TEST_F(StatuspageMaintenanceTest, IsPostedOnceThenPatchedAlsoBeforeHistoryKnowsItsId) {
  on_page = false;
  http.answers.push_back(answered(201, maintenance_json("m1", "scheduled")));
  http.answers.push_back(answered(200, maintenance_json("m1", "in_progress")));
  const auto made = deliver(step(1, MaintenanceState::scheduled, "Soon."));
  ASSERT_TRUE(std::holds_alternative<Delivered>(made));
  EXPECT_EQ(std::get<Delivered>(made).receipt, (playbooks::Receipt{"m1", "https://stspg.io/m1", "scheduled"}));
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(step(2, MaintenanceState::in_progress, "Now."))));
  EXPECT_EQ(http.line(1), "POST /pages/p/incidents");
  EXPECT_EQ(http.line(2), "PATCH /pages/p/incidents/m1");
}

TEST_F(StatuspageMaintenanceTest, NothingIsSentForOneThatIsUnknownOrWasCancelledBeforeItWasShown) {
  auto unknown = step(1, MaintenanceState::scheduled, "Soon.");
  unknown.maintenance.reset();
  const auto refused = deliver(unknown);
  ASSERT_TRUE(std::holds_alternative<Refused>(refused));
  EXPECT_EQ(std::get<Refused>(refused).why, "MNT-3 is unknown, so nothing was published.");
  on_page = started = false;
  const auto gone = deliver(step(2, MaintenanceState::cancelled, "no"));
  ASSERT_TRUE(std::holds_alternative<Delivered>(gone));
  EXPECT_EQ(std::get<Delivered>(gone).receipt, (playbooks::Receipt{"", "", "cancelled before it was shown"}));
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(StatuspageMaintenanceTest, ADoubtfulOneIsLookedForInTheListsBeforeItIsMadeAgain) {
  on_page = false;
  const auto made = step(1, MaintenanceState::scheduled, "Soon.");
  http.answers.push_back(answered(504, ""));
  ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(made)));
  pass(1min);
  ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(made)));
  EXPECT_EQ(http.requests.size(), 2U) << "not sent again unseen";
  http.answers = {answered(200, "[]"),
                  answered(200, "[" + maintenance_json("m1", "scheduled", "maintenance/1/page/statuspage") + "]")};
  const auto seen = find({made, step(2, MaintenanceState::scheduled, "Sooner.")});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_EQ(http.line(2), "GET /pages/p/incidents/active_maintenance?per_page=100&page=1");
  EXPECT_EQ(http.line(3), "GET /pages/p/incidents/scheduled?per_page=100&page=1");
  const auto& receipts = std::get<Found>(seen).receipts;
  EXPECT_EQ(receipts.at("maintenance/1/page/statuspage").id, "m1");
  EXPECT_FALSE(receipts.contains("maintenance/2/page/statuspage"));
  pass(1min);
  http.answers = {answered(200, maintenance_json("m1", "scheduled"))};
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(step(2, MaintenanceState::scheduled, "Sooner."))));
  EXPECT_EQ(http.line(4), "PATCH /pages/p/incidents/m1");
}

TEST_F(StatuspageMaintenanceTest, WhatIsNowhereIsMadeAgainAndWhatCannotBeReadIsNot) {
  on_page = false;
  const auto made = step(1, MaintenanceState::scheduled, "Soon.");
  http.answers.push_back(HttpResponse{});
  ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(made)));
  pass(1min);
  http.answers = {answered(200, "[]"), answered(503, "")};
  ASSERT_TRUE(std::holds_alternative<Retry>(find({made})));
  pass(1min);
  http.answers = {answered(200, "[]"), answered(200, "[]")};
  const auto nowhere = find({made});
  ASSERT_TRUE(std::holds_alternative<Found>(nowhere));
  EXPECT_TRUE(std::get<Found>(nowhere).receipts.empty());
  EXPECT_EQ(http.line(http.requests.size() - 1), "GET /pages/p/incidents?limit=100");
  EXPECT_EQ(http.requests.size(), 6U) << "the list that had been read was not read again";
  http.answers = {answered(201, maintenance_json("m1", "scheduled"))};
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver(made)));
}

TEST_F(StatuspageMaintenanceTest, AKnownOneIsReadBackItself) {
  http.answers = {answered(200, maintenance_json("m1", "in_progress", "maintenance/5/page/statuspage"))};
  const auto seen = find({step(5, MaintenanceState::in_progress, "x"), step(6, MaintenanceState::completed, "y")});
  ASSERT_TRUE(std::holds_alternative<Found>(seen));
  EXPECT_EQ(http.line(0), "GET /pages/p/incidents/m1");
  EXPECT_TRUE(std::get<Found>(seen).receipts.contains("maintenance/5/page/statuspage"));
  EXPECT_FALSE(std::get<Found>(seen).receipts.contains("maintenance/6/page/statuspage"));
}

TEST_F(StatuspageMaintenanceTest, ARateLimitIsWaitedForAndARefusalSaysWhy) {
  http.answers.push_back(answered(420, "", {{"retry-after", "30"}}));
  const auto limited = deliver(step(4, MaintenanceState::in_progress, "It has begun."));
  ASSERT_TRUE(std::holds_alternative<Retry>(limited));
  EXPECT_EQ(std::get<Retry>(limited).at, world.clock.now() + 30s);
  pass(30s);
  http.answers = {answered(404, R"({"error":"Not found"})")};
  const auto gone = deliver(step(4, MaintenanceState::in_progress, "It has begun."));
  ASSERT_TRUE(std::holds_alternative<Refused>(gone));
  EXPECT_NE(std::get<Refused>(gone).why.find("\"m1\" (was it deleted on the page?)"), std::string::npos);
}

}  // namespace
}  // namespace integrations::statuspage
