// Better Stack with answers made by hand: its requests, and what is peculiar to it. What the providers share is tested
// with Instatus.
#include "integrations/better_stack/better_stack.hpp"

#include "pages_support.hpp"

namespace integrations::better_stack {
namespace {

using namespace std::chrono_literals;
using pages::answered;
using pages::same_json;
using pages::silence;
using pages::told;
using playbooks::ComponentStatus;
using playbooks::MaintenanceState;
using playbooks::Status;

class BetterStack : public pages::Publishing {
 protected:
  BetterStack() {
    page = "better_stack";
    component_list = answered(200, R"({"data":[
        {"id":"71","attributes":{"public_name":"API","status":"operational"}},
        {"id":"72","attributes":{"public_name":"Database","status":"operational"}}],"pagination":{"next":null}})");
    client = make_better_stack(settings(), policy, http, world.clock, world.activity);
  }
};

const std::string made = R"({"data":{"id":"501","attributes":{"title":"Checkout is down"}}})";

TEST_F(BetterStack, UnclearAnswersAreNotRepeated) {
  for (const auto& unclear : {silence(), answered(500, ""), answered(200, "<html>Welcome</html>"), answered(201, ""),
                              answered(201, R"({"data":{}})")}) {
    client = make_better_stack(settings(), policy, http, world.clock, world.activity);
    http.answers.clear();
    http.requests.clear();
    answers({unclear});
    deliver(publish(Status::investigating, "Looking."));
    pass(2min);
    const auto again = deliver(publish(Status::investigating, "Looking."));
    EXPECT_TRUE(std::holds_alternative<Unknown>(again)) << told(again);
    EXPECT_EQ(http.requests.size(), 2U);
  }
}

TEST_F(BetterStack, RefusalsAreInItsOwnWords) {
  answers({answered(422, R"({"errors":["Title is too long"]})")});
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))),
            "refused: Better Stack refused the request (HTTP 422): Title is too long");
  http.answers = {answered(403, R"({"errors":"Forbidden"})")};
  const auto says = told(deliver(publish(Status::investigating, "Looking.")));
  EXPECT_TRUE(says.starts_with("retry: Better Stack does not let this API key do it")) << says;
  EXPECT_TRUE(says.contains("SITREP_BETTER_STACK_API_KEY")) << says;
}

TEST_F(BetterStack, AReportIsFoundOnALaterPageByItsTitleAndStart) {
  answers({silence()});
  const auto delivery = publish(Status::investigating, "Looking.");
  deliver(delivery);
  const auto report = [](const std::string& id, const std::string& start, bool more) {
    return answered(200, R"({"data":[{"id":")" + id + R"(","attributes":{"title":"Checkout is down","starts_at":")" +
                             start + R"("}}],"pagination":{"next":)" + (more ? R"("https://x/?page=2")" : "null") +
                             "}}");
  };
  http.answers = {report("1", "2026-10-01T10:00:00.000Z", true), report("501", "2026-11-21T14:00:00.000Z", false),
                  answered(200, R"({"data":[],"pagination":{"next":null}})")};
  EXPECT_EQ(found({delivery}), (std::vector<std::string>{"INC-12/1/public/better_stack is 501"}));
  EXPECT_EQ(line(3), "GET /status-pages/p1/status-reports?page=2");
  EXPECT_EQ(line(4), "GET /status-pages/p1/status-reports/501/status-updates?page=1");
}

TEST_F(BetterStack, AnUpdateIsFoundByItsWordsOrItsTime) {
  pass(1h);
  const auto updates = answered(200, R"({"data":[
      {"attributes":{"message":"Identified: Found it.","published_at":"2026-11-21T15:05:00.000Z"}}]})");
  http.answers = {updates, updates, updates};
  EXPECT_EQ(found({publish(Status::identified, "Found it.", "501")}).size(), 1U);
  EXPECT_EQ(found({publish(Status::identified, "", "501")}).size(), 1U) << "published_at is always ours";
  pass(5min);
  EXPECT_TRUE(found({publish(Status::identified, "", "501"), publish(Status::identified, "Found it.", "501")}).empty());
}

TEST_F(BetterStack, TheFirstPublicationCarriesEverything) {
  answers({answered(201, made)});
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))), "delivered: 501 Investigating");
  EXPECT_EQ(line(0), "GET /status-pages/p1/resources?page=1");
  EXPECT_EQ(line(1), "POST /status-pages/p1/status-reports");
  EXPECT_TRUE(same_json(body(1), R"({"title":"Checkout is down","message":"Investigating: Looking.",
      "report_type":"manual","notify_subscribers":false,"starts_at":"2026-11-21T14:00:00Z",
      "published_at":"2026-11-21T14:05:00Z","affected_resources":[
      {"status_page_resource_id":"71","status":"downtime"},{"status_page_resource_id":"72","status":"degraded"}]})"));
}

TEST_F(BetterStack, AResolvedReportLeavesNothingOpenAndSaysWhatIsLeft) {
  worst = {{"db", ComponentStatus::partial_outage}};
  answers({answered(201, "{}")});
  EXPECT_EQ(told(deliver(publish(Status::resolved, "Over.", "501"))), "delivered: 501 Resolved");
  EXPECT_EQ(line(1), "POST /status-pages/p1/status-reports/501/status-updates");
  EXPECT_TRUE(same_json(body(1),
                        R"({"message":"Resolved: Over.\n\nStill affected by something else: Database (partial outage).",
      "notify_subscribers":false,"published_at":"2026-11-21T14:05:00Z","affected_resources":[
      {"status_page_resource_id":"71","status":"resolved"},{"status_page_resource_id":"72","status":"resolved"}]})"));
}

TEST_F(BetterStack, WithoutWordsThePhaseIsSaid) {
  answers({answered(201, "{}")});
  deliver(publish(Status::monitoring, "", "501"));
  EXPECT_EQ(statuspage::json_text(body(1), "message"), "Monitoring.");
}

TEST_F(BetterStack, AComponentAloneCannotBeShown) {
  answers({});
  EXPECT_EQ(told(deliver(publish_component("api", ComponentStatus::major_outage))),
            "refused: Better Stack shows a component's state only within an incident or a maintenance: “api” is not "
            "shown there as major outage. Declare a public incident on it.");
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver(publish_component("api", ComponentStatus::operational))));
  EXPECT_EQ(http.requests.size(), 1U) << "only the list of components";
}

TEST_F(BetterStack, TheLifeOfAMaintenance) {
  answers({answered(201, R"({"data":{"id":"601"}})")});
  EXPECT_EQ(told(deliver(publish_maintenance(MaintenanceState::scheduled, "Planned."))), "delivered: 601 Scheduled");
  EXPECT_TRUE(same_json(body(1), R"({"title":"Database upgrade","message":"Scheduled: Planned.",
      "report_type":"maintenance","notify_subscribers":true,"starts_at":"2026-11-21T16:00:00Z",
      "ends_at":"2026-11-21T18:00:00Z","published_at":"2026-11-21T14:05:00Z",
      "affected_resources":[{"status_page_resource_id":"72","status":"maintenance"}]})"));
  http.answers = {answered(200, made), answered(201, "{}")};
  EXPECT_EQ(told(deliver(publish_maintenance(MaintenanceState::in_progress, "Begun.", "601"))),
            "delivered: 601 In progress");
  EXPECT_EQ(line(2), "PATCH /status-pages/p1/status-reports/601");
  EXPECT_TRUE(same_json(body(2), R"({"title":"Database upgrade","starts_at":"2026-11-21T16:01:00Z",
      "ends_at":"2026-11-21T18:00:00Z"})"));
  EXPECT_EQ(line(3), "POST /status-pages/p1/status-reports/601/status-updates");
  EXPECT_TRUE(same_json(body(3), R"({"message":"In progress: Begun.","notify_subscribers":true,
      "published_at":"2026-11-21T14:05:00Z",
      "affected_resources":[{"status_page_resource_id":"72","status":"maintenance"}]})"));
  http.answers = {answered(200, made), answered(201, "{}")};
  deliver(publish_maintenance(MaintenanceState::completed, "Done.", "601"));
  EXPECT_TRUE(same_json(body(4), R"({"title":"Database upgrade","starts_at":"2026-11-21T16:01:00Z",
      "ends_at":"2026-11-21T17:30:00Z"})"));
}

TEST_F(BetterStack, ACancelledMaintenanceIsAWindowThatIsOver) {
  answers({answered(200, made), answered(201, "{}")});
  deliver(publish_maintenance(MaintenanceState::cancelled, "Not needed.", "601"));
  EXPECT_TRUE(same_json(body(1), R"({"title":"Cancelled: Database upgrade","starts_at":"2026-11-21T14:04:00Z",
      "ends_at":"2026-11-21T14:05:00Z"})"));
  EXPECT_EQ(statuspage::json_text(body(2), "message"), "Cancelled: Not needed.");
}

TEST_F(BetterStack, AnUnclearMoveOfTheWindowIsSimplyRepeated) {
  answers({silence()});
  const auto outcome = deliver(publish_maintenance(MaintenanceState::in_progress, "Begun.", "601"));
  EXPECT_TRUE(std::holds_alternative<Retry>(outcome)) << told(outcome);
  pass(1min);
  http.answers = {answered(200, made), silence()};
  const auto said = deliver(publish_maintenance(MaintenanceState::in_progress, "Begun.", "601"));
  EXPECT_TRUE(std::holds_alternative<Unknown>(said)) << told(said);
}

TEST_F(BetterStack, WhatItsComponentsShowIsNobodysChange) {
  auto reading = publish_component("api", ComponentStatus::operational);
  reading.effect.body = playbooks::ReadPage{"better_stack"};
  http.answers = {component_list};
  EXPECT_EQ(told(deliver(reading)), "delivered:  0 components read");
}

TEST_F(BetterStack, DoctorNamesThePage) {
  http.answers = {answered(200, R"({"data":{"id":"p1","attributes":{"company_name":"Acme","subdomain":"acme"}}})"),
                  component_list};
  const auto says = doctor();
  EXPECT_TRUE(says.starts_with("ok Better Stack page: “Acme”, https://acme.betteruptime.com\n")) << says;
  EXPECT_TRUE(says.contains("2 of 3 configured components")) << says;
  http.answers = {answered(404, R"({"errors":"not found"})")};
  EXPECT_TRUE(doctor().starts_with("error Better Stack page: Better Stack has no status page \"p1\""));
}

}  // namespace
}  // namespace integrations::better_stack
