// Cachet with answers made by hand: its requests, and what is peculiar to it. What the providers share is tested with
// Instatus.
#include "integrations/cachet/cachet.hpp"

#include "pages_support.hpp"

namespace integrations::cachet {
namespace {

using namespace std::chrono_literals;
using pages::answered;
using pages::same_json;
using pages::silence;
using pages::told;
using playbooks::ComponentStatus;
using playbooks::MaintenanceState;
using playbooks::Status;

/// As of July 2026; before, without `latest_status`.
std::string components(bool weighs_claims) {
  const std::string latest = weighs_claims ? R"(,"latest_status":{"value":1})" : "";
  return R"({"data":[{"id":"3","attributes":{"name":"API","status":{"human":"Operational","value":1})" + latest +
         R"(}},{"id":"4","attributes":{"name":"Database","status":{"human":"Performance Issues","value":2})" + latest +
         R"(}}],"links":{"next":null}})";
}

class Cachet : public pages::Publishing {
 protected:
  Cachet() {
    page = "cachet";
    component_list = answered(200, components(true));
    client = make_cachet(settings(), policy, http, world.clock, world.activity);
  }
  const HttpResponse ok = answered(200, R"({"data":{"id":"3"}})");
};

const std::string made = R"({"data":{"id":"9","attributes":{"name":"Checkout is down","guid":"g-9"}}})";

TEST_F(Cachet, UnclearAnswersAreNotRepeated) {
  for (const auto& unclear : {silence(), answered(500, R"({"message":"Server Error"})"), answered(201, ""),
                              answered(200, "<html>Login</html>"), answered(201, R"({"data":{}})")}) {
    client = make_cachet(settings(), policy, http, world.clock, world.activity);
    http.answers.clear();
    http.requests.clear();
    answers({ok, ok, unclear});
    deliver(publish(Status::investigating, "Looking."));
    pass(2min);
    const auto again = deliver(publish(Status::investigating, "Looking."));
    EXPECT_TRUE(std::holds_alternative<Unknown>(again)) << told(again);
    EXPECT_EQ(http.requests.size(), 4U);
  }
}

TEST_F(Cachet, AFailureBeforeTheWordsIsSimplyRepeated) {
  answers({ok, silence()});
  const auto outcome = deliver(publish(Status::investigating, "Looking."));
  EXPECT_TRUE(std::holds_alternative<Retry>(outcome)) << told(outcome);
  pass(1min);
  http.answers = {ok, ok, answered(201, made)};
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))), "delivered: 9 Investigating");
}

TEST_F(Cachet, RefusalsAreInItsOwnWords) {
  answers({ok, ok, answered(422, R"({"message":"The name field is required.","errors":{"name":["required"]}})")});
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))),
            "refused: Cachet refused the request (HTTP 422): The name field is required.");
  http.answers = {ok, ok, answered(404, R"({"message":"No query results"})")};
  EXPECT_TRUE(told(deliver(publish(Status::investigating, "Looking.")))
                  .starts_with("refused: Cachet has no place for incidents at this address"));
  http.answers = {answered(302, "")};
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))),
            "refused: Cachet sends us elsewhere (HTTP 302). Check `cachet.api_url` in the configuration.");
}

TEST_F(Cachet, AnIncidentIsFoundByItsMark) {
  answers({ok, ok, silence()});
  const auto delivery = publish(Status::investigating, "Looking.");
  deliver(delivery);
  const std::string entry =
      R"({"id":"9","attributes":{"name":"Checkout is down","guid":"g-9","meta":{"sitrep":"INC-12"},
      "message":"Looking."}})";
  http.answers = {answered(200, R"({"data":[)" + entry + R"(],"links":{"next":null}})"),
                  answered(200, R"({"data":)" + entry + "}")};
  EXPECT_EQ(found({delivery}), (std::vector<std::string>{"INC-12/1/public/cachet is 9"}));
  EXPECT_EQ(line(4), "GET /incidents?filter%5Bmeta%5D%5Bsitrep%5D=INC-12&include=meta&per_page=100&page=1");
  EXPECT_EQ(line(5), "GET /incidents/9?include=meta,updates");
}

TEST_F(Cachet, AnotherInstallationsMarkIsNotOurs) {
  answers({ok, ok, silence()});
  const auto delivery = publish(Status::investigating, "Looking.");
  deliver(delivery);
  http.answers = {answered(200, R"({"data":[
      {"id":"2","attributes":{"name":"Something of last year","meta":{"sitrep":"INC-12"}}},
      {"id":"7","attributes":{"name":"Checkout is down","meta":{"sitrep":"INC-1"}}}]})")};
  EXPECT_TRUE(found({delivery}).empty());
  pass(1min);
  http.answers = {ok, ok, answered(201, made)};
  EXPECT_EQ(told(deliver(delivery)), "delivered: 9 Investigating");
}

TEST_F(Cachet, AnUpdateIsFoundByItsWords) {
  const auto shown = answered(200, R"({"data":{"id":"9","attributes":{"message":"Looking."}},"included":[
      {"type":"updates","attributes":{"message":"14:05 UTC: We found it at last. 14:07 UTC: A fix is on its way."}}]})");
  http.answers = {shown, shown};
  EXPECT_EQ(found({publish(Status::identified, "We found it at last.", "9"),
                   publish(Status::identified, "A fix is on its way.", "9")})
                .size(),
            2U)
      << "joined texts";
  EXPECT_TRUE(found({publish(Status::identified, "fix", "9")}).empty());
}

TEST_F(Cachet, TheFirstPublicationSetsComponentsBeforeTheWords) {
  answers({ok, ok, answered(201, made)});
  const auto outcome = deliver(publish(Status::investigating, "Looking."));
  EXPECT_EQ(told(outcome), "delivered: 9 Investigating");
  EXPECT_EQ(std::get<Delivered>(outcome).receipt.link, "http://pages.test/incidents/g-9");
  EXPECT_EQ(line(0), "GET /components?per_page=100&page=1");
  EXPECT_EQ(line(1), "PUT /components/3");
  EXPECT_TRUE(same_json(body(1), R"({"status":4})"));
  EXPECT_EQ(line(2), "PUT /components/4");
  EXPECT_TRUE(same_json(body(2), R"({"status":2})"));
  EXPECT_EQ(line(3), "POST /incidents");
  EXPECT_TRUE(same_json(body(3), R"({"name":"Checkout is down","message":"Looking.","status":1,"visible":true,
      "stickied":false,"notifications":false,"occurred_at":"2026-11-21T14:00:00Z","meta":{"sitrep":"INC-12"},
      "components":[{"id":3,"status":1},{"id":4,"status":1}]})"));
}

TEST_F(Cachet, AnOlderOneIsNotToldThatComponentsOfAnIncidentAreWell) {
  component_list = answered(200, components(false));
  answers({ok, ok, answered(201, made)});
  deliver(publish(Status::investigating, "Looking."));
  EXPECT_FALSE(statuspage::json_has(body(3), "components")) << body(3);
}

TEST_F(Cachet, ResolvingSetsOnlyItsOwnComponentsToTheWorstClaimLeft) {
  worst = {{"db", ComponentStatus::partial_outage}, {"web", ComponentStatus::major_outage}};
  answers({ok, ok, answered(200, made), answered(201, R"({"data":{"id":"77"}})")});
  EXPECT_EQ(told(deliver(publish(Status::resolved, "Over.", "9"))), "delivered: 9 Resolved");
  EXPECT_TRUE(same_json(body(1), R"({"status":1})"));
  EXPECT_TRUE(same_json(body(2), R"({"status":3})"));
  EXPECT_EQ(line(3), "PUT /incidents/9");
  EXPECT_TRUE(same_json(body(3), R"({"name":"Checkout is down","notifications":false})"));
  EXPECT_EQ(line(4), "POST /incidents/9/updates");
  EXPECT_TRUE(same_json(body(4), R"({"status":4,"message":"Over."})"));
}

TEST_F(Cachet, WithoutWordsNoEmptyUpdateIsMade) {
  answers({ok, ok, answered(200, made)});
  EXPECT_EQ(told(deliver(publish(Status::monitoring, "", "9"))), "delivered: 9 Monitoring");
  EXPECT_TRUE(same_json(body(3), R"({"name":"Checkout is down","notifications":false,"status":3})"));
  EXPECT_EQ(http.requests.size(), 4U);
}

TEST_F(Cachet, OneComponentIsSetToItsWorstClaim) {
  answers({ok});
  EXPECT_EQ(told(deliver(publish_component("api", ComponentStatus::under_maintenance))),
            "delivered: 3 under maintenance");
  EXPECT_TRUE(same_json(body(1), R"({"status":6})"));
  http.answers = {component_list};
  EXPECT_EQ(found({publish_component("db", ComponentStatus::degraded_performance)}).size(), 1U);
}

TEST_F(Cachet, TheLifeOfAMaintenance) {
  answers({answered(201, R"({"data":{"id":"21"}})")});
  EXPECT_EQ(told(deliver(publish_maintenance(MaintenanceState::scheduled, "Planned."))), "delivered: 21 Scheduled");
  EXPECT_EQ(line(1), "POST /schedules") << "no component is touched before it begins";
  EXPECT_TRUE(same_json(body(1), R"({"name":"Database upgrade","message":"Planned.\n\nAffects: Database.",
      "scheduled_at":"2026-11-21T16:00:00Z","completed_at":"2026-11-21T18:00:00Z","notifications":true,
      "meta":{"sitrep":"MNT-3"}})"));
  http.answers = {ok, ok, ok};
  EXPECT_EQ(told(deliver(publish_maintenance(MaintenanceState::in_progress, "Begun.", "21"))),
            "delivered: 21 In progress");
  EXPECT_EQ(line(2), "PUT /components/4");
  EXPECT_TRUE(same_json(body(2), R"({"status":6})"));
  EXPECT_EQ(line(3), "PUT /schedules/21");
  EXPECT_TRUE(same_json(body(3), R"({"name":"Database upgrade","scheduled_at":"2026-11-21T16:01:00Z",
      "completed_at":"2026-11-21T18:00:00Z"})"));
  EXPECT_EQ(line(4), "POST /schedules/21/updates");
  EXPECT_TRUE(same_json(body(4), R"({"message":"Begun."})"));
  http.answers = {ok, ok};
  deliver(publish_maintenance(MaintenanceState::completed, "Done.", "21"));
  EXPECT_TRUE(same_json(body(5), R"({"status":1})"));
  EXPECT_TRUE(same_json(body(6), R"({"message":"Done.","completed_at":"2026-11-21T17:30:00Z"})"));
}

TEST_F(Cachet, ACancelledMaintenanceIsAWindowThatIsOver) {
  answers({ok, ok, ok});
  deliver(publish_maintenance(MaintenanceState::cancelled, "Not needed.", "21"));
  EXPECT_TRUE(same_json(body(2), R"({"name":"Cancelled: Database upgrade","scheduled_at":"2026-11-21T14:04:00Z",
      "completed_at":"2026-11-21T14:05:00Z"})"));
  EXPECT_TRUE(same_json(body(3), R"({"message":"Cancelled: Not needed."})"));
}

TEST_F(Cachet, DoctorTriesTheKeyWhereCachetAsksForIt) {
  const auto version = answered(200, R"({"data":{"version":"3.0.0"}})");
  http.answers = {version, answered(401, R"({"message":"Unauthenticated."})"), component_list};
  auto says = doctor();
  EXPECT_TRUE(says.starts_with("ok Cachet page: version 3.0.0, http://pages.test\n")) << says;
  EXPECT_TRUE(says.contains("error Cachet API key: Cachet refused the API key (Unauthenticated.)")) << says;
  http.answers = {version, answered(403, "{}"), component_list};
  says = doctor();
  EXPECT_TRUE(says.contains("ok Cachet API key: valid\n")) << says;
}

}  // namespace
}  // namespace integrations::cachet
